/* What a token's challenge is keeps its form, and is answered. */

#include <assert.h>
#include <string.h>

#include "core/mutual.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const suites[] = { "OCRA-1:HOTP-SHA1-6:QN08",
		"OCRA-1:HOTP-SHA256-8:C-QA64-PSHA1-S004-T1M",
		"OCRA-1:HOTP-SHA512-0:QH40-PSHA512" };
	struct device d = { .secretlen = 20 };
	char out[CHALLENGE_SIZE], again[CHALLENGE_SIZE], proof[OCRA_CODE];
	struct suite s;

	if (n == 0)
		return 0;
	strcpy(d.suite, suites[p[0] % 3]);
	assert(suite_read(d.suite, &s) == MF_OK);
	if (mutual_challenge(&s, (struct slice){ p + 1, n - 1 }, out) !=
	    MF_OK) {
		assert(out[0] == '\0');
		return 0;
	}
	assert(strlen(out) == s.length && ocra_asks(&s, slice_str(out)));
	assert(mutual_challenge(&s, slice_str(out), again) == MF_OK);
	assert(strcmp(out, again) == 0);
	assert(mutual_proof(&d, &s, out, again, 1000000, proof) == MF_OK);
	assert(strlen(proof) == ocra_length(&s));
	return 0;
}
