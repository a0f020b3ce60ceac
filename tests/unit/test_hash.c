/* Who may wait for a hash, and what nobody's password costs. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <uv.h>

#include "server/engine.h"
#include "server/hash.h"

static struct engine engine;
static struct hasher *h;
static struct hash_task task[4];
static unsigned done;

static void
count(struct hash_task *t)
{
	(void)t;
	done++;
}

static int
setup(void **state)
{
	static const struct password_cost cost = { .kib = 32768, .passes = 2 };

	(void)state;
	done = 0;
	memset(&engine, 0, sizeof(engine));
	return uv_loop_init(&engine.loop) == 0 &&
		(h = hasher_new(&engine, 1, &cost)) != NULL
	    ? 0
	    : -1;
}

static void
close_handle(uv_handle_t *handle, void *arg)
{
	(void)arg;
	uv_close(handle, NULL);
}

static int
teardown(void **state)
{
	(void)state;
	hasher_stop(h);
	uv_walk(&engine.loop, close_handle, NULL);
	(void)uv_run(&engine.loop, UV_RUN_DEFAULT);
	hasher_free(&h);
	return uv_loop_close(&engine.loop);
}

/* The i-th task: a password for that record. */
static bool
submit(unsigned i, const char *record, unsigned bound, int64_t left_ms)
{
	assert_true(hash_task_fill(&task[i], record, slice_str("Parole-2026")));
	task[i].done = count;
	return hasher_submit(h, &task[i], bound, left_ms);
}

static void
wait_for(unsigned n)
{
	while (done < n)
		(void)uv_run(&engine.loop, UV_RUN_ONCE);
}

static void
nobody_has_a_right_password(void **state)
{
	(void)state;
	assert_true(submit(0, NULL, 1, INT64_MAX));
	wait_for(1);
	assert_false(task[0].right);
	assert_string_equal(task[0].fresh, "");
}

static void
a_record_is_checked(void **state)
{
	static const struct password_cost cost = { .kib = 8192, .passes = 1 };
	char record[PASSWORD_RECORD];

	(void)state;
	assert_int_equal(
	    password_hash(&cost, slice_str("Parole-2026"), record), MF_OK);
	assert_true(submit(0, record, 1, INT64_MAX));
	wait_for(1);
	assert_true(task[0].right);
	assert_string_not_equal(task[0].fresh, ""); /* it was too cheap */
}

static void
so_many_may_wait(void **state)
{
	(void)state;
	assert_true(submit(0, NULL, 2, INT64_MAX));
	assert_true(submit(1, NULL, 2, INT64_MAX));
	assert_false(submit(2, NULL, 2, INT64_MAX));
	wait_for(2);
	assert_true(submit(2, NULL, 2, INT64_MAX));
	wait_for(3);
}

static void
who_would_hear_it_too_late_does_not_wait(void **state)
{
	(void)state;
	assert_true(submit(0, NULL, 4, INT64_MAX));
	wait_for(1);
	assert_true(submit(0, NULL, 4, 1)); /* nobody is before it */
	assert_false(submit(1, NULL, 4, 1));
	assert_true(submit(1, NULL, 4, INT64_MAX));
	wait_for(3);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(nobody_has_a_right_password),
		T(a_record_is_checked),
		T(so_many_may_wait),
		T(who_would_hear_it_too_late_does_not_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
