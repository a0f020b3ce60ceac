#include <string.h>
#include <yubikey.h>

#include "core/yubico.h"
#include "core/typed.h"
#include "util/crypto.h"

/* libyubikey takes small letters, with a NUL behind them. */
static bool
to_modhex(struct slice letters, size_t n, char out[YUBICO_CODE + 1])
{
	out[0] = '\0';
	if (letters.n != n || n > YUBICO_CODE)
		return false;
	for (size_t i = 0; i < n; i++)
		out[i] = ascii_lower((char)letters.p[i]);
	out[n] = '\0';
	return strlen(out) == n && yubikey_modhex_p(out) != 0;
}

enum mf_err
yubico_secret(const uint8_t key[YUBICO_KEY],
    const uint8_t private_id[YUBICO_ID], struct slice public_id,
    uint8_t out[YUBICO_SECRET])
{
	char text[YUBICO_CODE + 1], raw[YUBICO_ID + 1];

	if (!to_modhex(public_id, YUBICO_PUBLIC, text))
		return MF_EINVAL;
	yubikey_modhex_decode(raw, text, YUBICO_ID);
	memcpy(out + YUBICO_KEY + YUBICO_ID, raw, YUBICO_ID);
	memcpy(out, key, YUBICO_KEY);
	memcpy(out + YUBICO_KEY, private_id, YUBICO_ID);
	return MF_OK;
}

void
yubico_public(const uint8_t secret[YUBICO_SECRET], char out[YUBICO_PUBLIC + 1])
{
	yubikey_modhex_encode(
	    out, (const char *)secret + YUBICO_KEY + YUBICO_ID, YUBICO_ID);
}

static bool
is_whole(const yubikey_token_st *t, const uint8_t *private_id)
{
	bool crc = yubikey_crc_ok_p((const uint8_t *)t) != 0;

	return same(t->uid, private_id, YUBICO_ID) && crc;
}

bool
yubico_open(
    struct slice code, const uint8_t secret[YUBICO_SECRET], uint64_t *value)
{
	char text[YUBICO_CODE + 1], public[YUBICO_PUBLIC + 1];
	yubikey_token_st t;
	bool ok;

	*value = 0;
	yubico_public(secret, public);
	if (!to_modhex(code, YUBICO_CODE, text) ||
	    strncmp(text, public, YUBICO_PUBLIC) != 0)
		return false;
	yubikey_parse((const uint8_t *)text + YUBICO_PUBLIC, secret, &t);
	ok = is_whole(&t, secret + YUBICO_KEY);
	if (ok)
		*value = (uint64_t)yubikey_counter(t.ctr) << 8 | t.use;
	wipe(&t, sizeof(t));
	wipe(text, sizeof(text));
	return ok;
}

unsigned
yubico_session(uint64_t value)
{
	return (unsigned)(value >> 8);
}

unsigned
yubico_use(uint64_t value)
{
	return (unsigned)(value & 0xff);
}
