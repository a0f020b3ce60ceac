/* Wrong passwords: how many are heard, from whom, and for how long not. */

#include "guard_test.h"

#define HOURS 3600

static int
setup(void **state)
{
	(void)state;
	return (g = guard_new(&limits, NULL)) == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	(void)state;
	guard_free(&g);
	return 0;
}

static void
source_of(unsigned i, uint8_t out[SOURCE_SIZE])
{
	memset(out, 0, SOURCE_SIZE);
	snprintf((char *)out, SOURCE_SIZE, "station %u", i);
}

static void
ten_in_a_row_lock_this_source_alone(void **state)
{
	(void)state;
	assert_int_equal(wrong(ALICE, here, SOFT + 5, NOW), SOFT);
	assert_false(is_heard(ALICE, here, false, NOW));
	assert_false(is_heard(ALICE, here, true, NOW + 29));
	assert_true(is_heard(ALICE, here, false, NOW + 30));
	assert_true(is_heard(ALICE, there, false, NOW));
	assert_true(is_heard(BOB, here, false, NOW));
	assert_int_equal(guard_locked_until(g, ALICE, NOW), NOW + 30);
	assert_int_equal(guard_locked_until(g, BOB, NOW), 0);
	assert_int_equal(guard_locks(g, NOW), 1);
	assert_int_equal(guard_locks(g, NOW + 30), 0);
}

static void
a_right_one_ends_the_row(void **state)
{
	(void)state;
	assert_int_equal(wrong(ALICE, here, SOFT - 1, NOW), SOFT - 1);
	assert_true(guard_reserve(g, ALICE, here, false, NOW));
	guard_result(g, ALICE, here, true, NOW);
	assert_int_equal(wrong(ALICE, here, SOFT - 1, NOW), SOFT - 1);
	assert_true(is_heard(ALICE, here, false, NOW));
}

/* A hash takes its time: a hundred that come at once are no hundred tries. */
static void
parallel_ones_cannot_overshoot(void **state)
{
	unsigned taken = 0;

	(void)state;
	for (unsigned i = 0; i < 100; i++)
		taken += guard_reserve(g, ALICE, here, false, NOW);
	assert_int_equal(taken, SOFT);
	for (unsigned i = 0; i < taken; i++)
		guard_result(g, ALICE, here, false, NOW);
	assert_false(is_heard(ALICE, here, false, NOW));
	/* after a lock, one at a time */
	taken = 0;
	for (unsigned i = 0; i < 100; i++)
		taken += guard_reserve(g, ALICE, here, false, NOW + 30);
	assert_int_equal(taken, 1);
}

static void
what_was_not_evaluated_gives_its_place_back(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 10 * limits.password_hour; i++) {
		assert_true(guard_reserve(g, ALICE, here, false, NOW));
		guard_release(g, ALICE, here);
	}
	assert_int_equal(wrong(ALICE, here, SOFT, NOW), SOFT);
}

static void
each_lock_is_twice_as_long_up_to_an_hour(void **state)
{
	static const int64_t wait[] = { 30, 60, 120, 240, 480, 960, 1920, 3600,
		3600, 3600 };
	int64_t now = NOW;

	(void)state;
	assert_int_equal(wrong(ALICE, here, SOFT - 1, now), SOFT - 1);
	for (size_t i = 0; i < sizeof(wait) / sizeof(wait[0]); i++) {
		assert_int_equal(wrong(ALICE, here, 3, now), 1);
		assert_int_equal(
		    guard_locked_until(g, ALICE, now), now + wait[i]);
		assert_false(is_heard(ALICE, here, false, now + wait[i] - 1));
		now += wait[i];
		assert_true(is_heard(ALICE, here, false, now));
	}
}

/* Many sources, few tries each. */
static unsigned
spray(unsigned from, unsigned sources, bool known, int64_t now)
{
	uint8_t source[SOURCE_SIZE];
	unsigned heard = 0;

	for (unsigned i = from; i < from + sources; i++) {
		source_of(i, source);
		if (!guard_reserve(g, ALICE, source, known, now))
			continue;
		guard_result(g, ALICE, source, false, now);
		heard++;
	}
	return heard;
}

static void
a_hundred_in_an_hour_leave_known_sources_alone(void **state)
{
	(void)state;
	assert_int_equal(spray(0, 300, false, NOW), limits.password_hour);
	assert_false(is_heard(ALICE, here, false, NOW + 1800));
	assert_true(is_heard(ALICE, here, true, NOW + 1800));
	assert_true(is_heard(BOB, here, false, NOW));
	assert_true(is_heard(ALICE, here, false, NOW + HOURS));
}

static void
the_hour_glides(void **state)
{
	(void)state;
	assert_int_equal(spray(0, 60, false, NOW), 60);
	assert_int_equal(spray(60, 60, false, NOW + 1800), 40);
	/* the first sixty are an hour old, the forty are not */
	assert_int_equal(spray(120, 100, false, NOW + HOURS), 60);
}

static void
parallel_strangers_cannot_overshoot_the_hour(void **state)
{
	uint8_t source[SOURCE_SIZE];
	unsigned taken = 0;

	(void)state;
	for (unsigned i = 0; i < 300; i++) {
		source_of(i, source);
		taken += guard_reserve(g, ALICE, source, false, NOW);
	}
	assert_int_equal(taken, limits.password_hour);
	assert_true(guard_reserve(g, ALICE, here, true, NOW));
}

static void
the_helpdesk_unlocks_an_account(void **state)
{
	(void)state;
	assert_int_equal(wrong(ALICE, here, SOFT, NOW), SOFT);
	assert_int_equal(wrong(BOB, here, SOFT, NOW), SOFT);
	assert_int_equal(spray(0, 300, false, NOW), 90);
	guard_forget(g, ALICE);
	assert_true(is_heard(ALICE, here, false, NOW));
	assert_false(is_heard(BOB, here, false, NOW));
	assert_int_equal(wrong(ALICE, here, SOFT + 1, NOW), SOFT);
}

static void
new_limits_hold_at_once(void **state)
{
	struct limits strict = limits;

	(void)state;
	assert_int_equal(wrong(ALICE, here, 3, NOW), 3);
	strict.password_soft = 4;
	guard_set_limits(g, &strict);
	assert_int_equal(wrong(ALICE, here, 3, NOW), 1);
	assert_false(is_heard(ALICE, here, false, NOW));
}

/* Who is not heard leaves nothing behind, from however many places. */
static void
strangers_do_not_fill_the_table(void **state)
{
	(void)state;
	assert_int_equal(spray(0, 70000, false, NOW), limits.password_hour);
	assert_true(is_heard(BOB, here, false, NOW));
	assert_true(is_heard(ALICE, here, true, NOW));
}

/* A busy day: everybody comes once and mistypes nothing. */
static void
any_number_of_people_are_heard(void **state)
{
	uint8_t source[SOURCE_SIZE];

	(void)state;
	for (unsigned i = 0; i < 70000; i++) {
		source_of(i, source);
		assert_true(guard_reserve(g, 1000 + i, source, true, NOW));
		guard_result(g, 1000 + i, source, true, NOW);
	}
	assert_true(is_heard(ALICE, here, false, NOW));
}

/* What is being checked is never taken for room; there is an end to it. */
static void
what_is_in_use_stays(void **state)
{
	uint8_t source[SOURCE_SIZE];
	unsigned taken = 0;

	(void)state;
	for (unsigned i = 0; i < 70000; i++) {
		source_of(i, source);
		taken += guard_reserve(g, 1000 + i, source, false, NOW);
	}
	assert_true(taken > 10000 && taken < 70000);
	for (unsigned i = 0; i < 70000; i++) {
		source_of(i, source);
		guard_release(g, 1000 + i, source);
	}
	assert_true(is_heard(ALICE, here, false, NOW));
}

/* A right password of somebody who mistyped none writes nothing. */
static void
a_right_one_buys_no_write(void **state)
{
	(void)state;
	assert_true(guard_reserve(g, ALICE, here, false, NOW));
	guard_result(g, ALICE, here, true, NOW);
	assert_false(guard_is_dirty(g));
}

int
main(void)
{
#define PLAIN(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		PLAIN(ten_in_a_row_lock_this_source_alone),
		PLAIN(a_right_one_ends_the_row),
		PLAIN(parallel_ones_cannot_overshoot),
		PLAIN(what_was_not_evaluated_gives_its_place_back),
		PLAIN(each_lock_is_twice_as_long_up_to_an_hour),
		PLAIN(a_hundred_in_an_hour_leave_known_sources_alone),
		PLAIN(the_hour_glides),
		PLAIN(parallel_strangers_cannot_overshoot_the_hour),
		PLAIN(the_helpdesk_unlocks_an_account),
		PLAIN(new_limits_hold_at_once),
		PLAIN(strangers_do_not_fill_the_table),
		PLAIN(any_number_of_people_are_heard),
		PLAIN(what_is_in_use_stays),
		PLAIN(a_right_one_buys_no_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
