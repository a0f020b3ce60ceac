/* A canonical serial is canonical, and the same as itself alone. */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "core/serial.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char out[SERIAL_SIZE], again[SERIAL_SIZE], other[SERIAL_SIZE + 1];
	const char *digits;

	if (serial_canonical((struct slice){ p, n }, out) != MF_OK) {
		assert(out[0] == '\0');
		return 0;
	}
	assert(out[0] != '\0' && strlen(out) < SERIAL_SIZE);
	for (const char *s = out; *s != '\0'; s++)
		assert(serial_has(*s));
	assert(serial_canonical(slice_str(out), again) == MF_OK);
	assert(strcmp(out, again) == 0);
	assert(serial_same(out, again));
	if (serial_is_legacy(out, &digits))
		assert(serial_same(out, digits));
	other[0] = 'X';
	strcpy(other + 1, out);
	assert(!serial_same(out, other));
	return 0;
}
