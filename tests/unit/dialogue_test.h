/* A person with two tokens, and what a step of the dialogue says to them. */
#ifndef DIALOGUE_TEST_H
#define DIALOGUE_TEST_H

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

static inline struct device
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
static inline int
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

static inline void
step(void)
{
	assert_int_equal(dialogue_step(&in, &out), MF_OK);
}

static inline void
type_code(const char *code)
{
	typed = (struct input){ .kind = INPUT_CODE };
	strcpy(typed.code, code);
}

static inline void
type_two(const char *a, const char *b)
{
	typed = (struct input){ .kind = INPUT_TWO_CODES };
	strcpy(typed.code, a);
	strcpy(typed.other_code, b);
}

/*
 * Blame Advance bInd Suspend Rebind Clear Known seNd sPend Lose relieF Enrol
 * cOnfirm Drop
 */
static inline const char *
effects(void)
{
	static char s[EFFECTS_MAX + 1];

	memset(s, 0, sizeof(s));
	for (size_t i = 0; i < out.nfx; i++)
		s[i] = "-BAISRCKNPLFEOD"[out.fx[i].kind];
	return s;
}

static inline void
expect(enum verdict v, enum reason why, const char *fx)
{
	assert_string_equal(reason_words[out.reason], reason_words[why]);
	assert_int_equal(out.verdict, v);
	assert_string_equal(effects(), fx);
}

#endif
