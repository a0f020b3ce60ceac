/* OCRA suites and values: RFC 6287's grammar and its appendix C. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/ocra.h"
#include "util/crypto.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	const char *text;
	struct suite means;
} suites[] = {
	{ "OCRA-1:HOTP-SHA1-6:QN08",
	    { .hash = HASH_SHA1, .digits = 6, .format = 'N', .length = 8 } },
	{ "OCRA-1:HOTP-SHA512-8:C-QN08-PSHA1",
	    { .hash = HASH_SHA512,
		.digits = 8,
		.counter = true,
		.format = 'N',
		.length = 8,
		.pin = HASH_SHA1 } },
	{ "OCRA-1:HOTP-SHA256-6:QA10-T1M",
	    { .hash = HASH_SHA256,
		.digits = 6,
		.format = 'A',
		.length = 10,
		.step = 60 } },
	{ "OCRA-1:HOTP-SHA1-4:QH8-S512",
	    { .hash = HASH_SHA1,
		.digits = 4,
		.format = 'H',
		.length = 8,
		.session = true,
		.session_size = 512 } },
	{ "OCRA-1:HOTP-SHA1-6:QH10-S",
	    { .hash = HASH_SHA1,
		.digits = 6,
		.format = 'H',
		.length = 10,
		.session = true,
		.session_size = 64 } },
	{ "OCRA-1:HOTP-SHA1-10:Q-P-S-T",
	    { .hash = HASH_SHA1,
		.digits = 10,
		.format = 'N',
		.length = 8,
		.pin = HASH_SHA1,
		.session = true,
		.session_size = 64,
		.step = 60 } },
	{ "OCRA-1:HOTP-SHA512-0:C-QN64-PSHA512-S064-T48H",
	    { .hash = HASH_SHA512,
		.counter = true,
		.format = 'N',
		.length = 64,
		.pin = HASH_SHA512,
		.session = true,
		.session_size = 64,
		.step = 48 * 3600 } },
	{ "OCRA-1:HOTP-SHA1-6:QN04-T59S",
	    { .hash = HASH_SHA1,
		.digits = 6,
		.format = 'N',
		.length = 4,
		.step = 59 } },
};

static void
a_suite_says_what_goes_in(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(suites); i++) {
		const struct suite *want = &suites[i].means;
		struct suite got;

		print_message("%s\n", suites[i].text);
		assert_int_equal(suite_read(suites[i].text, &got), MF_OK);
		assert_int_equal(got.hash, want->hash);
		assert_int_equal(got.digits, want->digits);
		assert_int_equal(got.counter, want->counter);
		assert_int_equal(got.format, want->format);
		assert_int_equal(got.length, want->length);
		assert_int_equal(got.pin, want->pin);
		assert_int_equal(got.session, want->session);
		assert_int_equal(got.session_size, want->session_size);
		assert_int_equal(got.step, want->step);
	}
}

static const char *const no_suites[] = {
	"",
	"OCRA-1",
	"OCRA-2:HOTP-SHA1-6:QN08",
	"ocra-1:hotp-sha1-6:qn08",
	" OCRA-1:HOTP-SHA1-6:QN08",
	"OCRA-1:HOTP-SHA1-6:QN08 ",
	"OCRA-1:TOTP-SHA1-6:QN08",
	"OCRA-1:HOTP-MD5-6:QN08",
	"OCRA-1:HOTP-SHA1-:QN08",
	"OCRA-1:HOTP-SHA1-3:QN08",
	"OCRA-1:HOTP-SHA1-11:QN08",
	"OCRA-1:HOTP-SHA1-006:QN08",
	"OCRA-1:HOTP-SHA1-6",
	"OCRA-1:HOTP-SHA1-6:",
	"OCRA-1:HOTP-SHA1-6:C",
	"OCRA-1:HOTP-SHA1-6:CQN08",
	"OCRA-1:HOTP-SHA1-6:QX08",
	"OCRA-1:HOTP-SHA1-6:QN",
	"OCRA-1:HOTP-SHA1-6:QN03",
	"OCRA-1:HOTP-SHA1-6:QN65",
	"OCRA-1:HOTP-SHA1-6:QN008",
	"OCRA-1:HOTP-SHA1-6:QN08-",
	"OCRA-1:HOTP-SHA1-6:QN08-PMD5",
	"OCRA-1:HOTP-SHA1-6:QN08-T1M-PSHA1",
	"OCRA-1:HOTP-SHA1-6:QN08-S513",
	"OCRA-1:HOTP-SHA1-6:QN08-S0064",
	"OCRA-1:HOTP-SHA1-6:QN08-T0S",
	"OCRA-1:HOTP-SHA1-6:QN08-T0H",
	"OCRA-1:HOTP-SHA1-6:QN08-T60S",
	"OCRA-1:HOTP-SHA1-6:QN08-T60M",
	"OCRA-1:HOTP-SHA1-6:QN08-T49H",
	"OCRA-1:HOTP-SHA1-6:QN08-T1D",
	"OCRA-1:HOTP-SHA1-6:QN08-T1M-T1M",
	"OCRA-1:HOTP-SHA1-6:QN08:QN08",
	"OCRA-1:HOTP-SHA512-10:C-QN64-PSHA512-S512-T59M-and-a-long-tail-x",
};

static void
what_is_no_suite_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(no_suites); i++) {
		const struct suite nothing = { 0 };
		struct suite got;

		print_message("%s\n", no_suites[i]);
		assert_int_equal(suite_read(no_suites[i], &got), MF_EINVAL);
		assert_memory_equal(&got, &nothing, sizeof(got));
	}
}

static size_t
key_of(const struct suite *s, uint8_t key[MAC_MAX])
{
	size_t n = hash_size(s->hash);

	for (size_t i = 0; i < n; i++)
		key[i] = (uint8_t) "1234567890"[i % 10];
	return n;
}

static void
value(const char *text, struct ocra_input *in, const char *pin,
    char out[OCRA_CODE])
{
	const struct slice parts[] = { slice_str(pin) };
	uint8_t key[MAC_MAX], hash[MAC_MAX];
	struct suite s;

	assert_int_equal(suite_read(text, &s), MF_OK);
	if (s.pin != 0) {
		assert_int_equal(digest(s.pin, parts, 1, hash), MF_OK);
		in->pin = (struct slice){ hash, hash_size(s.pin) };
	}
	assert_int_equal(ocra_value(text, &s,
			     (struct slice){ key, key_of(&s, key) }, in, out),
	    MF_OK);
	assert_int_equal(strlen(out), ocra_length(&s));
}

/* Reads "suite counter challenge pin time code" from each line. */
static void
row(const char *line)
{
	char suite[SUITE_SIZE], counter[21], question[129], pin[9], time[21];
	char code[11], got[OCRA_CODE];
	struct ocra_input in = { 0 };

	print_message("%s", line);
	assert_int_equal(sscanf(line, "%64s %20s %128s %8s %20s %10s", suite,
			     counter, question, pin, time, code),
	    6);
	in.counter = strtoull(counter, NULL, 10);
	in.question = slice_str(question);
	in.time = strtoull(time, NULL, 10);
	value(suite, &in, pin, got);
	assert_string_equal(got, code);
}

static void
the_published_values_come_out(void **state)
{
	FILE *fp = fopen("tests/vectors/ocra.txt", "r");
	char line[512];
	unsigned rows = 0;

	(void)state;
	assert_non_null(fp);
	while (fgets(line, sizeof(line), fp) != NULL)
		if (line[0] != '#') {
			row(line);
			rows++;
		}
	fclose(fp);
	assert_in_range(rows, 70, 1000);
}

/* tiqr's phones: key, session and answers of its own tests. */
static void
a_session_is_filled_up_from_the_left(void **state)
{
	static const struct {
		const char *suite, *question, *session, *code;
	} rows[] = {
		{ "OCRA-1:HOTP-SHA1-6:QH10-S", "0000000000",
		    "000102030405060708090a0b0c0d0e0f", "539871" },
		{ "OCRA-1:HOTP-SHA1-6:QH10-S", "aaaaaaaaaa",
		    "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf", "086966" },
		{ "OCRA-1:HOTP-SHA1-6:QH10-S064", "0000000000",
		    "000102030405060708090a0b0c0d0e0f"
		    "101112131415161718191a1b1c1d1e1f",
		    "174452" },
	};
	static const char key[] = "12345678901234567890123456789012";

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint8_t session[64];
		size_t n;
		struct ocra_input in = { .question =
					     slice_str(rows[i].question) };
		char got[OCRA_CODE];
		struct suite s;

		assert_int_equal(suite_read(rows[i].suite, &s), MF_OK);
		assert_int_equal(hex_decode(slice_str(rows[i].session), session,
				     sizeof(session), &n),
		    MF_OK);
		in.session = (struct slice){ session, n };
		assert_int_equal(
		    ocra_value(rows[i].suite, &s, slice_str(key), &in, got),
		    MF_OK);
		assert_string_equal(got, rows[i].code);
	}
}

static void
an_answer_that_is_not_cut_is_the_whole_hmac(void **state)
{
	struct ocra_input in = { .question = slice_str("12345678") };
	char got[OCRA_CODE];

	(void)state;
	value("OCRA-1:HOTP-SHA1-0:QN08", &in, "", got);
	assert_int_equal(strlen(got), 40);
	value("OCRA-1:HOTP-SHA512-0:QN08", &in, "", got);
	assert_int_equal(strlen(got), 128);
	assert_int_equal(strspn(got, "0123456789abcdef"), 128);
}

static void
what_does_not_fit_the_suite_has_no_value(void **state)
{
	static const char *const text = "OCRA-1:HOTP-SHA1-6:QN08-PSHA1-S064";
	static const uint8_t zeros[65];
	const struct slice pin = { zeros, 20 }, session = { zeros, 64 };
	const struct ocra_input bad[] = {
		{ .question = slice_str(""), .pin = pin, .session = session },
		{ .question = slice_str("1234567a"),
		    .pin = pin,
		    .session = session },
		{ .question = slice_str("12345678123456781"),
		    .pin = pin,
		    .session = session },
		{ .question = slice_str("12345678"), .session = session },
		{ .question = slice_str("12345678"),
		    .pin = { zeros, 32 },
		    .session = session },
		{ .question = slice_str("12345678"),
		    .pin = pin,
		    .session = { zeros, 65 } },
	};
	char got[OCRA_CODE];
	struct suite s;

	(void)state;
	assert_int_equal(suite_read(text, &s), MF_OK);
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_int_equal(
		    ocra_value(text, &s, slice_str("key"), &bad[i], got),
		    MF_EINVAL);
		assert_string_equal(got, "");
	}
}

static void
a_challenge_has_the_characters_of_its_format(void **state)
{
	static const struct {
		const char *suite, *question;
		bool fits;
	} rows[] = {
		{ "OCRA-1:HOTP-SHA1-6:QN08", "12345678", true },
		{ "OCRA-1:HOTP-SHA1-6:QN08", "1", true },
		{ "OCRA-1:HOTP-SHA1-6:QN08", "1234567812345678", true },
		{ "OCRA-1:HOTP-SHA1-6:QN08", "12345678123456781", false },
		{ "OCRA-1:HOTP-SHA1-6:QN08", "1234 678", false },
		{ "OCRA-1:HOTP-SHA1-6:QH08", "12aBcDeF", true },
		{ "OCRA-1:HOTP-SHA1-6:QH08", "12abcdeg", false },
		{ "OCRA-1:HOTP-SHA1-6:QA08", "SIGz0000", true },
		{ "OCRA-1:HOTP-SHA1-6:QA08", "SIG-0000", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct suite s;

		assert_int_equal(suite_read(rows[i].suite, &s), MF_OK);
		assert_int_equal(
		    ocra_asks(&s, slice_str(rows[i].question)), rows[i].fits);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_suite_says_what_goes_in),
		cmocka_unit_test(what_is_no_suite_is_refused),
		cmocka_unit_test(the_published_values_come_out),
		cmocka_unit_test(a_session_is_filled_up_from_the_left),
		cmocka_unit_test(an_answer_that_is_not_cut_is_the_whole_hmac),
		cmocka_unit_test(what_does_not_fit_the_suite_has_no_value),
		cmocka_unit_test(a_challenge_has_the_characters_of_its_format),
	};

	return crypto_init() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
