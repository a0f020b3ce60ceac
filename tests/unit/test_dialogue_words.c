/* "?" and "lost" at the prompt, and words behind a password. */

#include "sending_test.h"

/* ---- words behind the separator ------------------------------------------ */

static void
append_words(void)
{
	policy.mode = MODE_APPEND_SEPARATOR;
	policy.append_words = true;
	in.input = &typed;
}

static void
a_factors_name_sends_its_code(void **state)
{
	(void)state;
	append_words();
	typed = (struct input){ .kind = INPUT_FACTOR, .factor = KIND_SMS };
	step();
	expect(VERDICT_REJECT, REASON_SENT, "N");
	assert_int_equal(out.fx[0].device, 3);
	typed = (struct input){ .kind = INPUT_FACTOR, .factor = KIND_TOKEN };
	step();
	expect(VERDICT_REJECT, REASON_WORD, "");
}

static void
unless_the_policy_wants_no_words_there(void **state)
{
	(void)state;
	append_words();
	policy.append_words = false;
	typed = (struct input){ .kind = INPUT_FACTOR, .factor = KIND_SMS };
	step();
	expect(VERDICT_REJECT, REASON_UNREADABLE, "B");
}

static void
resend_behind_the_separator_replaces_the_code(void **state)
{
	(void)state;
	append_words();
	sent(&devices[0]);
	devices[0].sent.dialogue = 42;
	typed = (struct input){ .kind = INPUT_RESEND };
	step();
	expect(VERDICT_REJECT, REASON_SENT, "N");
	assert_int_equal(out.fx[0].dialogue, 42);
	assert_int_equal(out.fx[0].resend, 1);
}

static void
resend_sends_nothing_to_what_was_suspended(void **state)
{
	(void)state;
	append_words();
	sent(&devices[1]);
	devices[1].state = DEVICE_SUSPENDED;
	typed = (struct input){ .kind = INPUT_RESEND };
	step();
	expect(VERDICT_REJECT, REASON_WORD, "");
	(void)with_token_and_phone(state);
	answering(3);
	sent(&devices[1]);
	devices[1].state = DEVICE_SUSPENDED;
	typed = (struct input){ .kind = INPUT_RESEND };
	step();
	expect(VERDICT_CHALLENGE, REASON_WORD, "");
	assert_int_equal(out.ticket.device, 1);
	devices[1].sent.open = false; /* nor when that code has expired */
	step();
	expect(VERDICT_CHALLENGE, REASON_WORD, "");
	assert_int_equal(out.ticket.device, 1);
}

static void
lost_behind_the_separator_suspends(void **state)
{
	(void)state;
	append_words();
	policy.lost = true;
	typed = (struct input){ .kind = INPUT_LOST };
	step();
	expect(VERDICT_REJECT, REASON_LOST, "S");
	assert_int_equal(out.fx[0].device, 1);
}

/* ---- the list ---------------------------------------------------------------
 */

/* What is shown next belongs to the list that was. */
static void
asked_for_again_a_list_goes_on(void **state)
{
	(void)state;
	answering(1);
	typed = (struct input){ .kind = INPUT_MENU };
	step();
	expect(VERDICT_CHALLENGE, REASON_WORD, "");
	assert_int_equal(out.ticket.stage, STAGE_LIST);
	assert_int_equal(out.ticket.page, 0);
	for (uint8_t round = 2; round < ROUNDS_MAX; round++) {
		ticket = out.ticket;
		step();
		assert_int_equal(out.ticket.page, round - 1);
		assert_int_equal(out.ticket.list, ticket.list);
	}
}

static void
and_begins_anew_after_anything_else(void **state)
{
	static const enum input_kind between[] = { INPUT_FACTOR, INPUT_RESEND,
		INPUT_SYNC, INPUT_CODE };

	(void)state;
	for (size_t i = 0; i < sizeof(between) / sizeof(between[0]); i++) {
		answering(1);
		typed = (struct input){ .kind = INPUT_MENU };
		step();
		ticket = out.ticket;
		step();
		assert_int_equal(out.ticket.page, 1);
		ticket = out.ticket;
		typed.kind = between[i];
		step();
		assert_int_equal(out.ticket.page, 0);
		ticket = out.ticket;
		typed.kind = INPUT_MENU;
		step();
		assert_int_equal(out.ticket.page, 0);
	}
	ticket = out.ticket;
	devices[0].state = DEVICE_DISABLED; /* another list */
	step();
	assert_int_equal(out.ticket.page, 0);
	devices[0].state = DEVICE_ACTIVE;
	step();
	assert_int_equal(out.ticket.page, 1);
	typed.kind = INPUT_FACTOR; /* which there is none of: a list again */
	typed.factor = KIND_APP;
	step();
	assert_int_equal(out.ask, ASK_LIST);
	assert_int_equal(out.ticket.page, 0);
}

/* ---- lost ------------------------------------------------------------------
 */

static void
lost_offers_what_else_there_is(void **state)
{
	(void)state;
	answering(1);
	policy.lost = true;
	typed = (struct input){ .kind = INPUT_LOST };
	step();
	expect(VERDICT_CHALLENGE, REASON_LOST, "NS");
	assert_int_equal(out.ticket.device, 3);
	assert_int_equal(out.ticket.lost, 1);
}

static void
another_factor_in_that_login_makes_it_lost_for_good(void **state)
{
	(void)state;
	answering(3);
	sent(&devices[1]);
	devices[0].state = DEVICE_SUSPENDED;
	type_code(CODE);
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "PC"); /* another login */
	ticket.lost = 2; /* what was not reported in this one stays */
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "PC");
	ticket.lost = 1;
	step();
	expect(VERDICT_ACCEPT, REASON_ACCEPTED, "PCL");
	assert_int_equal(out.fx[2].device, 1);
}

static void
relief_is_not_one_message_too_many(void **state)
{
	(void)state;
	answering(1);
	policy.lost = true;
	policy.relief = RELIEF_SMS;
	devices[1].sent.last = true; /* which is the code that is offered */
	typed = (struct input){ .kind = INPUT_LOST };
	step();
	expect(VERDICT_CHALLENGE, REASON_LOST, "NS");
	sent(&devices[1]); /* on its way already: none leaves now */
	devices[1].sent.last = true;
	step();
	expect(VERDICT_CHALLENGE, REASON_LOST, "SF");
}

static void
relief_goes_where_the_policy_says(void **state)
{
	(void)state;
	answering(1);
	policy.lost = true;
	policy.relief = RELIEF_SMS;
	typed = (struct input){ .kind = INPUT_LOST };
	step();
	expect(VERDICT_CHALLENGE, REASON_LOST, "NSF");
	assert_int_equal(out.fx[2].device, 3);
	policy.relief = RELIEF_EMAIL; /* there is none */
	step();
	expect(VERDICT_CHALLENGE, REASON_LOST, "NS");
	policy.relief = RELIEF_SMS; /* never to what was lost */
	ticket.device = 3;
	step();
	expect(VERDICT_CHALLENGE, REASON_LOST, "S");
	assert_int_equal(out.ticket.device, 1);
}

/* By one name in every language; a number or address is not told. */
static void
the_audit_has_a_name_for_each_word(void **state)
{
	static const struct {
		struct input typed;
		const char *name;
	} rows[] = {
		{ { .kind = INPUT_MENU }, "?" },
		{ { .kind = INPUT_NUMBER, .number = 2 }, WORD_NUMBER },
		{ { .kind = INPUT_SYNC }, "sync" },
		{ { .kind = INPUT_RESEND }, "resend" },
		{ { .kind = INPUT_LOST }, "lost" },
		{ { .kind = INPUT_FACTOR, .factor = KIND_APP }, "app" },
		{ { .kind = INPUT_FACTOR, .factor = KIND_SMS }, "sms" },
		{ { .kind = INPUT_REGISTER,
		      .factor = KIND_EMAIL,
		      .argument = "a@example.org" },
		    WORD_REGISTER },
		{ { .kind = INPUT_CODE, .code = "123456" }, "" },
		{ { .kind = INPUT_UNREADABLE }, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(word_name(&rows[i].typed), rows[i].name);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PHONE(a_factors_name_sends_its_code),
		PHONE(unless_the_policy_wants_no_words_there),
		PHONE(resend_behind_the_separator_replaces_the_code),
		BOTH(resend_sends_nothing_to_what_was_suspended),
		BOTH(lost_behind_the_separator_suspends),
		BOTH(asked_for_again_a_list_goes_on),
		BOTH(and_begins_anew_after_anything_else),
		BOTH(lost_offers_what_else_there_is),
		BOTH(another_factor_in_that_login_makes_it_lost_for_good),
		BOTH(relief_is_not_one_message_too_many),
		BOTH(relief_goes_where_the_policy_says),
		cmocka_unit_test(the_audit_has_a_name_for_each_word),
	};

	if (!crypto_init())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
