/* Preparing a password once more changes nothing; nothing is cut. */

#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <unistr.h>

#include "core/secret.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct password_rules rules = { 8, true, true, true,
		true };
	uint8_t out[PASSWORD_PREPARED], again[PASSWORD_PREPARED];
	enum password_fault fault;
	size_t len, m;

	if (password_prepare((struct slice){ p, n }, out, sizeof(out), &len) !=
	    MF_OK) {
		assert(len == 0);
		return 0;
	}
	assert(n > 0 && n <= PASSWORD_RAW_MAX);
	assert(len > 0 && len <= sizeof(out));
	assert(memchr(out, '\0', len) == NULL);
	/* text stays text, bytes stay bytes */
	assert((u8_check(p, n) == NULL) == (u8_check(out, len) == NULL));
	if (u8_check(p, n) != NULL)
		assert(len == n && memcmp(out, p, n) == 0);
	password_quality(&rules, (struct slice){ out, len }, &fault);
	assert(fault < PASSWORD_FAULT_MAX);
	if (len > PASSWORD_RAW_MAX)
		return 0;
	assert(password_prepare((struct slice){ out, len }, again,
		   sizeof(again), &m) == MF_OK);
	assert(m == len && memcmp(again, out, m) == 0);
	return 0;
}
