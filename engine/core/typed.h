/*
 * What a person typed, made plain: the same keys on another keyboard are the
 * same text.  Decimal digits of any script and full-width forms become ASCII,
 * any space (U+00A0 included) becomes ' ', any dash becomes '-'.  Nothing is
 * dropped and nothing else is changed.
 */
#ifndef MF_TYPED_H
#define MF_TYPED_H

#include <stddef.h>

#include "util/err.h"
#include "util/slice.h"

/*
 * out needs raw.n + 1 bytes: the plain text never is longer.  MF_EINVAL:
 * bytes that are not UTF-8, control or invisible characters, NUL.
 */
enum mf_err typed_fold(struct slice raw, char *out, size_t *n) MF_CHECKED;

/* ASCII letters only; no locale. */
static inline char
ascii_upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static inline char
ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline int
ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline int
ascii_is_alnum(char c)
{
	return ascii_is_digit(c) || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z');
}

#endif
