/* PINs that the server keeps: which may be one, and what is asked of them. */

#include "core/pin.h"
#include "dialogue_test.h"

#define RECORD "$argon2id$of-2580"

static const struct pin_rules rules = { 4, 12 };

static void
some_are_too_simple(void **state)
{
	static const struct {
		const char *pin;
		bool fit;
	} rows[] = {
		{ "2580", true },
		{ "1235", true },
		{ "1357", true },
		{ "0000001", true },
		{ "123456789012", true },
		{ "1234", false },
		{ "9876", false },
		{ "01234567", false },
		{ "1111", false },
		{ "258", false },
		{ "1357913579135", false },
		{ "25a0", false },
		{ "2 58", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
		    pin_is_fit(&rules, slice_str(rows[i].pin)), rows[i].fit);
	assert_false(pin_is_fit(
	    &(struct pin_rules){ .least = 6, .most = 12 }, slice_str("2580")));
}

/* What is typed at the prompt of the first token, which has a PIN. */
static void
types(enum input_kind kind, const char *code)
{
	in.pins = &rules;
	in.pin = (struct pin_facts){ 0 };
	strcpy(devices[0].record, RECORD);
	typed = (struct input){ .kind = kind };
	strcpy(typed.code, code);
}

/* Asks as a login does, and answers what Argon2id would. */
static void
step_with(bool right, const char *record)
{
	struct pin_question q;

	assert_int_equal(pin_ask(&in, &q), MF_OK);
	if (q.task != PIN_NOTHING)
		in.pin = (struct pin_facts){ q.device->id, right, record };
	assert_int_equal(dialogue_step(&in, &out), MF_OK);
}

static void
pin_and_code_open(void **state)
{
	static const struct {
		const char *code;
		bool right;
		enum reason reason;
	} rows[] = {
		{ "2580" CODE0, true, REASON_ACCEPTED },
		{ "2580" CODE0, false, REASON_WRONG_PIN },
		{ "2580999999", true, REASON_WRONG_CODE },
		{ "2580999999", false, REASON_WRONG_CODE },
		{ CODE0, true, REASON_WRONG_CODE },
		{ "258" CODE0, true, REASON_WRONG_CODE },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		setup(state);
		in.ndevices = 1;
		types(INPUT_CODE, rows[i].code);
		step_with(rows[i].right, NULL);
		assert_int_equal(out.reason, rows[i].reason);
		assert_int_equal(out.fx[0].kind,
		    rows[i].reason == REASON_ACCEPTED ? FX_ADVANCE : FX_BLAME);
		assert_int_equal(out.fx[0].device, 1);
	}
}

/* One hash a reply, also where there is nothing to find. */
static void
one_pin_is_asked_about(void **state)
{
	struct pin_question q;

	(void)state;
	strcpy(devices[1].record, "$argon2id$other");
	types(INPUT_CODE, "8642" CODE6);
	assert_int_equal(pin_ask(&in, &q), MF_OK);
	assert_int_equal(q.task, PIN_CHECK);
	assert_int_equal(q.device->id, 2);
	assert_memory_equal(q.pin.p, "8642", q.pin.n);
	types(INPUT_CODE, "8642999999");
	assert_int_equal(pin_ask(&in, &q), MF_OK);
	assert_int_equal(q.device->id, 1);
	types(INPUT_CODE, CODE0);
	assert_int_equal(pin_ask(&in, &q), MF_OK);
	assert_int_equal(q.task, PIN_NOTHING);
	types(INPUT_CODE, "2580" CODE0);
	in.guesses.locked_until = NOW + 10;
	assert_int_equal(pin_ask(&in, &q), MF_OK);
	assert_int_equal(q.task, PIN_NOTHING); /* nothing is evaluated */
}

static void
another_device_s_pin_is_none(void **state)
{
	(void)state;
	types(INPUT_CODE, "2580" CODE0);
	in.pin = (struct pin_facts){ .device = 2, .right = true };
	assert_int_equal(dialogue_step(&in, &out), MF_OK);
	assert_int_equal(out.reason, REASON_WRONG_PIN);
}

static void
goes_on(enum input_kind kind, const char *pin)
{
	ticket = out.ticket;
	types(kind, pin);
	devices[0].pin_change = true;
}

static void
a_new_one_is_typed_twice(void **state)
{
	(void)state;
	types(INPUT_CODE, "2580" CODE0);
	devices[0].pin_change = true;
	step_with(true, NULL);
	assert_int_equal(out.verdict, VERDICT_CHALLENGE);
	assert_int_equal(out.ask, ASK_NEW_PIN);
	assert_int_equal(out.fx[0].kind, FX_ADVANCE); /* the code is spent */
	goes_on(INPUT_PIN, "4071");
	step_with(false, "fresh");
	assert_int_equal(out.ask, ASK_NEW_PIN_AGAIN);
	assert_int_equal(out.nfx, 1);
	assert_int_equal(out.fx[0].kind, FX_PIN_KEEP);
	goes_on(INPUT_PIN, "4071");
	step_with(true, "fresh");
	assert_int_equal(out.verdict, VERDICT_ACCEPT);
	assert_int_equal(out.fx[0].kind, FX_PIN_SET);
	assert_string_equal(out.fx[0].record, "fresh");
	assert_int_equal(out.fx[0].digits, 4);
}

/* Where a field is split by length: by the device's own, never by trying. */
static void
so_many_stand_before_the_code(void **state)
{
	struct device *d = &devices[0];

	(void)state;
	assert_int_equal(pin_field(d), 0);
	strcpy(d->record, RECORD);
	assert_int_equal(pin_field(d), SIZE_MAX);
	d->pin_digits = 4;
	assert_int_equal(pin_field(d), 4);
	d->digits = 0;
	assert_int_equal(pin_field(d), 0);
}

/* What was reported lost is so before the new PIN is there. */
static void
what_was_lost_is_lost_for_good(void **state)
{
	(void)state;
	types(INPUT_CODE, "2580" CODE0);
	devices[0].pin_change = true;
	devices[1].state = DEVICE_SUSPENDED;
	ticket.lost = 2;
	step_with(true, NULL);
	assert_int_equal(out.ask, ASK_NEW_PIN);
	assert_int_equal(out.fx[2].kind, FX_LOSE);
	assert_int_equal(out.fx[2].device, 2);
}

static void
what_is_not_fit_is_asked_again(void **state)
{
	static const struct {
		uint8_t stage;
		enum input_kind kind;
		const char *pin;
		bool right;
		const char *record;
	} rows[] = {
		{ STAGE_NEW_PIN, INPUT_PIN, "1234", false, "fresh" },
		{ STAGE_NEW_PIN, INPUT_PIN, "2580", true, NULL }, /* the old */
		{ STAGE_NEW_PIN, INPUT_PIN, "4071", false, NULL },
		{ STAGE_NEW_PIN, INPUT_UNREADABLE, "", false, NULL },
		{ STAGE_NEW_PIN, INPUT_EMPTY, "", false, NULL },
		{ STAGE_NEW_PIN_AGAIN, INPUT_PIN, "4072", false, "fresh" },
		{ STAGE_NEW_PIN_AGAIN, INPUT_PIN, "4071", true, NULL },
		{ STAGE_NEW_PIN_AGAIN, INPUT_UNREADABLE, "", true, "fresh" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		setup(state);
		types(rows[i].kind, rows[i].pin);
		devices[0].pin_change = true;
		ticket.stage = rows[i].stage;
		step_with(rows[i].right, rows[i].record);
		assert_int_equal(out.verdict, VERDICT_CHALLENGE);
		assert_int_equal(out.ask, ASK_NEW_PIN_BAD);
		assert_int_equal(out.ticket.stage, STAGE_NEW_PIN);
		assert_int_equal(out.nfx, 0); /* and it is no guess */
	}
}

/* Somebody else has made the new PIN meanwhile, or the token is out of use. */
static void
nothing_opens_when_it_is_over(void **state)
{
	(void)state;
	types(INPUT_PIN, "4071");
	ticket.stage = STAGE_NEW_PIN_AGAIN;
	step_with(true, "fresh");
	assert_int_equal(out.verdict, VERDICT_REJECT);
	devices[0].pin_change = true;
	devices[0].state = DEVICE_DISABLED;
	step_with(true, "fresh");
	assert_int_equal(out.verdict, VERDICT_REJECT);
	assert_int_equal(out.nfx, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(some_are_too_simple),
		cmocka_unit_test_setup(pin_and_code_open, setup),
		cmocka_unit_test_setup(one_pin_is_asked_about, setup),
		cmocka_unit_test_setup(another_device_s_pin_is_none, setup),
		cmocka_unit_test_setup(a_new_one_is_typed_twice, setup),
		cmocka_unit_test_setup(so_many_stand_before_the_code, setup),
		cmocka_unit_test_setup(what_was_lost_is_lost_for_good, setup),
		cmocka_unit_test_setup(what_is_not_fit_is_asked_again, setup),
		cmocka_unit_test_setup(nothing_opens_when_it_is_over, setup),
	};

	return crypto_init() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
