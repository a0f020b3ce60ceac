/* A suite is read within its bounds, and what it asks for has a value. */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "core/ocra.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
is_within_bounds(const struct suite *s)
{
	assert(s->hash >= HASH_SHA1 && s->hash <= HASH_SHA512);
	assert(s->pin <= HASH_SHA512);
	assert(s->digits == 0 || (s->digits >= 4 && s->digits <= 10));
	assert(s->length >= 4 && s->length <= 64);
	assert(s->session_size <= SUITE_SESSION_MAX);
	assert(s->step <= 48 * 3600);
}

/* The suite up to the first NUL, the challenge behind it. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const uint8_t zeros[MAC_MAX];
	char text[2 * SUITE_SIZE], code[OCRA_CODE];
	struct ocra_input in = { 0 };
	struct suite s;
	size_t len = strnlen((const char *)p, n);
	enum mf_err e;

	if (len >= sizeof(text))
		return 0;
	if (len > 0)
		memcpy(text, p, len);
	text[len] = '\0';
	if (suite_read(text, &s) != MF_OK) {
		assert(s.hash == 0 && s.length == 0);
		return 0;
	}
	is_within_bounds(&s);
	if (len < n)
		in.question = (struct slice){ p + len + 1, n - len - 1 };
	in.pin = (struct slice){ zeros, s.pin == 0 ? 0 : hash_size(s.pin) };
	e = ocra_value(text, &s, slice_str("0123456789"), &in, code);
	assert((e == MF_OK) == ocra_asks(&s, in.question));
	assert(strlen(code) == (e == MF_OK ? ocra_length(&s) : 0));
	return 0;
}
