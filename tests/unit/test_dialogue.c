/* The life of a login, as a table: what comes in, what is decided. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/dialogue.h"
#include "util/crypto.h"

/* RFC 4226, appendix D: the secret and its codes. */
#define SECRET "12345678901234567890"
#define CODE0  "755224"
#define CODE1  "287082"
#define CODE5  "254676"
#define CODE6  "287922"
#define CODE7  "162583"
#define NOW    1000000

static struct device devices[2];
static struct policy policy;
static struct limits limits;
static struct account_facts account;
static struct step_in in;
static struct step_out out;
static struct input typed;
static struct ticket ticket;

static const struct otp_windows windows = {
	.hotp_ahead = 5,
	.totp_around = 1,
	.drift_max = 10,
	.sync_hotp = 100,
	.sync_totp = 20,
	.look_back = 20,
};

static struct device
token(int64_t id, const char *serial, uint64_t counter)
{
	struct device d = {
		.id = id,
		.account = 7,
		.ops = &factor_hotp,
		.state = DEVICE_ACTIVE,
		.secret = SECRET,
		.secretlen = 20,
		.hash = HASH_SHA1,
		.digits = 6,
		.counter = counter,
		.last_used = 1,
	};

	strcpy(d.serial, serial);
	strcpy(d.canonical, serial);
	return d;
}

/* A person with two tokens, at the first round of a code. */
static int
setup(void **state)
{
	(void)state;
	devices[0] = token(1, "A1", 0);
	devices[1] = token(2, "B2", 6);
	policy = (struct policy){
		.name = "vpn", .tries = 3, .ttl = 120, .prompt_max = 100
	};
	limits = (struct limits){ .soft = 10,
		.soft_seconds = 30,
		.soft_max = 3600,
		.device = 50,
		.device_kept = 10,
		.month = 100,
		.month_kept = 20,
		.year = 300 };
	account = (struct account_facts){
		.id = 7, .active = true, .had_device = true
	};
	ticket = (struct ticket){ .dialogue = 99,
		.device = 1,
		.issued = NOW - 10,
		.policy = ticket_policy("vpn"),
		.round = 1 };
	typed = (struct input){ 0 };
	in = (struct step_in){ .now = NOW,
		.fresh = 99,
		.policy = &policy,
		.limits = &limits,
		.windows = &windows,
		.account = &account,
		.devices = devices,
		.ndevices = 2,
		.first = FIRST_RIGHT,
		.ticket = &ticket,
		.input = &typed };
	return 0;
}

static void
step(void)
{
	assert_int_equal(dialogue_step(&in, &out), MF_OK);
}

static void
type_code(const char *code)
{
	typed = (struct input){ .kind = INPUT_CODE };
	strcpy(typed.code, code);
}

static void
type_two(const char *a, const char *b)
{
	typed = (struct input){ .kind = INPUT_TWO_CODES };
	strcpy(typed.code, a);
	strcpy(typed.other_code, b);
}

/* Blame Advance bInd Suspend Rebind Clear */
static const char *
effects(void)
{
	static char s[EFFECTS_MAX + 1];

	memset(s, 0, sizeof(s));
	for (size_t i = 0; i < out.nfx; i++)
		s[i] = "-BAISRC"[out.fx[i].kind];
	return s;
}

static void
expect(enum verdict v, enum reason why, const char *fx)
{
	assert_string_equal(reason_words[out.reason], reason_words[why]);
	assert_int_equal(out.verdict, v);
	assert_string_equal(effects(), fx);
}

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
	ticket.stage = STAGE_DECOY;
	type_code(CODE0);
	step();
	expect(VERDICT_CHALLENGE, REASON_DECOY, "");
	ticket.tries = 2;
	step();
	expect(VERDICT_REJECT, REASON_DECOY, "");
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
		T(the_first_packet_asks_for_a_code),
		T(before_the_first_factor_all_faces_are_the_same),
		T(with_decoys_a_known_one_gets_the_generic_line_too),
		T(nothing_answers_a_decoy),
		T(the_right_code_opens_and_is_spent),
		T(a_wrong_code_is_blamed_and_asked_again),
		T(the_last_try_rejects),
		T(a_used_code_is_wrong_and_said_to_be_used),
		T(another_device_of_the_account_may_answer),
		T(a_token_never_used_is_asked_for_two_codes),
		T(two_consecutive_codes_log_in_from_far_away),
		T(a_serial_and_a_code_name_the_device),
		T(of_two_equal_serials_the_one_that_matches_is_meant),
		T(what_cannot_be_read_is_a_guess),
		T(a_word_uses_a_round_and_no_guess),
		T(sixteen_rounds_are_enough),
		T(a_number_means_the_list_it_was_read_from),
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
		T(zeroed_facts_reject),
	};

	if (!crypto_init())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
