/* Serial numbers of tokens: stored as printed, compared in canonical form. */
#ifndef MF_SERIAL_H
#define MF_SERIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "util/err.h"
#include "util/slice.h"

#define SERIAL_SIZE 65 /* longest serial, 64 bytes, with its NUL */

/*
 * Upper case; hyphens, spaces and dots gone, also those of other scripts
 * (core/typed.h); letters and digits of ASCII remain, plus ':' and '_' which
 * some vendors print ("10944003:2").  MF_EINVAL: empty, longer than 64 bytes
 * without and 128 with separators, or another character.
 */
enum mf_err
serial_canonical(struct slice raw, char out[SERIAL_SIZE]) MF_CHECKED;

/* Whether c may stand in a canonical serial. */
bool serial_has(char c);

/*
 * Some lists print a T before a serial of digits only (8 digits or more):
 * whether canonical has that form; *without points at its digits.
 */
bool serial_is_legacy(const char *canonical, const char **without);

/* Whether two canonical serials mean the same token, legacy form included. */
bool serial_same(const char *a, const char *b);

/*
 * What the engine gives to an app, which has none of its own: of a number below
 * SERIALS_MADE, in canonical form; no vendor prints one like it.
 */
#define SERIAL_MADE  "MF%08u"
#define SERIALS_MADE 100000000
bool serial_is_made(const char *canonical);

#endif
