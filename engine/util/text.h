/* Text in fixed buffers: building, escaping, dates.  Never allocates. */
#ifndef MF_TEXT_H
#define MF_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/err.h"
#include "util/slice.h"

/* Grows to the right in a caller's buffer; always NUL-terminated. */
struct text {
	char *buf;
	size_t size;
	size_t len;
	bool cut; /* something did not fit */
};

void text_init(struct text *, char *buf, size_t size);
void text_put(struct text *, const char *s);
void text_putn(struct text *, const void *p, size_t n);
void text_printf(struct text *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Appends bytes for a log line or a terminal: control characters, what else is
 * unseen (of no width, or turning its neighbours round) and invalid UTF-8
 * become \xHH, quotes and backslashes get a backslash; the text is cut at max
 * bytes.
 */
void text_escape(struct text *, struct slice, size_t max);

/* Whether the bytes are valid UTF-8 without NUL. */
bool utf8_is_valid(struct slice);

/* Whether they can be a name: UTF-8 without anything that is unseen. */
bool utf8_is_plain(struct slice);

/* Two lists, each ended by NULL: the same texts in the same order. */
bool text_lists_equal(const char *const *, const char *const *);

#define DATE_SIZE 24
/* "2026-11-21 09:14:07" (UTC); out has DATE_SIZE bytes. */
void date_format(int64_t unix_seconds, char *out);
/*
 * Reads 2026-11-21, "2026-11-21 09:14[:07]" or with T and Z, as UTC.
 * MF_EINVAL for anything else, 30 February and the year 999 included.
 */
enum mf_err date_parse(const char *, int64_t *unix_seconds) MF_CHECKED;

/* Reads a whole decimal number within min..max; MF_EINVAL otherwise. */
enum mf_err
number_parse(const char *, int64_t min, int64_t max, int64_t *out) MF_CHECKED;

#endif
