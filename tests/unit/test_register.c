/* Registering a number at the prompt: what is sent when, and who gets in. */

#include "dialogue_test.h"

#define CONFIRM "K7M4QX9T"

static struct device wish;

/* A token at its prompt, and the wish for a number. */
static int
with_wish(void **state)
{
	(void)setup(state);
	in.sent_life = 300;
	wish = (struct device){ .id = 9,
		.account = 7,
		.ops = &factor_sms,
		.state = DEVICE_UNCONFIRMED,
		.expiry = NOW + 86400,
		.address = "+37120008899" };
	in.wish = &wish;
	return 0;
}

/* The next round: the number has its code. */
static int
at_confirm(void **state)
{
	(void)with_wish(state);
	in.wish = NULL;
	devices[1] = wish;
	memcpy(devices[1].secret, CONFIRM, 8);
	devices[1].secretlen = 8;
	devices[1].sent =
	    (struct sent_state){ .dialogue = 99, .known = true, .open = true };
	ticket.device = 9;
	ticket.round = 3;
	ticket.stage = STAGE_CONFIRM;
	ticket.used = 1;
	return 0;
}

static void
type(enum input_kind kind)
{
	typed = (struct input){ .kind = kind };
}

static void
the_word_asks_for_the_token_and_sends_nothing(void **state)
{
	(void)state;
	type(INPUT_REGISTER);
	step();
	expect(VERDICT_CHALLENGE, REASON_WORD, "");
	assert_int_equal(out.ask, ASK_REGISTER);
	assert_int_equal(out.ticket.device, 1);
}

static void
so_does_one_that_cannot_be(void **state)
{
	(void)state;
	in.wish = NULL;
	type(INPUT_REGISTER);
	step();
	expect(VERDICT_CHALLENGE, REASON_WORD, "");
	assert_int_equal(out.ask, ASK_REGISTER_NOT);
}

static void
a_wrong_code_sends_nothing(void **state)
{
	(void)state;
	type_code("000000");
	step();
	expect(VERDICT_CHALLENGE, REASON_WRONG_CODE, "B");
}

static void
the_right_one_is_spent_and_the_number_gets_its_own(void **state)
{
	(void)state;
	type_code(CODE0);
	step();
	expect(VERDICT_CHALLENGE, REASON_REGISTER, "ACEN");
	assert_int_equal(out.ticket.stage, STAGE_CONFIRM);
	assert_int_equal(out.ticket.device, 9);
	assert_int_equal(out.ticket.tries, 0);
	assert_int_equal(out.fx[3].device, 9);
	assert_ptr_equal(out.changed, &devices[0]);
}

static void
with_decoys_the_prompt_names_nothing(void **state)
{
	(void)state;
	policy.decoys = true;
	type_code(CODE0);
	step();
	expect(VERDICT_CHALLENGE, REASON_REGISTER, "ACEN");
	assert_int_equal(out.ask, ASK_GENERIC);
}

static void
when_limits_forbid_it_the_login_goes_on(void **state)
{
	(void)state;
	wish.sent.barred = true;
	type_code(CODE0);
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "AC");
	assert_int_equal(out.opened, OPENED_UNCONFIRMED);
	assert_int_equal(out.device->id, 1);
	wish.sent.barred = false;
	ticket.round = ROUNDS_MAX;
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "AC");
}

static void
its_code_confirms_it_and_lets_in(void **state)
{
	(void)state;
	type_code(CONFIRM);
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "OP");
	assert_int_equal(out.opened, OPENED_BY_CONFIRM);
	assert_int_equal(out.device->id, 1);
	assert_int_equal(out.fx[1].dialogue, 99);
}

static void
an_empty_answer_lets_in_without_it(void **state)
{
	(void)state;
	type(INPUT_EMPTY);
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "D");
	assert_int_equal(out.opened, OPENED_UNCONFIRMED);
	assert_int_equal(out.device->id, 1);
}

static void
what_the_helpdesk_began_stays(void **state)
{
	(void)state;
	devices[1].expiry = 0;
	type(INPUT_EMPTY);
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "");
	assert_int_equal(out.opened, OPENED_UNCONFIRMED);
}

static void
what_was_reported_lost_meanwhile_opens_nothing(void **state)
{
	(void)state;
	devices[0].state = DEVICE_LOST;
	type(INPUT_EMPTY);
	step();
	expect(VERDICT_REJECT, REASON_NO_DEVICE, "D");
	type_code(CONFIRM);
	step();
	expect(VERDICT_REJECT, REASON_NO_DEVICE, "D");
	type(INPUT_RESEND);
	step();
	expect(VERDICT_REJECT, REASON_NO_DEVICE, "D");
	devices[1].state = DEVICE_ACTIVE; /* by the helpdesk's hand */
	step();
	expect(VERDICT_REJECT, REASON_NO_DEVICE, "");
}

static void
wrong_ones_are_no_guesses_and_end_in_the_same(void **state)
{
	(void)state;
	type_code("K7M4QX9V");
	step();
	expect(VERDICT_CHALLENGE, REASON_CONFIRM_WRONG, "");
	assert_int_equal(out.ticket.stage, STAGE_CONFIRM);
	ticket.tries = 2;
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "D");
}

static void
codes_of_other_devices_confirm_nothing(void **state)
{
	(void)state;
	type_code(CODE0);
	step();
	expect(VERDICT_CHALLENGE, REASON_CONFIRM_WRONG, "");
}

static void
resend_sends_another(void **state)
{
	(void)state;
	type(INPUT_RESEND);
	step();
	expect(VERDICT_CHALLENGE, REASON_WORD, "N");
	assert_int_equal(out.fx[0].resend, 1);
	assert_int_equal(out.ticket.stage, STAGE_CONFIRM);
	devices[1].sent.barred = true;
	step();
	expect(VERDICT_CHALLENGE, REASON_SEND_LIMIT, "");
	assert_int_equal(out.ticket.stage, STAGE_CONFIRM);
	devices[1].sent = (struct sent_state){ .barred = true }; /* expired */
	step();
	expect(VERDICT_CHALLENGE, REASON_SEND_LIMIT, "");
	assert_int_equal(out.ticket.device, 9);
}

static void
what_the_helpdesk_did_meanwhile_stands(void **state)
{
	(void)state;
	in.ndevices = 1; /* removed */
	type_code(CONFIRM);
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "");
	in.ndevices = 2;
	devices[1].state = DEVICE_ACTIVE; /* confirmed */
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "");
	account.active = false;
	step();
	expect(VERDICT_REJECT, REASON_DISABLED, "");
}

static void
an_unconfirmed_number_opens_nothing_else(void **state)
{
	(void)state;
	ticket.stage = STAGE_CODE;
	type_code(CONFIRM);
	step();
	expect(VERDICT_CHALLENGE, REASON_WRONG_CODE, "B");
	in.ticket = NULL;
	in.input = NULL;
	devices[0].state = DEVICE_DISABLED;
	step();
	expect(VERDICT_REJECT, REASON_NO_DEVICE, "");
}

#define WISH(f)     cmocka_unit_test_setup(f, with_wish)
#define CONFIRMS(f) cmocka_unit_test_setup(f, at_confirm)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WISH(the_word_asks_for_the_token_and_sends_nothing),
		WISH(so_does_one_that_cannot_be),
		WISH(a_wrong_code_sends_nothing),
		WISH(the_right_one_is_spent_and_the_number_gets_its_own),
		WISH(with_decoys_the_prompt_names_nothing),
		WISH(when_limits_forbid_it_the_login_goes_on),
		CONFIRMS(its_code_confirms_it_and_lets_in),
		CONFIRMS(an_empty_answer_lets_in_without_it),
		CONFIRMS(what_the_helpdesk_began_stays),
		CONFIRMS(what_was_reported_lost_meanwhile_opens_nothing),
		CONFIRMS(wrong_ones_are_no_guesses_and_end_in_the_same),
		CONFIRMS(codes_of_other_devices_confirm_nothing),
		CONFIRMS(resend_sends_another),
		CONFIRMS(what_the_helpdesk_did_meanwhile_stands),
		CONFIRMS(an_unconfirmed_number_opens_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
