#include <ctype.h>
#include <string.h>

#include "courier/judge.h"

static bool
fits(const regex_t *re, const char *body)
{
	return re != NULL && regexec(re, body, 0, NULL, 0) == 0;
}

enum courier_outcome
judge_http(
    const struct http_answer *a, const regex_t *ok, const regex_t *refused)
{
	if (a->status >= 200 && a->status <= 299 &&
	    (ok == NULL || fits(ok, a->body)))
		return COURIER_SENT;
	if (fits(refused, a->body) || a->status == 400 || a->status == 410 ||
	    a->status == 422)
		return COURIER_REFUSED;
	return COURIER_AGAIN;
}

/* How many bytes of s are the secret, hyphens aside; 0: it is another text. */
static size_t
match(const char *s, const char *secret)
{
	const char *p = s;

	for (; *secret != '\0'; secret++) {
		if (*secret == '-') {
			p += *p == '-';
			continue;
		}
		if (tolower((uint8_t)*p) != tolower((uint8_t)*secret))
			return 0;
		p++;
	}
	return (size_t)(p - s);
}

void
mask(char *s, const char *secret)
{
	size_t n;

	if (secret == NULL || *secret == '\0')
		return;
	while (*s != '\0')
		if ((n = match(s, secret)) > 0) {
			memset(s, '*', n);
			s += n;
		} else {
			s++;
		}
}

void
http_words(const struct http_answer *a, struct text *t)
{
	bool blank = true;

	text_printf(t, "HTTP %ld: ", a->status);
	for (const char *p = a->body; *p != '\0' && t->len + 8 < WORDS_SIZE;
	     p++) {
		bool space = (uint8_t)*p <= ' ' || *p == 0x7f;

		if (space ? !blank : true)
			text_putn(t, space ? " " : p, 1);
		blank = space;
	}
	while (t->len > 0 && strchr(" :", t->buf[t->len - 1]) != NULL)
		t->buf[--t->len] = '\0';
}
