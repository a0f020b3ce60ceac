/* Codes of SMS and e-mail: derived, readable, of one message only. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/sent.h"

static const uint8_t key[KEY_SIZE] = { 1, 2, 3 };
static const struct sent one = {
	.generation = 7, .dialogue = 1000, .device = 5, .round = 1, .resend = 0
};

static void
the_same_message_has_the_same_code(void **state)
{
	char a[CODE_SIZE], b[CODE_SIZE];

	(void)state;
	sent_code(key, &one, SENT_LOGIN, a);
	sent_code(key, &one, SENT_LOGIN, b);
	assert_string_equal(a, b);
	assert_int_equal(strlen(a), SENT_LOGIN);
}

static void
another_message_has_another_code(void **state)
{
	struct sent other[] = { one, one, one, one, one };
	uint8_t key2[KEY_SIZE] = { 1, 2, 4 };
	char a[CODE_SIZE], b[CODE_SIZE];

	(void)state;
	other[0].generation++;
	other[1].dialogue++;
	other[2].device++;
	other[3].round++;
	other[4].resend++;
	sent_code(key, &one, SENT_LOGIN, a);
	for (size_t i = 0; i < 5; i++) {
		sent_code(key, &other[i], SENT_LOGIN, b);
		assert_string_not_equal(a, b);
	}
	sent_code(key2, &one, SENT_LOGIN, b);
	assert_string_not_equal(a, b);
	sent_code(key, &one, SENT_CONFIRM, b);
	assert_memory_not_equal(a, b, SENT_CONFIRM);
}

/* Of ten thousand: each a digit, no look-alike, every letter about as often. */
static void
codes_are_readable_and_even(void **state)
{
	unsigned seen[256] = { 0 }, kinds = 0;
	struct sent s = one;
	char c[CODE_SIZE];

	(void)state;
	for (s.dialogue = 1; s.dialogue <= 10000; s.dialogue++) {
		sent_code(key, &s, SENT_LOGIN, c);
		assert_true(strcspn(c, "23456789") < SENT_LOGIN);
		for (size_t i = 0; i < SENT_LOGIN; i++)
			seen[(unsigned char)c[i]]++;
	}
	for (size_t i = 0; i < 256; i++)
		kinds += seen[i] > 0;
	assert_int_equal(kinds, 23);
	for (const char *p = "01AEIOUBGLSYZ"; *p != '\0'; p++)
		assert_int_equal(seen[(unsigned char)*p], 0);
	for (size_t i = 0; i < 256; i++)
		if (seen[i] > 0)
			assert_in_range(seen[i], 3500, 4400);
}

static void
a_code_is_shown_in_groups(void **state)
{
	char out[SENT_SHOWN];

	(void)state;
	sent_show("K7M4QX9TR", out);
	assert_string_equal(out, "K7M-4QX-9TR");
	sent_show("K7M4QX9T", out);
	assert_string_equal(out, "K7M4-QX9T");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_message_has_the_same_code),
		cmocka_unit_test(another_message_has_another_code),
		cmocka_unit_test(codes_are_readable_and_even),
		cmocka_unit_test(a_code_is_shown_in_groups),
	};

	if (!crypto_init())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
