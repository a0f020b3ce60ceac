/*
 * Text that nobody stores: derived, each time it is needed, from a key and
 * from what it is for.
 */
#ifndef MF_DRAW_H
#define MF_DRAW_H

#include "util/crypto.h"

/* One at most of 0 O, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V; and no vowels. */
#define DRAW_READABLE "23456789CDFHJKMNPQRTVWX"

/*
 * n characters of alphabet (2 to 256), each as likely as the others, and a
 * NUL in out.  Other parts, or the same in another order: another text.
 */
void draw_text(const uint8_t key[KEY_SIZE], const struct slice *parts,
    size_t nparts, const char *alphabet, size_t n, char *out);

#endif
