/*
 * Memory for Argon2id, kept from one hash to the next.
 *
 * libsodium maps its memory anew for each hash, and has no hook for another
 * way.  More than half of a hash's time goes by there, and the other threads
 * wait for the address space meanwhile.  So mmap() and munmap() of this program
 * stand before the C library's: a thread that keeps gets the same piece again,
 * everybody else what the system says.
 */
#ifndef MF_KEPT_H
#define MF_KEPT_H

#include <stddef.h>

/* The calling thread keeps what its hashes use; in no core file. */
void kept_begin(void);
/* Nothing of a password is left; it takes a millisecond or two. */
void kept_wipe(void);
/* Wiped and given back. */
void kept_end(void);

/* Bytes that the calling thread keeps; 0 under a sanitizer.  For tests: nothing
 * else shows that memory is kept. */
size_t kept_size(void);

#endif
