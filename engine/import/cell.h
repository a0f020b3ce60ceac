/* Values of a seed file that are text: complained of if they are not good. */
#ifndef MF_IMPORT_CELL_H
#define MF_IMPORT_CELL_H

#include "import/run.h"

/* Copies a cell; complains if it is longer than size - 1 bytes. */
enum mf_err cell_copy(struct run *, const char *what, const char *cell,
    char *out, size_t size) MF_CHECKED;
/* Reads a number; complains with what it is. */
enum mf_err cell_number(struct run *, const char *what, const char *cell,
    int64_t min, int64_t max, int64_t *out) MF_CHECKED;
/* Reads a seed in hexadecimal or base32; complains. */
enum mf_err cell_hex(struct run *, const char *cell, struct seed *) MF_CHECKED;
enum mf_err
cell_base32(struct run *, const char *cell, struct seed *) MF_CHECKED;
/* "hotp", "totp", "ocra" or "yubikey" as a literal; NULL for other words. */
const char *factor_spelled(const char *);

#endif
