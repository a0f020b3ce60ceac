#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "import/suite.h"

static const struct {
	const char *tail, *name;
} hashes[] = {
	{ "sha1", "sha1" },
	{ "sha-1", "sha1" },
	{ "sha256", "sha256" },
	{ "sha-256", "sha256" },
	{ "sha512", "sha512" },
	{ "sha-512", "sha512" },
};

const char *
hash_spelled(const char *s)
{
	const char *p = strrchr(s, '#');

	p = p == NULL ? s : p + 1;
	if (strncasecmp(p, "hmac", 4) == 0)
		p += p[4] == '-' || p[4] == '_' ? 5 : 4;
	for (size_t i = 0; i < sizeof(hashes) / sizeof(hashes[0]); i++)
		if (strcasecmp(p, hashes[i].tail) == 0)
			return hashes[i].name;
	return NULL;
}

/* Reads a decimal number of min..max in exactly `places` digits, or 0: any. */
static bool
number(const char **p, size_t places, unsigned min, unsigned max, unsigned *v)
{
	size_t n = strspn(*p, "0123456789");

	if (n == 0 || n > 3 || (places != 0 && n != places))
		return false;
	*v = 0;
	for (; n > 0; n--)
		*v = *v * 10 + (unsigned)(*(*p)++ - '0');
	return *v >= min && *v <= max;
}

static bool
prefix(const char **p, const char *s)
{
	size_t n = strlen(s);

	if (strncmp(*p, s, n) != 0)
		return false;
	*p += n;
	return true;
}

static const char *
hash_of(const char **p)
{
	return prefix(p, "SHA1")  ? "sha1"
	    : prefix(p, "SHA256") ? "sha256"
	    : prefix(p, "SHA512") ? "sha512"
				  : NULL;
}

static bool
time_step(const char **p)
{
	unsigned v, max;

	if (!number(p, 0, 1, 59, &v))
		return false;
	max = **p == 'H' ? 48 : 59;
	if (v > max || strchr("SMH", **p) == NULL || **p == '\0')
		return false;
	(*p)++;
	return true;
}

/* [C] | QFxx | [PH | Snnn | TG], in this order, with hyphens between. */
static bool
data_input(const char *p)
{
	unsigned v;

	(void)prefix(&p, "C-");
	if (*p++ != 'Q' || *p == '\0' || strchr("ANH", *p++) == NULL ||
	    !number(&p, 2, 4, 64, &v))
		return false;
	if (prefix(&p, "-P") && hash_of(&p) == NULL)
		return false;
	if (prefix(&p, "-S") && *p != '\0' && !number(&p, 3, 0, 512, &v))
		return false;
	if (prefix(&p, "-T") && !time_step(&p))
		return false;
	return *p == '\0';
}

enum mf_err
suite_parse(const char *suite, const char **hash, unsigned *digits)
{
	const char *p = suite;

	if (!prefix(&p, "OCRA-1:HOTP-") || (*hash = hash_of(&p)) == NULL ||
	    !prefix(&p, "-") || !number(&p, 0, 0, 10, digits) ||
	    (*digits > 0 && *digits < 4) || !prefix(&p, ":") || !data_input(p))
		return MF_EINVAL;
	return MF_OK;
}
