/* Replies: what is taken from the network, and how it is shown. */

#include "radius_test.h"

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
		cmocka_unit_test(verifies_the_reply_of_the_rfc),
		cmocka_unit_test(tells_where_the_signature_stands),
		cmocka_unit_test(refuses_any_changed_bit),
		cmocka_unit_test(refuses_replies_that_are_not_ours),
		cmocka_unit_test(
		    a_wrong_signature_outweighs_a_right_authenticator),
		cmocka_unit_test(refuses_malformed_attributes),
		cmocka_unit_test(bytes_beyond_the_length_are_padding),
		cmocka_unit_test(prints_attributes_for_people),
	};

	if (!crypto_init())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
