#include <string.h>
#include <strings.h>

#include "import/pskc.h"
#include "util/crypto.h"

struct algorithm {
	const char *name;
	enum { CBC, CBC_3DES, WRAP, WRAP_3DES } kind;
	size_t keylen;
};

/* By what stands after the "#", and as the drafts spelled them. */
static const struct algorithm algorithms[] = {
	{ "aes128-cbc", CBC, 16 },
	{ "aes192-cbc", CBC, 24 },
	{ "aes256-cbc", CBC, 32 },
	{ "tripledes-cbc", CBC_3DES, 24 },
	{ "kw-tripledes", WRAP_3DES, 24 },
	{ "kw-3des", WRAP_3DES, 24 },
	{ "kw-aes128", WRAP, 16 },
	{ "kw-aes192", WRAP, 24 },
	{ "kw-aes256", WRAP, 32 },
	{ "kw-aes-128-pad", WRAP, 16 },
	{ "kw-aes-192-pad", WRAP, 24 },
	{ "kw-aes-256-pad", WRAP, 32 },
	{ "kw-aes128-pad", WRAP, 16 },
	{ "kw-aes192-pad", WRAP, 24 },
	{ "kw-aes256-pad", WRAP, 32 },
	{ "pbe-aes128-cbc", CBC, 16 },
	{ "pbe-aes192-cbc", CBC, 24 },
	{ "pbe-aes256-cbc", CBC, 32 },
	{ "3des-cbc", CBC_3DES, 24 },
	{ "3des168-cbc", CBC_3DES, 24 },
	{ "3des112-cbc", CBC_3DES, 16 },
	{ "pbe-3des168-cbc", CBC_3DES, 24 },
	{ "pbe-3des112-cbc", CBC_3DES, 16 },
};

void
pskc_clear(struct pskc *p)
{
	wipe(p, sizeof(*p));
}

static const struct algorithm *
find(const char *uri)
{
	const char *tail = strrchr(uri, '#');

	tail = tail == NULL ? uri : tail + 1;
	for (size_t i = 0; i < sizeof(algorithms) / sizeof(algorithms[0]); i++)
		if (strcasecmp(tail, algorithms[i].name) == 0)
			return &algorithms[i];
	return NULL;
}

static bool
is_3des(const struct algorithm *a)
{
	return a->kind == CBC_3DES || a->kind == WRAP_3DES;
}

static bool
is_wrap(const struct algorithm *a)
{
	return a->kind == WRAP || a->kind == WRAP_3DES;
}

static const char certificate[] =
    "the keys are encrypted for a certificate (X.509), which cannot be "
    "decrypted here. Ask for the file with a pre-shared key or a password.";

/* Said once; no record of this file will open. */
static enum mf_err
close_file(struct run *r, struct pskc *p, const char *why)
{
	p->closed = true;
	(void)run_bad_file(r, 0, "%s", why);
	return MF_EINVAL;
}

static enum mf_err
derive(struct run *r, struct pskc *p)
{
	struct slice salt = { p->salt, p->saltlen };
	unsigned max = r->opt->iterations_max;

	max = max == 0 ? 10000000 : max;
	if (r->opt->password.n == 0)
		return close_file(r, p,
		    "the keys are encrypted with a password; give it with "
		    "--password or --password-file.");
	if (p->saltlen == 0 || p->derivedlen == 0 || p->iterations == 0)
		return close_file(r, p,
		    "the file does not say how its key derives from the "
		    "password: PBKDF2's salt, iteration count or key length "
		    "is missing.");
	if (p->derivedlen > PSKC_KEY_MAX || p->iterations > max) {
		p->closed = true;
		return run_bad_file(r, 0,
		    "PBKDF2 with %u iterations for a key of %u bytes is more "
		    "than is done here (%u, %d).",
		    p->iterations, p->derivedlen, max, PSKC_KEY_MAX);
	}
	if (pbkdf2(p->prf, r->opt->password, salt, p->iterations, p->key,
		p->derivedlen) != MF_OK)
		return close_file(r, p, "PBKDF2 failed.");
	p->keylen = p->derivedlen;
	return MF_OK;
}

static enum mf_err
need_key(struct run *r, struct pskc *p)
{
	struct slice given = r->opt->key;
	char show[4 * SEED_NAME_SIZE];

	if (p->keylen > 0)
		return MF_OK;
	if (p->has_x509)
		return close_file(r, p, certificate);
	if (p->has_derivation && given.n == 0)
		return derive(r, p);
	if (given.n == 0) {
		p->closed = true;
		return run_bad_file(r, 0,
		    "the keys are encrypted with the pre-shared key \"%s\"%s; "
		    "give a file with that key in hexadecimal: --key-file.",
		    run_show(show, sizeof(show), p->key_name),
		    r->opt->password.n > 0 ? ", not with a password" : "");
	}
	if (given.n > PSKC_KEY_MAX)
		return close_file(
		    r, p, "the pre-shared key given is longer than 64 bytes.");
	memcpy(p->key, given.p, given.n);
	p->keylen = given.n;
	return MF_OK;
}

/* Without looking at any MAC.  MF_ECRYPTO: it does not open. */
static enum mf_err
open_value(const struct pskc *p, const struct algorithm *a, struct slice cipher,
    uint8_t *out, size_t *n)
{
	uint8_t key[PSKC_KEY_MAX], data[PSKC_VALUE_MAX + sizeof(p->iv)];
	struct slice k = { key, p->keylen };
	struct slice d = { data, p->ivlen + cipher.n };
	enum mf_err e;

	memcpy(key, p->key, p->keylen);
	if (is_3des(a) && k.n == 16) {
		memcpy(key + 16, key, 8); /* two keys: the first again */
		k.n = 24;
	}
	memcpy(data, p->iv, p->ivlen);
	memcpy(data + p->ivlen, cipher.p, cipher.n);
	if (d.n > PSKC_VALUE_MAX)
		e = MF_ECRYPTO;
	else if (is_wrap(a))
		e = key_unwrap(k, is_3des(a), cipher, out, n);
	else
		e = cbc_decrypt(k, a->kind == CBC_3DES, d, out, n);
	wipe(key, sizeof(key));
	return e;
}

/* The algorithm, if it is known and the key fits it. */
static enum mf_err
choose(struct run *r, struct pskc *p, const char *what, const char *uri,
    const struct algorithm **a)
{
	char show[400];
	enum mf_err e;

	if (strstr(uri, "#rsa") != NULL)
		return close_file(r, p, certificate);
	if ((*a = find(uri)) == NULL) {
		(void)run_bad(r,
		    "the %s is encrypted with \"%s\"; AES and 3DES in CBC "
		    "mode and their key wraps are known here.",
		    what, run_show(show, sizeof(show), uri));
		return MF_EINVAL;
	}
	if ((e = need_key(r, p)) != MF_OK)
		return e;
	if (p->keylen == (*a)->keylen || (is_3des(*a) && p->keylen == 16))
		return MF_OK;
	p->closed = true;
	return run_bad_file(r, 0,
	    "%s needs a key of %zu bytes; this one has %zu.", (*a)->name,
	    (*a)->keylen, p->keylen);
}

static enum mf_err
need_mac_key(struct run *r, struct pskc *p)
{
	const struct algorithm *a;
	struct slice cipher = { p->mac_cipher, p->mac_cipherlen };
	enum mf_err e;

	if (p->mac_keylen > 0)
		return MF_OK;
	if (p->mac_algorithm[0] == '\0') {
		memcpy(p->mac_key, p->key, p->keylen);
		p->mac_keylen = p->keylen;
		return MF_OK;
	}
	e = choose(r, p, "MAC key", p->mac_algorithm, &a);
	if (e == MF_EINVAL)
		p->closed = true;
	if (e != MF_OK)
		return e;
	if (open_value(p, a, cipher, p->mac_key, &p->mac_keylen) == MF_OK &&
	    p->mac_keylen > 0)
		return MF_OK;
	p->mac_keylen = 0;
	return close_file(
	    r, p, "the MAC key does not decrypt: check the key or password.");
}

static bool
mac_fits(const struct pskc *p, struct slice data, struct slice mac)
{
	uint8_t right[MAC_MAX];
	struct slice key = { p->mac_key, p->mac_keylen };

	return mac.n == hash_size(p->mac) &&
	    hmac(p->mac, key, &data, 1, right) == MF_OK &&
	    same(right, mac.p, mac.n);
}

/* Before decryption.  *later: nothing was found right yet. */
static enum mf_err
check_mac(struct run *r, struct pskc *p, const char *what,
    const struct algorithm *a, struct slice cipher, struct slice mac,
    bool *later)
{
	enum mf_err e;

	*later = false;
	if (mac.n == 0) {
		if (is_wrap(a))
			return MF_OK; /* it finds changes by itself */
		if (!r->opt->allow_weak_mac)
			return run_bad(r,
			    "the encrypted %s has no ValueMAC; %s alone does "
			    "not show whether it was changed.",
			    what, a->name);
		run_note(r, NOTE_MAC);
		return MF_OK;
	}
	if (!p->has_mac)
		return run_bad(r,
		    "the %s has a ValueMAC, but the file has no MACMethod.",
		    what);
	if ((e = need_mac_key(r, p)) != MF_OK)
		return e;
	*later = !mac_fits(p, cipher, mac);
	if (*later && !r->opt->allow_weak_mac)
		return run_bad(r,
		    "the MAC of the %s is not right: check the key or "
		    "password; if it is this file's, the file was changed%s.",
		    what,
		    p->draft ? " (drafts before RFC 6030 took the MAC over "
			       "the plaintext; --allow-weak-mac takes it)"
			     : "");
	return MF_OK;
}

enum mf_err
pskc_decrypt(struct run *r, struct pskc *p, const char *what,
    const char *algorithm, struct slice cipher, struct slice mac, uint8_t *out,
    size_t *n)
{
	const struct algorithm *a;
	bool later;
	enum mf_err e;

	*n = 0;
	if ((e = choose(r, p, what, algorithm, &a)) != MF_OK ||
	    (e = check_mac(r, p, what, a, cipher, mac, &later)) != MF_OK)
		return e;
	if (open_value(p, a, cipher, out, n) != MF_OK) {
		*n = 0;
		return run_bad(r,
		    "the %s does not decrypt with %s: check the key or "
		    "password.",
		    what, a->name);
	}
	if (!later)
		return MF_OK;
	if (mac_fits(p, (struct slice){ out, *n }, mac)) {
		run_note(r, NOTE_MAC);
		return MF_OK;
	}
	wipe(out, *n);
	*n = 0;
	return run_bad(r,
	    "the MAC of the %s is not right: check the key or password; if "
	    "it is this file's, the file was changed.",
	    what);
}
