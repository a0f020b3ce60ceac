/* Two answers in a row find a challenge-response token again. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ocra_test.h"

static struct factor_result
resync(
    const struct device *d, bool helpdesk, const char *code, const char *next)
{
	struct factor_result r;

	assert_int_equal(d->ops->resync(d, &windows, helpdesk, slice_str(code),
			     slice_str(next), NOW, &r),
	    MF_OK);
	return r;
}

static const struct {
	const char *suite;
	uint64_t at, next_at; /* counters */
	int off, next_off;    /* steps */
	bool desk, right;
} rows[] = {
	{ "OCRA-1:HOTP-SHA1-6:C-QN08", 10, 11, 0, 0, false, true },
	{ "OCRA-1:HOTP-SHA1-6:C-QN08", 110, 111, 0, 0, false, true },
	{ "OCRA-1:HOTP-SHA1-6:C-QN08", 111, 112, 0, 0, false, false },
	{ "OCRA-1:HOTP-SHA1-6:C-QN08", 111, 112, 0, 0, true, true },
	{ "OCRA-1:HOTP-SHA1-6:C-QN08", 1010, 1011, 0, 0, true, true },
	{ "OCRA-1:HOTP-SHA1-6:C-QN08", 1011, 1012, 0, 0, true, false },
	/* used, in the wrong order, twice the same, with a gap */
	{ "OCRA-1:HOTP-SHA1-6:C-QN08", 9, 10, 0, 0, false, false },
	{ "OCRA-1:HOTP-SHA1-6:C-QN08", 21, 20, 0, 0, false, false },
	{ "OCRA-1:HOTP-SHA1-6:C-QN08", 20, 20, 0, 0, false, false },
	{ "OCRA-1:HOTP-SHA1-6:C-QN08", 20, 22, 0, 0, false, false },
	{ "OCRA-1:HOTP-SHA1-6:QN08-T1M", 0, 0, 20, 21, false, true },
	{ "OCRA-1:HOTP-SHA1-6:QN08-T1M", 0, 0, -20, -19, false, true },
	{ "OCRA-1:HOTP-SHA1-6:QN08-T1M", 0, 0, 21, 22, false, false },
	{ "OCRA-1:HOTP-SHA1-6:QN08-T1M", 0, 0, 2880, 2881, true, true },
	{ "OCRA-1:HOTP-SHA1-6:QN08-T1M", 0, 0, 2881, 2882, true, false },
	{ "OCRA-1:HOTP-SHA1-6:QN08-T1M", 0, 0, 9, 9, true, false },
	{ "OCRA-1:HOTP-SHA1-6:QN08-T1M", 0, 0, 9, 8, true, false },
	{ "OCRA-1:HOTP-SHA1-6:QN08-T1M", 0, 0, 9, 11, true, false },
	/* both: a second answer within the step, or a little later */
	{ "OCRA-1:HOTP-SHA1-6:C-QN08-T1M", 30, 31, 3, 3, false, true },
	{ "OCRA-1:HOTP-SHA1-6:C-QN08-T1M", 30, 31, 3, 5, false, true },
	{ "OCRA-1:HOTP-SHA1-6:C-QN08-T1M", 30, 31, 3, 6, false, false },
	{ "OCRA-1:HOTP-SHA1-6:C-QN08-T1M", 30, 31, 3, 2, false, false },
	{ "OCRA-1:HOTP-SHA1-6:C-QN08-T1M", 30, 30, 3, 4, false, false },
	{ "OCRA-1:HOTP-SHA1-6:C-QN08-T1M", 110, 111, 0, 1, false, true },
	{ "OCRA-1:HOTP-SHA1-6:C-QN08-T1M", 14, 15, 20, 21, false, true },
	{ "OCRA-1:HOTP-SHA1-6:C-QN08-T1M", 90, 91, 20, 21, false, false },
	{ "OCRA-1:HOTP-SHA1-6:C-QN08-T1M", 90, 91, -9, -8, true, true },
	{ "OCRA-1:HOTP-SHA1-6:C-QN08-T1M", 14, 15, 2880, 2880, true, true },
	/* a suite that neither counts nor has a clock */
	{ "OCRA-1:HOTP-SHA1-6:QN08", 10, 11, 0, 0, true, false },
};

/* Two answers in a row to one challenge say where the token is. */
static void
two_answers_find_it_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct device d = token(rows[i].suite);
		struct factor_result r;
		char code[OCRA_CODE], next[OCRA_CODE];

		print_message("%zu %s\n", i, rows[i].suite);
		d.counter = 10;
		strcpy(code, shown(&d, rows[i].at, NOW + rows[i].off * 60));
		strcpy(next,
		    shown(&d, rows[i].next_at, NOW + rows[i].next_off * 60));
		r = resync(&d, rows[i].desk, code, next);
		assert_int_equal(r.match, rows[i].right ? MATCH_YES : MATCH_NO);
		if (r.match != MATCH_YES)
			continue;
		/* both are spent, and the clock is followed from the second */
		assert_int_equal(
		    r.counter, rows[i].next_at == 0 ? 12 : rows[i].next_at + 1);
		assert_int_equal(r.drift, rows[i].next_off);
		assert_int_equal(r.anchor, rows[i].next_off);
	}
}

static void
only_what_moves_is_resynchronised(void **state)
{
	struct device d = token("OCRA-1:HOTP-SHA1-6:QN08");

	(void)state;
	assert_false(device_resyncs(&d));
	d = token("OCRA-1:HOTP-SHA1-6:C-QN08");
	assert_true(device_resyncs(&d));
	d = token("OCRA-1:HOTP-SHA1-6:QN08-T1M");
	assert_true(device_resyncs(&d));
}

/* Of four digits two codes are as good as one of eight: 1e-5 is kept. */
static void
short_answers_reach_less_far(void **state)
{
	struct device d = token("OCRA-1:HOTP-SHA1-4:C-QN08");
	char code[OCRA_CODE], next[OCRA_CODE];

	(void)state;
	strcpy(code, shown(&d, 999, NOW));
	strcpy(next, shown(&d, 1000, NOW));
	assert_int_equal(resync(&d, true, code, next).match, MATCH_YES);
	strcpy(code, shown(&d, 1000, NOW));
	strcpy(next, shown(&d, 1001, NOW));
	assert_int_equal(resync(&d, true, code, next).match, MATCH_NO);
}

static void
two_answers_to_nothing_are_none(void **state)
{
	struct device d = token("OCRA-1:HOTP-SHA1-6:C-QN08");
	char code[OCRA_CODE], next[OCRA_CODE];

	(void)state;
	strcpy(code, shown(&d, 3, NOW));
	strcpy(next, shown(&d, 4, NOW));
	assert_int_equal(resync(&d, false, code, "12345").match, MATCH_NO);
	d.challenge[0] = '\0';
	assert_int_equal(resync(&d, false, code, next).match, MATCH_NO);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_answers_find_it_again),
		cmocka_unit_test(only_what_moves_is_resynchronised),
		cmocka_unit_test(short_answers_reach_less_far),
		cmocka_unit_test(two_answers_to_nothing_are_none),
	};

	return crypto_init() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
