#include <string.h>

#include "core/identity.h"
#include "core/typed.h"

#define LOCAL_MAX    64
#define LABEL_MAX    63
#define PHONE_RAW    64
#define PHONE_DIGITS 15
#define PHONE_LEAST  7
#define PHONE_TWICE  13 /* digits from which the country stands there twice */

/* A dot-atom of RFC 5322: these and letters and digits. */
#define ATOM_SIGNS "!#$%&'*+-/=?^_`{|}~"

static bool
is_local(const char *p, size_t n)
{
	if (n == 0 || n > LOCAL_MAX || p[0] == '.' || p[n - 1] == '.')
		return false;
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '.' && p[i - 1] == '.')
			return false;
		if (p[i] != '.' && !ascii_is_alnum(p[i]) &&
		    memchr(ATOM_SIGNS, p[i], sizeof(ATOM_SIGNS) - 1) == NULL)
			return false;
	}
	return true;
}

/* Labels of letters, digits and inner hyphens (RFC 1123), no dot at the end. */
static bool
is_domain(const char *p, size_t n)
{
	size_t label = 0;

	if (n == 0)
		return false;
	for (size_t i = 0; i <= n; i++) {
		if (i == n || p[i] == '.') {
			if (label == 0 || label > LABEL_MAX || p[i - 1] == '-')
				return false;
			label = 0;
		} else if (ascii_is_alnum(p[i]) || (p[i] == '-' && label > 0)) {
			label++;
		} else {
			return false;
		}
	}
	return true;
}

enum mf_err
email_canonical(struct slice raw, char out[EMAIL_SIZE])
{
	size_t local = 0;

	out[0] = '\0';
	if (raw.n >= EMAIL_SIZE)
		return MF_EINVAL;
	for (size_t i = 0; i < raw.n; i++)
		out[i] = ascii_lower((char)raw.p[i]);
	out[raw.n] = '\0';
	while (local < raw.n && out[local] != '@')
		local++;
	if (local < raw.n && is_local(out, local) &&
	    is_domain(out + local + 1, raw.n - local - 1))
		return MF_OK;
	out[0] = '\0';
	return MF_EINVAL;
}

const char *const phone_fault_texts[PHONE_FAULT_MAX] = {
	[PHONE_FINE] = "a phone number",
	[PHONE_TOO_SHORT] = "too short for a phone number",
	[PHONE_TOO_LONG] = "longer than the 15 digits of a phone number",
	[PHONE_CHARACTER] = ("has a character that no phone number has; give "
			     "digits, with + and the country first"),
	[PHONE_NO_COUNTRY] = "lacks the country; begin with + and its code",
	[PHONE_NO_PLUS] = ("begins with the country's code, but not with +; "
			   "begin with + and the code"),
};

/* Digits of plain behind country's; the signs between them do not count. */
static enum phone_fault
collect(const char *plain, const char *country, char digits[PHONE_SIZE])
{
	size_t n = strlen(country);

	if (n > PHONE_DIGITS)
		return PHONE_TOO_LONG;
	memcpy(digits, country, n);
	for (; *plain != '\0'; plain++) {
		if (strchr(" -./()", *plain) != NULL)
			continue;
		if (!ascii_is_digit(*plain))
			return PHONE_CHARACTER;
		if (n == PHONE_DIGITS)
			return PHONE_TOO_LONG;
		digits[n++] = *plain;
	}
	digits[n] = '\0';
	return n < PHONE_LEAST ? PHONE_TOO_SHORT : PHONE_FINE;
}

size_t
phone_country(const char *digits)
{
	static const char two[] =
	    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 "
	    "54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 "
	    "95 98 ";

	if (digits[0] == '1' || digits[0] == '7')
		return 1;
	for (const char *p = two; *p != '\0'; p += 3)
		if (strncmp(digits, p, 2) == 0)
			return 2;
	return 3;
}

/*
 * What people dial at home before a number, and leave out from abroad: "0",
 * where nothing else is known.  "" is for countries whose numbers begin with a
 * 0 that belongs to them.  Where the trunk prefix may begin a number as well,
 * the digits that there are with both tell them apart.
 */
static const struct trunk {
	const char *country, *prefix;
	size_t digits;
} trunks[] = {
	{ "225", "", 0 },
	{ "242", "", 0 },
	{ "36", "06", 0 },
	{ "370", "8", 12 },
	{ "378", "", 0 },
	{ "39", "", 0 },
	{ "7", "8", 12 },
	{ "", "0", 0 },
	{ "", "", 0 },
};

static const struct trunk *
find_trunk(const char *digits, const char *national)
{
	for (const struct trunk *t = trunks;; t++)
		if (strncmp(digits, t->country, strlen(t->country)) == 0 &&
		    strncmp(national, t->prefix, strlen(t->prefix)) == 0 &&
		    (t->digits == 0 || t->digits == strlen(digits)))
			return t;
}

static void
drop_trunk_prefix(char *digits)
{
	char *national = digits + phone_country(digits);
	size_t n;

	while ((n = strlen(find_trunk(digits, national)->prefix)) > 0)
		memmove(national, national + n, strlen(national + n) + 1);
}

/* "371 2000 0000" in Latvia; shorter, it may be an area's own code. */
static bool
has_country_twice(const char *digits, const char *country)
{
	size_t n = strlen(country);

	return strlen(digits) >= PHONE_TWICE &&
	    strncmp(digits + n, country, n) == 0;
}

static enum phone_fault
read_phone(struct slice raw, const char *country, char digits[PHONE_SIZE])
{
	char plain[PHONE_RAW + 1], *p = plain;
	enum phone_fault fault;
	size_t n;

	if (raw.n > PHONE_RAW)
		return PHONE_TOO_LONG;
	if (typed_fold(raw, plain, &n) != MF_OK)
		return PHONE_CHARACTER;
	while (*p == ' ' || (*p == '(' && p[1] == '+'))
		p++;
	if (*p == '+' || strncmp(p, "00", 2) == 0) {
		p += *p == '+' ? 1 : 2;
		fault = collect(p, "", digits);
		/* no country's code begins with 0 */
		return fault == PHONE_FINE && digits[0] == '0'
		    ? PHONE_NO_COUNTRY
		    : fault;
	}
	fault = collect(p, country, digits);
	if (fault == PHONE_FINE && country[0] == '\0')
		return PHONE_NO_COUNTRY;
	return fault == PHONE_FINE && has_country_twice(digits, country)
	    ? PHONE_NO_PLUS
	    : fault;
}

enum mf_err
phone_canonical(struct slice raw, const char *country, char out[PHONE_SIZE],
    enum phone_fault *fault)
{
	char digits[PHONE_SIZE];

	out[0] = '\0';
	*fault = read_phone(raw, country, digits);
	if (*fault == PHONE_FINE)
		drop_trunk_prefix(digits);
	if (*fault == PHONE_FINE && strlen(digits) < PHONE_LEAST)
		*fault = PHONE_TOO_SHORT;
	if (*fault != PHONE_FINE)
		return MF_EINVAL;
	out[0] = '+';
	memcpy(out + 1, digits, strlen(digits) + 1);
	return MF_OK;
}

enum mf_err
unique_id_canonical(struct slice raw, char out[UNIQUE_ID_SIZE])
{
	out[0] = '\0';
	if (raw.n == 0 || raw.n >= UNIQUE_ID_SIZE)
		return MF_EINVAL;
	for (size_t i = 0; i < raw.n; i++)
		if (raw.p[i] < 0x21 || raw.p[i] > 0x7e)
			return MF_EINVAL;
	memcpy(out, raw.p, raw.n);
	out[raw.n] = '\0';
	return MF_OK;
}

bool
language_is_known(const char *code)
{
	static const char codes[][3] = { "bg", "cs", "da", "de", "el", "en",
		"es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv",
		"mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv" };

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strcmp(code, codes[i]) == 0)
			return true;
	return false;
}
