/* Whatever a key types: nothing is read beyond it, and what opens is whole. */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "core/yubico.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Secret first, as one is stored; then the code. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char public[YUBICO_PUBLIC + 1];
	uint8_t secret[YUBICO_SECRET];
	uint64_t value;
	struct slice code;

	if (n < YUBICO_SECRET)
		return 0;
	code = (struct slice){ p + YUBICO_SECRET, n - YUBICO_SECRET };
	if (yubico_open(code, p, &value)) {
		yubico_public(p, public);
		assert(code.n == YUBICO_CODE);
		assert(yubico_session(value) <= 0x7fff);
		assert(value >> 8 == yubico_session(value));
		assert(yubico_secret(p, p + YUBICO_KEY, slice_str(public),
			   secret) == MF_OK);
		assert(memcmp(secret, p, YUBICO_SECRET) == 0);
	} else {
		assert(value == 0);
	}
	if (yubico_secret(p, p + YUBICO_KEY, code, secret) == MF_OK)
		assert(code.n == YUBICO_PUBLIC);
	return 0;
}
