/* HOTP and TOTP: the RFCs' values, windows, drift, two codes, used codes. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/factor.h"
#include "util/crypto.h"

static const struct otp_windows windows = {
	.hotp_ahead = 5,
	.totp_around = 1,
	.drift_max = 10,
	.sync_hotp = 100,
	.sync_totp = 20,
	.look_back = 20,
};

static struct device
token(const struct factor_ops *ops, enum hash hash, unsigned digits)
{
	struct device d = {
		.id = 1,
		.ops = ops,
		.state = DEVICE_ACTIVE,
		.hash = hash,
		.digits = digits,
		.step = ops == &factor_totp ? 30 : 0,
		.secretlen = hash == HASH_SHA512 ? 64
		    : hash == HASH_SHA256        ? 32
						 : 20,
	};

	for (size_t i = 0; i < d.secretlen; i++)
		d.secret[i] = (uint8_t) "1234567890"[i % 10];
	return d;
}

static struct factor_result
check(const struct device *d, const char *code, int64_t now)
{
	struct factor_result r;

	assert_int_equal(d->ops->check(d, &windows, slice_str(code), now,
			     GUESS_PROMPTED, &r),
	    MF_OK);
	return r;
}

static FILE *
vectors(const char *name)
{
	char path[256];
	FILE *fp;

	snprintf(path, sizeof(path), "tests/vectors/%s", name);
	fp = fopen(path, "r");
	assert_non_null(fp);
	return fp;
}

static void
hotp_has_the_values_of_rfc_4226(void **state)
{
	struct device d = token(&factor_hotp, HASH_SHA1, 6);
	unsigned long long count;
	char line[128], code[16];
	FILE *fp = vectors("hotp.txt");
	int n = 0;

	(void)state;
	while (fgets(line, sizeof(line), fp) != NULL) {
		if (sscanf(line, "%llu %15s", &count, code) != 2)
			continue;
		d.counter = count;
		assert_int_equal(check(&d, code, 0).match, MATCH_YES);
		assert_int_equal(check(&d, code, 0).counter, count + 1);
		n++;
	}
	fclose(fp);
	assert_int_equal(n, 10);
}

static void
totp_has_the_values_of_rfc_6238(void **state)
{
	char line[128], hash[16], code[16];
	FILE *fp = vectors("totp.txt");
	long long when;
	int n = 0;

	(void)state;
	while (fgets(line, sizeof(line), fp) != NULL) {
		struct device d;

		if (sscanf(line, "%lld %15s %15s", &when, hash, code) != 3)
			continue;
		d = token(&factor_totp,
		    strcmp(hash, "sha256") == 0       ? HASH_SHA256
			: strcmp(hash, "sha512") == 0 ? HASH_SHA512
						      : HASH_SHA1,
		    8);
		assert_int_equal(check(&d, code, when).match, MATCH_YES);
		n++;
	}
	fclose(fp);
	assert_int_equal(n, 18);
}

/* The codes of RFC 4226 from 0 on. */
static const char *const codes[] = { "755224", "287082", "359152", "969429",
	"338314", "254676", "287922", "162583", "399871", "520489" };

static void
hotp_looks_ahead_so_far_and_no_further(void **state)
{
	struct device d = token(&factor_hotp, HASH_SHA1, 6);

	(void)state;
	assert_int_equal(check(&d, codes[5], 0).match, MATCH_YES);
	assert_int_equal(check(&d, codes[6], 0).match, MATCH_NO);
	d.counter = 4;
	assert_int_equal(check(&d, codes[9], 0).match, MATCH_YES);
}

static void
a_guess_is_compared_with_no_more_than_its_chance_allows(void **state)
{
	struct device d = token(&factor_hotp, HASH_SHA1, 6);
	struct factor_result r;

	(void)state;
	assert_int_equal(check(&d, "000000", 0).cost, 6000);
	assert_int_equal(
	    d.ops->check(&d, &windows, slice_str(codes[4]), 0, 4000, &r),
	    MF_OK);
	assert_int_equal(r.match, MATCH_NO);
	assert_int_equal(r.cost, 4000);
	assert_int_equal(
	    d.ops->check(&d, &windows, slice_str(codes[0]), 0, 999, &r), MF_OK);
	assert_int_equal(r.match, MATCH_NO);
}

static void
a_used_code_is_told_apart_and_never_accepted(void **state)
{
	struct device d = token(&factor_hotp, HASH_SHA1, 6);
	struct factor_result r;

	(void)state;
	d.counter = 3;
	for (uint64_t i = 0; i < 3; i++) {
		r = check(&d, codes[i], 0);
		assert_int_equal(r.match, MATCH_USED);
		assert_int_equal(r.counter, i);
	}
	assert_int_equal(check(&d, codes[3], 0).match, MATCH_YES);
}

/* Two neighbours of one code: one time in a million. */
static void
a_code_that_two_values_share_is_used_once(void **state)
{
	static const uint8_t secret[20] = { 0x4d, 0x95, 0x73, 0x37, 0x26, 0x79,
		0xa8, 0x0a, 0x01, 0x26, 0x1a, 0x52, 0x71, 0xfd, 0x39, 0xce,
		0x4f, 0x5d, 0x89, 0xbf };
	static const struct factor_ops *const kinds[] = { &factor_hotp,
		&factor_totp };
	const uint64_t first = 59841944;

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct device d = token(kinds[i], HASH_SHA1, 6);
		int64_t now = (int64_t)(first + 1) * 30;

		memcpy(d.secret, secret, sizeof(secret));
		d.counter = first;
		assert_int_equal(check(&d, "820898", now).match, MATCH_YES);
		d.counter = check(&d, "820898", now).counter;
		assert_int_equal(d.counter, first + 1);
		assert_int_equal(check(&d, "820898", now).match, MATCH_USED);
		assert_int_equal(check(&d, "247756", now).match, MATCH_YES);
	}
}

static void
only_the_very_digits_are_a_code(void **state)
{
	static const char *const wrong[] = { "", "75522", "7552240", "0755224",
		"755 224", "+55224", "75522a" };
	struct device d = token(&factor_hotp, HASH_SHA1, 6);

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(check(&d, wrong[i], 0).match, MATCH_NO);
}

/* What the token shows at an hour of its own clock. */
static void
code_at(const struct device *d, int64_t when, char out[9])
{
	struct device probe = *d;
	struct factor_result r;
	unsigned v = 0;

	probe.counter = (uint64_t)(when / d->step);
	for (; v < 1000000; v++) {
		snprintf(out, 9, "%06u", v);
		assert_int_equal(
		    factor_hotp.check(&probe, &(struct otp_windows){ 0 },
			slice_str(out), 0, 1000, &r),
		    MF_OK);
		if (r.match == MATCH_YES)
			return;
	}
	fail();
}

static void
totp_takes_a_step_before_and_after(void **state)
{
	struct device d = token(&factor_totp, HASH_SHA1, 6);
	const int64_t now = 1111111109;
	char code[9];

	(void)state;
	for (int s = -2; s <= 2; s++) {
		code_at(&d, now + s * 30, code);
		assert_int_equal(check(&d, code, now).match,
		    s >= -1 && s <= 1 ? MATCH_YES : MATCH_NO);
	}
}

static void
totp_never_goes_back_a_step(void **state)
{
	struct device d = token(&factor_totp, HASH_SHA1, 6);
	const int64_t now = 1111111109;
	char before[9], here[9];
	struct factor_result r;

	(void)state;
	code_at(&d, now - 30, before);
	code_at(&d, now, here);
	r = check(&d, here, now);
	assert_int_equal(r.match, MATCH_YES);
	d.counter = r.counter;
	assert_int_equal(check(&d, here, now).match, MATCH_USED);
	assert_int_equal(check(&d, here, now + 30).match, MATCH_USED);
	assert_int_equal(check(&d, before, now).match, MATCH_USED);
}

static void
drift_is_learned_step_by_step_and_bounded(void **state)
{
	struct device d = token(&factor_totp, HASH_SHA1, 6);
	int64_t now = 1111111109;
	struct factor_result r;
	char code[9];

	(void)state;
	for (int login = 1; login <= 12; login++) {
		now += 3600;
		code_at(&d, now + 30 * login, code);
		r = check(&d, code, now);
		/* ten steps from where it was synchronised, and a step more */
		assert_int_equal(r.match, login <= 11 ? MATCH_YES : MATCH_NO);
		if (login <= 11)
			assert_int_equal(r.drift, login <= 10 ? login : 10);
		d.counter = r.match == MATCH_YES ? r.counter : d.counter;
		d.drift = r.drift;
	}
}

/* With another reach. */
static enum mf_err
resync(const struct device *d, unsigned reach, struct slice code,
    struct slice next, int64_t now, struct factor_result *r)
{
	struct otp_windows w = windows;

	w.sync_hotp = reach;
	w.sync_totp = reach;
	return d->ops->resync(d, &w, false, code, next, now, r);
}

static void
two_consecutive_codes_find_a_token_far_off(void **state)
{
	struct device d = token(&factor_totp, HASH_SHA1, 6);
	const int64_t now = 1111111109;
	struct factor_result r;
	char a[9], b[9], c[9];

	(void)state;
	code_at(&d, now + 19 * 30, a);
	code_at(&d, now + 20 * 30, b);
	code_at(&d, now + 22 * 30, c);
	assert_int_equal(
	    resync(&d, 20, slice_str(a), slice_str(b), now, &r), MF_OK);
	assert_int_equal(r.match, MATCH_YES);
	assert_int_equal(r.counter, now / 30 + 21);
	assert_int_equal(r.drift, 20);
	assert_int_equal(r.anchor, 20);
	/* in the wrong order, with a gap, twice the same, too far */
	assert_int_equal(
	    resync(&d, 20, slice_str(b), slice_str(a), now, &r), MF_OK);
	assert_int_equal(r.match, MATCH_NO);
	assert_int_equal(
	    resync(&d, 20, slice_str(b), slice_str(c), now, &r), MF_OK);
	assert_int_equal(r.match, MATCH_NO);
	assert_int_equal(
	    resync(&d, 20, slice_str(a), slice_str(a), now, &r), MF_OK);
	assert_int_equal(r.match, MATCH_NO);
	assert_int_equal(
	    resync(&d, 18, slice_str(a), slice_str(b), now, &r), MF_OK);
	assert_int_equal(r.match, MATCH_NO);
}

static void
two_codes_must_be_newer_than_the_last_accepted(void **state)
{
	struct device d = token(&factor_hotp, HASH_SHA1, 6);
	struct factor_result r;

	(void)state;
	d.counter = 4;
	assert_int_equal(
	    resync(&d, 100, slice_str(codes[3]), slice_str(codes[4]), 0, &r),
	    MF_OK);
	assert_int_equal(r.match, MATCH_NO);
	assert_int_equal(
	    resync(&d, 100, slice_str(codes[4]), slice_str(codes[5]), 0, &r),
	    MF_OK);
	assert_int_equal(r.match, MATCH_YES);
	assert_int_equal(r.counter, 6);
}

static void
a_temporary_code_is_used_once(void **state)
{
	struct device d = {
		.ops = &factor_temporary,
		.digits = 8,
		.secret = "40718255",
		.secretlen = 8,
	};

	(void)state;
	assert_int_equal(check(&d, "40718256", 0).match, MATCH_NO);
	assert_int_equal(check(&d, "4071825", 0).match, MATCH_NO);
	assert_int_equal(check(&d, "40718255", 0).match, MATCH_YES);
	d.counter = 1;
	assert_int_equal(check(&d, "40718255", 0).match, MATCH_USED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hotp_has_the_values_of_rfc_4226),
		cmocka_unit_test(totp_has_the_values_of_rfc_6238),
		cmocka_unit_test(hotp_looks_ahead_so_far_and_no_further),
		cmocka_unit_test(
		    a_guess_is_compared_with_no_more_than_its_chance_allows),
		cmocka_unit_test(a_used_code_is_told_apart_and_never_accepted),
		cmocka_unit_test(a_code_that_two_values_share_is_used_once),
		cmocka_unit_test(only_the_very_digits_are_a_code),
		cmocka_unit_test(totp_takes_a_step_before_and_after),
		cmocka_unit_test(totp_never_goes_back_a_step),
		cmocka_unit_test(drift_is_learned_step_by_step_and_bounded),
		cmocka_unit_test(two_consecutive_codes_find_a_token_far_off),
		cmocka_unit_test(
		    two_codes_must_be_newer_than_the_last_accepted),
		cmocka_unit_test(a_temporary_code_is_used_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
