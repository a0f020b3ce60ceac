/* What is typed is one code of the list or none, and shows as it was drawn. */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "core/recovery.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Without its hyphens it reads as itself. */
static void
read_again(const char *code)
{
	char shown[RECOVERY_SHOWN], again[RECOVERY_SIZE];
	char flat[RECOVERY_SHOWN];
	size_t n = 0;

	recovery_show(code, shown);
	for (const char *p = shown; *p != '\0'; p++)
		if (*p != '-')
			flat[n++] = *p;
	flat[n] = '\0';
	assert(n == RECOVERY_LETTERS);
	assert(recovery_read(slice_str(flat), again));
	assert(strcmp(code, again) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char code[RECOVERY_SIZE];

	if (recovery_read((struct slice){ p, n }, code)) {
		assert(n == RECOVERY_LETTERS);
		assert(strpbrk(code, "OILU") == NULL);
		read_again(code);
	}
	if (n >= RECOVERY_RANDOM && recovery_make(p, code))
		read_again(code);
	return 0;
}
