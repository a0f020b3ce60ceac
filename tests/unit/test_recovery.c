/* Recovery codes: their form, what is kept of them, and each good once. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/factor.h"
#include "core/recovery.h"

static const struct {
	uint8_t random[RECOVERY_RANDOM];
	const char *code; /* NULL: not of the form */
} draws[] = {
	{ { 0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf },
	    "0123456789ABCDEF" },
	{ { 0x84, 0x65, 0x3a, 0x56, 0xd7, 0xc6, 0x75, 0xbe, 0x77, 0xdf },
	    "GHJKMNPQRSTVWXYZ" },
	{ { 0 }, NULL },
	{ { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
	    NULL },
	/* ...A345678: six digits end a serial's code */
	{ { 0xff, 0xff, 0xff, 0xff, 0xff, 0xfa, 0x86, 0x42, 0x98, 0xe8 },
	    NULL },
};

static void
they_have_a_form(void **state)
{
	char code[RECOVERY_SIZE];

	(void)state;
	assert_true(recovery_make(draws[0].random, code));
	assert_string_equal(code, draws[0].code);
	assert_false(recovery_make(draws[1].random, code)); /* no digit */
	assert_string_equal(code, draws[1].code);
	for (size_t i = 2; i < sizeof(draws) / sizeof(draws[0]); i++)
		assert_false(recovery_make(draws[i].random, code));
}

static void
look_alikes_are_read_as_one(void **state)
{
	static const struct {
		const char *typed, *code;
	} rows[] = {
		{ "2AB4CD6EFG8HJKMN", "2AB4CD6EFG8HJKMN" },
		{ "OIL4CD6EFG8HJKMN", "0114CD6EFG8HJKMN" },
		{ "2ab4cd6efg8hjkmn", "2AB4CD6EFG8HJKMN" },
		{ "UAB4CD6EFG8HJKMN", NULL },
		{ "2AB4CD6EFG8HJKM", NULL },
		{ "2AB4CD6EFG8HJKMN2", NULL },
		{ "2AB4-CD6E-FG8H-J", NULL },
	};
	char code[RECOVERY_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool is = recovery_read(slice_str(rows[i].typed), code);

		assert_int_equal(is, rows[i].code != NULL);
		if (is)
			assert_string_equal(code, rows[i].code);
	}
}

static void
they_are_shown_in_groups(void **state)
{
	char shown[RECOVERY_SHOWN];

	(void)state;
	recovery_show("2AB4CD6EFG8HJKMN", shown);
	assert_string_equal(shown, "2AB4-CD6E-FG8H-JKMN");
}

static const char *const codes[RECOVERY_CODES] = { "2AB4CD6EFG8HJKM0",
	"2AB4CD6EFG8HJKM1", "2AB4CD6EFG8HJKM2", "2AB4CD6EFG8HJKM3",
	"2AB4CD6EFG8HJKM4", "2AB4CD6EFG8HJKM5", "2AB4CD6EFG8HJKM6",
	"2AB4CD6EFG8HJKM7", "2AB4CD6EFG8HJKM8", "2AB4CD6EFG8HJKM9" };

static struct device
list(uint64_t counter)
{
	struct device d = { .ops = &factor_recovery,
		.counter = counter,
		.secretlen = RECOVERY_SECRET };

	memcpy(d.secret, "sixteen of salt!", RECOVERY_SALT);
	for (unsigned i = 0; i < RECOVERY_CODES; i++)
		recovery_hash(d.secret, codes[i],
		    d.secret + RECOVERY_SALT + i * RECOVERY_HASH);
	return d;
}

static struct factor_result
check(const struct device *d, const char *code)
{
	const struct otp_windows none = { 0 };
	struct factor_result r;

	assert_int_equal(
	    d->ops->check(d, &none, slice_str(code), 0, 0, &r), MF_OK);
	return r;
}

static void
each_opens_once_in_any_order(void **state)
{
	static const unsigned order[] = { 3, 9, 0, 1, 8, 2, 7, 4, 6, 5 };
	struct device d = list(0);

	(void)state;
	for (unsigned i = 0; i < RECOVERY_CODES; i++) {
		struct factor_result r = check(&d, codes[order[i]]);

		assert_int_equal(recovery_left(d.counter), 10 - i);
		assert_false(factor_is_spent(d.ops, d.counter));
		assert_int_equal(r.match, MATCH_YES);
		assert_int_equal(r.cost, 0);
		assert_true(r.counter > d.counter);
		assert_int_equal(device_value(&d, r.counter), order[i]);
		d.counter = r.counter;
		r = check(&d, codes[order[i]]);
		assert_int_equal(r.match, MATCH_USED);
		assert_int_equal(r.counter, order[i]);
	}
	assert_true(factor_is_spent(d.ops, d.counter));
	assert_int_equal(recovery_left(d.counter), 0);
}

static void
others_open_nothing(void **state)
{
	struct device d = list(0);

	(void)state;
	assert_int_equal(check(&d, "3AB4CD6EFG8HJKM0").match, MATCH_NO);
	assert_int_equal(check(&d, "2AB4CD6EFG8HJKM").match, MATCH_NO);
	assert_int_equal(check(&d, "").match, MATCH_NO);
	assert_int_equal(check(&d, "2ab4cd6efg8hjkmo").match, MATCH_YES);
	d.secretlen--; /* a list of another form is none */
	assert_int_equal(check(&d, codes[0]).match, MATCH_NO);
}

static void
no_code_is_kept(void **state)
{
	struct device d = list(0);

	(void)state;
	for (unsigned i = 0; i < RECOVERY_CODES; i++)
		assert_null(
		    memmem(d.secret, sizeof(d.secret), codes[i] + 8, 8));
	assert_true(RECOVERY_SECRET <= SECRET_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(they_have_a_form),
		cmocka_unit_test(look_alikes_are_read_as_one),
		cmocka_unit_test(they_are_shown_in_groups),
		cmocka_unit_test(each_opens_once_in_any_order),
		cmocka_unit_test(others_open_nothing),
		cmocka_unit_test(no_code_is_kept),
	};

	return crypto_init() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
