/* Requests: hidden passwords, signatures, limits. */

#include "radius_test.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hides_the_password_as_the_rfc_does),
		cmocka_unit_test(hides_passwords_of_every_length),
		cmocka_unit_test(signs_as_the_rfc_does),
		cmocka_unit_test(what_does_not_fit_is_never_sent),
	};

	if (!crypto_init())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
