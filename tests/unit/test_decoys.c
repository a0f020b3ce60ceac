/* Answers to decoys: remembered in the order of time, and within bounds. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "server/decoys.h"

static struct decoys *d;
static struct answer got;

static int
setup(void **state)
{
	(void)state;
	return (d = decoys_new()) == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	(void)state;
	decoys_free(&d);
	return 0;
}

static void
answered(uint64_t dialogue, unsigned round, const char *text)
{
	struct answer a = { .round = round, .at_ms = 1000 + round };

	memcpy(a.reply, "0123456789abcdef", REPLY_SIZE);
	a.n = strlen(text);
	memcpy(a.bytes, text, a.n);
	decoys_put(d, dialogue, &a);
}

static void
what_was_answered_is_found(void **state)
{
	(void)state;
	assert_int_equal(decoys_find(d, 7, &got), MF_ENOENT);
	answered(7, 1, "one");
	assert_int_equal(decoys_find(d, 7, &got), MF_OK);
	assert_int_equal(got.round, 1);
	assert_int_equal(got.at_ms, 1001);
	assert_memory_equal(got.reply, "0123456789abcdef", REPLY_SIZE);
	assert_int_equal(got.n, 3);
	assert_memory_equal(got.bytes, "one", 3);
	assert_int_equal(decoys_find(d, 8, &got), MF_ENOENT);
}

static void
a_later_round_takes_the_place_of_the_one_before(void **state)
{
	(void)state;
	answered(7, 1, "one");
	answered(8, 1, "other");
	answered(7, 2, "two");
	assert_int_equal(decoys_find(d, 7, &got), MF_OK);
	assert_int_equal(got.round, 2);
	assert_memory_equal(got.bytes, "two", 3);
	assert_int_equal(decoys_find(d, 8, &got), MF_OK);
}

/* Many at the same place of the index, as chance may have it. */
static void
no_newer_one_pushes_another_out_before_its_time(void **state)
{
	(void)state;
	answered(7, 1, "mine");
	for (uint64_t i = 1; i < DECOYS_MAX; i++)
		answered(7 + i * 64, 1, "flood");
	assert_int_equal(decoys_find(d, 7, &got), MF_OK);
	assert_memory_equal(got.bytes, "mine", 4);
	answered(1, 1, "one more");
	assert_int_equal(decoys_find(d, 7, &got), MF_ENOENT);
	assert_int_equal(decoys_find(d, 7 + 64, &got), MF_OK);
	assert_int_equal(decoys_find(d, 1, &got), MF_OK);
}

static void
one_dialogue_takes_no_more_room_than_its_answers(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 3 * DECOYS_MAX; i++)
		answered(7, 1 + i % 16, "again");
	answered(8, 1, "other");
	assert_int_equal(decoys_find(d, 7, &got), MF_OK);
	assert_int_equal(decoys_find(d, 8, &got), MF_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    what_was_answered_is_found, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_later_round_takes_the_place_of_the_one_before, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    no_newer_one_pushes_another_out_before_its_time, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    one_dialogue_takes_no_more_room_than_its_answers, setup,
		    teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
