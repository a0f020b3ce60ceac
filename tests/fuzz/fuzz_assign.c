/* A pair is two texts within their limits; a bad line says why. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "ctl/assign_csv.h"
#include "util/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct assign a;

	switch (assign_read((struct slice){ p, n }, n & 1, &a)) {
	case ASSIGN_PAIR:
		assert(a.serial[0] != '\0' && a.account[0] != '\0');
		assert(memchr(a.serial, '\0', sizeof(a.serial)) != NULL);
		assert(memchr(a.account, '\0', sizeof(a.account)) != NULL);
		assert(utf8_is_valid(slice_str(a.serial)));
		assert(utf8_is_valid(slice_str(a.account)));
		break;
	case ASSIGN_BAD:
		assert(a.why != NULL);
		break;
	case ASSIGN_NOTHING:
		break;
	}
	return 0;
}
