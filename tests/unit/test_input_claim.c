/* What claims a boxed token, and how it is read. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/input.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
a_claim_hands_out_every_split(void **state)
{
	static const struct input_claim want[] = {
		{ "123456789", "111111", "222222" },
		{ "1234567", "8911111", "1222222" },
		{ "12345", "67891111", "11222222" },
	};
	struct input_context ctx = { .prompted = SIZE_MAX, .claim = true };
	struct input in;

	(void)state;
	input_read(&ctx, slice_str("12-3456789 111111 222222"), &in);
	assert_int_equal(in.kind, INPUT_CLAIM);
	assert_int_equal(in.nclaims, COUNT(want));
	for (size_t i = 0; i < COUNT(want); i++) {
		assert_string_equal(in.claims[i].serial, want[i].serial);
		assert_string_equal(in.claims[i].code, want[i].code);
		assert_string_equal(
		    in.claims[i].other_code, want[i].other_code);
	}
}

static void
behind_a_code_another_token_is_claimed(void **state)
{
	static const struct {
		const char *typed;
		enum input_kind kind;
		const char *code, *serial, *first, *second;
	} rows[] = {
		{ "123456 12-34567 111111 222222", INPUT_CODE, "123456",
		    "1234567", "111111", "222222" },
		{ " 123 456  12-34567 111111 222222 ", INPUT_CODE, "123456",
		    "1234567", "111111", "222222" },
		{ "90-10 123456 T12 34567 111111222222", INPUT_SERIAL_CODE,
		    "123456", "T1234567", "111111", "222222" },
		{ "k7m-4qx-9tr 12-34567 111111 222222", INPUT_CODE, "K7M4QX9TR",
		    "1234567", "111111", "222222" },
		/* where does the code end? */
		{ "123456 78 9012-34567 111111 222222", INPUT_UNREADABLE, NULL,
		    NULL, NULL, NULL },
		{ "12345612-34567 111111 222222", INPUT_UNREADABLE, NULL, NULL,
		    NULL, NULL },
		{ "123456 12-34567 11111", INPUT_UNREADABLE, NULL, NULL, NULL,
		    NULL },
		{ "12345 12-34567 111111 222222", INPUT_UNREADABLE, NULL, NULL,
		    NULL, NULL },
		{ "sms 12-34567 111111 222222", INPUT_UNREADABLE, NULL, NULL,
		    NULL, NULL },
	};
	static const struct input_device own[] = {
		{ .serial = "9010", .digits = 6 },
		{ .serial = "", .digits = 8 },
		{ .serial = "", .letters = 9 },
	};
	static const struct input_word sms = { "sms", INPUT_FACTOR, 0 };
	struct input_context ctx = { .devices = own,
		.ndevices = COUNT(own),
		.words = &sms,
		.nwords = 1,
		.adds = true };
	struct input in;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		print_message("%s\n", rows[i].typed);
		input_read(&ctx, slice_str(rows[i].typed), &in);
		assert_int_equal(in.kind, rows[i].kind);
		if (rows[i].kind == INPUT_UNREADABLE) {
			assert_int_equal(in.nclaims, 0);
			continue;
		}
		assert_string_equal(in.code, rows[i].code);
		assert_string_equal(in.claims[0].serial, rows[i].serial);
		assert_string_equal(in.claims[0].code, rows[i].first);
		assert_string_equal(in.claims[0].other_code, rows[i].second);
	}
	ctx.adds = false;
	input_read(&ctx, slice_str(rows[0].typed), &in);
	assert_int_equal(in.kind, INPUT_UNREADABLE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_claim_hands_out_every_split),
		cmocka_unit_test(behind_a_code_another_token_is_claimed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
