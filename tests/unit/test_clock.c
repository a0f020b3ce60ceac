/* Engine time against wall clocks that step, stop and drift. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/clock.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define S        INT64_C(1000)
#define HOUR     (3600 * S)
#define DAY      (24 * HOUR)
#define YEAR     (365 * DAY)
#define T0       INT64_C(1795000000000) /* in November 2026 */
#define BOOT     (5 * HOUR)

static const struct {
	const char *when;
	int64_t committed, wall;
	enum clock_state state;
	int64_t time;
} starts[] = {
	{ "a new database", 0, T0, CLOCK_GOOD, T0 },
	{ "just restarted", T0, T0 + 2 * S, CLOCK_GOOD, T0 + 2 * S },
	{ "at the same moment", T0, T0, CLOCK_GOOD, T0 },
	{ "a second behind: walked", T0, T0 - S, CLOCK_GOOD, T0 },
	{ "29.999 s behind", T0, T0 - 30 * S + 1, CLOCK_GOOD, T0 },
	{ "30 s behind", T0, T0 - 30 * S, CLOCK_JUMPED_START, T0 },
	{ "an hour behind", T0, T0 - HOUR, CLOCK_JUMPED_START, T0 },
	{ "no battery: 1970", T0, 0, CLOCK_JUMPED_START, T0 },
	{ "before 1970", T0, -YEAR, CLOCK_JUMPED_START, T0 },
	{ "after a month", T0, T0 + 30 * DAY, CLOCK_GOOD, T0 + 30 * DAY },
	{ "after more", T0, T0 + 30 * DAY + 1, CLOCK_JUMPED_START, T0 },
	{ "ten years ahead", T0, T0 + 10 * YEAR, CLOCK_JUMPED_START, T0 },
	{ "the end of time", T0, INT64_MAX, CLOCK_JUMPED_START, T0 },
	{ "the beginning of time", T0, INT64_MIN, CLOCK_JUMPED_START, T0 },
};

static void
starts_where_it_was(void **state)
{
	struct clock c;

	(void)state;
	for (size_t i = 0; i < COUNT(starts); i++) {
		print_message("%s\n", starts[i].when);
		assert_int_equal(
		    clock_start(&c, starts[i].committed, starts[i].wall, BOOT),
		    starts[i].state);
		assert_int_equal(
		    clock_is_jumped(&c), starts[i].state != CLOCK_GOOD);
		assert_true(c.time == starts[i].time);
	}
}

/* Running well for an hour, then the wall clock is set by step. */
static const struct {
	int64_t step;
	bool jumped;
} steps[] = {
	{ S, false },
	{ -S, false },
	{ 29 * S, false },
	{ -29 * S, false },
	{ 30 * S, true },
	{ -30 * S, true },
	{ HOUR, true },
	{ -HOUR, true },
	{ DAY, true },
	{ -DAY, true },
	{ 10 * YEAR, true },
	{ -10 * YEAR, true },
};

static void
follows_small_steps_and_stops_at_large_ones(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(steps); i++) {
		struct clock c;
		int64_t last = T0, now = 0;

		assert_int_equal(clock_start(&c, T0, T0, BOOT), CLOCK_GOOD);
		for (int64_t t = S; t <= HOUR; t += S)
			assert_true(clock_now(&c, T0 + t, BOOT + t) == T0 + t);
		last = T0 + HOUR;
		for (int64_t t = HOUR + S; t <= HOUR + 120 * S; t += S) {
			now = clock_now(&c, T0 + t + steps[i].step, BOOT + t);
			assert_true(now >= last + S / 2);
			assert_true(now <= last + S + S / 2);
			assert_int_equal(clock_is_jumped(&c), steps[i].jumped);
			last = now;
		}
		/* two minutes later a small step has been walked off */
		assert_true(now ==
		    T0 + HOUR + 120 * S +
			(steps[i].jumped ? 0 : steps[i].step));
	}
}

static void
is_good_again_when_the_clock_is_back(void **state)
{
	struct clock c;

	(void)state;
	assert_int_equal(clock_start(&c, T0, T0, BOOT), CLOCK_GOOD);
	(void)clock_now(&c, T0 + HOUR + S, BOOT + S);
	assert_true(clock_is_jumped(&c));
	assert_true(
	    clock_now(&c, T0 + HOUR + 2 * S, BOOT + 2 * S) == T0 + 2 * S);
	assert_true(clock_now(&c, T0 + 3 * S, BOOT + 3 * S) == T0 + 3 * S);
	assert_false(clock_is_jumped(&c));
}

static void
a_bad_start_ends_when_the_clock_fits(void **state)
{
	struct clock c;

	(void)state;
	/* ten minutes off, and the wall clock woke up in 1970 */
	assert_int_equal(clock_start(&c, T0, 0, BOOT), CLOCK_JUMPED_START);
	assert_true(clock_now(&c, 5 * S, BOOT + 5 * S) == T0 + 5 * S);
	assert_true(clock_is_jumped(&c));
	/* NTP has set it */
	assert_true(clock_now(&c, T0 + 606 * S, BOOT + 6 * S) == T0 + 606 * S);
	assert_false(clock_is_jumped(&c));

	assert_int_equal(
	    clock_start(&c, T0, T0 + 31 * DAY, BOOT), CLOCK_JUMPED_START);
	assert_true(clock_now(&c, T0 + 31 * DAY, BOOT + S) == T0 + S);
	assert_true(clock_is_jumped(&c));
	assert_true(
	    clock_now(&c, T0 + 29 * DAY, BOOT + 2 * S) == T0 + 29 * DAY);
	assert_false(clock_is_jumped(&c));
}

static void
sleeping_counts_as_time(void **state)
{
	struct clock c;

	(void)state;
	assert_int_equal(clock_start(&c, T0, T0, BOOT), CLOCK_GOOD);
	/* the machine slept for three days; CLOCK_BOOTTIME went on */
	assert_true(clock_now(&c, T0 + 3 * DAY + 2 * S, BOOT + 3 * DAY) ==
	    T0 + 3 * DAY + 2 * S);
	assert_false(clock_is_jumped(&c));
	/* a virtual machine was paused: only the wall clock went on */
	assert_true(clock_now(&c, T0 + 4 * DAY, BOOT + 3 * DAY + S) ==
	    T0 + 3 * DAY + 3 * S);
	assert_true(clock_is_jumped(&c));
}

/* Four weeks with a wall clock that is 200 ppm fast or slow. */
static void
drift_is_followed_for_weeks(void **state)
{
	static const int64_t ppm[] = { 200, -200 };

	(void)state;
	for (size_t i = 0; i < COUNT(ppm); i++) {
		struct clock c;
		int64_t wall = T0, now;

		assert_int_equal(clock_start(&c, T0, T0, 0), CLOCK_GOOD);
		for (int64_t t = 0; t <= 28 * DAY; t += 60 * S) {
			wall = T0 + t + t * ppm[i] / 1000000;
			now = clock_now(&c, wall, t);
			assert_true(now == wall);
			assert_false(clock_is_jumped(&c));
		}
		assert_true(wall - T0 - 28 * DAY > 400 * S || ppm[i] < 0);
	}
}

static void
follows_also_when_asked_each_millisecond(void **state)
{
	struct clock c;
	int64_t last = T0, now = T0;

	(void)state;
	assert_int_equal(clock_start(&c, T0, T0, 0), CLOCK_GOOD);
	for (int64_t t = 1; t <= 60 * S; t++) {
		now = clock_now(&c, T0 + t - 20 * S, t);
		assert_true(now >= last);
		last = now;
	}
	assert_true(now == T0 + 40 * S);
}

static void
never_runs_backwards(void **state)
{
	struct clock c;
	uint64_t seed = 1;
	int64_t boot = BOOT, last = T0;

	(void)state;
	assert_int_equal(clock_start(&c, T0, T0, boot), CLOCK_GOOD);
	for (int i = 0; i < 100000; i++) {
		int64_t now, wall;

		seed = seed * UINT64_C(6364136223846793005) + 1;
		boot += (int64_t)(seed >> 60) * 100 - 300; /* odd steps, too */
		wall = last + (int64_t)(seed >> 32) % (80 * S) - 40 * S;
		now = clock_now(&c, wall, boot);
		assert_true(now >= last);
		last = now;
	}
}

static void
an_operator_may_set_it(void **state)
{
	struct clock c;

	(void)state;
	assert_int_equal(
	    clock_start(&c, T0 + YEAR, T0, BOOT), CLOCK_JUMPED_START);
	clock_accept(&c, T0 + S, BOOT + S);
	assert_false(clock_is_jumped(&c));
	assert_true(clock_now(&c, T0 + 2 * S, BOOT + 2 * S) == T0 + 2 * S);
	/* what was accepted is where the next start begins */
	assert_int_equal(
	    clock_start(&c, T0 + 2 * S, T0 + 3 * S, 0), CLOCK_GOOD);
}

static void
extremes_do_not_overflow(void **state)
{
	static const int64_t ends[] = { INT64_MIN, -1, 0, 1, CLOCK_MAX_MS,
		INT64_MAX };
	struct clock c;

	(void)state;
	for (size_t i = 0; i < COUNT(ends); i++)
		for (size_t j = 0; j < COUNT(ends); j++)
			for (size_t k = 0; k < COUNT(ends); k++) {
				(void)clock_start(
				    &c, ends[i], ends[j], ends[k]);
				(void)clock_now(&c, ends[k], ends[j]);
				(void)clock_now(&c, ends[j], ends[k]);
				assert_true(c.time >= 0);
				assert_true(c.time <= CLOCK_MAX_MS);
			}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(starts_where_it_was),
		cmocka_unit_test(follows_small_steps_and_stops_at_large_ones),
		cmocka_unit_test(is_good_again_when_the_clock_is_back),
		cmocka_unit_test(a_bad_start_ends_when_the_clock_fits),
		cmocka_unit_test(sleeping_counts_as_time),
		cmocka_unit_test(drift_is_followed_for_weeks),
		cmocka_unit_test(follows_also_when_asked_each_millisecond),
		cmocka_unit_test(never_runs_backwards),
		cmocka_unit_test(an_operator_may_set_it),
		cmocka_unit_test(extremes_do_not_overflow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
