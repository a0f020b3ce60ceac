/*
 * Templates of requests: {to} {digits} {text} {id} {from} {user} {password}
 * stand for values, each escaped for its place.  Braces around anything that
 * is no lower-case word stand for themselves, as in JSON.
 */
#ifndef MF_TEMPLATE_H
#define MF_TEMPLATE_H

#include "util/err.h"
#include "util/text.h"

enum place {
	PLACE_PLAIN = 0, /* as it is: the caller escapes the whole */
	PLACE_URL,       /* percent-encoded */
	PLACE_JSON,      /* inside a string of JSON */
	PLACE_HEADER,    /* of HTTP: no control character */
};

struct template_values {    /* UTF-8; NULL: "" */
	const char *to;     /* +37120000000 */
	const char *digits; /* 37120000000 */
	const char *text, *id, *from, *user, *password;
};

/*
 * The first word in braces that stands for nothing, NULL when there is none;
 * *n gets its length.
 */
const char *template_fault(const char *template, size_t *n);

/* MF_EINVAL: a value cannot stand there.  MF_EFULL: out is too small. */
enum mf_err template_expand(const char *template, enum place,
    const struct template_values *, struct text *out) MF_CHECKED;

/* Appends s percent-encoded (RFC 3986): all but unreserved characters. */
void percent_encode(struct text *out, const char *s);

#endif
