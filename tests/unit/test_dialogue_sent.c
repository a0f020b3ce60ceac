/* Factors that send: when a code leaves, what it opens, and when none does. */

#include "sending_test.h"

static void
a_code_is_sent_after_the_password(void **state)
{
	(void)state;
	step();
	expect(VERDICT_CHALLENGE, REASON_ASKED, "N");
	assert_int_equal(out.fx[0].device, 3);
	assert_int_equal(out.fx[0].dialogue, 99);
	assert_int_equal(out.fx[0].round, 1);
	assert_int_equal(out.fx[0].resend, 0);
	assert_int_equal(out.ticket.device, 3);
}

static void
nothing_is_sent_for_a_wrong_password(void **state)
{
	(void)state;
	in.first = FIRST_WRONG;
	in.first_reason = REASON_WRONG_PASSWORD;
	step();
	expect(VERDICT_REJECT, REASON_WRONG_PASSWORD, "");
	policy.decoys = true;
	step();
	expect(VERDICT_CHALLENGE, REASON_WRONG_PASSWORD, "");
	assert_int_equal(out.ticket.stage, STAGE_DECOY);
}

static void
nothing_is_sent_for_a_name_alone(void **state)
{
	(void)state;
	policy.first = FIRST_NONE;
	step();
	expect(VERDICT_REJECT, REASON_NO_DEVICE, "");
}

static void
nothing_is_sent_while_locked(void **state)
{
	(void)state;
	in.guesses.locked_until = NOW + 10;
	step();
	expect(VERDICT_REJECT, REASON_LOCKED_SOFT, "");
}

static void
nothing_is_sent_when_a_token_could_answer(void **state)
{
	(void)state;
	devices[1].last_used = NOW - 5; /* the phone was used last */
	step();
	expect(VERDICT_CHALLENGE, REASON_ASKED, "");
	assert_int_equal(out.ticket.device, 1);
}

static void
unless_the_policy_has_it_first(void **state)
{
	static const char *const order[] = { "sms", "hotp", NULL };

	(void)state;
	policy.factors = order;
	step();
	expect(VERDICT_CHALLENGE, REASON_ASKED, "N");
	assert_int_equal(out.ticket.device, 3);
}

static void
it_is_sent_when_it_is_chosen(void **state)
{
	(void)state;
	answering(1);
	typed = (struct input){ .kind = INPUT_FACTOR, .factor = KIND_SMS };
	step();
	expect(VERDICT_CHALLENGE, REASON_WORD, "N");
	assert_int_equal(out.ticket.device, 3);
	assert_int_equal(out.fx[0].round, 2);
}

static void
chosen_again_it_is_not_sent_again(void **state)
{
	(void)state;
	answering(1);
	sent(&devices[1]);
	typed = (struct input){ .kind = INPUT_FACTOR, .factor = KIND_SMS };
	step();
	expect(VERDICT_CHALLENGE, REASON_WORD, "");
}

static void
the_code_opens_once(void **state)
{
	(void)state;
	answering(3);
	sent(&devices[0]);
	type_code(CODE);
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "PC");
	assert_int_equal(out.fx[0].dialogue, 99);
	devices[0].sent.open = false;
	devices[0].sent.used = true;
	step();
	expect(VERDICT_CHALLENGE, REASON_USED_CODE, "B");
}

static void
a_wrong_code_sends_nothing(void **state)
{
	(void)state;
	answering(3);
	sent(&devices[0]);
	type_code("K7M4QX9TT");
	step();
	expect(VERDICT_CHALLENGE, REASON_WRONG_CODE, "B");
	assert_int_equal(out.ticket.device, 3);
}

static void
a_code_typed_at_the_tokens_prompt_is_good(void **state)
{
	(void)state;
	answering(1);
	sent(&devices[1]);
	type_code(CODE);
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "PC");
	assert_int_equal(out.device->id, 3);
}

static void
resend_makes_another_one(void **state)
{
	(void)state;
	answering(3);
	sent(&devices[0]);
	devices[0].sent.resend = 1;
	typed = (struct input){ .kind = INPUT_RESEND };
	step();
	expect(VERDICT_CHALLENGE, REASON_WORD, "N");
	assert_int_equal(out.fx[0].resend, 2);
}

static void
resend_beyond_a_limit_leaves_the_old_one(void **state)
{
	(void)state;
	answering(3);
	sent(&devices[0]);
	devices[0].sent.barred = true;
	typed = (struct input){ .kind = INPUT_RESEND };
	step();
	expect(VERDICT_CHALLENGE, REASON_SEND_LIMIT, "");
	type_code(CODE);
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "PC");
}

static void
beyond_a_limit_the_login_fails_unless_there_is_more(void **state)
{
	(void)state;
	devices[0].sent.barred = true;
	step();
	expect(VERDICT_REJECT, REASON_SEND_LIMIT, "");
	(void)with_token_and_phone(state);
	devices[1].sent.barred = true;
	answering(1);
	typed = (struct input){ .kind = INPUT_FACTOR, .factor = KIND_SMS };
	step();
	expect(VERDICT_CHALLENGE, REASON_SEND_LIMIT, "");
	assert_int_equal(out.ask, ASK_LIST);
}

static void
in_append_mode_it_is_sent_and_refused(void **state)
{
	(void)state;
	policy.mode = MODE_APPEND_SEPARATOR;
	step();
	expect(VERDICT_REJECT, REASON_SENT, "N");
	sent(&devices[0]);
	step();
	expect(VERDICT_REJECT, REASON_SENT, "");
	in.input = &typed;
	type_code(CODE);
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "PC");
	policy.mode = MODE_APPEND_LENGTH; /* there is no telling it apart */
	in.input = NULL;
	step();
	expect(VERDICT_REJECT, REASON_NO_LENGTH, "");
	devices[0].state = DEVICE_SUSPENDED; /* nor would it be, if it were */
	step();
	expect(VERDICT_REJECT, REASON_NO_DEVICE, "");
}

/* In another login, say, which must not leave this one without a way. */
static void
once_it_is_suspended_what_is_left_is_asked_for(void **state)
{
	(void)state;
	answering(1);
	devices[0].state = DEVICE_SUSPENDED;
	type_code("000000");
	step();
	expect(VERDICT_CHALLENGE, REASON_WRONG_CODE, "BN");
	assert_int_equal(out.ask, ASK_AGAIN);
	assert_int_equal(out.ticket.device, 3);
	assert_int_equal(out.fx[1].device, 3);
	assert_int_equal(out.fx[1].round, out.ticket.round);
	sent(&devices[1]); /* one is enough */
	step();
	expect(VERDICT_CHALLENGE, REASON_WRONG_CODE, "B");
	assert_int_equal(out.ticket.device, 3);
	devices[1].state = DEVICE_SUSPENDED;
	step();
	expect(VERDICT_CHALLENGE, REASON_WRONG_CODE, "B");
	assert_int_equal(out.ticket.device, 0);
}

static void
the_ticket_lives_as_long_as_the_code(void **state)
{
	(void)state;
	answering(3);
	sent(&devices[0]);
	ticket.issued = NOW - 299;
	type_code(CODE);
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "PC");
	ticket.issued = NOW - 300;
	step();
	expect(VERDICT_REJECT, REASON_LATE, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PHONE(a_code_is_sent_after_the_password),
		PHONE(nothing_is_sent_for_a_wrong_password),
		PHONE(nothing_is_sent_for_a_name_alone),
		PHONE(nothing_is_sent_while_locked),
		BOTH(nothing_is_sent_when_a_token_could_answer),
		BOTH(unless_the_policy_has_it_first),
		BOTH(it_is_sent_when_it_is_chosen),
		BOTH(chosen_again_it_is_not_sent_again),
		PHONE(the_code_opens_once),
		PHONE(a_wrong_code_sends_nothing),
		BOTH(a_code_typed_at_the_tokens_prompt_is_good),
		PHONE(resend_makes_another_one),
		PHONE(resend_beyond_a_limit_leaves_the_old_one),
		PHONE(beyond_a_limit_the_login_fails_unless_there_is_more),
		PHONE(in_append_mode_it_is_sent_and_refused),
		BOTH(once_it_is_suspended_what_is_left_is_asked_for),
		PHONE(the_ticket_lives_as_long_as_the_code),
	};

	if (!crypto_init())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
