#include <sodium.h>

#include "util/crypto.h"

_Static_assert(KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");
_Static_assert(SEAL_OVERHEAD ==
	crypto_aead_xchacha20poly1305_ietf_NPUBBYTES +
	    crypto_aead_xchacha20poly1305_ietf_ABYTES,
    "seal");
_Static_assert(PASSWORD_RECORD == crypto_pwhash_STRBYTES, "record");

#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES

bool
crypto_init(void)
{
	return sodium_init() >= 0;
}

void
random_bytes(void *out, size_t n)
{
	randombytes_buf(out, n);
}

uint64_t
random_u64(void)
{
	uint64_t v;

	randombytes_buf(&v, sizeof(v));
	return v;
}

uint32_t
random_below(uint32_t bound)
{
	return randombytes_uniform(bound);
}

void
wipe(void *p, size_t n)
{
	sodium_memzero(p, n);
}

bool
same(const void *a, const void *b, size_t n)
{
	return sodium_memcmp(a, b, n) == 0;
}

void *
secret_alloc(size_t n)
{
	return sodium_malloc(n);
}

void
secret_free(void *p)
{
	sodium_free(p);
}

void
seal(const uint8_t key[KEY_SIZE], struct slice ad, struct slice plain,
    uint8_t *out)
{
	randombytes_buf(out, NONCE);
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(
	    out + NONCE, NULL, plain.p, plain.n, ad.p, ad.n, NULL, out, key);
}

enum mf_err
unseal(const uint8_t key[KEY_SIZE], struct slice ad, struct slice sealed,
    uint8_t *out)
{
	if (sealed.n < SEAL_OVERHEAD)
		return MF_ECRYPTO;
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL,
		sealed.p + NONCE, sealed.n - NONCE, ad.p, ad.n, sealed.p,
		key) != 0) {
		sodium_memzero(out, sealed.n - SEAL_OVERHEAD);
		return MF_ECRYPTO;
	}
	return MF_OK;
}

void
derive_key(const uint8_t master[KEY_SIZE], const char purpose[8], uint64_t id,
    uint8_t out[KEY_SIZE])
{
	(void)crypto_kdf_derive_from_key(out, KEY_SIZE, id, purpose, master);
}

void
keyed_hash(const uint8_t key[KEY_SIZE], const struct slice *parts,
    size_t nparts, uint8_t *out, size_t n)
{
	crypto_generichash_state st;

	(void)crypto_generichash_init(&st, key, key == NULL ? 0 : KEY_SIZE, n);
	for (size_t i = 0; i < nparts; i++) {
		uint8_t len[8];

		for (size_t k = 0; k < sizeof(len); k++)
			len[k] = (uint8_t)(parts[i].n >> (8 * k));
		(void)crypto_generichash_update(&st, len, sizeof(len));
		(void)crypto_generichash_update(&st, parts[i].p, parts[i].n);
	}
	(void)crypto_generichash_final(&st, out, n);
	sodium_memzero(&st, sizeof(st));
}

enum mf_err
password_hash(const struct password_cost *cost, struct slice password,
    char out[PASSWORD_RECORD])
{
	if (crypto_pwhash_str_alg(out, (const char *)password.p, password.n,
		cost->passes, (size_t)cost->kib * 1024,
		crypto_pwhash_ALG_ARGON2ID13) != 0)
		return MF_ENOMEM;
	return MF_OK;
}

bool
password_verify(const char *record, struct slice password)
{
	return crypto_pwhash_str_verify(
		   record, (const char *)password.p, password.n) == 0;
}

bool
password_is_stale(const char *record, const struct password_cost *cost)
{
	return crypto_pwhash_str_needs_rehash(
		   record, cost->passes, (size_t)cost->kib * 1024) != 0;
}

size_t
base64url_size(size_t n)
{
	return sodium_base64_encoded_len(
		   n, sodium_base64_VARIANT_URLSAFE_NO_PADDING) -
	    1;
}

void
base64url(const uint8_t *p, size_t n, char *out, size_t outsize)
{
	sodium_bin2base64(
	    out, outsize, p, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static enum mf_err
decode(struct slice text, uint8_t *out, size_t outsize, size_t *n,
    const char *ignore, int variant)
{
	const char *end = NULL;

	*n = 0;
	/* libsodium 1.0.18 takes a byte above 127 for some digit or other */
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] >= 0x80)
			return MF_EINVAL;
	if (sodium_base642bin(out, outsize, (const char *)text.p, text.n,
		ignore, n, &end, variant) != 0 ||
	    end != (const char *)text.p + text.n)
		return MF_EINVAL;
	return MF_OK;
}

enum mf_err
base64url_decode(struct slice text, uint8_t *out, size_t outsize, size_t *n)
{
	return decode(text, out, outsize, n, NULL,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

enum mf_err
base64_decode(struct slice text, uint8_t *out, size_t outsize, size_t *n)
{
	static const char space[] = " \t\r\n";

	if (decode(text, out, outsize, n, space,
		sodium_base64_VARIANT_ORIGINAL) == MF_OK)
		return MF_OK;
	return decode(text, out, outsize, n, space,
	    sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}

void
hex(const uint8_t *p, size_t n, char *out)
{
	sodium_bin2hex(out, 2 * n + 1, p, n);
}

enum mf_err
hex_decode(struct slice text, uint8_t *out, size_t outsize, size_t *n)
{
	const char *end = NULL;

	*n = 0;
	if (sodium_hex2bin(out, outsize, (const char *)text.p, text.n, NULL, n,
		&end) != 0 ||
	    end != (const char *)text.p + text.n)
		return MF_EINVAL;
	return MF_OK;
}
