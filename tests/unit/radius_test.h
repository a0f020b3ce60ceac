/* Packets of the RFCs, and answers made for a request. */
#ifndef RADIUS_TEST_H
#define RADIUS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ctl/radius.h"
#include "ctl/radius_attr.h"
#include "util/cipher.h"
#include "util/crypto.h"

#define N(a)   (sizeof(a) / sizeof((a)[0]))
#define SECRET slice_str("xyzzy5461")

/* RFC 2865, section 7.1: nemo telnets with the password arctangent. */
static const uint8_t nemo_auth[RADIUS_AUTH] = { 0x0f, 0x40, 0x3f, 0x94, 0x73,
	0x97, 0x80, 0x57, 0xbd, 0x83, 0xd5, 0xcb, 0x98, 0xf4, 0x22, 0x7a };
static const uint8_t nemo_hidden[] = { 0x0d, 0xbe, 0x70, 0x8d, 0x93, 0xd4, 0x13,
	0xce, 0x31, 0x96, 0xe4, 0x3f, 0x78, 0x2a, 0x0a, 0xee };
static const uint8_t nemo_reply[] = { 0x02, 0x00, 0x00, 0x26, 0x86, 0xfe, 0x22,
	0x0e, 0x76, 0x24, 0xba, 0x2a, 0x10, 0x05, 0xf6, 0xbf, 0x9b, 0x55, 0xe0,
	0xb2, 0x06, 0x06, 0x00, 0x00, 0x00, 0x01, 0x0f, 0x06, 0x00, 0x00, 0x00,
	0x00, 0x0e, 0x06, 0xc0, 0xa8, 0x01, 0x03 };

/* RFC 5997, section 6.1: the published packet with Message-Authenticator. */
static const uint8_t status_request[] = { 0x0c, 0xda, 0x00, 0x26, 0x8a, 0x54,
	0xf4, 0x68, 0x6f, 0xb3, 0x94, 0xc5, 0x28, 0x66, 0xe3, 0x02, 0x18, 0x5d,
	0x06, 0x23, 0x50, 0x12, 0x5a, 0x66, 0x5e, 0x2e, 0x1e, 0x84, 0x11, 0xf3,
	0xe2, 0x43, 0x82, 0x20, 0x97, 0xc8, 0x4f, 0xa3 };
static const uint8_t status_reply[] = { 0x02, 0xda, 0x00, 0x14, 0xef, 0x0d,
	0x55, 0x2a, 0x4b, 0xf2, 0xd6, 0x93, 0xec, 0x2b, 0x6f, 0xe8, 0xb5, 0x41,
	0x1d, 0x66 };

/* A server's answer: code, what stands around Message-Authenticator. */
struct answer {
	uint8_t buf[RADIUS_MAX];
	size_t len, signature; /* where the signature's value is; 0: none */
};

static inline void
add(struct answer *a, const void *p, size_t n)
{
	memcpy(a->buf + a->len, p, n);
	a->len += n;
}

static inline void
answer_begin(struct answer *a, const struct radius_request *r, uint8_t code)
{
	*a = (struct answer){ .len = RADIUS_HEADER };
	a->buf[0] = code;
	a->buf[1] = r->buf[1];
	memcpy(a->buf + 4, r->buf + 4, RADIUS_AUTH);
}

static inline void
add_signature(struct answer *a)
{
	static const uint8_t empty[18] = { 80, 18 };

	a->signature = a->len + 2;
	add(a, empty, sizeof(empty));
}

/* The authenticator last: it covers everything else. */
static inline struct slice
answer_sign(struct answer *a, struct slice secret)
{
	struct slice parts[] = { { a->buf, a->len }, secret };

	a->buf[2] = (uint8_t)(a->len >> 8);
	a->buf[3] = (uint8_t)a->len;
	if (a->signature != 0)
		assert_int_equal(
		    hmac(HASH_MD5, secret, parts, 1, a->buf + a->signature),
		    MF_OK);
	assert_int_equal(digest(HASH_MD5, parts, 2, a->buf + 4), MF_OK);
	return parts[0];
}

static inline void
request(struct radius_request *r)
{
	radius_begin(r, 7, nemo_auth);
	assert_int_equal(radius_sign(r, SECRET), MF_OK);
}

#endif
