/*
 * All of libsodium that the project uses, under names of its own: random
 * bytes, sealing, keyed hashes, passwords, constant time, wiping, encodings.
 * No other file names libsodium.  (libcrypto is in util/cipher.c.)
 */
#ifndef MF_CRYPTO_H
#define MF_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/err.h"
#include "util/slice.h"

#define KEY_SIZE        32  /* bytes of every symmetric key */
#define SEAL_OVERHEAD   40  /* nonce (24) and tag (16) of a sealed value */
#define HASH_MAX        64  /* longest keyed hash */
#define PASSWORD_RECORD 128 /* size of an Argon2id record with its NUL */

/* Once per process, before anything else here; false: do not go on. */
bool crypto_init(void);

void random_bytes(void *out, size_t n);
uint64_t random_u64(void);
uint32_t random_below(uint32_t bound); /* uniform in 0..bound-1 */

/* Overwrites n bytes in a way the compiler keeps. */
void wipe(void *p, size_t n);

/* Whether n bytes are equal, in time that depends on n alone. */
bool same(const void *a, const void *b, size_t n) MF_CHECKED;

/* Guarded, locked, undumpable memory; NULL when there is none. */
void *secret_alloc(size_t n);
void secret_free(void *p); /* wipes; accepts NULL */

/*
 * XChaCha20-Poly1305.  out gets plain.n + SEAL_OVERHEAD bytes: nonce, then
 * ciphertext with its tag.  ad is authenticated, not stored.
 */
void seal(const uint8_t key[KEY_SIZE], struct slice ad, struct slice plain,
    uint8_t *out);

/*
 * Opens what seal() made: sealed.n - SEAL_OVERHEAD bytes to out.
 * MF_ECRYPTO when key, ad or a bit is wrong; out is then wiped.
 */
enum mf_err unseal(const uint8_t key[KEY_SIZE], struct slice ad,
    struct slice sealed, uint8_t *out) MF_CHECKED;

/* The key of one purpose: BLAKE2b KDF over a master key and an id. */
void derive_key(const uint8_t master[KEY_SIZE], const char purpose[8],
    uint64_t id, uint8_t out[KEY_SIZE]);

/*
 * Keyed BLAKE2b over parts, each preceded by its length, so that no two lists
 * of parts collide.  n is 16..HASH_MAX bytes.  key may be NULL: plain hash.
 */
void keyed_hash(const uint8_t key[KEY_SIZE], const struct slice *parts,
    size_t nparts, uint8_t *out, size_t n);

/* Argon2id (RFC 9106): memory in KiB, passes over it; one lane. */
struct password_cost {
	uint32_t kib;
	uint32_t passes;
};

/* A record of password in out, NUL-terminated. MF_ENOMEM, MF_EINVAL. */
enum mf_err password_hash(const struct password_cost *, struct slice password,
    char out[PASSWORD_RECORD]) MF_CHECKED;

/* Whether password is record's; false also for a record that is none. */
bool password_verify(const char *record, struct slice password) MF_CHECKED;

/* Whether record was made with other costs than these. */
bool password_is_stale(const char *record, const struct password_cost *);

/* base64url without padding (RFC 4648 section 5); out gets a NUL. */
size_t base64url_size(size_t n); /* characters without the NUL */
void base64url(const uint8_t *p, size_t n, char *out, size_t outsize);
/* Strict: any other character, or padding, is MF_EINVAL. */
enum mf_err base64url_decode(
    struct slice text, uint8_t *out, size_t outsize, size_t *n) MF_CHECKED;
/* Ordinary base64 with optional padding; white space is skipped. */
enum mf_err base64_decode(
    struct slice text, uint8_t *out, size_t outsize, size_t *n) MF_CHECKED;

/* Lower-case hexadecimal; out gets 2 * n + 1 bytes. */
void hex(const uint8_t *p, size_t n, char *out);
/* Either case; an odd number of digits or any other byte is MF_EINVAL. */
enum mf_err hex_decode(
    struct slice text, uint8_t *out, size_t outsize, size_t *n) MF_CHECKED;

#endif
