/* Values sealed at rest, each on its own, bound to its row and purpose. */

#include <string.h>

#include "store/internal.h"

static const struct {
	enum key_purpose purpose;
	const char *what;
} kinds[] = {
	[SEALED_SECRET] = { KEY_DEVICE, "device.secret" },
	[SEALED_PIN] = { KEY_DEVICE, "device.pin" },
	[SEALED_RECORD] = { KEY_PASSWORD, "device.record" },
	[SEALED_PASSWORD] = { KEY_PASSWORD, "account.password" },
	[SEALED_TYPED] = { KEY_PASSWORD, "dialogue.record" },
};

const struct sealed_queries sealed_queries[SEALED_KINDS] = {
	[SEALED_SECRET] = { Q_SEALED_SECRETS, Q_RESEAL_SECRET },
	[SEALED_PIN] = { Q_SEALED_PINS, Q_RESEAL_PIN },
	[SEALED_RECORD] = { Q_SEALED_RECORDS, Q_RESEAL_RECORD },
	[SEALED_PASSWORD] = { Q_SEALED_PASSWORDS, Q_RESEAL_PASSWORD },
};

static size_t
bind(enum sealed kind, int64_t id, uint8_t ad[64])
{
	size_t n = strlen(kinds[kind].what);

	memcpy(ad, kinds[kind].what, n);
	memcpy(ad + n, &id, sizeof(id));
	return n + sizeof(id);
}

enum mf_err
store_seal(struct store *s, enum sealed kind, int64_t id, struct slice plain,
    uint8_t *out, size_t *n)
{
	uint8_t key[KEY_SIZE], ad[64];
	uint16_t key_id = keyring_newest_id(s->keys);
	size_t adlen = bind(kind, id, ad);
	enum mf_err e;

	e = keyring_key(s->keys, kinds[kind].purpose, key_id, key);
	if (e != MF_OK)
		return e;
	out[0] = (uint8_t)(key_id >> 8);
	out[1] = (uint8_t)key_id;
	seal(key, (struct slice){ ad, adlen }, plain, out + 2);
	*n = plain.n + SEALED_EXTRA;
	wipe(key, sizeof(key));
	return MF_OK;
}

enum mf_err
store_unseal(struct store *s, enum sealed kind, int64_t id, struct slice sealed,
    uint8_t *out, size_t size, size_t *n)
{
	uint8_t key[KEY_SIZE], ad[64];
	size_t adlen = bind(kind, id, ad);
	enum mf_err e;

	*n = 0;
	if (sealed.n < SEALED_EXTRA || sealed.n - SEALED_EXTRA > size)
		return MF_ECRYPTO;
	e = keyring_key(s->keys, kinds[kind].purpose,
	    (uint16_t)(sealed.p[0] << 8 | sealed.p[1]), key);
	if (e != MF_OK)
		return MF_ECRYPTO;
	e = unseal(key, (struct slice){ ad, adlen },
	    (struct slice){ sealed.p + 2, sealed.n - 2 }, out);
	if (e == MF_OK)
		*n = sealed.n - SEALED_EXTRA;
	wipe(key, sizeof(key));
	return e;
}
