/* The life of a login, as a table: what comes in, what is decided. */

#include "dialogue_test.h"

static void
the_first_packet_asks_for_a_code(void **state)
{
	(void)state;
	in.ticket = NULL;
	in.input = NULL;
	step();
	expect(VERDICT_CHALLENGE, REASON_ASKED, "");
	assert_int_equal(out.ask, ASK_CODE);
	assert_int_equal(out.ticket.round, 1);
	assert_int_equal(out.ticket.device, 1);
	assert_int_equal(out.ticket.dialogue, 99);
	assert_false(out.answers);
}

static void
before_the_first_factor_all_faces_are_the_same(void **state)
{
	static const struct {
		bool account, active;
		enum first_result first;
		size_t ndevices;
		enum reason why;
	} cases[] = {
		{ false, true, FIRST_WRONG, 0, REASON_UNKNOWN },
		{ true, true, FIRST_WRONG, 2, REASON_WRONG_PASSWORD },
		{ true, false, FIRST_RIGHT, 2, REASON_DISABLED },
		{ true, true, FIRST_RIGHT, 0, REASON_NO_DEVICE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		setup(NULL);
		in.ticket = NULL;
		in.input = NULL;
		in.account = cases[i].account ? &account : NULL;
		account.active = cases[i].active;
		in.first = cases[i].first;
		in.first_reason = REASON_WRONG_PASSWORD;
		in.ndevices = cases[i].ndevices;
		step();
		expect(VERDICT_REJECT, cases[i].why, "");
		policy.decoys = true;
		step();
		expect(VERDICT_CHALLENGE, cases[i].why, "");
		assert_int_equal(out.ask, ASK_GENERIC);
		assert_int_equal(out.ticket.stage, STAGE_DECOY);
	}
}

static void
with_decoys_a_known_one_gets_the_generic_line_too(void **state)
{
	(void)state;
	policy.decoys = true;
	in.ticket = NULL;
	in.input = NULL;
	step();
	expect(VERDICT_CHALLENGE, REASON_ASKED, "");
	assert_int_equal(out.ask, ASK_GENERIC);
}

static void
nothing_answers_a_decoy(void **state)
{
	(void)state;
	policy.decoys = true;
	ticket.stage = STAGE_DECOY;
	type_code(CODE0);
	step();
	expect(VERDICT_CHALLENGE, REASON_DECOY, "");
	assert_int_equal(out.ticket.tries, 1);
	ticket.tries = 2;
	typed.kind = INPUT_MENU; /* a word is no try, as with a real one */
	step();
	expect(VERDICT_CHALLENGE, REASON_DECOY, "");
	assert_int_equal(out.ticket.tries, 2);
	type_code(CODE0);
	step();
	expect(VERDICT_REJECT, REASON_DECOY, "");
}

/* Where a refusal would show what it was for, it is a try like others. */
static void
with_decoys_a_lock_looks_like_a_wrong_code(void **state)
{
	(void)state;
	policy.decoys = true;
	in.guesses.locked_until = NOW + 10;
	type_code(CODE1);
	step();
	expect(VERDICT_CHALLENGE, REASON_LOCKED_SOFT, "");
	assert_int_equal(out.ask, ASK_GENERIC);
	assert_int_equal(out.ticket.stage, STAGE_DECOY);
	assert_int_equal(out.ticket.tries, 1);
	ticket.tries = 2;
	step();
	expect(VERDICT_REJECT, REASON_LOCKED_SOFT, "");
}

static void
with_decoys_a_list_gives_no_numbers(void **state)
{
	(void)state;
	policy.decoys = true;
	typed.kind = INPUT_MENU;
	step();
	expect(VERDICT_CHALLENGE, REASON_WORD, "");
	assert_int_equal(out.ask, ASK_GENERIC);
	assert_int_equal(out.ticket.list, 0);
}

static void
the_right_code_opens_and_is_spent(void **state)
{
	(void)state;
	type_code(CODE1);
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "AC");
	assert_true(out.answers);
	assert_int_equal(out.fx[0].device, 1);
	assert_int_equal(out.fx[0].counter, 2);
}

static void
a_wrong_code_is_blamed_and_asked_again(void **state)
{
	(void)state;
	type_code("000000");
	step();
	expect(VERDICT_CHALLENGE, REASON_WRONG_CODE, "B");
	assert_int_equal(out.ask, ASK_AGAIN);
	assert_int_equal(out.fx[0].device, 1);
	assert_int_equal(out.ticket.round, 2);
	assert_int_equal(out.ticket.tries, 1);
	assert_true(out.answers);
}

static void
the_last_try_rejects(void **state)
{
	(void)state;
	ticket.tries = 2;
	type_code("000000");
	step();
	expect(VERDICT_REJECT, REASON_WRONG_CODE, "B");
}

static void
a_used_code_is_wrong_and_said_to_be_used(void **state)
{
	(void)state;
	devices[0].counter = 3;
	in.ndevices = 1;
	type_code(CODE1);
	step();
	expect(VERDICT_CHALLENGE, REASON_USED_CODE, "B");
	assert_int_equal(out.used_counter, 1);
}

static void
another_device_of_the_account_may_answer(void **state)
{
	(void)state;
	type_code(CODE7);
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "AC");
	assert_int_equal(out.fx[0].device, 2);
}

/* Two codes in a row, or a boxed token with them, are told apart later. */
static void
it_says_what_opened(void **state)
{
	struct device boxed = token(9, "C3", 0);
	struct input_claim claimed = { .code = CODE0, .other_code = CODE1 };

	(void)state;
	type_code(CODE0);
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "AC");
	assert_int_equal(out.opened, OPENED_BY_CODE);
	type_two(CODE0, CODE1);
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "AC");
	assert_int_equal(out.opened, OPENED_BY_RESYNC);
	typed.kind = INPUT_CLAIM;
	policy.claim = true;
	account.had_device = false;
	in.ndevices = 0;
	in.claims = (struct claim_facts){
		.devices = &boxed, .claims = &claimed, .n = 1, .allowed = true
	};
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "IAC");
	assert_int_equal(out.opened, OPENED_BY_CLAIM);
}

static void
a_token_never_used_is_asked_for_two_codes(void **state)
{
	(void)state;
	devices[0].last_used = 0;
	type_code("000000");
	step();
	expect(VERDICT_CHALLENGE, REASON_WRONG_CODE, "B");
	assert_int_equal(out.ask, ASK_SYNC);
	assert_int_equal(out.ticket.stage, STAGE_SYNC);
}

/* Two codes help nobody whose code was not looked at. */
static void
but_only_after_a_code_of_it_that_was_wrong(void **state)
{
	static const struct {
		struct input typed;
		enum reason reason;
	} rows[] = {
		{ { .kind = INPUT_UNREADABLE }, REASON_UNREADABLE },
		{ { .kind = INPUT_CODE, .code = "0000000" },
		    REASON_WRONG_CODE },
		{ { .kind = INPUT_SERIAL_CODE, .device = 1, .code = "000000" },
		    REASON_WRONG_CODE },
	};

	(void)state;
	devices[0].last_used = 0;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		typed = rows[i].typed;
		step();
		expect(VERDICT_CHALLENGE, rows[i].reason, "B");
		assert_int_equal(out.ask, ASK_AGAIN);
	}
	typed = (struct input){ .kind = INPUT_SERIAL_CODE, .code = "000000" };
	step();
	assert_int_equal(out.ask, ASK_SYNC);
	type_two("000000", "111111");
	step();
	assert_int_equal(out.ask, ASK_SYNC);
}

static void
two_consecutive_codes_log_in_from_far_away(void **state)
{
	(void)state;
	type_two(CODE6, CODE7);
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "AC");
	assert_int_equal(out.fx[0].counter, 8);
	type_two(CODE7, CODE6);
	step();
	expect(VERDICT_CHALLENGE, REASON_WRONG_CODE, "B");
}

static void
a_serial_and_a_code_name_the_device(void **state)
{
	(void)state;
	typed = (struct input){ .kind = INPUT_SERIAL_CODE, .device = 1 };
	strcpy(typed.code, CODE7);
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "AC");
	strcpy(typed.code, CODE1); /* the other token's */
	step();
	expect(VERDICT_CHALLENGE, REASON_USED_CODE, "B");
	assert_int_equal(out.fx[0].device, 2);
}

static void
of_two_equal_serials_the_one_that_matches_is_meant(void **state)
{
	(void)state;
	strcpy(devices[1].canonical, "A1");
	typed = (struct input){ .kind = INPUT_SERIAL_CODE, .device = 0 };
	strcpy(typed.code, CODE7);
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "AC");
	assert_int_equal(out.fx[0].device, 2);
	devices[1].counter = 0; /* now both show the same */
	strcpy(typed.code, CODE1);
	step();
	expect(VERDICT_CHALLENGE, REASON_WRONG_CODE, "B");
}

static void
what_cannot_be_read_is_a_guess(void **state)
{
	(void)state;
	typed = (struct input){ .kind = INPUT_UNREADABLE };
	step();
	expect(VERDICT_CHALLENGE, REASON_UNREADABLE, "B");
}

static void
a_word_uses_a_round_and_no_guess(void **state)
{
	static const enum input_kind words[] = { INPUT_MENU, INPUT_SYNC,
		INPUT_RESEND };
	static const enum ask asks[] = { ASK_LIST, ASK_SYNC, ASK_CODE };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		setup(NULL);
		typed = (struct input){ .kind = words[i] };
		step();
		expect(VERDICT_CHALLENGE, REASON_WORD, "");
		assert_int_equal(out.ask, asks[i]);
		assert_int_equal(out.ticket.round, 2);
		assert_int_equal(out.ticket.tries, 0);
		assert_true(out.answers);
	}
}

static void
sixteen_rounds_are_enough(void **state)
{
	(void)state;
	ticket.round = ROUNDS_MAX;
	typed = (struct input){ .kind = INPUT_MENU };
	step();
	expect(VERDICT_REJECT, REASON_ROUNDS, "");
}

static void
a_number_means_the_list_it_was_read_from(void **state)
{
	const struct device *list[DEVICES_MAX];
	uint32_t hash;

	(void)state;
	assert_int_equal(dialogue_list(&in, list, &hash), 2);
	ticket.list = hash;
	typed = (struct input){ .kind = INPUT_NUMBER, .number = 2 };
	step();
	expect(VERDICT_CHALLENGE, REASON_WORD, "");
	assert_int_equal(out.ask, ASK_CODE);
	assert_int_equal(out.ticket.device, 2);
	devices[1].state = DEVICE_DISABLED; /* since then */
	step();
	assert_int_equal(out.ask, ASK_LIST);
}

#define T(f) cmocka_unit_test_setup(f, setup)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_first_packet_asks_for_a_code),
		T(before_the_first_factor_all_faces_are_the_same),
		T(with_decoys_a_known_one_gets_the_generic_line_too),
		T(nothing_answers_a_decoy),
		T(with_decoys_a_lock_looks_like_a_wrong_code),
		T(with_decoys_a_list_gives_no_numbers),
		T(the_right_code_opens_and_is_spent),
		T(a_wrong_code_is_blamed_and_asked_again),
		T(the_last_try_rejects),
		T(a_used_code_is_wrong_and_said_to_be_used),
		T(another_device_of_the_account_may_answer),
		T(it_says_what_opened),
		T(a_token_never_used_is_asked_for_two_codes),
		T(but_only_after_a_code_of_it_that_was_wrong),
		T(two_consecutive_codes_log_in_from_far_away),
		T(a_serial_and_a_code_name_the_device),
		T(of_two_equal_serials_the_one_that_matches_is_meant),
		T(what_cannot_be_read_is_a_guess),
		T(a_word_uses_a_round_and_no_guess),
		T(sixteen_rounds_are_enough),
		T(a_number_means_the_list_it_was_read_from),
	};

	if (!crypto_init())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
