#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "import/cell.h"
#include "util/crypto.h"
#include "util/text.h"

const char *
factor_spelled(const char *word)
{
	static const char *const names[] = { "hotp", "totp", "ocra",
		"yubikey" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(word, names[i]) == 0)
			return names[i];
	return NULL;
}

enum mf_err
cell_copy(
    struct run *r, const char *what, const char *cell, char *out, size_t size)
{
	char show[300];

	if (strlen(cell) >= size)
		return run_bad(r,
		    "the %s \"%s\" has %zu bytes, %zu are possible.", what,
		    run_show(show, sizeof(show), cell), strlen(cell), size - 1);
	memcpy(out, cell, strlen(cell) + 1);
	return MF_OK;
}

enum mf_err
cell_number(struct run *r, const char *what, const char *cell, int64_t min,
    int64_t max, int64_t *out)
{
	char show[200];

	if (number_parse(cell, min, max, out) != MF_OK)
		return run_bad(r,
		    "the %s \"%s\" is not a number from %lld to %lld.", what,
		    run_show(show, sizeof(show), cell), (long long)min,
		    (long long)max);
	return MF_OK;
}

enum mf_err
cell_hex(struct run *r, const char *cell, struct seed *s)
{
	size_t n = strlen(cell), good;

	good = strspn(cell, "0123456789abcdefABCDEF");
	if (n == 0)
		return run_bad(r, "there is no seed.");
	if (good < n)
		return run_bad(r,
		    "the seed is not hexadecimal: its character %zu is none "
		    "of 0-9 and a-f.",
		    good + 1);
	if (n % 2 != 0)
		return run_bad(r,
		    "the seed has %zu hexadecimal digit%s, an odd number: one "
		    "is missing or too many.",
		    n, n == 1 ? "" : "s");
	if (hex_decode(slice_str(cell), s->secret, sizeof(s->secret),
		&s->secretlen) != MF_OK)
		return run_bad(
		    r, "the key is %zu bits, 1024 are possible.", n * 4);
	return MF_OK;
}

enum mf_err
cell_base32(struct run *r, const char *cell, struct seed *s)
{
	size_t n = strlen(cell), good, len = 0;
	char *out = NULL;
	int rc;

	good = strspn(cell,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz234567 =");
	if (n == 0)
		return run_bad(r, "there is no secret key.");
	if (good < n)
		return run_bad(r,
		    "the secret key is not base32: its character %zu is none "
		    "of A-Z and 2-7.",
		    good + 1);
	rc = oath_base32_decode(cell, n, &out, &len);
	if (rc == OATH_MALLOC_ERROR)
		return MF_ENOMEM;
	if (rc != OATH_OK)
		return run_bad(r,
		    "the secret key is not base32: its length "
		    "or padding does not fit.");
	if (len <= sizeof(s->secret)) {
		memcpy(s->secret, out, len);
		s->secretlen = len;
	}
	wipe(out, len);
	free(out);
	if (len > sizeof(s->secret))
		return run_bad(
		    r, "the key is %zu bits, 1024 are possible.", len * 8);
	return MF_OK;
}
