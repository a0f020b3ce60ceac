/*
 * PSKC (RFC 6030), its drafts, and how its values are decrypted.
 *
 * A value is taken only after its MAC has been found right (section 6.1.1);
 * the MAC is over the ciphertext and checked before anything is decrypted.
 */
#ifndef MF_IMPORT_PSKC_H
#define MF_IMPORT_PSKC_H

#include "import/xml.h"
#include "util/cipher.h"

#define PSKC_KEY_MAX   64  /* bytes of an encryption or MAC key */
#define PSKC_VALUE_MAX 512 /* bytes of a value or its ciphertext */

/* What the container says about encryption. */
struct pskc {
	bool closed; /* nothing in the file can be decrypted: stop */
	bool draft;  /* EncryptionMethod and Value, before RFC 6030 */
	bool has_x509, has_derivation, has_mac;
	char key_name[SEED_NAME_SIZE];
	uint8_t key[PSKC_KEY_MAX]; /* once it is needed */
	size_t keylen;
	char algorithm[128]; /* draft: of all values */
	uint8_t iv[16];      /* draft */
	size_t ivlen;
	enum hash prf;
	uint8_t salt[64];
	size_t saltlen;
	unsigned iterations, derivedlen;
	enum hash mac;
	char mac_algorithm[128]; /* of the MAC key's encryption; "": no key */
	uint8_t mac_cipher[PSKC_VALUE_MAX];
	size_t mac_cipherlen;
	uint8_t mac_key[PSKC_VALUE_MAX]; /* once it is needed */
	size_t mac_keylen;
};

extern const struct xml_form xml_pskc;

/* Looks at the root element's version. */
enum mf_err pskc_begin(struct run *, xmlNode *root) MF_CHECKED;
void pskc_clear(struct pskc *); /* wipes */

/* The container's EncryptionKey (drafts: EncryptionMethod) and MACMethod. */
enum mf_err pskc_encryption(struct run *, struct pskc *, xmlNode *) MF_CHECKED;
enum mf_err pskc_mac_method(struct run *, struct pskc *, xmlNode *) MF_CHECKED;

/*
 * Decrypts cipher, whose MAC is mac (n 0: none), into out of PSKC_VALUE_MAX
 * bytes.  what names it.  MF_EINVAL was complained of; then p->closed says
 * that no other value will open either.
 */
enum mf_err pskc_decrypt(struct run *, struct pskc *, const char *what,
    const char *algorithm, struct slice cipher, struct slice mac, uint8_t *out,
    size_t *n) MF_CHECKED;

/* Reads an element's base64 text; complains. */
enum mf_err pskc_base64(struct run *, const char *what, const xmlNode *,
    uint8_t *out, size_t size, size_t *n) MF_CHECKED;

/*
 * A value of <Data>: PlainValue, EncryptedValue with ValueMAC, or the drafts'
 * Value and ValueDigest.  n 0: it is not there.
 */
enum mf_err pskc_bytes(struct run *, struct pskc *, const char *what,
    xmlNode *data, uint8_t *out, size_t *n) MF_CHECKED;
/* The same for a number, which may be text, base64 or big-endian. */
enum mf_err pskc_integer(struct run *, struct pskc *, const char *what,
    xmlNode *data, int64_t *out, bool *there) MF_CHECKED;

/* One <Key> of a package into a record. */
enum mf_err pskc_key(
    struct run *, struct pskc *, xmlNode *package, xmlNode *key) MF_CHECKED;
/* An xs:dateTime as unix seconds. */
enum mf_err pskc_date(
    struct run *, const char *what, const xmlNode *, int64_t *out) MF_CHECKED;
/* <Policy>: dates into the record; refuses what cannot be kept. */
enum mf_err
pskc_policy(struct run *, xmlNode *policy, struct seed *) MF_CHECKED;

#endif
