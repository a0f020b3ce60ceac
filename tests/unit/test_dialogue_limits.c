/* What ends a login or keeps it out: locks, losses, policies. */

#include "dialogue_test.h"

static void
a_ticket_ends(void **state)
{
	(void)state;
	type_code(CODE0);
	ticket.issued = NOW - 120;
	step();
	expect(VERDICT_REJECT, REASON_LATE, "");
	assert_false(out.answers);
	ticket.issued = NOW - 119;
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "AC");
	ticket.policy = ticket_policy("wifi");
	step();
	expect(VERDICT_REJECT, REASON_TICKET, "");
}

static void
while_locked_nothing_is_evaluated(void **state)
{
	static const struct {
		struct guess_facts guesses;
		enum reason why;
	} cases[] = {
		{ { .locked_until = NOW + 1 }, REASON_LOCKED_SOFT },
		{ { .month = 80 }, REASON_LOCKED_MONTH },
		{ { .month = 100, .known = true }, REASON_LOCKED_MONTH },
		{ { .year = 300, .known = true }, REASON_LOCKED_YEAR },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		setup(NULL);
		in.guesses = cases[i].guesses;
		type_code(CODE0);
		step();
		expect(VERDICT_REJECT, cases[i].why, "");
		assert_true(out.answers);
	}
}

static void
a_stranger_cannot_use_up_the_owners_tries(void **state)
{
	(void)state;
	type_code(CODE0);
	in.guesses = (struct guess_facts){ .month = 99, .known = true };
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "AC");
	in.guesses = (struct guess_facts){ .month = 79 };
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "AC");
	in.guesses = (struct guess_facts){ 0 };
	devices[0].failures = 40;
	step();
	expect(VERDICT_REJECT, REASON_LOCKED_DEVICE, "");
	in.guesses.known = true;
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "AC");
}

static void
the_tenth_miss_in_a_row_locks_and_each_more_doubles(void **state)
{
	static const struct {
		unsigned in_row;
		int64_t wait;
	} cases[] = { { 8, 0 }, { 9, 30 }, { 10, 60 }, { 11, 120 },
		{ 15, 1920 }, { 16, 3600 }, { 40, 3600 } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		in.guesses.in_row = cases[i].in_row;
		type_code("000000");
		step();
		expect(cases[i].wait == 0 ? VERDICT_CHALLENGE : VERDICT_REJECT,
		    REASON_WRONG_CODE, "B");
		assert_int_equal(out.fx[0].locked_until,
		    cases[i].wait == 0 ? 0 : NOW + cases[i].wait);
	}
}

static void
the_fiftieth_miss_of_a_device_asks_for_rebinding(void **state)
{
	(void)state;
	in.guesses.known = true;
	devices[0].failures = 49;
	type_code("000000");
	step();
	expect(VERDICT_CHALLENGE, REASON_WRONG_CODE, "BR");
	assert_int_equal(out.fx[1].device, 1);
}

static void
lost_suspends_the_prompted_device_and_opens_nothing(void **state)
{
	(void)state;
	typed = (struct input){ .kind = INPUT_LOST };
	step(); /* where the policy does not allow it */
	expect(VERDICT_CHALLENGE, REASON_WORD, "");
	policy.lost = true;
	step();
	expect(VERDICT_CHALLENGE, REASON_LOST, "S");
	assert_int_equal(out.fx[0].device, 1);
	assert_int_equal(out.ticket.device, 2);
	in.lost_today = true;
	step();
	expect(VERDICT_CHALLENGE, REASON_WORD, "");
	in.lost_today = false;
	in.ndevices = 1;
	step();
	expect(VERDICT_REJECT, REASON_LOST, "S");
}

static void
claim_is_for_an_account_that_never_had_a_device(void **state)
{
	struct device boxed = token(5, "C3", 0);
	struct input_claim words = {
		.serial = "C3", .code = CODE5, .other_code = CODE6
	};

	(void)state;
	boxed.state = DEVICE_FREE;
	boxed.account = 0;
	policy.claim = true;
	account.had_device = false;
	in.ndevices = 0;
	in.ticket = NULL;
	in.input = NULL;
	step();
	expect(VERDICT_CHALLENGE, REASON_ASKED, "");
	assert_int_equal(out.ask, ASK_GENERIC);
	in.ticket = &ticket;
	in.input = &typed;
	ticket.device = 0;
	typed = (struct input){ .kind = INPUT_CLAIM, .nclaims = 1 };
	in.claims = (struct claim_facts){ &boxed, &words, 1, true };
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "IAC");
	in.claims.allowed = false;
	step();
	expect(VERDICT_CHALLENGE, REASON_CLAIM_LIMIT, "B");
	in.claims.allowed = true;
	strcpy(words.other_code, CODE7); /* not consecutive */
	step();
	expect(VERDICT_CHALLENGE, REASON_CLAIM, "B");
	in.claims.n = 0; /* unknown or taken */
	step();
	expect(VERDICT_CHALLENGE, REASON_CLAIM, "B");
}

static void
a_clock_that_jumped_stops_totp_and_blames_nobody(void **state)
{
	(void)state;
	devices[0].ops = &factor_totp;
	devices[0].step = 30;
	in.clock_jumped = true;
	type_code(CODE0);
	step();
	expect(VERDICT_REJECT, REASON_CLOCK, "");
}

static void
a_device_that_is_not_active_opens_nothing(void **state)
{
	(void)state;
	in.ndevices = 1;
	type_code(CODE0);
	for (int s = 0; s < DEVICE_STATE_MAX; s++) {
		devices[0].state = (enum device_state)s;
		step();
		assert_int_equal(
		    out.verdict == VERDICT_ACCEPT, s == DEVICE_ACTIVE);
	}
	devices[0].state = DEVICE_ACTIVE;
	devices[0].expiry = NOW;
	step();
	assert_int_not_equal(out.verdict, VERDICT_ACCEPT);
	devices[0].expiry = 0;
	devices[0].start = NOW + 1;
	step();
	assert_int_not_equal(out.verdict, VERDICT_ACCEPT);
}

static void
append_mode_decides_at_once(void **state)
{
	(void)state;
	policy.mode = MODE_APPEND_LENGTH;
	in.ticket = NULL;
	type_code(CODE0);
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "AC");
	type_code("000000");
	step();
	expect(VERDICT_REJECT, REASON_WRONG_CODE, "B");
	in.input = NULL;
	step();
	expect(VERDICT_REJECT, REASON_NO_CODE, "");
}

static void
the_policy_orders_what_is_prompted(void **state)
{
	static const char *const order[] = { "totp", "hotp", NULL };
	static const char *const only[] = { "totp", NULL };

	(void)state;
	devices[0].ops = &factor_temporary; /* nobody's first choice */
	assert_int_equal(dialogue_default(&in)->id, 2);
	devices[0].ops = &factor_hotp;
	devices[1].ops = &factor_totp;
	devices[1].step = 30;
	assert_int_equal(dialogue_default(&in)->id, 1);
	policy.factors = order;
	assert_int_equal(dialogue_default(&in)->id, 2);
	policy.factors = only;
	in.ndevices = 1;
	assert_null(dialogue_default(&in));
}

static void
a_spent_code_is_no_device(void **state)
{
	const struct device *list[DEVICES_MAX];
	uint32_t hash;

	(void)state;
	devices[0].ops = &factor_temporary;
	devices[1] = devices[0];
	devices[1].id = 2;
	assert_int_equal(dialogue_list(&in, list, &hash), 1);
	assert_int_equal(list[0]->id, 1);
	devices[0].counter = 1;
	assert_int_equal(dialogue_list(&in, list, &hash), 1);
	assert_int_equal(list[0]->id, 2);
	assert_int_equal(dialogue_default(&in)->id, 2);
	devices[1].counter = 1;
	assert_int_equal(dialogue_list(&in, list, &hash), 0);
	assert_null(dialogue_default(&in));
	devices[0].ops = devices[1].ops = &factor_hotp;
	assert_int_equal(dialogue_list(&in, list, &hash), 2);
}

static void
nonsense_is_no_guess_where_a_code_would_not_be(void **state)
{
	(void)state;
	devices[0].failures = 40;
	typed = (struct input){ .kind = INPUT_UNREADABLE };
	step();
	expect(VERDICT_REJECT, REASON_LOCKED_DEVICE, "");
}

static void
what_is_out_of_use_takes_no_blame(void **state)
{
	(void)state;
	devices[0].state = DEVICE_REBIND;
	devices[0].failures = 50;
	type_code("000000");
	step();
	expect(VERDICT_CHALLENGE, REASON_WRONG_CODE, "B");
	assert_int_equal(out.fx[0].device, 0);
}

static void
a_password_alone_clears_no_lock(void **state)
{
	(void)state;
	policy.second = SECOND_NEVER;
	in.guesses.in_row = 12;
	in.ticket = NULL;
	in.input = NULL;
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "K");
}

static void
an_expired_token_cannot_be_claimed(void **state)
{
	struct device boxed = token(5, "C3", 0);
	struct input_claim words = {
		.serial = "C3", .code = CODE5, .other_code = CODE6
	};

	(void)state;
	boxed.state = DEVICE_FREE;
	boxed.account = 0;
	policy.claim = true;
	account.had_device = false;
	in.ndevices = 0;
	ticket.device = 0;
	typed = (struct input){ .kind = INPUT_CLAIM, .nclaims = 1 };
	in.claims = (struct claim_facts){ &boxed, &words, 1, true };
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "IAC");
	boxed.expiry = NOW;
	step();
	expect(VERDICT_CHALLENGE, REASON_CLAIM, "B");
}

/* A token that an import gave: the account itself is noted a little later. */
static void
who_has_a_token_claims_none(void **state)
{
	struct device boxed = token(5, "C3", 0);
	struct input_claim words = {
		.serial = "C3", .code = CODE5, .other_code = CODE6
	};

	(void)state;
	boxed.state = DEVICE_FREE;
	policy.claim = true;
	account.had_device = false;
	in.ndevices = 1;
	in.claims = (struct claim_facts){ &boxed, &words, 1, true };
	typed = (struct input){ .kind = INPUT_CLAIM, .nclaims = 1 };
	step();
	expect(VERDICT_CHALLENGE, REASON_CLAIM, "B");
	devices[0].state = DEVICE_LOST;
	in.ticket = NULL;
	in.input = NULL;
	step();
	expect(VERDICT_REJECT, REASON_NO_DEVICE, "");
}

static void
zeroed_facts_reject(void **state)
{
	struct step_in nothing = {
		.policy = &policy, .limits = &limits, .windows = &windows
	};

	(void)state;
	assert_int_equal(dialogue_step(&nothing, &out), MF_OK);
	assert_int_equal(out.verdict, VERDICT_REJECT);
}

#define T(f) cmocka_unit_test_setup(f, setup)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_ticket_ends),
		T(while_locked_nothing_is_evaluated),
		T(a_stranger_cannot_use_up_the_owners_tries),
		T(the_tenth_miss_in_a_row_locks_and_each_more_doubles),
		T(the_fiftieth_miss_of_a_device_asks_for_rebinding),
		T(lost_suspends_the_prompted_device_and_opens_nothing),
		T(claim_is_for_an_account_that_never_had_a_device),
		T(a_clock_that_jumped_stops_totp_and_blames_nobody),
		T(a_device_that_is_not_active_opens_nothing),
		T(append_mode_decides_at_once),
		T(the_policy_orders_what_is_prompted),
		T(a_spent_code_is_no_device),
		T(nonsense_is_no_guess_where_a_code_would_not_be),
		T(what_is_out_of_use_takes_no_blame),
		T(a_password_alone_clears_no_lock),
		T(an_expired_token_cannot_be_claimed),
		T(who_has_a_token_claims_none),
		T(zeroed_facts_reject),
	};

	if (!crypto_init())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
