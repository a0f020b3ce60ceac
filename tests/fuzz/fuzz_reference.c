/* What is a reference is one number's, and prints as it was meant. */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "core/reference.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const uint8_t key[KEY_SIZE] = { 7 };
	char out[REFERENCE_SIZE], again[REFERENCE_SIZE];
	uint64_t number, back;

	if (reference_parse(key, (struct slice){ p, n }, &number) == MF_OK) {
		assert(number < REFERENCE_COUNT);
		assert(reference_format(key, number, out) == MF_OK);
		assert(reference_parse(key, slice_str(out), &back) == MF_OK);
		assert(back == number);
	} else {
		assert(number == 0);
	}
	if (n < sizeof(number))
		return 0;
	memcpy(&number, p, sizeof(number));
	number %= REFERENCE_COUNT;
	assert(reference_format(key, number, out) == MF_OK);
	assert(reference_parse(key, slice_str(out), &back) == MF_OK);
	assert(back == number);
	assert(reference_format(key, back, again) == MF_OK);
	assert(strcmp(out, again) == 0);
	return 0;
}
