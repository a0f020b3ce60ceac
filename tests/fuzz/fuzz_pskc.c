/* PSKC with a key, with a password, and as strict as it is for people. */

#include "fuzz_import.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const uint8_t key[16] = { 0x12, 0x34, 0x56, 0x78, 0x90, 0x12,
		0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12 };
	struct import_options o = { .name = "f.xml", .iterations_max = 1000 };

	fuzz_import(p, n, &o);
	o.password = slice_str("qwerty");
	fuzz_import(p, n, &o);
	o.key = (struct slice){ key, sizeof(key) };
	o.allow_weak_mac = o.allow_short_keys = o.number_repeats = true;
	o.factor = "totp";
	o.serial_prefix = "X";
	fuzz_import(p, n, &o);
	return 0;
}
