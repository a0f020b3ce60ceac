/* CSV as its content says, and forced to be each of its forms. */

#include "fuzz_import.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct import_options o = { .name = "f.csv" };

	fuzz_import(p, n, &o);
	o.allow_short_keys = true;
	o.serial_prefix = "X";
	for (o.format = IMPORT_OATH; o.format < IMPORT_FORMAT_MAX; o.format++)
		fuzz_import(p, n, &o);
	return 0;
}
