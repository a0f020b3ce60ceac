/* What a gateway's answer means, and how much of it may be told. */
#ifndef MF_JUDGE_H
#define MF_JUDGE_H

#include <regex.h>

#include "util/text.h"
#include "wire/courier.h"

#define WORDS_SIZE 200

struct http_answer {
	long status;
	char *body; /* NUL-terminated; NULs in it are spaces by now */
};

/*
 * A message is sent if status is 200..299 and the body fits ok (NULL: any).
 * It is refused for good if the body fits refused (NULL: none), or by a status
 * that speaks of the message: 400, 410, 422.  Anything else is a fault of the
 * gateway, and may be tried again.
 */
enum courier_outcome judge_http(
    const struct http_answer *, const regex_t *ok, const regex_t *refused);

/*
 * Overwrites every secret in s with asterisks: in any case, and of a code in
 * groups ("K7M-4QX-9TR") also without its hyphens.  NULL and "" are none.
 */
void mask(char *s, const char *secret);

/* "202: 0: Accepted for delivery": one line of at most WORDS_SIZE bytes. */
void http_words(const struct http_answer *, struct text *);

#endif
