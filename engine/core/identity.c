#include <string.h>

#include "core/identity.h"
#include "core/typed.h"

#define LOCAL_MAX    64
#define LABEL_MAX    63
#define PHONE_RAW    64
#define PHONE_DIGITS 15
#define PHONE_LEAST  7

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

/* Cuts out the "(0)" that some write behind the country's code. */
static void
drop_trunk(char *plain)
{
	char *zero = strstr(plain, "(0)");

	if (zero != NULL && zero > plain)
		memmove(zero, zero + 3, strlen(zero + 3) + 1);
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
		drop_trunk(p);
		fault = collect(p, "", digits);
		/* no country's code begins with 0 */
		return fault == PHONE_FINE && digits[0] == '0'
		    ? PHONE_NO_COUNTRY
		    : fault;
	}
	fault = collect(p, country, digits);
	return fault == PHONE_FINE && country[0] == '\0' ? PHONE_NO_COUNTRY
							 : fault;
}

enum mf_err
phone_canonical(struct slice raw, const char *country, char out[PHONE_SIZE],
    enum phone_fault *fault)
{
	char digits[PHONE_SIZE];

	out[0] = '\0';
	*fault = read_phone(raw, country, digits);
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
