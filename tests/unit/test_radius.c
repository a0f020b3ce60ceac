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

static void
add(struct answer *a, const void *p, size_t n)
{
	memcpy(a->buf + a->len, p, n);
	a->len += n;
}

static void
answer_begin(struct answer *a, const struct radius_request *r, uint8_t code)
{
	*a = (struct answer){ .len = RADIUS_HEADER };
	a->buf[0] = code;
	a->buf[1] = r->buf[1];
	memcpy(a->buf + 4, r->buf + 4, RADIUS_AUTH);
}

static void
add_signature(struct answer *a)
{
	static const uint8_t empty[18] = { 80, 18 };

	a->signature = a->len + 2;
	add(a, empty, sizeof(empty));
}

/* The authenticator last: it covers everything else. */
static struct slice
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

static void
request(struct radius_request *r)
{
	radius_begin(r, 7, nemo_auth);
	assert_int_equal(radius_sign(r, SECRET), MF_OK);
}

static void
hides_the_password_as_the_rfc_does(void **state)
{
	struct slice rest;
	struct radius_attr a;
	struct radius_request r;

	(void)state;
	radius_begin(&r, 0, nemo_auth);
	radius_put(&r, RADIUS_USER_NAME, slice_str("nemo"));
	assert_int_equal(
	    radius_put_password(&r, SECRET, slice_str("arctangent")), MF_OK);
	assert_int_equal(radius_sign(&r, SECRET), MF_OK);
	rest = (struct slice){ r.buf + RADIUS_HEADER, r.len - RADIUS_HEADER };
	assert_true(radius_next(&rest, &a));
	assert_int_equal(a.type, RADIUS_MESSAGE_AUTHENTICATOR);
	assert_true(radius_next(&rest, &a));
	assert_int_equal(a.type, RADIUS_USER_NAME);
	assert_memory_equal(a.value.p, "nemo", 4);
	assert_true(radius_next(&rest, &a));
	assert_int_equal(a.type, RADIUS_USER_PASSWORD);
	assert_int_equal(a.value.n, sizeof(nemo_hidden));
	assert_memory_equal(a.value.p, nemo_hidden, sizeof(nemo_hidden));
	assert_false(radius_next(&rest, &a));
	assert_int_equal(rest.n, 0);
}

/* Undo the hiding as a server does it: each block by the one before. */
static void
reveal(const struct radius_request *r, struct slice hidden, uint8_t *plain)
{
	struct slice parts[] = { SECRET, { r->buf + 4, RADIUS_AUTH } };
	uint8_t pad[16];

	for (size_t at = 0; at < hidden.n; at += sizeof(pad)) {
		assert_int_equal(digest(HASH_MD5, parts, 2, pad), MF_OK);
		for (size_t i = 0; i < sizeof(pad); i++)
			plain[at + i] = hidden.p[at + i] ^ pad[i];
		parts[1].p = hidden.p + at;
	}
}

static void
hides_passwords_of_every_length(void **state)
{
	static const struct {
		size_t n, hidden;
	} cases[] = { { 0, 16 }, { 1, 16 }, { 16, 16 }, { 17, 32 },
		{ 127, 128 }, { 128, 128 } };
	uint8_t password[RADIUS_PASSWORD_MAX + 1], plain[RADIUS_PASSWORD_MAX];
	struct radius_request r;
	struct radius_attr a;

	(void)state;
	for (size_t i = 0; i < sizeof(password); i++)
		password[i] = (uint8_t)(i * 7 + 1);
	for (size_t i = 0; i < N(cases); i++) {
		radius_begin(&r, 1, nemo_auth);
		assert_int_equal(radius_put_password(&r, SECRET,
				     (struct slice){ password, cases[i].n }),
		    MF_OK);
		assert_true(radius_find((struct slice){ r.buf + RADIUS_HEADER,
					    r.len - RADIUS_HEADER },
		    RADIUS_USER_PASSWORD, &a));
		assert_int_equal(a.value.n, cases[i].hidden);
		reveal(&r, a.value, plain);
		assert_memory_equal(plain, password, cases[i].n);
		for (size_t j = cases[i].n; j < a.value.n; j++)
			assert_int_equal(plain[j], 0);
	}
	radius_begin(&r, 1, nemo_auth);
	assert_int_equal(radius_put_password(&r, SECRET,
			     (struct slice){ password, sizeof(password) }),
	    MF_EFULL);
	assert_int_equal(radius_sign(&r, SECRET), MF_EFULL);
}

static void
signs_as_the_rfc_does(void **state)
{
	struct radius_reply reply;
	struct radius_request r;

	(void)state;
	radius_begin(&r, 0xda, status_request + 4);
	r.buf[0] = 12; /* Status-Server, which the project never sends */
	assert_int_equal(radius_sign(&r, SECRET), MF_OK);
	assert_int_equal(r.len, sizeof(status_request));
	assert_memory_equal(r.buf, status_request, r.len);
	assert_int_equal(
	    radius_verify(&reply,
		(struct slice){ status_reply, sizeof(status_reply) }, &r,
		SECRET),
	    MF_OK);
}

static void
verifies_the_reply_of_the_rfc(void **state)
{
	struct radius_reply reply;
	struct radius_request r;
	struct radius_attr a;

	(void)state;
	radius_begin(&r, 0, nemo_auth);
	assert_int_equal(
	    radius_verify(&reply,
		(struct slice){ nemo_reply, sizeof(nemo_reply) }, &r, SECRET),
	    MF_OK);
	assert_int_equal(reply.code, RADIUS_ACCEPT);
	assert_int_equal(reply.signature, SIGNATURE_MISSING);
	assert_true(radius_find(reply.attrs, 14, &a));
	assert_memory_equal(a.value.p, "\xc0\xa8\x01\x03", 4);
	assert_false(radius_find(reply.attrs, RADIUS_STATE, &a));
}

static void
tells_where_the_signature_stands(void **state)
{
	static const struct {
		const char *name, *before, *after;
		bool is_signed;
		enum radius_signature want;
	} cases[] = {
		{ "first", "", "\x18\x03s", true, SIGNATURE_FIRST },
		{ "alone", "", "", true, SIGNATURE_FIRST },
		{ "after State", "\x18\x03s", "", true, SIGNATURE_LATE },
		{ "none", "\x18\x03s", "", false, SIGNATURE_MISSING },
	};
	struct radius_reply reply;
	struct radius_request r;
	struct answer a;

	(void)state;
	request(&r);
	for (size_t i = 0; i < N(cases); i++) {
		print_message("%s\n", cases[i].name);
		answer_begin(&a, &r, RADIUS_CHALLENGE);
		add(&a, cases[i].before, strlen(cases[i].before));
		if (cases[i].is_signed)
			add_signature(&a);
		add(&a, cases[i].after, strlen(cases[i].after));
		assert_int_equal(
		    radius_verify(&reply, answer_sign(&a, SECRET), &r, SECRET),
		    MF_OK);
		assert_int_equal(reply.code, RADIUS_CHALLENGE);
		assert_int_equal(reply.signature, cases[i].want);
	}
}

static void
refuses_any_changed_bit(void **state)
{
	struct radius_reply reply;
	struct radius_request r;
	struct answer a;
	struct slice packet;

	(void)state;
	request(&r);
	answer_begin(&a, &r, RADIUS_REJECT);
	add_signature(&a);
	add(&a, "\x12\x05no!", 5);
	packet = answer_sign(&a, SECRET);
	assert_int_equal(radius_verify(&reply, packet, &r, SECRET), MF_OK);
	for (size_t bit = 0; bit < packet.n * 8; bit++) {
		a.buf[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_int_not_equal(
		    radius_verify(&reply, packet, &r, SECRET), MF_OK);
		assert_int_equal(reply.code, 0);
		a.buf[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	for (size_t n = 0; n < packet.n; n++)
		assert_int_equal(radius_verify(&reply,
				     (struct slice){ a.buf, n }, &r, SECRET),
		    MF_EPROTO);
}

static void
refuses_replies_that_are_not_ours(void **state)
{
	struct radius_reply reply;
	struct radius_request r, other;
	struct answer a;

	(void)state;
	request(&r);
	answer_begin(&a, &r, RADIUS_ACCEPT);
	add_signature(&a);
	assert_int_equal(
	    radius_verify(
		&reply, answer_sign(&a, slice_str("testing123")), &r, SECRET),
	    MF_ECRYPTO);

	radius_begin(&other, 7, status_request + 4); /* an earlier request */
	answer_begin(&a, &other, RADIUS_ACCEPT);
	assert_int_equal(
	    radius_verify(&reply, answer_sign(&a, SECRET), &r, SECRET),
	    MF_ECRYPTO);

	answer_begin(&a, &r, RADIUS_ACCEPT);
	a.buf[1]++;
	assert_int_equal(
	    radius_verify(&reply, answer_sign(&a, SECRET), &r, SECRET),
	    MF_EINVAL);

	answer_begin(&a, &r, 5); /* Accounting-Response */
	assert_int_equal(
	    radius_verify(&reply, answer_sign(&a, SECRET), &r, SECRET),
	    MF_EPROTO);
}

/* Who knows MD5's weakness can forge the first, but not the second. */
static void
a_wrong_signature_outweighs_a_right_authenticator(void **state)
{
	struct slice packet;
	struct radius_reply reply;
	struct radius_request r;
	struct answer a;

	(void)state;
	request(&r);
	answer_begin(&a, &r, RADIUS_ACCEPT);
	add(&a, status_request + RADIUS_HEADER, 18);
	packet = answer_sign(&a, SECRET);
	assert_int_equal(radius_verify(&reply, packet, &r, SECRET), MF_ECRYPTO);
}

static void
refuses_malformed_attributes(void **state)
{
	static const struct {
		const char *name, *bytes;
		size_t n;
	} cases[] = {
		{ "a type without length", "\x18", 1 },
		{ "length 0", "\x18\x00", 2 },
		{ "length 1", "\x18\x01", 2 },
		{ "longer than the packet", "\x18\x09s", 3 },
		{ "a short signature", "\x50\x04xx", 4 },
		{ "two signatures",
		    "\x50\x12................\x50\x12................", 36 },
	};
	struct radius_reply reply;
	struct radius_request r;
	struct answer a;

	(void)state;
	request(&r);
	for (size_t i = 0; i < N(cases); i++) {
		print_message("%s\n", cases[i].name);
		answer_begin(&a, &r, RADIUS_ACCEPT);
		add(&a, cases[i].bytes, cases[i].n);
		assert_int_equal(
		    radius_verify(&reply, answer_sign(&a, SECRET), &r, SECRET),
		    MF_EPROTO);
	}
}

static void
bytes_beyond_the_length_are_padding(void **state)
{
	struct slice packet;
	struct radius_reply reply;
	struct radius_request r;
	struct answer a;

	(void)state;
	request(&r);
	answer_begin(&a, &r, RADIUS_ACCEPT);
	packet = answer_sign(&a, SECRET);
	packet.n += 5;
	assert_int_equal(radius_verify(&reply, packet, &r, SECRET), MF_OK);
	assert_int_equal(reply.attrs.n, 0);
}

static void
what_does_not_fit_is_never_sent(void **state)
{
	static const uint8_t big[RADIUS_VALUE_MAX + 1];
	static const struct {
		const char *name;
		size_t n, times;
	} cases[] = {
		{ "an empty value", 0, 1 },
		{ "a value too long", RADIUS_VALUE_MAX + 1, 1 },
		{ "a packet too long", RADIUS_VALUE_MAX, 17 },
	};
	struct radius_request r;

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		print_message("%s\n", cases[i].name);
		radius_begin(&r, 1, nemo_auth);
		for (size_t j = 0; j < cases[i].times; j++)
			radius_put(&r, RADIUS_STATE,
			    (struct slice){ big, cases[i].n });
		assert_int_equal(radius_sign(&r, SECRET), MF_EFULL);
		assert_true(r.len <= sizeof(r.buf));
	}
}

static void
prints_attributes_for_people(void **state)
{
	static const struct {
		uint8_t type;
		const char *value;
		size_t n;
		const char *want;
	} cases[] = {
		{ 18, "Code from token 12-34567..: ", 28,
		    "Reply-Message = Code from token 12-34567..: " },
		{ 18, "a\x1b[2J", 5, "Reply-Message = a\\x1b[2J" },
		{ 24, "ab", 2, "State = 0x6162" },
		{ 76, "\0\0\0", 4, "Prompt = 0 (No-Echo)" },
		{ 76, "\0\0\0\1", 4, "Prompt = 1 (Echo)" },
		{ 76, "\1", 1, "Prompt = 0x01" },
		{ 27, "\0\0\x0e\x10", 4, "Session-Timeout = 3600" },
		{ 8, "\xc6\x33\x64\x07", 4,
		    "Framed-IP-Address = 198.51.100.7" },
		{ 64, "\0\0\0\x0d", 4, "Tunnel-Type = 13 (VLAN)" },
		{ 65, "\1\0\0\6", 4, "Tunnel-Medium-Type:1 = 6 (IEEE-802)" },
		{ 81, "\1vlan20", 7, "Tunnel-Private-Group-Id:1 = vlan20" },
		{ 81, "20", 2, "Tunnel-Private-Group-Id = 20" },
		{ 81, "", 0, "Tunnel-Private-Group-Id = " },
		{ 11, "staff", 5, "Filter-Id = staff" },
		{ 25, "\xff", 1, "Class = 0xff" },
		{ 26, "\0\0\1\x37\x10\6\0\0\0\1", 10,
		    "Vendor-311-16 = 0x00000001" },
		{ 26, "\0\0\1\x37\x10", 5, "Vendor-311 = 0x10" },
		{ 26, "\0\1", 2, "Vendor-Specific = 0x0001" },
		{ 241, "x", 1, "Attr-241 = 0x78" },
	};
	char buf[256];
	struct text t;

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		const struct radius_attr a = { cases[i].type,
			{ (const uint8_t *)cases[i].value, cases[i].n } };

		text_init(&t, buf, sizeof(buf));
		attr_put_name(&t, &a);
		text_put(&t, " = ");
		attr_put_value(&t, &a);
		assert_string_equal(buf, cases[i].want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hides_the_password_as_the_rfc_does),
		cmocka_unit_test(hides_passwords_of_every_length),
		cmocka_unit_test(signs_as_the_rfc_does),
		cmocka_unit_test(verifies_the_reply_of_the_rfc),
		cmocka_unit_test(tells_where_the_signature_stands),
		cmocka_unit_test(refuses_any_changed_bit),
		cmocka_unit_test(refuses_replies_that_are_not_ours),
		cmocka_unit_test(
		    a_wrong_signature_outweighs_a_right_authenticator),
		cmocka_unit_test(refuses_malformed_attributes),
		cmocka_unit_test(bytes_beyond_the_length_are_padding),
		cmocka_unit_test(what_does_not_fit_is_never_sent),
		cmocka_unit_test(prints_attributes_for_people),
	};

	if (!crypto_init())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
