/* Forms of strings, and settings in words. */

#include <inttypes.h>
#include <regex.h>
#include <string.h>

#include "core/identity.h"
#include "core/name.h"
#include "core/sign.h"
#include "server/conf_table.h"

#define DIGITS  "0123456789"
#define LOWER   "abcdefghijklmnopqrstuvwxyz"
#define LETTERS LOWER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* Printable, so that it can be logged, shown and typed. */
static bool
is_plain(const char *s, const char *without)
{
	for (; *s != '\0'; s++)
		if ((uint8_t)*s < 0x20 || *s == 0x7f ||
		    strchr(without, *s) != NULL)
			return false;
	return true;
}

static bool
is_ascii(const char *s)
{
	while (*s > 0)
		s++;
	return *s == '\0';
}

static bool
consists_of(const char *s, const char *set)
{
	return s[strspn(s, set)] == '\0';
}

static bool
is_path(const char *s)
{
	return s[0] == '/' && is_plain(s, "") && strstr(s, "//") == NULL &&
	    strstr(s, "/../") == NULL && strstr(s, "/./") == NULL &&
	    s[strlen(s) - 1] != '/' && s[strlen(s) - 1] != '.';
}

static bool
is_name(const char *s)
{
	return consists_of(s, LETTERS DIGITS "._-") && *s != '-';
}

static bool
is_user(const char *s)
{
	return *s != '\0' && strlen(s) <= 32 && is_name(s);
}

/* ASCII in any case, or canonical, for core/name.c compares it so. */
static bool
is_part_of_name(const char *s)
{
	static const struct name_rules none = { NULL, NULL };
	struct name n;

	return *s != '\0' && is_plain(s, " @\\/") && s[strlen(s) - 1] != '.' &&
	    name_canonical(&none, slice_str(s), &n) == MF_OK &&
	    (is_ascii(s) || strcmp(n.canonical, s) == 0);
}

static bool
is_realm(const char *s)
{
	return strlen(s) <= 253 && is_part_of_name(s);
}

static bool
is_domain(const char *s)
{
	return strlen(s) <= 64 && is_part_of_name(s);
}

static bool
is_country(const char *s)
{
	return consists_of(s, DIGITS) && *s != '0';
}

static bool
is_language(const char *s)
{
	return *s == '\0' || language_is_known(s);
}

/* Codes are typed with spaces and hyphens, names and codes have letters. */
static bool
is_separator(const char *s)
{
	return *s > ' ' && *s < 0x7f && strchr(LETTERS DIGITS "-", *s) == NULL;
}

static bool
is_match(const char *s)
{
	return *s != '\0' && strlen(s) <= 253 && is_plain(s, "");
}

static bool
is_attribute(const char *s)
{
	size_t name = strspn(s, LETTERS DIGITS "-._:");
	const char *p = s + name;
	size_t op;

	p += strspn(p, " ");
	op = strncmp(p, ":=", 2) == 0 || strncmp(p, "+=", 2) == 0 ? 2 : 1;
	if (name == 0 || name > 128 || p[op - 1] != '=')
		return false;
	p += op;
	p += strspn(p, " ");
	return *p != '\0' && strlen(p) <= 253 && is_plain(s, "");
}

static bool
is_prefix(const char *s)
{
	size_t n = strspn(s + (*s == '+'), DIGITS);

	return s[0] == '+' && s[1] != '0' && n >= 1 && n <= 14 &&
	    s[1 + n] == '\0';
}

/*
 * Counted repetitions only of what is no repetition or group itself, and
 * small: else the C library takes all the memory there is for one.
 */
static bool
is_small_pattern(const char *p)
{
	for (const char *brace = p; (brace = strchr(brace, '{')); brace++) {
		unsigned n = 0;

		if (brace == p || strchr(")}*+?", brace[-1]) != NULL)
			return false;
		for (const char *d = brace + 1; *d != '}' && *d != '\0'; d++) {
			n = *d == ',' ? 0 : n * 10 + (unsigned)(*d - '0');
			if (n > SIGN_VALUE_SIZE)
				return false;
		}
	}
	return true;
}

static bool
is_signing(const char *s)
{
	struct sign_rule r;
	regex_t pattern;

	if (strlen(s) > 253 || !is_plain(s, "") ||
	    sign_rule_read(s, &r) != MF_OK || !is_small_pattern(r.pattern) ||
	    regcomp(&pattern, r.pattern, REG_EXTENDED | REG_NOSUB) != 0)
		return false;
	regfree(&pattern);
	return true;
}

const struct setting_form form_path = { is_path,
	"a full path without \"..\" or a slash at its end, such as "
	"\"/var/lib/multifactor\"" };
const struct setting_form form_name = { is_name,
	"letters, digits, dots, hyphens and underscores" };
const struct setting_form form_user = { is_user,
	"a user's name or number, such as \"freerad\" or \"1001\"" };
const struct setting_form form_realm = { is_realm,
	"a realm without its @, such as \"example.org\"" };
const struct setting_form form_domain = { is_domain,
	"a domain without its backslash, such as \"EXAMPLE\"" };
const struct setting_form form_prefix = { is_prefix,
	"a plus sign and the digits a number begins with, such as \"+371\"" };
const struct setting_form form_country = { is_country,
	"a calling code of digits, such as \"371\"" };
const struct setting_form form_language = { is_language,
	"the two letters of an official language of the EU, such as \"en\" or "
	"\"lv\"" };
const struct setting_form form_separator = { is_separator,
	"one of the characters , ; : . / | + * # ! ? and the like" };
const struct setting_form form_match = { is_match, "1 to 253 printable bytes" };
const struct setting_form form_signing = { is_signing,
	"a form, a field, how many of its last characters are keyed in, 0 to "
	"16, and its pattern, where {n} follows one character or set, such as "
	"\"payment amount 4 [0-9]{1,7}\"" };
const struct setting_form form_attribute = { is_attribute,
	"an attribute, =, := or +=, and its value, such as "
	"\"Filter-Id = staff\"" };

static const char *
word_of(const struct setting *s)
{
	for (const struct setting_word *w = s->words; w->word != NULL; w++)
		if (w->value == s->number)
			return w->word;
	return "";
}

void
setting_default(const struct setting *s, struct text *t)
{
	switch (s->type) {
	case SET_INT:
	case SET_SECONDS:
		text_printf(t, "%" PRId64, s->number);
		break;
	case SET_BOOL:
		text_put(t, s->number ? "true" : "false");
		break;
	case SET_STRING:
		text_printf(t, "\"%s\"", s->text == NULL ? "" : s->text);
		break;
	case SET_CHAR:
		text_printf(t, "\"%c\"", (char)s->number);
		break;
	case SET_WORD:
		text_printf(t, "\"%s\"", word_of(s));
		break;
	case SET_LIST:
		text_put(t, "[ ]");
		break;
	}
}

void
setting_range(const struct setting *s, struct text *t)
{
	if (s->words != NULL) {
		for (const struct setting_word *w = s->words; w->word; w++)
			text_printf(
			    t, "%s\"%s\"", w == s->words ? "" : ", ", w->word);
		return;
	}
	if (s->type == SET_INT || s->type == SET_SECONDS)
		text_printf(t, "%" PRId64 " to %" PRId64, s->min, s->max);
}

void
setting_expect(const struct setting *s, struct text *t)
{
	static const char *const what[] = {
		[SET_INT] = "a whole number, ",
		[SET_SECONDS] = "seconds, or a text such as \"90s\", \"5m\", "
				"\"2h\"; ",
		[SET_BOOL] = "true or false",
		[SET_STRING] = "a text in quotes",
		[SET_CHAR] = "one character in quotes",
		[SET_WORD] = "one of ",
		[SET_LIST] = "a list of texts, such as [ \"one\", \"two\" ]",
	};

	text_put(t, what[s->type]);
	if (s->type != SET_LIST)
		setting_range(s, t);
	if (s->type == SET_STRING && s->text == NULL)
		return;
	text_put(t, " (default ");
	setting_default(s, t);
	text_put(t, ")");
}
