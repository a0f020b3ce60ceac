/* Borrowed bytes: valid only during the call they are handed to. */
#ifndef MF_SLICE_H
#define MF_SLICE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const uint8_t *p;
	size_t n;
};

static inline struct slice
slice_str(const char *s)
{
	return (struct slice){ (const uint8_t *)s, strlen(s) };
}

#endif
