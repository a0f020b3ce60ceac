/* Challenge-response tokens: what they are asked, windows, PINs, prompts. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ocra_test.h"

static void
pin(struct device *d, const char *digits)
{
	const struct slice part = slice_str(digits);

	assert_int_equal(digest(HASH_SHA1, &part, 1, d->pin), MF_OK);
	d->pinlen = 20;
}

static struct factor_result
check(const struct device *d, const char *code, unsigned budget)
{
	struct factor_result r;

	assert_int_equal(
	    d->ops->check(d, &windows, slice_str(code), NOW, budget, &r),
	    MF_OK);
	assert_true(r.cost <= budget);
	return r;
}

static void
each_round_asks_something_else(void **state)
{
	struct device d = token("OCRA-1:HOTP-SHA1-6:QN08");
	struct round others[] = { first, first, first, first };
	uint8_t key2[KEY_SIZE] = { 1, 2, 4 };
	char out[CHALLENGE_SIZE];

	(void)state;
	assert_int_equal(strspn(d.challenge, "0123456789"), 8);
	assert_int_equal(strlen(d.challenge), 8);
	assert_int_equal(d.ops->challenge(&d, key, &first, out), MF_OK);
	assert_string_equal(out, d.challenge);
	others[0].generation++;
	others[1].dialogue++;
	others[2].device++;
	others[3].round++;
	for (size_t i = 0; i < COUNT(others); i++) {
		assert_int_equal(
		    d.ops->challenge(&d, key, &others[i], out), MF_OK);
		assert_string_not_equal(out, d.challenge);
	}
	assert_int_equal(d.ops->challenge(&d, key2, &first, out), MF_OK);
	assert_string_not_equal(out, d.challenge);
}

static void
a_challenge_has_the_suites_form(void **state)
{
	static const struct {
		const char *suite, *letters;
		size_t n;
	} rows[] = {
		{ "OCRA-1:HOTP-SHA1-6:QN04", "0123456789", 4 },
		{ "OCRA-1:HOTP-SHA1-6:QN64", "0123456789", 64 },
		{ "OCRA-1:HOTP-SHA1-6:QH40", "0123456789ABCDEF", 40 },
		{ "OCRA-1:HOTP-SHA1-6:QA10", "23456789CDFHJKMNPQRTVWX", 10 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct device d = token(rows[i].suite);

		assert_int_equal(strlen(d.challenge), rows[i].n);
		assert_int_equal(
		    strspn(d.challenge, rows[i].letters), rows[i].n);
	}
}

static void
the_answer_to_the_challenge_is_right_and_counted(void **state)
{
	struct device d = token("OCRA-1:HOTP-SHA1-6:QN08");
	struct factor_result r;

	(void)state;
	d.counter = 41;
	r = check(&d, shown(&d, 0, NOW), GUESS_PROMPTED);
	assert_int_equal(r.match, MATCH_YES);
	assert_int_equal(r.counter, 42);
	assert_int_equal(r.cost, 1000);
	assert_int_equal(check(&d, "000000", GUESS_PROMPTED).match, MATCH_NO);
	assert_int_equal(check(&d, shown(&d, 0, NOW), 999).match, MATCH_NO);
	d.asked_before = true;
	r = check(&d, shown(&d, 0, NOW), GUESS_PROMPTED);
	assert_int_equal(r.match, MATCH_USED);
}

static void
what_does_not_count_repeats_itself(void **state)
{
	static const struct {
		const char *suite;
		int64_t least, most;
	} rows[] = {
		{ "OCRA-1:HOTP-SHA1-6:C-QN08", 0, 0 },
		{ "OCRA-1:HOTP-SHA1-6:C-QN08-T1M", 0, 0 },
		{ "OCRA-1:HOTP-SHA1-6:QN08", INT64_MAX, INT64_MAX },
		/* longer than any window of it, which desk_totp is beyond */
		{ "OCRA-1:HOTP-SHA1-6:QN08-T1M", 20 * 60, 86400 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct device d = token(rows[i].suite);
		int64_t repeats = d.ops->repeats(&d);

		assert_true(repeats >= rows[i].least);
		assert_true(repeats <= rows[i].most);
	}
}

static void
without_a_challenge_nothing_is_right(void **state)
{
	struct device d = token("OCRA-1:HOTP-SHA1-6:QN08");
	char code[OCRA_CODE];

	(void)state;
	strcpy(code, shown(&d, 0, NOW));
	d.challenge[0] = '\0';
	assert_int_equal(check(&d, code, GUESS_PROMPTED).match, MATCH_NO);
	strcpy(d.challenge, "1234x678");
	assert_int_equal(check(&d, code, GUESS_PROMPTED).match, MATCH_NO);
}

static void
a_counter_may_be_ahead(void **state)
{
	static const struct {
		const char *suite;
		uint64_t at;
		bool right;
	} rows[] = {
		{ "OCRA-1:HOTP-SHA1-6:C-QN08", 9, false },
		{ "OCRA-1:HOTP-SHA1-6:C-QN08", 10, true },
		{ "OCRA-1:HOTP-SHA1-6:C-QN08", 15, true },
		{ "OCRA-1:HOTP-SHA1-6:C-QN08", 16, false },
		{ "OCRA-1:HOTP-SHA1-6:C-QN08-T1M", 11, true },
		{ "OCRA-1:HOTP-SHA1-6:C-QN08-T1M", 12, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct device d = token(rows[i].suite);
		struct factor_result r;

		d.counter = 10;
		r = check(&d, shown(&d, rows[i].at, NOW), GUESS_PROMPTED);
		assert_int_equal(r.match, rows[i].right ? MATCH_YES : MATCH_NO);
		if (rows[i].right)
			assert_int_equal(r.counter, rows[i].at + 1);
	}
}

static void
a_clock_may_be_off_and_its_drift_is_learned(void **state)
{
	struct device d = token("OCRA-1:HOTP-SHA1-6:QN08-T1M");
	struct factor_result r;

	(void)state;
	for (int off = -3; off <= 3; off++) {
		r = check(&d, shown(&d, 0, NOW + off * 60), GUESS_PROMPTED);
		assert_int_equal(
		    r.match, off >= -2 && off <= 2 ? MATCH_YES : MATCH_NO);
		if (r.match == MATCH_YES)
			assert_int_equal(r.drift, off);
	}
	d.drift = 5;
	r = check(&d, shown(&d, 0, NOW + 7 * 60), GUESS_PROMPTED);
	assert_int_equal(r.match, MATCH_YES);
	assert_int_equal(r.drift, 7);
}

static void
the_pin_goes_into_the_answer(void **state)
{
	struct device d = token("OCRA-1:HOTP-SHA1-6:QN08-PSHA1");
	char code[OCRA_CODE];

	(void)state;
	assert_false(d.ops->fits_prompt(&d));
	assert_int_equal(check(&d, "123456", GUESS_PROMPTED).match, MATCH_NO);
	pin(&d, "1234");
	assert_true(d.ops->fits_prompt(&d));
	strcpy(code, shown(&d, 0, NOW));
	assert_int_equal(check(&d, code, GUESS_PROMPTED).match, MATCH_YES);
	pin(&d, "1235");
	assert_int_equal(check(&d, code, GUESS_PROMPTED).match, MATCH_NO);
}

static void
what_a_prompt_can_show_and_take(void **state)
{
	static const struct {
		const char *suite;
		bool fits;
	} rows[] = {
		{ "OCRA-1:HOTP-SHA1-6:QN08", true },
		{ "OCRA-1:HOTP-SHA512-10:C-QA16-T1M", true },
		{ "OCRA-1:HOTP-SHA1-6:QN17", false },
		{ "OCRA-1:HOTP-SHA1-6:QH64", false },
		{ "OCRA-1:HOTP-SHA1-6:QN08-S064", false },
		{ "OCRA-1:HOTP-SHA1-6:QN04", true },
		{ "OCRA-1:HOTP-SHA1-5:QN08", false },
		{ "OCRA-1:HOTP-SHA1-0:QN08", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct device d = token(rows[i].suite);

		assert_int_equal(d.ops->fits_prompt(&d), rows[i].fits);
	}
}

/* Rule 7: four digits never, five only where nothing else is compared. */
static void
short_answers_cost_what_they_are_worth(void **state)
{
	static const struct {
		const char *suite;
		unsigned budget;
		enum match match;
		unsigned cost;
	} rows[] = {
		{ "OCRA-1:HOTP-SHA1-4:QN08", GUESS_BUDGET, MATCH_NO, 0 },
		{ "OCRA-1:HOTP-SHA1-5:QN08", GUESS_PROMPTED, MATCH_NO, 0 },
		{ "OCRA-1:HOTP-SHA1-5:QN08", GUESS_BUDGET, MATCH_YES, 10000 },
		{ "OCRA-1:HOTP-SHA1-8:C-QN08", GUESS_PROMPTED, MATCH_YES, 60 },
		{ "OCRA-1:HOTP-SHA1-0:QN08", GUESS_PROMPTED, MATCH_YES, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct device d = token(rows[i].suite);
		struct factor_result r =
		    check(&d, shown(&d, 0, NOW), rows[i].budget);

		assert_int_equal(r.match, rows[i].match);
		assert_int_equal(r.cost, rows[i].cost);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_round_asks_something_else),
		cmocka_unit_test(a_challenge_has_the_suites_form),
		cmocka_unit_test(
		    the_answer_to_the_challenge_is_right_and_counted),
		cmocka_unit_test(without_a_challenge_nothing_is_right),
		cmocka_unit_test(a_counter_may_be_ahead),
		cmocka_unit_test(a_clock_may_be_off_and_its_drift_is_learned),
		cmocka_unit_test(the_pin_goes_into_the_answer),
		cmocka_unit_test(what_does_not_count_repeats_itself),
		cmocka_unit_test(what_a_prompt_can_show_and_take),
		cmocka_unit_test(short_answers_cost_what_they_are_worth),
	};

	return crypto_init() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
