/* What parses as a keyring must print and parse back to the same keys. */

#include <assert.h>
#include <string.h>

#include "util/keyring.h"
#include "util/keyring_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static char buf[KEYRING_SIZE], said[512];
	struct keyring *a, *b;
	struct text t, why;

	if (n > KEYRING_SIZE || !crypto_init())
		return 0;
	text_init(&why, said, sizeof(said));
	if (keyring_parse("k", (struct slice){ p, n }, &a, &why) != MF_OK) {
		assert(why.len > 0);
		return 0;
	}
	text_init(&t, buf, sizeof(buf));
	keyring_print(a, &t);
	assert(keyring_parse("k", slice_str(buf), &b, &why) == MF_OK);
	assert(memcmp(a, b, sizeof(*a)) == 0);
	keyring_free(&a);
	keyring_free(&b);
	return 0;
}
