#include <string.h>

#include "core/draw.h"

void
draw_text(const uint8_t key[KEY_SIZE], const struct slice *parts, size_t nparts,
    const char *alphabet, size_t n, char *out)
{
	uint8_t seed[KEY_SIZE], raw[HASH_MAX];
	size_t letters = strlen(alphabet), got = 0;
	/* Bytes at or above it would make some characters likelier. */
	size_t fair = 256 - 256 % letters;

	keyed_hash(key, parts, nparts, seed, sizeof(seed));
	for (uint32_t block = 0; got < n; block++) {
		const struct slice part = { (const uint8_t *)&block,
			sizeof(block) };

		keyed_hash(seed, &part, 1, raw, sizeof(raw));
		for (size_t i = 0; i < sizeof(raw) && got < n; i++)
			if (raw[i] < fair)
				out[got++] = alphabet[raw[i] % letters];
	}
	out[n] = '\0';
	wipe(seed, sizeof(seed));
	wipe(raw, sizeof(raw));
}
