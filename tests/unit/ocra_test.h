/* Challenge-response tokens for tests: one that was asked, and its answers. */
#ifndef OCRA_TEST_H
#define OCRA_TEST_H

#include <string.h>

#include "core/factor.h"
#include "core/ocra.h"
#include "util/crypto.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define NOW      1000000

static const struct otp_windows windows = {
	.hotp_ahead = 5,
	.totp_around = 2,
	.drift_max = 10,
	.sync_hotp = 100,
	.sync_totp = 20,
	.desk_hotp = 1000,
	.desk_totp = 2880,
};
static const uint8_t key[KEY_SIZE] = { 1, 2, 3 };
static const struct round first = { 7, 1000, 5, 1, 0 };

static inline struct device
token(const char *suite)
{
	struct device d = { .id = 5,
		.ops = &factor_ocra,
		.state = DEVICE_ACTIVE,
		.secret = "12345678901234567890",
		.secretlen = 20 };
	struct suite s;

	assert_int_equal(suite_read(suite, &s), MF_OK);
	strcpy(d.suite, suite);
	d.hash = s.hash;
	d.digits = s.digits;
	d.step = s.step;
	assert_int_equal(d.ops->challenge(&d, key, &first, d.challenge), MF_OK);
	return d;
}

/* What the token shows for its challenge. */
static inline const char *
shown(const struct device *d, uint64_t counter, int64_t now)
{
	static char code[OCRA_CODE];
	struct ocra_input in = { .counter = counter,
		.question = slice_str(d->challenge),
		.pin = { d->pin, d->pinlen } };
	struct suite s;

	assert_int_equal(suite_read(d->suite, &s), MF_OK);
	in.time = s.step == 0 ? 0 : (uint64_t)now / s.step;
	assert_int_equal(
	    ocra_value(d->suite, &s, (struct slice){ d->secret, d->secretlen },
		&in, code),
	    MF_OK);
	return code;
}

#endif
