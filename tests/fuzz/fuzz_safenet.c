/* SafeNet's XML. */

#include "fuzz_import.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct import_options o = { .name = "f.xml" };

	fuzz_import(p, n, &o);
	o.allow_short_keys = true;
	o.factor = "totp";
	fuzz_import(p, n, &o);
	return 0;
}
