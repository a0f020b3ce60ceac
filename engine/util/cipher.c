#include <stdio.h>

#include <openssl/evp.h>
#include <openssl/params.h>

#include "util/cipher.h"
#include "util/crypto.h"

static const EVP_MD *
md(enum hash h)
{
	switch (h) {
	case HASH_SHA1:
		return EVP_sha1();
	case HASH_SHA256:
		return EVP_sha256();
	case HASH_SHA512:
		return EVP_sha512();
	case HASH_MD5:
		return EVP_md5();
	case HASH_SHA224:
		return EVP_sha224();
	case HASH_SHA384:
		return EVP_sha384();
	}
	return NULL;
}

size_t
hash_size(enum hash h)
{
	return (size_t)EVP_MD_get_size(md(h));
}

/* EVP_MAC: a signing EVP_PKEY made for each call costs four times as much. */
enum mf_err
hmac(enum hash h, struct slice key, const struct slice *parts, size_t nparts,
    uint8_t *out)
{
	static const uint8_t zero[1]; /* NULL would mean: keep the key */
	char name[16];
	OSSL_PARAM params[2] = { OSSL_PARAM_END, OSSL_PARAM_END };
	EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	EVP_MAC_CTX *ctx = mac == NULL ? NULL : EVP_MAC_CTX_new(mac);
	size_t n = hash_size(h);
	enum mf_err e = MF_ECRYPTO;

	snprintf(name, sizeof(name), "%s", EVP_MD_get0_name(md(h)));
	params[0] = OSSL_PARAM_construct_utf8_string("digest", name, 0);
	if (ctx == NULL ||
	    EVP_MAC_init(ctx, key.n == 0 ? zero : key.p, key.n, params) != 1)
		goto out;
	for (size_t i = 0; i < nparts; i++)
		if (EVP_MAC_update(ctx, parts[i].p, parts[i].n) != 1)
			goto out;
	if (EVP_MAC_final(ctx, out, &n, n) == 1)
		e = MF_OK;
out:
	EVP_MAC_CTX_free(ctx);
	EVP_MAC_free(mac);
	return e;
}

enum mf_err
digest(enum hash h, const struct slice *parts, size_t nparts, uint8_t *out)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	enum mf_err e = MF_ECRYPTO;

	if (ctx == NULL || EVP_DigestInit_ex(ctx, md(h), NULL) != 1)
		goto out;
	for (size_t i = 0; i < nparts; i++)
		if (EVP_DigestUpdate(ctx, parts[i].p, parts[i].n) != 1)
			goto out;
	if (EVP_DigestFinal_ex(ctx, out, NULL) == 1)
		e = MF_OK;
out:
	EVP_MD_CTX_free(ctx);
	return e;
}

enum mf_err
pbkdf2(enum hash prf, struct slice password, struct slice salt,
    unsigned iterations, uint8_t *out, size_t n)
{
	if (iterations == 0 || iterations > 10000000 || n > 1024 ||
	    PKCS5_PBKDF2_HMAC((const char *)password.p, (int)password.n, salt.p,
		(int)salt.n, (int)iterations, md(prf), (int)n, out) != 1)
		return MF_ECRYPTO;
	return MF_OK;
}

static const EVP_CIPHER *
cbc_cipher(size_t keylen, int triple_des)
{
	if (triple_des)
		return keylen == 24 ? EVP_des_ede3_cbc() : NULL;
	return keylen == 16 ? EVP_aes_128_cbc()
	    : keylen == 24  ? EVP_aes_192_cbc()
	    : keylen == 32  ? EVP_aes_256_cbc()
			    : NULL;
}

/* XML-Enc section 5.2: only the last byte of the padding is defined. */
static enum mf_err
unpad(const uint8_t *p, size_t *n, size_t block)
{
	size_t pad = *n == 0 ? 0 : p[*n - 1];

	if (pad == 0 || pad > block || pad > *n)
		return MF_ECRYPTO;
	*n -= pad;
	return MF_OK;
}

enum mf_err
cbc_decrypt(struct slice key, int triple_des, struct slice data, uint8_t *out,
    size_t *n)
{
	const EVP_CIPHER *c = cbc_cipher(key.n, triple_des);
	EVP_CIPHER_CTX *ctx = NULL;
	size_t block;
	int len = 0;
	enum mf_err e = MF_ECRYPTO;

	*n = 0;
	if (c == NULL)
		return MF_ECRYPTO;
	block = (size_t)EVP_CIPHER_get_block_size(c);
	if (data.n < 2 * block || data.n % block != 0 || data.n > 1 << 20)
		return MF_ECRYPTO;
	ctx = EVP_CIPHER_CTX_new();
	if (ctx == NULL ||
	    EVP_DecryptInit_ex(ctx, c, NULL, key.p, data.p) != 1 ||
	    EVP_CIPHER_CTX_set_padding(ctx, 0) != 1 ||
	    EVP_DecryptUpdate(
		ctx, out, &len, data.p + block, (int)(data.n - block)) != 1)
		goto out;
	*n = (size_t)len;
	e = unpad(out, n, block);
out:
	if (e != MF_OK)
		wipe(out, data.n);
	EVP_CIPHER_CTX_free(ctx);
	return e;
}

static const EVP_CIPHER *
wrap_cipher(size_t keylen, int padded)
{
	switch (keylen) {
	case 16:
		return padded ? EVP_aes_128_wrap_pad() : EVP_aes_128_wrap();
	case 24:
		return padded ? EVP_aes_192_wrap_pad() : EVP_aes_192_wrap();
	case 32:
		return padded ? EVP_aes_256_wrap_pad() : EVP_aes_256_wrap();
	}
	return NULL;
}

static enum mf_err
unwrap(const EVP_CIPHER *c, struct slice key, struct slice data, uint8_t *out,
    size_t *n)
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int len = 0;
	enum mf_err e = MF_ECRYPTO;

	if (c == NULL || ctx == NULL)
		goto out;
	EVP_CIPHER_CTX_set_flags(ctx, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
	if (EVP_DecryptInit_ex(ctx, c, NULL, key.p, NULL) != 1 ||
	    EVP_DecryptUpdate(ctx, out, &len, data.p, (int)data.n) != 1)
		goto out;
	*n = (size_t)len;
	e = MF_OK;
out:
	EVP_CIPHER_CTX_free(ctx);
	return e;
}

/* The two forms check different constants: no value opens as both. */
enum mf_err
key_unwrap(struct slice key, int triple_des, struct slice data, uint8_t *out,
    size_t *n)
{
	*n = 0;
	if (data.n < 16 || data.n % 8 != 0 || data.n > 4096)
		return MF_ECRYPTO;
	if (triple_des)
		return unwrap(key.n == 24 ? EVP_des_ede3_wrap() : NULL, key,
		    data, out, n);
	if (data.n >= 24 &&
	    unwrap(wrap_cipher(key.n, 0), key, data, out, n) == MF_OK)
		return MF_OK;
	return unwrap(wrap_cipher(key.n, 1), key, data, out, n);
}
