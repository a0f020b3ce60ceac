/* What a person types at a code prompt, and how it is read. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/input.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

enum { SMS = 7, TOKEN = 3 };

static const struct input_word words[] = {
	{ "?", INPUT_MENU, 0 },
	{ "resend", INPUT_RESEND, 0 },
	{ "sync", INPUT_SYNC, 0 },
	{ "lost", INPUT_LOST, 0 },
	{ "sms", INPUT_FACTOR, SMS },
	{ "token", INPUT_FACTOR, TOKEN },
	{ "\u012bszi\u0146a", INPUT_FACTOR, SMS },
	{ "recovery code", INPUT_FACTOR, 5 },
};

/* The account of most cases; the prompted one is the first. */
static const struct input_device devices[] = {
	{ .serial = "123456789", .digits = 6 },
	{ .serial = "RAINER01", .digits = 8 },
	{ .serial = "", .letters = 9 },
	{ .serial = "T20000001", .digits = 6 },
	{ .serial = "MF12345678", .digits = 6 },
	{ .serial = "", .letters = 16 },
	{ .serial = "10944003", .letters = 44 },
};

/* What a YubiKey types. */
#define TOUCH   "vvgutbiedkvicbdefghijklnrtuvcbdefghijklnrtuv"
#define TOUCHED "VVGUTBIEDKVICBDEFGHIJKLNRTUVCBDEFGHIJKLNRTUV"

/* Somebody with a PIN before the first one's codes. */
static const struct input_device with_pin[] = {
	{ .serial = "123456789", .digits = 6, .pin = true },
	{ .serial = "RAINER01", .digits = 8 },
};

/*
 * kind, and what came with it: code/other_code, serial of the device, number.
 * c: a claim may be typed.  l: a list of 12 was just shown.
 */
static const struct {
	const char *how;
	const char *typed;
	enum input_kind kind;
	const char *code, *other;
	size_t extra; /* device, number or factor */
} cases[] = {
	/* 1: the code */
	{ "", "123456", INPUT_CODE, "123456", "", 0 },
	{ "", "123 456", INPUT_CODE, "123456", "", 0 },
	{ "", " 12-34 56 ", INPUT_CODE, "123456", "", 0 },
	{ "", "123\u00a0456", INPUT_CODE, "123456", "", 0 },
	{ "", "123\u2013456", INPUT_CODE, "123456", "", 0 },
	{ "", "\uff11\uff12\uff13\uff14\uff15\uff16", INPUT_CODE, "123456", "",
	    0 },
	{ "", "\u0661\u0662\u0663\u0664\u0665\u0666", INPUT_CODE, "123456", "",
	    0 },
	{ "", "12345678", INPUT_CODE, "12345678", "", 0 }, /* another device */
	{ "", "bcd-fg7-hjk", INPUT_CODE, "BCDFG7HJK", "", 0 },
	{ "", "BCD FG7 HJK", INPUT_CODE, "BCDFG7HJK", "", 0 },
	{ "", "bcdfghjkm", INPUT_UNREADABLE, "", "", 0 }, /* no digit */
	{ "", "2ab4-cd6e-fg8h-jkmn", INPUT_CODE, "2AB4CD6EFG8HJKMN", "", 0 },
	{ "", "2ab4 cd6e fg8h j123", INPUT_CODE, "2AB4CD6EFG8HJ123", "", 0 },
	{ "", "2ab4 cd6e fg8h jkm", INPUT_UNREADABLE, "", "", 0 },
	{ "", "2ab4 cd6e fg12 3456", INPUT_UNREADABLE, "", "", 0 },
	/* a number behind the name of a factor that sends */
	{ "r", "sms +371 2000 0000", INPUT_REGISTER, "", "", 0 },
	{ "r", "SMS  +37120000000 ", INPUT_REGISTER, "", "", 0 },
	{ "r", "\u012bszi\u0146a 20000000", INPUT_REGISTER, "", "", 0 },
	{ "r", "sms", INPUT_FACTOR, "", "", SMS },
	{ "r", "token +37120000000", INPUT_UNREADABLE, "", "", 0 },
	{ "r", "smss +37120000000", INPUT_UNREADABLE, "", "", 0 },
	{ "r", "sms 123456", INPUT_CODE, "SMS123456", "", 0 }, /* reading 1 */
	{ "", "sms +37120000000", INPUT_UNREADABLE, "", "", 0 },
	/* not the code */
	{ "", "+123456", INPUT_UNREADABLE, "", "", 0 },
	{ "", "0123456", INPUT_UNREADABLE, "", "", 0 },
	{ "", "12345", INPUT_UNREADABLE, "", "", 0 },
	{ "", "123.456", INPUT_UNREADABLE, "", "", 0 },
	{ "", "123456.", INPUT_UNREADABLE, "", "", 0 },
	{ "", "123456\n", INPUT_UNREADABLE, "", "", 0 },
	{ "", "\t123456", INPUT_UNREADABLE, "", "", 0 },
	{ "", "123\u200b456", INPUT_UNREADABLE, "", "", 0 },
	{ "", "123\u00ad456", INPUT_UNREADABLE, "", "", 0 },
	{ "",
	    "\ufeff"
	    "123456",
	    INPUT_UNREADABLE, "", "", 0 },
	{ "", "\u2460\u2461\u2462\u2463\u2464\u2465", INPUT_UNREADABLE, "", "",
	    0 },
	{ "", "12345\xb6", INPUT_UNREADABLE, "", "", 0 },
	{ "", "0x1e240", INPUT_UNREADABLE, "", "", 0 },
	/* nothing */
	{ "", "", INPUT_EMPTY, "", "", 0 },
	{ "", " \u00a0 ", INPUT_EMPTY, "", "", 0 },
	{ "", "-", INPUT_UNREADABLE, "", "", 0 },
	/* 2: a word */
	{ "", "?", INPUT_MENU, "", "", 0 },
	{ "", " \uff1f ", INPUT_MENU, "", "", 0 },
	{ "", "Resend", INPUT_RESEND, "", "", 0 },
	{ "", "SYNC", INPUT_SYNC, "", "", 0 },
	{ "", "lost ", INPUT_LOST, "", "", 0 },
	{ "", "SMS", INPUT_FACTOR, "", "", SMS },
	{ "", "Recovery Code", INPUT_FACTOR, "", "", 5 },
	{ "", "\u012aSZI\u0145A", INPUT_FACTOR, "", "", SMS },
	{ "", "i\u0304szin\u0327a", INPUT_FACTOR, "", "", SMS },
	{ "", "resend.", INPUT_UNREADABLE, "", "", 0 },
	{ "", "re send", INPUT_UNREADABLE, "", "", 0 },
	{ "", "??", INPUT_UNREADABLE, "", "", 0 },
	{ "", "2", INPUT_UNREADABLE, "", "", 0 }, /* no list was shown */
	{ "l", "2", INPUT_NUMBER, "", "", 2 },
	{ "l", "12", INPUT_NUMBER, "", "", 12 },
	{ "l", "\uff12", INPUT_NUMBER, "", "", 2 },
	{ "l", "13", INPUT_UNREADABLE, "", "", 0 },
	{ "l", "0", INPUT_UNREADABLE, "", "", 0 },
	{ "l", "02", INPUT_UNREADABLE, "", "", 0 },
	{ "l", "1 2", INPUT_UNREADABLE, "", "", 0 },
	{ "l", "999999999999999999999", INPUT_UNREADABLE, "", "", 0 },
	/* 3: two codes of the prompted device */
	{ "", "123456 654321", INPUT_TWO_CODES, "123456", "654321", 0 },
	{ "", "123456654321", INPUT_TWO_CODES, "123456", "654321", 0 },
	{ "", "123 456 654 321", INPUT_TWO_CODES, "123456", "654321", 0 },
	{ "", "123456, 654321", INPUT_UNREADABLE, "", "", 0 },
	{ "", "12345678 87654321", INPUT_UNREADABLE, "", "", 0 },
	{ "", "123456 654321 123456", INPUT_UNREADABLE, "", "", 0 },
	/* 4: a serial and a code */
	{ "", "12-3456789 654321", INPUT_SERIAL_CODE, "654321", "", 0 },
	{ "", "123456789654321", INPUT_SERIAL_CODE, "654321", "", 0 },
	{ "", "12.345.6789 654-321", INPUT_SERIAL_CODE, "654321", "", 0 },
	{ "", "rainer01 87654321", INPUT_SERIAL_CODE, "87654321", "", 1 },
	{ "", "RAINER0187654321", INPUT_SERIAL_CODE, "87654321", "", 1 },
	{ "", "20000001 654321", INPUT_SERIAL_CODE, "654321", "", 3 },
	{ "", "T123456789 654321", INPUT_SERIAL_CODE, "654321", "", 0 },
	{ "", "MF12345678 654321", INPUT_SERIAL_CODE, "654321", "", 4 },
	{ "", "1094-4003 " TOUCH, INPUT_SERIAL_CODE, TOUCHED, "", 6 },
	{ "", "10944003" TOUCHED, INPUT_SERIAL_CODE, TOUCHED, "", 6 },
	{ "", "10944004" TOUCH, INPUT_UNREADABLE, "", "", 0 },
	{ "", "rainer01 654321", INPUT_UNREADABLE, "", "", 0 },
	{ "", "rainer02 87654321", INPUT_UNREADABLE, "", "", 0 },
	{ "", "123456789 654.321", INPUT_UNREADABLE, "", "", 0 },
	{ "", "123456789 65432", INPUT_UNREADABLE, "", "", 0 },
	{ "", "654321 123456789", INPUT_UNREADABLE, "", "", 0 },
	/* 5: a claim */
	{ "c", "AB12 123456 654321", INPUT_CLAIM, "123456", "654321", 0 },
	{ "", "AB12 123456 654321", INPUT_UNREADABLE, "", "", 0 },
	{ "c", "AB12 1234567 654321", INPUT_CLAIM, "234567", "654321", 0 },
	{ "c", "AB 12345 54321", INPUT_UNREADABLE, "", "", 0 },
	{ "c", "AB/12 123456 654321", INPUT_UNREADABLE, "", "", 0 },
	{ "c", "\u00e4 123456 654321", INPUT_UNREADABLE, "", "", 0 },
};

static void
reads(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct input_context ctx = {
			.devices = devices,
			.ndevices = COUNT(devices),
			.words = words,
			.nwords = COUNT(words),
			.list = strchr(cases[i].how, 'l') ? 12 : 0,
			.claim = strchr(cases[i].how, 'c') != NULL,
			.registers = strchr(cases[i].how, 'r') != NULL,
			.sms = SMS,
			.email = 99,
		};
		struct input in;

		print_message("%s\n", cases[i].typed);
		input_read(&ctx, slice_str(cases[i].typed), &in);
		assert_int_equal(in.kind, cases[i].kind);
		if (in.kind == INPUT_CLAIM) {
			assert_string_equal(in.claims[0].code, cases[i].code);
			assert_string_equal(
			    in.claims[0].other_code, cases[i].other);
			continue;
		}
		assert_string_equal(in.code, cases[i].code);
		assert_string_equal(in.other_code, cases[i].other);
		assert_int_equal(in.kind == INPUT_NUMBER ? in.number
			: in.kind == INPUT_FACTOR        ? in.factor
							 : in.device,
		    cases[i].extra);
	}
}

static void
what_follows_the_name_is_kept_as_typed(void **state)
{
	const struct input_context ctx = { .words = words,
		.nwords = COUNT(words),
		.registers = true,
		.sms = SMS,
		.email = TOKEN };
	struct input in;

	(void)state;
	input_read(&ctx, slice_str(" SMS   +371 2000-0000 "), &in);
	assert_string_equal(in.argument, "+371 2000-0000");
	assert_int_equal(in.factor, SMS);
	input_read(&ctx, slice_str("token V@Example.org"), &in);
	assert_string_equal(in.argument, "V@Example.org");
	assert_int_equal(in.factor, TOKEN);
}

static void
a_nul_at_the_end_is_not_the_code(void **state)
{
	struct input_context ctx = { .devices = devices, .ndevices = 1 };
	struct input in;

	(void)state;
	input_read(&ctx, (struct slice){ (const uint8_t *)"123456\0", 7 }, &in);
	assert_int_equal(in.kind, INPUT_UNREADABLE);
}

static void
the_longest_code_is_read_whole(void **state)
{
	const struct input_device longest = { .serial = "",
		.digits = CODE_LENGTH_MAX };
	struct input_context ctx = { .devices = &longest, .ndevices = 1 };
	struct input in;

	(void)state;
	input_read(&ctx, slice_str("1234-5678-9012-3456"), &in);
	assert_int_equal(in.kind, INPUT_CODE);
	assert_string_equal(in.code, "1234567890123456");
	input_read(&ctx, slice_str("1234-5678-9012-345"), &in);
	assert_int_equal(in.kind, INPUT_UNREADABLE);
}

static void
too_long_a_text_is_unreadable(void **state)
{
	struct input_context ctx = { .devices = devices, .ndevices = 1 };
	uint8_t text[INPUT_MAX + 1];
	struct input in;

	(void)state;
	memset(text, ' ', sizeof(text));
	memcpy(text, "123456", 6);
	input_read(&ctx, (struct slice){ text, INPUT_MAX }, &in);
	assert_int_equal(in.kind, INPUT_CODE);
	input_read(&ctx, (struct slice){ text, INPUT_MAX + 1 }, &in);
	assert_int_equal(in.kind, INPUT_UNREADABLE);
}

static void
two_serials_that_both_fit_are_wrong(void **state)
{
	/* 1234 and 567890123, or 12345 and 67890123? */
	static const struct input_device unlucky[] = {
		{ .serial = "1234", .digits = 9 },
		{ .serial = "12345", .digits = 8 },
	};
	static const struct input_device twins[] = {
		{ .serial = "12345", .digits = 8 },
		{ .serial = "12345", .digits = 8 },
	};
	struct input_context ctx = { .devices = unlucky, .ndevices = 2 };
	struct input in;

	(void)state;
	input_read(&ctx, slice_str("1234567890123"), &in);
	assert_int_equal(in.kind, INPUT_UNREADABLE);
	assert_string_equal(in.code, "");
	ctx.devices = twins; /* of two vendors: one reading, two devices */
	input_read(&ctx, slice_str("1234567890123"), &in);
	assert_int_equal(in.kind, INPUT_SERIAL_CODE);
	assert_int_equal(in.device, 0);
	assert_string_equal(in.code, "67890123");
}

static void
nobody_without_a_device_has_a_code(void **state)
{
	struct input_context ctx = { .prompted = SIZE_MAX };
	struct input in;

	(void)state;
	input_read(&ctx, slice_str("123456"), &in);
	assert_int_equal(in.kind, INPUT_UNREADABLE);
	input_read(&ctx, slice_str("123456 654321"), &in);
	assert_int_equal(in.kind, INPUT_UNREADABLE);
}

static void
a_pin_comes_before_the_code(void **state)
{
	static const struct {
		bool sync, pin; /* what was asked for */
		const char *typed;
		enum input_kind kind;
		const char *code, *other;
	} rows[] = {
		{ false, false, "2580 123456", INPUT_CODE, "2580123456", "" },
		{ false, false, "258036 123456", INPUT_CODE, "258036123456",
		    "" },
		{ false, false, "123456", INPUT_CODE, "123456", "" },
		{ false, false, "12345678", INPUT_CODE, "12345678", "" },
		{ false, false, "258 123456", INPUT_UNREADABLE, "", "" },
		{ false, false, "123456789 2580 123456", INPUT_SERIAL_CODE,
		    "2580123456", "" },
		{ false, false, "123456789 123456", INPUT_CODE,
		    "123456789123456", "" },
		{ true, false, "2580 123456 654321", INPUT_TWO_CODES,
		    "2580123456", "654321" },
		{ true, false, "2580 123456", INPUT_CODE, "2580123456", "" },
		{ false, true, "4071", INPUT_PIN, "4071", "" },
		{ false, true, "123456", INPUT_PIN, "123456", "" },
		{ false, true, "?", INPUT_UNREADABLE, "", "" },
		{ false, true, "40.71", INPUT_UNREADABLE, "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct input_context ctx = { .devices = with_pin,
			.ndevices = COUNT(with_pin),
			.words = words,
			.nwords = COUNT(words),
			.sync = rows[i].sync,
			.pin = rows[i].pin };
		struct input got;

		input_read(&ctx, slice_str(rows[i].typed), &got);
		assert_int_equal(got.kind, rows[i].kind);
		assert_string_equal(got.code, rows[i].code);
		assert_string_equal(got.other_code, rows[i].other);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pin_comes_before_the_code),
		cmocka_unit_test(reads),
		cmocka_unit_test(what_follows_the_name_is_kept_as_typed),
		cmocka_unit_test(a_nul_at_the_end_is_not_the_code),
		cmocka_unit_test(the_longest_code_is_read_whole),
		cmocka_unit_test(too_long_a_text_is_unreadable),
		cmocka_unit_test(two_serials_that_both_fit_are_wrong),
		cmocka_unit_test(nobody_without_a_device_has_a_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
