#include <string.h>

#include "util/suite.h"

/* Reads a decimal number of at most so many digits within min..max. */
static bool
number(const char **p, size_t places, unsigned min, unsigned max, unsigned *v)
{
	size_t n = strspn(*p, "0123456789");

	if (n == 0 || n > places)
		return false;
	for (*v = 0; n > 0; n--)
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

static bool
at_end(const char *p)
{
	return *p == '\0' || *p == '-';
}

static enum hash
read_hash(const char **p)
{
	return prefix(p, "SHA1")  ? HASH_SHA1
	    : prefix(p, "SHA256") ? HASH_SHA256
	    : prefix(p, "SHA512") ? HASH_SHA512
				  : 0;
}

static bool
read_function(const char **p, struct suite *s)
{
	return prefix(p, "OCRA-1:HOTP-") && (s->hash = read_hash(p)) != 0 &&
	    prefix(p, "-") && number(p, 2, 0, 10, &s->digits) &&
	    (s->digits == 0 || s->digits >= 4) && prefix(p, ":");
}

static bool
read_challenge(const char **p, struct suite *s)
{
	if (!prefix(p, "Q"))
		return false;
	s->format = 'N';
	s->length = 8;
	if (at_end(*p))
		return true;
	s->format = *(*p)++;
	return (s->format == 'N' || s->format == 'A' || s->format == 'H') &&
	    number(p, 2, 4, 64, &s->length);
}

static bool
read_pin(const char **p, struct suite *s)
{
	if (!prefix(p, "-P"))
		return true;
	s->pin = at_end(*p) ? HASH_SHA1 : read_hash(p);
	return s->pin != 0;
}

static bool
read_session(const char **p, struct suite *s)
{
	if (!prefix(p, "-S"))
		return true;
	s->session = true;
	s->session_size = 64;
	return at_end(*p) ||
	    number(p, 3, 0, SUITE_SESSION_MAX, &s->session_size);
}

static bool
read_time(const char **p, struct suite *s)
{
	static const struct {
		char unit;
		unsigned max, seconds;
	} units[] = { { 'S', 59, 1 }, { 'M', 59, 60 }, { 'H', 48, 3600 } };
	unsigned n;

	if (!prefix(p, "-T"))
		return true;
	s->step = 60;
	if (at_end(*p))
		return true;
	if (!number(p, 2, 1, 59, &n))
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (**p == units[i].unit && n <= units[i].max) {
			s->step = n * units[i].seconds;
			(*p)++;
			return true;
		}
	return false;
}

enum mf_err
suite_read(const char *text, struct suite *s)
{
	const char *p = text;

	*s = (struct suite){ 0 };
	if (strlen(text) < SUITE_SIZE && read_function(&p, s)) {
		s->counter = prefix(&p, "C-");
		if (read_challenge(&p, s) && read_pin(&p, s) &&
		    read_session(&p, s) && read_time(&p, s) && *p == '\0')
			return MF_OK;
	}
	*s = (struct suite){ 0 };
	return MF_EINVAL;
}
