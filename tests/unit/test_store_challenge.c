/* A challenge that opened a door is known until it is of no more use. */

#include "store_place.h"

#include "store/challenge.h"

static enum mf_err
spend(struct place *p, int64_t device, const char *challenge, int64_t expires)
{
	enum mf_err e;

	begin(p);
	e = challenge_spend(p->s, device, challenge, expires);
	commit(p);
	return e;
}

static bool
was_asked(struct place *p, int64_t device, const char *challenge)
{
	bool asked;

	assert_int_equal(
	    challenge_was_asked(p->s, device, challenge, &asked), MF_OK);
	return asked;
}

static void
opens_one_door_of_one_device(void **state)
{
	struct place *p = *state;

	assert_false(was_asked(p, 5, "0417"));
	assert_int_equal(spend(p, 5, "0417", 0), MF_OK);
	assert_true(was_asked(p, 5, "0417"));
	assert_false(was_asked(p, 5, "417"));
	assert_false(was_asked(p, 6, "0417"));
	assert_int_equal(spend(p, 5, "0417", 0), MF_ECONFLICT);
	assert_int_equal(spend(p, 6, "0417", 0), MF_OK);
	reopen(p);
	assert_true(was_asked(p, 5, "0417"));
}

static void
goes_when_a_clock_has_made_it_useless(void **state)
{
	struct place *p = *state;
	size_t gone;

	assert_int_equal(spend(p, 5, "0417", 0), MF_OK);
	assert_int_equal(spend(p, 5, "0418", NOW + 60), MF_OK);
	begin(p);
	assert_int_equal(store_expire(p->s, NOW + 60, 10, &gone), MF_OK);
	assert_int_equal(gone, 0);
	assert_int_equal(store_expire(p->s, NOW + 61, 10, &gone), MF_OK);
	assert_int_equal(gone, 1);
	assert_int_equal(
	    store_expire(p->s, NOW + 5 * 365 * 86400, 10, &gone), MF_OK);
	commit(p);
	assert_false(was_asked(p, 5, "0418"));
	assert_true(was_asked(p, 5, "0417"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    opens_one_door_of_one_device, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    goes_when_a_clock_has_made_it_useless, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
