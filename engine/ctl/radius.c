#include <string.h>

#include "ctl/radius.h"
#include "util/cipher.h"
#include "util/crypto.h"

/* The Message-Authenticator's place: the first attribute of each request. */
#define SIGNATURE_AT (RADIUS_HEADER + 2)
#define BLOCK        16

static const uint8_t zeroes[RADIUS_AUTH];

void
radius_begin(struct radius_request *r, uint8_t id,
    const uint8_t authenticator[RADIUS_AUTH])
{
	r->buf[0] = RADIUS_REQUEST;
	r->buf[1] = id;
	r->buf[2] = r->buf[3] = 0;
	memcpy(r->buf + 4, authenticator, RADIUS_AUTH);
	r->len = RADIUS_HEADER;
	r->full = false;
	radius_put(r, RADIUS_MESSAGE_AUTHENTICATOR,
	    (struct slice){ zeroes, sizeof(zeroes) });
}

void
radius_put(struct radius_request *r, uint8_t type, struct slice value)
{
	if (r->full || value.n == 0 || value.n > RADIUS_VALUE_MAX ||
	    value.n + 2 > sizeof(r->buf) - r->len) {
		r->full = true;
		return;
	}
	r->buf[r->len++] = type;
	r->buf[r->len++] = (uint8_t)(value.n + 2);
	memcpy(r->buf + r->len, value.p, value.n);
	r->len += value.n;
}

void
radius_put_number(struct radius_request *r, uint8_t type, uint32_t n)
{
	const uint8_t bytes[] = { (uint8_t)(n >> 24), (uint8_t)(n >> 16),
		(uint8_t)(n >> 8), (uint8_t)n };

	radius_put(r, type, (struct slice){ bytes, sizeof(bytes) });
}

enum mf_err
radius_put_password(
    struct radius_request *r, struct slice secret, struct slice password)
{
	uint8_t hidden[RADIUS_PASSWORD_MAX] = { 0 }, pad[BLOCK];
	struct slice parts[] = { secret, { r->buf + 4, BLOCK } };
	size_t n = (password.n + BLOCK - 1) / BLOCK * BLOCK;
	enum mf_err e = MF_OK;

	if (password.n > sizeof(hidden)) {
		r->full = true;
		return MF_EFULL;
	}
	if (n == 0) /* an empty password is one block of padding */
		n = BLOCK;
	if (password.n > 0)
		memcpy(hidden, password.p, password.n);
	for (size_t at = 0; at < n; at += BLOCK) {
		if ((e = digest(HASH_MD5, parts, 2, pad)) != MF_OK) {
			r->full = true;
			goto out;
		}
		for (size_t i = 0; i < BLOCK; i++)
			hidden[at + i] ^= pad[i];
		parts[1].p = hidden + at;
	}
	radius_put(r, RADIUS_USER_PASSWORD, (struct slice){ hidden, n });
out:
	wipe(hidden, sizeof(hidden));
	wipe(pad, sizeof(pad));
	return e;
}

enum mf_err
radius_sign(struct radius_request *r, struct slice secret)
{
	const struct slice packet = { r->buf, r->len };

	if (r->full)
		return MF_EFULL;
	r->buf[2] = (uint8_t)(r->len >> 8);
	r->buf[3] = (uint8_t)r->len;
	memset(r->buf + SIGNATURE_AT, 0, RADIUS_AUTH);
	return hmac(HASH_MD5, secret, &packet, 1, r->buf + SIGNATURE_AT);
}

bool
radius_next(struct slice *rest, struct radius_attr *a)
{
	size_t n;

	if (rest->n < 2)
		return false;
	n = rest->p[1];
	if (n < 2 || n > rest->n)
		return false;
	a->type = rest->p[0];
	a->value = (struct slice){ rest->p + 2, n - 2 };
	rest->p += n;
	rest->n -= n;
	return true;
}

bool
radius_find(struct slice attrs, uint8_t type, struct radius_attr *a)
{
	while (radius_next(&attrs, a))
		if (a->type == type)
			return true;
	return false;
}

static bool
is_reply(unsigned code)
{
	return code == RADIUS_ACCEPT || code == RADIUS_REJECT ||
	    code == RADIUS_CHALLENGE;
}

/*
 * Checks the form of all attributes; signature is where the one
 * Message-Authenticator's value stands, or NULL.
 */
static enum mf_err
scan(struct slice attrs, const uint8_t **signature)
{
	struct radius_attr a;

	*signature = NULL;
	while (radius_next(&attrs, &a)) {
		if (a.type != RADIUS_MESSAGE_AUTHENTICATOR)
			continue;
		if (a.value.n != RADIUS_AUTH || *signature != NULL)
			return MF_EPROTO;
		*signature = a.value.p;
	}
	return attrs.n == 0 ? MF_OK : MF_EPROTO;
}

static enum mf_err
check_response(struct slice packet, const uint8_t *request, struct slice secret)
{
	const struct slice parts[] = {
		{ packet.p, 4 },
		{ request + 4, RADIUS_AUTH },
		{ packet.p + RADIUS_HEADER, packet.n - RADIUS_HEADER },
		secret,
	};
	uint8_t want[RADIUS_AUTH];
	enum mf_err e;

	if ((e = digest(HASH_MD5, parts, 4, want)) != MF_OK)
		return e;
	return same(want, packet.p + 4, sizeof(want)) ? MF_OK : MF_ECRYPTO;
}

static enum mf_err
check_signature(struct slice packet, const uint8_t *signature,
    const uint8_t *request, struct slice secret)
{
	const uint8_t *after = signature + RADIUS_AUTH;
	const struct slice parts[] = {
		{ packet.p, 4 },
		{ request + 4, RADIUS_AUTH },
		{ packet.p + RADIUS_HEADER,
		    (size_t)(signature - packet.p) - RADIUS_HEADER },
		{ zeroes, sizeof(zeroes) },
		{ after, (size_t)(packet.p + packet.n - after) },
	};
	uint8_t want[RADIUS_AUTH];
	enum mf_err e;

	if ((e = hmac(HASH_MD5, secret, parts, 5, want)) != MF_OK)
		return e;
	return same(want, signature, sizeof(want)) ? MF_OK : MF_ECRYPTO;
}

enum mf_err
radius_verify(struct radius_reply *reply, struct slice packet,
    const struct radius_request *request, struct slice secret)
{
	const uint8_t *signature;
	struct slice attrs;
	size_t n;
	enum mf_err e;

	*reply = (struct radius_reply){ 0 };
	if (packet.n < RADIUS_HEADER)
		return MF_EPROTO;
	n = (size_t)packet.p[2] << 8 | packet.p[3];
	if (n < RADIUS_HEADER || n > RADIUS_MAX || n > packet.n ||
	    !is_reply(packet.p[0]))
		return MF_EPROTO;
	if (packet.p[1] != request->buf[1])
		return MF_EINVAL;
	packet.n = n; /* what follows is padding (RFC 2865 section 3) */
	attrs = (struct slice){ packet.p + RADIUS_HEADER, n - RADIUS_HEADER };
	if ((e = scan(attrs, &signature)) != MF_OK ||
	    (e = check_response(packet, request->buf, secret)) != MF_OK)
		return e;
	if (signature != NULL &&
	    (e = check_signature(packet, signature, request->buf, secret)) !=
		MF_OK)
		return e;
	reply->code = packet.p[0];
	reply->attrs = attrs;
	if (signature != NULL)
		reply->signature = signature == packet.p + SIGNATURE_AT
		    ? SIGNATURE_FIRST
		    : SIGNATURE_LATE;
	return MF_OK;
}

const char *
radius_code_name(enum radius_code code)
{
	switch (code) {
	case RADIUS_REQUEST:
		return "Access-Request";
	case RADIUS_ACCEPT:
		return "Access-Accept";
	case RADIUS_REJECT:
		return "Access-Reject";
	case RADIUS_CHALLENGE:
		return "Access-Challenge";
	}
	return "unknown code";
}
