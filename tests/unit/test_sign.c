/* Signing: forms, the challenge that fields make, one try. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/ocra.h"
#include "core/sign.h"
#include "util/crypto.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define NOW      1000000
#define SUITE    "OCRA-1:HOTP-SHA1-6:QN12"

static const uint8_t key[KEY_SIZE] = { 1, 2, 3 };
static const struct round id = { 7, 1000, 5, 0, 0 };
static const struct otp_windows windows = { .hotp_ahead = 5 };
static const struct limits limits = { .soft = 10,
	.soft_seconds = 30,
	.soft_max = 3600,
	.device = 50,
	.month = 100,
	.year = 300 };

static void
a_rule_has_four_parts(void **state)
{
	static const struct {
		const char *text;
		bool good;
		const char *form, *field, *pattern;
		unsigned keyed;
	} rows[] = {
		{ "payment amount 4 [0-9]{1,7}", true, "payment", "amount",
		    "[0-9]{1,7}", 4 },
		{ "a b_1-2 0  with spaces", true, "a", "b_1-2", " with spaces",
		    0 },
		{ "a b 16 x", true, "a", "b", "x", 16 },
		{ "a b 17 x", false, "", "", "", 0 },
		{ "a b 161 x", false, "", "", "", 0 },
		{ "a b  x", false, "", "", "", 0 },
		{ "a b x y", false, "", "", "", 0 },
		{ "a b 4 ", false, "", "", "", 0 },
		{ "a b 4", false, "", "", "", 0 },
		{ "a b", false, "", "", "", 0 },
		{ "a=c b 4 x", false, "", "", "", 0 },
		{ " b 4 x", false, "", "", "", 0 },
		{ "", false, "", "", "", 0 },
		{ "a a23456789012345678901234567890123 4 x", false, "", "", "",
		    0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sign_rule r;

		print_message("%s\n", rows[i].text);
		assert_int_equal(
		    sign_rule_read(rows[i].text, &r) == MF_OK, rows[i].good);
		if (!rows[i].good)
			continue;
		assert_string_equal(r.form, rows[i].form);
		assert_string_equal(r.field, rows[i].field);
		assert_string_equal(r.pattern, rows[i].pattern);
		assert_int_equal(r.keyed, rows[i].keyed);
	}
}

static enum mf_err
challenge(const char *suite, const struct sign_field *f, size_t n,
    char out[CHALLENGE_SIZE])
{
	struct suite s;

	assert_int_equal(suite_read(suite, &s), MF_OK);
	return sign_challenge(key, &id, &s, f, n, out);
}

static void
fields_are_keyed_in_as_they_stand(void **state)
{
	static const struct {
		const char *suite;
		struct sign_field fields[2];
		const char *begins; /* NULL: there is no room */
		size_t length;
	} rows[] = {
		{ SUITE, { { "a", "LV80 0043 5195", 4 }, { "b", "12.50", 4 } },
		    "51951250", 12 },
		{ SUITE, { { "a", "7", 4 }, { "b", "none", 4 } }, "00070000",
		    12 },
		{ SUITE, { { "a", "7", 0 }, { "b", "8", 0 } }, "", 12 },
		{ SUITE, { { "a", "7", 4 }, { "b", "8", 5 } }, NULL, 0 },
		{ "OCRA-1:HOTP-SHA1-6:C-QN08",
		    { { "a", "1234", 4 }, { "b", "5678", 4 } }, NULL, 0 },
		{ "OCRA-1:HOTP-SHA1-6:C-QN12",
		    { { "a", "1234", 4 }, { "b", "5678", 4 } }, "12345678",
		    12 },
		{ "OCRA-1:HOTP-SHA1-6:QA10",
		    { { "a", "lv-80", 4 }, { "b", "x", 2 } }, "LV800X", 10 },
		{ "OCRA-1:HOTP-SHA1-6:QH40",
		    { { "a", "xyzbeef", 4 }, { "b", "1", 1 } }, "BEEF1", 40 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char out[CHALLENGE_SIZE];
		enum mf_err e =
		    challenge(rows[i].suite, rows[i].fields, 2, out);

		if (rows[i].begins == NULL) {
			assert_int_equal(e, MF_EFULL);
			continue;
		}
		assert_int_equal(e, MF_OK);
		assert_int_equal(strlen(out), rows[i].length);
		assert_memory_equal(
		    out, rows[i].begins, strlen(rows[i].begins));
	}
}

static void
the_rest_comes_of_all_the_fields(void **state)
{
	const struct sign_field one[] = { { "a", "1234567", 4 },
		{ "text", "rent", 0 } };
	struct sign_field other[][2] = {
		{ { "a", "0234567", 4 }, { "text", "rent", 0 } },
		{ { "a", "1234567", 4 }, { "text", "Rent", 0 } },
		{ { "b", "1234567", 4 }, { "text", "rent", 0 } },
		{ { "a", "1234567", 4 }, { "text", "rent ", 0 } },
	};
	struct round ids[] = { id, id, id };
	char first[CHALLENGE_SIZE], out[CHALLENGE_SIZE];
	struct suite s;

	(void)state;
	assert_int_equal(challenge(SUITE, one, 2, first), MF_OK);
	for (size_t i = 0; i < COUNT(other); i++) {
		assert_int_equal(challenge(SUITE, other[i], 2, out), MF_OK);
		assert_memory_equal(out, first, 4);
		assert_string_not_equal(out, first);
	}
	ids[0].generation++;
	ids[1].dialogue++;
	ids[2].device++;
	assert_int_equal(suite_read(SUITE, &s), MF_OK);
	for (size_t i = 0; i < COUNT(ids); i++) {
		assert_int_equal(
		    sign_challenge(key, &ids[i], &s, one, 2, out), MF_OK);
		assert_string_not_equal(out, first);
	}
}

static struct device
token(void)
{
	struct device d = { .id = 5,
		.ops = &factor_ocra,
		.state = DEVICE_ACTIVE,
		.suite = SUITE,
		.digits = 6,
		.challenge = "123456789012",
		.secret = "12345678901234567890",
		.secretlen = 20 };

	return d;
}

static void
one_try(const struct device *d, const struct guess_facts *g, const char *code,
    struct sign_out *out)
{
	const struct sign_in in = { .now = NOW,
		.limits = &limits,
		.windows = &windows,
		.guesses = g,
		.device = d,
		.code = slice_str(code) };

	assert_int_equal(sign_step(&in, out), MF_OK);
}

static void
right(const struct device *d, char code[OCRA_CODE])
{
	const struct ocra_input in = { .question = slice_str(d->challenge) };
	struct suite s;

	assert_int_equal(suite_read(d->suite, &s), MF_OK);
	assert_int_equal(
	    ocra_value(d->suite, &s, (struct slice){ d->secret, d->secretlen },
		&in, code),
	    MF_OK);
}

static void
a_try_is_judged_as_at_logins(void **state)
{
	struct guess_facts none = { 0 }, nine = { .in_row = 9 };
	struct guess_facts locked = { .locked_until = NOW + 1 };
	struct device d = token();
	char code[OCRA_CODE];
	struct sign_out out;

	(void)state;
	right(&d, code);
	one_try(&d, &none, code, &out);
	assert_true(out.right && out.counted);
	assert_int_equal(out.nfx, 2);
	assert_int_equal(out.fx[0].kind, FX_ADVANCE);
	assert_int_equal(out.fx[1].kind, FX_CLEAR);

	one_try(&d, &nine, "000000", &out);
	assert_true(!out.right && out.counted);
	assert_int_equal(out.reason, REASON_WRONG_CODE);
	assert_int_equal(out.nfx, 1);
	assert_int_equal(out.fx[0].kind, FX_BLAME);
	assert_int_equal(out.fx[0].locked_until, NOW + 30);

	one_try(&d, &locked, code, &out);
	assert_true(!out.right && !out.counted);
	assert_int_equal(out.reason, REASON_LOCKED_SOFT);
	assert_int_equal(out.nfx, 0);

	d.failures = 49;
	one_try(&d, &none, "000000", &out);
	assert_int_equal(out.nfx, 2);
	assert_int_equal(out.fx[1].kind, FX_REBIND);
	d.failures = 50;
	one_try(&d, &none, code, &out);
	assert_int_equal(out.reason, REASON_LOCKED_DEVICE);
	d = token();
	d.state = DEVICE_SUSPENDED;
	one_try(&d, &none, code, &out);
	assert_true(!out.right && !out.counted);
	assert_int_equal(out.reason, REASON_NO_DEVICE);
}

static void
a_value_is_not_taken_for_more_than_one(void **state)
{
	static const char *const rows[][2] = {
		{ "LV8000004351950015", "LV8000004351950015" },
		{ "rent of March", "rent of March" },
		{ "1.000,00", "\"1.000,00\"" },
		{ "rent, amount 12.50", "\"rent, amount 12.50\"" },
		{ "rent\", amount \"12.50", "\"rent\\\", amount \\\"12.50\"" },
		{ "a\\", "\"a\\\\\"" },
	};
	char buf[64];
	struct text t;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		text_init(&t, buf, sizeof(buf));
		sign_put_value(&t, slice_str(rows[i][0]));
		assert_string_equal(buf, rows[i][1]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_has_four_parts),
		cmocka_unit_test(fields_are_keyed_in_as_they_stand),
		cmocka_unit_test(the_rest_comes_of_all_the_fields),
		cmocka_unit_test(a_try_is_judged_as_at_logins),
		cmocka_unit_test(a_value_is_not_taken_for_more_than_one),
	};

	return crypto_init() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
