#include <stddef.h>
#include <string.h>

#include "courier/template.h"

#define LOWER "abcdefghijklmnopqrstuvwxyz"

static const struct {
	const char *word;
	size_t at;
} words[] = {
	{ "to", offsetof(struct template_values, to) },
	{ "digits", offsetof(struct template_values, digits) },
	{ "text", offsetof(struct template_values, text) },
	{ "id", offsetof(struct template_values, id) },
	{ "from", offsetof(struct template_values, from) },
	{ "user", offsetof(struct template_values, user) },
	{ "password", offsetof(struct template_values, password) },
};

#define NWORDS (sizeof(words) / sizeof(words[0]))

/* The length of the word in braces at p; 0: there is none. */
static size_t
word_at(const char *p)
{
	size_t n = *p == '{' ? strspn(p + 1, LOWER "_") : 0;

	return n > 0 && p[1 + n] == '}' ? n : 0;
}

static size_t
find(const char *word, size_t n)
{
	size_t i = 0;

	while (i < NWORDS &&
	    (strlen(words[i].word) != n || memcmp(words[i].word, word, n) != 0))
		i++;
	return i;
}

const char *
template_fault(const char *template, size_t *n)
{
	for (const char *p = template; (p = strchr(p, '{')) != NULL; p++)
		if ((*n = word_at(p)) > 0 && find(p + 1, *n) == NWORDS)
			return p + 1;
	return NULL;
}

void
percent_encode(struct text *out, const char *s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; *s != '\0'; s++) {
		uint8_t c = (uint8_t)*s;
		char code[3] = { '%', hex[c >> 4], hex[c & 15] };

		if ((c >= '0' && c <= '9') ||
		    ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
		    (c != 0 && strchr("-._~", c) != NULL))
			text_putn(out, s, 1);
		else
			text_putn(out, code, sizeof(code));
	}
}

/* Inside the quotes of a string (RFC 8259 section 7). */
static void
json_escape(struct text *out, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			text_putn(out, "\\", 1);
		if ((uint8_t)*s < 0x20 || *s == 0x7f)
			text_printf(out, "\\u%04x", (unsigned)(uint8_t)*s);
		else
			text_putn(out, s, 1);
	}
}

static bool
has_control(const char *s)
{
	for (; *s != '\0'; s++)
		if ((uint8_t)*s < 0x20 || *s == 0x7f)
			return true;
	return false;
}

static enum mf_err
put(struct text *out, enum place place, const char *value)
{
	switch (place) {
	case PLACE_URL:
		percent_encode(out, value);
		break;
	case PLACE_JSON:
		json_escape(out, value);
		break;
	case PLACE_HEADER:
		if (has_control(value))
			return MF_EINVAL;
		text_put(out, value);
		break;
	case PLACE_PLAIN:
		text_put(out, value);
		break;
	}
	return MF_OK;
}

enum mf_err
template_expand(const char *template, enum place place,
    const struct template_values *values, struct text *out)
{
	enum mf_err e = MF_OK;

	for (const char *p = template; *p != '\0' && e == MF_OK;) {
		size_t n = word_at(p), i = find(p + 1, n);
		const char *value;

		if (n == 0 || i == NWORDS) {
			text_putn(out, p++, 1);
			continue;
		}
		memcpy(
		    &value, (const char *)values + words[i].at, sizeof(value));
		e = put(out, place, value == NULL ? "" : value);
		p += n + 2;
	}
	return e == MF_OK && out->cut ? MF_EFULL : e;
}
