/*
 * References: the eight characters in a reject by which the helpdesk finds
 * its audit record, "7F3K-2M9Q".  A number drawn once becomes one by a keyed
 * permutation of 0..REFERENCE_COUNT-1, so that none collide and none can be
 * guessed along.  The key never rotates (rule 27).
 */
#ifndef MF_REFERENCE_H
#define MF_REFERENCE_H

#include <stdint.h>

#include "util/crypto.h"
#include "util/err.h"
#include "util/slice.h"

#define REFERENCE_COUNT UINT64_C(656100000000) /* 30 to the 8th */
#define REFERENCE_SIZE  10 /* eight characters, a hyphen and a NUL */

/* MF_EFULL: number is not below REFERENCE_COUNT. */
enum mf_err reference_format(const uint8_t key[KEY_SIZE], uint64_t number,
    char out[REFERENCE_SIZE]) MF_CHECKED;

/*
 * Case, hyphens and spaces do not matter, U is read as V; the other
 * characters that no reference has (0 1 I L O) are MF_EINVAL, as is any other
 * length than eight.
 */
enum mf_err reference_parse(const uint8_t key[KEY_SIZE], struct slice text,
    uint64_t *number) MF_CHECKED;

#endif
