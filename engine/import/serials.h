/* Which serials a file has had so far, a million of them in little memory. */
#ifndef MF_IMPORT_SERIALS_H
#define MF_IMPORT_SERIALS_H

#include <stddef.h>
#include <stdint.h>

#include "util/err.h"

struct serials {
	struct serial_entry *slot;
	size_t size, n; /* size is a power of two or 0 */
};

/*
 * Notes serial of vendor at place.  MF_ECONFLICT: it was there already, at
 * *first.  Case, hyphens, spaces, dots and a T before eight or more digits
 * make no difference.  MF_ENOMEM.
 */
enum mf_err serials_add(struct serials *, const char *vendor,
    const char *serial, size_t place, size_t *first) MF_CHECKED;
void serials_clear(struct serials *);

#endif
