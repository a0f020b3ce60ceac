/*
 * All of libcrypto that the project uses, for what libsodium lacks: the
 * ciphers of seed files (RFC 6030), HMAC-SHA1/SHA2, PBKDF2, and RADIUS's MD5.
 * No other file names libcrypto.
 */
#ifndef MF_CIPHER_H
#define MF_CIPHER_H

#include <stddef.h>
#include <stdint.h>

#include "util/err.h"
#include "util/slice.h"

#define MAC_MAX 64

enum hash {
	HASH_SHA1 = 1,
	HASH_SHA256,
	HASH_SHA512,
	HASH_MD5,
	HASH_SHA224,
	HASH_SHA384
};

/* Size of a hash's output in bytes. */
size_t hash_size(enum hash);

/* HMAC (RFC 2104) over the concatenation of parts; out: hash_size() bytes. */
enum mf_err hmac(enum hash, struct slice key, const struct slice *parts,
    size_t nparts, uint8_t *out) MF_CHECKED;

/* Digest of the concatenation of parts. */
enum mf_err digest(enum hash, const struct slice *parts, size_t nparts,
    uint8_t *out) MF_CHECKED;

/* PBKDF2 (RFC 8018). */
enum mf_err pbkdf2(enum hash prf, struct slice password, struct slice salt,
    unsigned iterations, uint8_t *out, size_t n) MF_CHECKED;

/*
 * CBC decryption with PKCS#7/XML-Enc padding removed; iv is the first block of
 * data.  key.n chooses AES-128/192/256; 24 bytes with triple_des: 3DES-EDE.
 * out needs data.n bytes.  MF_ECRYPTO for a wrong length or padding.
 */
enum mf_err cbc_decrypt(struct slice key, int triple_des, struct slice data,
    uint8_t *out, size_t *n) MF_CHECKED;

/*
 * Key unwrap: AES (RFC 3394, with padding RFC 5649), or with triple_des 3DES
 * (RFC 3217).  out needs data.n bytes.
 */
enum mf_err key_unwrap(struct slice key, int triple_des, struct slice data,
    uint8_t *out, size_t *n) MF_CHECKED;

#endif
