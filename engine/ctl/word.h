/*
 * The words of mfctl's grammar: what stands in <> of a pattern and, with two
 * hyphens, as an option.  Each has a form, and most go up as a field.
 */
#ifndef MF_WORD_H
#define MF_WORD_H

#include <stddef.h>

#include "ctl/ctl.h"

enum form {
	FORM_TEXT,
	FORM_NUMBER,   /* min..max */
	FORM_TIME,     /* a date, UTC */
	FORM_DURATION, /* 90s, 30m, 8h, 14d: min..max seconds */
	FORM_LIST,     /* texts, a comma between */
	FORM_FLAG,     /* there or not */
};

struct word {
	const char *name;
	const char *arg;   /* what its value is called; NULL: a flag */
	enum wire_tag tag; /* 0: the command's own */
	enum form form;
	int64_t min, max;
	const char *help;
};

#define WORDS_MAX  96
#define WORD_BYTES 1024 /* of a value on the command line */

extern const struct word words[];
extern const size_t nwords; /* <= WORDS_MAX */

/* Index of the n bytes at name; they must be a word. */
size_t word_find(const char *name, size_t n);

/*
 * Reads value by the word's form and puts it under its tag, if it has one.
 * EXIT_DONE, or EXIT_USAGE having said what is wrong.
 */
int word_put(
    struct ctl *, const struct word *, const char *value, struct wire_out *);

/* The same exit codes: whether a value can be one at all, of whatever word. */
int word_sound(struct ctl *, const struct word *, const char *value);

/* The same exit codes: whether a word may have the value; NULL may be. */
int word_check(struct ctl *, const char *name, const char *value);

#endif
