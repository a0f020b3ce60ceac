/*
 * No bytes from the network make the client read past them, and none that
 * were not made with the secret pass; what a reply holds can be printed.
 * The input's last byte chooses what the harness makes right, so that what
 * lies behind is reached too: bit 0 the authenticator, bit 1 the signature.
 */
#include <assert.h>
#include <stdlib.h>
#include <stdint.h>
#include <string.h>

#include "ctl/radius.h"
#include "ctl/radius_attr.h"
#include "util/cipher.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
make_right(
    uint8_t *p, const struct radius_request *r, struct slice secret, bool sign)
{
	size_t n = (size_t)p[2] << 8 | p[3];
	struct slice attrs = { p + RADIUS_HEADER, n - RADIUS_HEADER };
	struct slice parts[] = { { p, n }, secret };
	struct radius_attr a;
	uint8_t *value;

	p[1] = r->buf[1];
	memcpy(p + 4, r->buf + 4, RADIUS_AUTH);
	if (sign && radius_find(attrs, RADIUS_MESSAGE_AUTHENTICATOR, &a) &&
	    a.value.n == RADIUS_AUTH) {
		value = p + (a.value.p - p);
		memset(value, 0, RADIUS_AUTH);
		if (hmac(HASH_MD5, secret, parts, 1, value) != MF_OK)
			abort();
	}
	if (digest(HASH_MD5, parts, 2, p + 4) != MF_OK)
		abort();
}

static void
print(struct slice attrs)
{
	char buf[4 * RADIUS_VALUE_MAX + 64];
	struct radius_attr a;
	struct text t;

	while (radius_next(&attrs, &a)) {
		text_init(&t, buf, sizeof(buf));
		attr_put_name(&t, &a);
		attr_put_value(&t, &a);
		assert(!t.cut);
	}
	assert(attrs.n == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const uint8_t authenticator[RADIUS_AUTH] = "a fixed request";
	struct slice secret = slice_str("secret");
	uint8_t packet[RADIUS_MAX + 16];
	struct radius_request r;
	struct radius_reply reply;
	size_t len;
	bool right, sign;

	if (n < 1 || n > sizeof(packet))
		return 0;
	right = (p[--n] & 1) != 0;
	sign = (p[n] & 2) != 0;
	memcpy(packet, p, n);
	radius_begin(&r, 7, authenticator);
	len = n < RADIUS_HEADER ? 0 : (size_t)packet[2] << 8 | packet[3];
	right = right && len >= RADIUS_HEADER && len <= n;
	if (right)
		make_right(packet, &r, secret, sign);
	if (radius_verify(&reply, (struct slice){ packet, n }, &r, secret) !=
	    MF_OK) {
		assert(reply.code == 0 && reply.attrs.p == NULL);
		return 0;
	}
	assert(right);
	print(reply.attrs);
	return 0;
}
