/* What tests of the lines that people read measure. */
#ifndef PROMPT_TEST_H
#define PROMPT_TEST_H

#include <stddef.h>

static inline size_t
characters(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

#endif
