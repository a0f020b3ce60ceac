/* Eight characters for a number: easy to say, impossible to guess along. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/reference.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define SAMPLE   1000000

static const uint8_t key[KEY_SIZE] = "a key of thirty-two bytes, fixed";

/*
 * They may never change: old references stand in old letters.  Computed apart,
 * with another implementation of BLAKE2b.
 */
static const struct {
	uint64_t number;
	const char *text;
} golden[] = {
	{ 0, "DTKQ-V2M5" },
	{ 1, "G7CT-8ZCT" },
	{ 2, "DF7X-XG6V" },
	{ 1000000, "JY27-3EYT" },
	{ REFERENCE_COUNT - 1, "N9CR-4YMJ" },
};

static void
stays_the_same_for_ever(void **state)
{
	char out[REFERENCE_SIZE];
	uint64_t number;

	(void)state;
	for (size_t i = 0; i < COUNT(golden); i++) {
		assert_int_equal(
		    reference_format(key, golden[i].number, out), MF_OK);
		assert_string_equal(out, golden[i].text);
		assert_int_equal(
		    reference_parse(key, slice_str(out), &number), MF_OK);
		assert_true(number == golden[i].number);
	}
}

static int
by_value(const void *a, const void *b)
{
	return memcmp(a, b, REFERENCE_SIZE);
}

static void
a_million_in_a_row_do_not_collide(void **state)
{
	char(*all)[REFERENCE_SIZE] = malloc(SAMPLE * REFERENCE_SIZE);

	(void)state;
	assert_non_null(all);
	for (uint64_t i = 0; i < SAMPLE; i++)
		assert_int_equal(reference_format(key, i, all[i]), MF_OK);
	qsort(all, SAMPLE, REFERENCE_SIZE, by_value);
	for (size_t i = 1; i < SAMPLE; i++)
		assert_true(by_value(all[i - 1], all[i]) < 0);
	free(all);
}

static void
every_number_comes_back(void **state)
{
	char out[REFERENCE_SIZE];
	uint64_t number;

	(void)state;
	/* a prime step: all over the range */
	for (uint64_t i = 0; i < REFERENCE_COUNT; i += 32805011) {
		assert_int_equal(reference_format(key, i, out), MF_OK);
		assert_int_equal(
		    reference_parse(key, slice_str(out), &number), MF_OK);
		assert_true(number == i);
		assert_int_equal(strspn(out, "23456789ABCDEFGHJKMNPQRSTVWXYZ-"),
		    REFERENCE_SIZE - 1);
		assert_true(out[4] == '-');
	}
}

static void
neighbours_look_nothing_alike(void **state)
{
	char a[REFERENCE_SIZE], b[REFERENCE_SIZE];
	unsigned equal = 0;

	(void)state;
	for (uint64_t i = 0; i < 3000; i++) {
		assert_int_equal(reference_format(key, i, a), MF_OK);
		assert_int_equal(reference_format(key, i + 1, b), MF_OK);
		for (size_t j = 0; j < REFERENCE_SIZE - 1; j++)
			equal += a[j] == b[j] && a[j] != '-';
	}
	/* 24,000 pairs of characters, of which one in thirty is equal */
	assert_in_range(equal, 600, 1000);
}

static void
another_key_is_another_order(void **state)
{
	static const uint8_t other[KEY_SIZE] = { 1 };
	char a[REFERENCE_SIZE], b[REFERENCE_SIZE];

	(void)state;
	assert_int_equal(reference_format(key, 7, a), MF_OK);
	assert_int_equal(reference_format(other, 7, b), MF_OK);
	assert_string_not_equal(a, b);
}

static const struct {
	const char *said, *meant; /* NULL: not a reference */
} typed[] = {
	{ "7F3K-2M9Q", "7F3K-2M9Q" },
	{ "7f3k2m9q", "7F3K-2M9Q" },
	{ " 7F3K 2M9Q ", "7F3K-2M9Q" },
	{ "7-F-3-K-2-M-9-Q", "7F3K-2M9Q" },
	{ "\uff17f3k\u20132m9q", "7F3K-2M9Q" },
	{ "UUUU-uuuu", "VVVV-VVVV" },
	{ "", NULL },
	{ "7F3K-2M9", NULL },
	{ "7F3K-2M9QQ", NULL },
	{ "7F3K-2M9O", NULL },
	{ "7F3K-2M90", NULL },
	{ "7F3K-2M91", NULL },
	{ "7F3K-2M9I", NULL },
	{ "7F3K-2M9L", NULL },
	{ "7F3K.2M9Q", NULL },
	{ "7F3K-2M9Q\n", NULL },
	{ "7F3K-2M9\u0426", NULL },
	{ "                         7F3K-2M9Q", NULL },
};

static void
read_as_it_is_said(void **state)
{
	uint64_t said, meant;

	(void)state;
	for (size_t i = 0; i < COUNT(typed); i++) {
		enum mf_err e =
		    reference_parse(key, slice_str(typed[i].said), &said);

		assert_int_equal(e, typed[i].meant == NULL ? MF_EINVAL : MF_OK);
		if (typed[i].meant == NULL)
			continue;
		assert_int_equal(
		    reference_parse(key, slice_str(typed[i].meant), &meant),
		    MF_OK);
		assert_true(said == meant);
	}
}

static void
there_is_an_end(void **state)
{
	char out[REFERENCE_SIZE];

	(void)state;
	assert_int_equal(reference_format(key, REFERENCE_COUNT, out), MF_EFULL);
	assert_string_equal(out, "");
	assert_int_equal(reference_format(key, UINT64_MAX, out), MF_EFULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stays_the_same_for_ever),
		cmocka_unit_test(a_million_in_a_row_do_not_collide),
		cmocka_unit_test(every_number_comes_back),
		cmocka_unit_test(neighbours_look_nothing_alike),
		cmocka_unit_test(another_key_is_another_order),
		cmocka_unit_test(read_as_it_is_said),
		cmocka_unit_test(there_is_an_end),
	};

	if (!crypto_init())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
