/* RFC 6287, section 7.2 and appendices C.2.1 and C.2.2: both sides prove. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/mutual.h"
#include "ocra_test.h"

#define K32 "12345678901234567890123456789012"
#define K64 K32 "34567890123456789012345678901234"

static const struct {
	const char *suite, *key, *theirs, *ours, *proof, *answer;
} published[] = {
	{ "OCRA-1:HOTP-SHA256-8:QA08", K32, "CLI22220", "SRV11110", "28247970",
	    "15510767" },
	{ "OCRA-1:HOTP-SHA256-8:QA08", K32, "CLI22221", "SRV11111", "01984843",
	    "90175646" },
	{ "OCRA-1:HOTP-SHA256-8:QA08", K32, "CLI22222", "SRV11112", "65387857",
	    "33777207" },
	{ "OCRA-1:HOTP-SHA256-8:QA08", K32, "CLI22223", "SRV11113", "03351211",
	    "95285278" },
	{ "OCRA-1:HOTP-SHA256-8:QA08", K32, "CLI22224", "SRV11114", "83412541",
	    "28934924" },
	/* the server's suite has no PIN: OCRA-1:HOTP-SHA512-8:QA08 */
	{ "OCRA-1:HOTP-SHA512-8:QA08-PSHA1", K64, "CLI22220", "SRV11110",
	    "79496648", "18806276" },
	{ "OCRA-1:HOTP-SHA512-8:QA08-PSHA1", K64, "CLI22221", "SRV11111",
	    "76831980", "70020315" },
	{ "OCRA-1:HOTP-SHA512-8:QA08-PSHA1", K64, "CLI22222", "SRV11112",
	    "12250499", "01600026" },
	{ "OCRA-1:HOTP-SHA512-8:QA08-PSHA1", K64, "CLI22223", "SRV11113",
	    "90856481", "18951020" },
	{ "OCRA-1:HOTP-SHA512-8:QA08-PSHA1", K64, "CLI22224", "SRV11114",
	    "12761449", "32528969" },
};

static struct device
with_key(const char *suite, const char *secret)
{
	const struct slice pin = slice_str("1234");
	struct device d = token(suite);

	d.secretlen = strlen(secret);
	memcpy(d.secret, secret, d.secretlen);
	assert_int_equal(digest(HASH_SHA1, &pin, 1, d.pin), MF_OK);
	d.pinlen = 20;
	return d;
}

static void
both_sides_answer_as_published(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(published); i++) {
		struct device d =
		    with_key(published[i].suite, published[i].key);
		struct factor_result r;
		char proof[OCRA_CODE];
		struct suite s;

		assert_int_equal(suite_read(d.suite, &s), MF_OK);
		assert_int_equal(mutual_proof(&d, &s, published[i].theirs,
				     published[i].ours, NOW, proof),
		    MF_OK);
		assert_string_equal(proof, published[i].proof);
		mutual_ask(published[i].theirs, published[i].ours, d.challenge);
		assert_int_equal(
		    d.ops->check(&d, &windows, slice_str(published[i].answer),
			NOW, GUESS_BUDGET, &r),
		    MF_OK);
		assert_int_equal(r.match, MATCH_YES);
		/* what the server said is no answer of the token */
		assert_int_equal(d.ops->check(&d, &windows, slice_str(proof),
				     NOW, GUESS_BUDGET, &r),
		    MF_OK);
		assert_int_equal(r.match, MATCH_NO);
	}
}

static void
counter_time_and_session_go_in(void **state)
{
	struct device d = token("OCRA-1:HOTP-SHA1-6:C-QN08-PSHA1-S004-T1M");
	const char *suite = "OCRA-1:HOTP-SHA1-6:C-QN08-S004-T1M";
	const struct ocra_input in = { .counter = 7,
		.question = slice_str("1234567811112222"),
		.session = slice_str("abcd"),
		.time = NOW / 60 - 3 };
	char proof[OCRA_CODE], want[OCRA_CODE];
	struct suite s;

	(void)state;
	d.counter = 7;
	d.drift = -3;
	d.session = slice_str("abcd");
	assert_int_equal(suite_read(suite, &s), MF_OK);
	assert_int_equal(
	    ocra_value(
		suite, &s, (struct slice){ d.secret, d.secretlen }, &in, want),
	    MF_OK);
	assert_int_equal(suite_read(d.suite, &s), MF_OK);
	assert_int_equal(
	    mutual_proof(&d, &s, "12345678", "11112222", NOW, proof), MF_OK);
	assert_string_equal(proof, want);
}

static void
a_challenge_is_typed_as_the_token_shows_it(void **state)
{
	static const struct {
		const char *suite, *typed, *means;
	} rows[] = {
		{ "OCRA-1:HOTP-SHA1-6:QN08", "12345678", "12345678" },
		{ "OCRA-1:HOTP-SHA1-6:QN08", " 1234 56-78", "12345678" },
		{ "OCRA-1:HOTP-SHA1-6:QN08", "00000001", "00000001" },
		{ "OCRA-1:HOTP-SHA1-6:QN08", "1234567", "" },
		{ "OCRA-1:HOTP-SHA1-6:QN08", "123456789", "" },
		{ "OCRA-1:HOTP-SHA1-6:QN08", "1234567x", "" },
		{ "OCRA-1:HOTP-SHA1-6:QN08", "", "" },
		/* before the server's they would vanish */
		{ "OCRA-1:HOTP-SHA1-6:QN08", "0000 0000", "" },
		{ "OCRA-1:HOTP-SHA1-6:QA08", "cli22220", "cli22220" },
		{ "OCRA-1:HOTP-SHA1-6:QA08", "CLI2222.", "" },
		{ "OCRA-1:HOTP-SHA1-6:QH08", "0a1B2c3D", "0a1B2c3D" },
		{ "OCRA-1:HOTP-SHA1-6:QH08", "0g1b2c3d", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char out[CHALLENGE_SIZE] = "?";
		struct suite s;

		print_message("%s\n", rows[i].typed);
		assert_int_equal(suite_read(rows[i].suite, &s), MF_OK);
		assert_int_equal(
		    mutual_challenge(&s, slice_str(rows[i].typed), out),
		    rows[i].means[0] == '\0' ? MF_EINVAL : MF_OK);
		assert_string_equal(out, rows[i].means);
	}
}

static void
what_is_short_is_guessed_too_easily(void **state)
{
	static const struct {
		const char *suite;
		bool safe;
	} rows[] = {
		{ "OCRA-1:HOTP-SHA1-6:QN06", true },
		{ "OCRA-1:HOTP-SHA1-0:QN08", true },
		{ "OCRA-1:HOTP-SHA1-5:QN08", false },
		{ "OCRA-1:HOTP-SHA1-6:QN05", false },
	};
	struct suite s;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(suite_read(rows[i].suite, &s), MF_OK);
		assert_int_equal(mutual_is_safe(&s), rows[i].safe);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_sides_answer_as_published),
		cmocka_unit_test(counter_time_and_session_go_in),
		cmocka_unit_test(a_challenge_is_typed_as_the_token_shows_it),
		cmocka_unit_test(what_is_short_is_guessed_too_easily),
	};

	return crypto_init() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
