/* What people read in messages: short, complete, in their language. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/catalogue.h"
#include "util/gsm.h"

/* Of usual length. */
static const char *const usual[VALUE_MAX] = {
	[VALUE_CODE] = "K7M-4QX-9TR",
	[VALUE_SERVICE] = "VPN",
	[VALUE_ACCOUNT] = "vards.uzvards",
	[VALUE_DEVICE] = "12-34567..",
	[VALUE_ADDRESS] = "+371....8899",
	[VALUE_FIELDS] = "LV80BANK0000435195001, 12.50 EUR",
	[VALUE_MINUTES] = "5",
};

static void
length_of_an_sms(void **state)
{
	static const struct {
		const char *text;
		bool unicode;
		unsigned units, parts;
	} rows[] = {
		{ "", false, 0, 1 },
		{ "abc @", false, 5, 1 },
		{ "{}[]~^|\\", false, 16, 1 },
		{ "\xe2\x82\xac", false, 2, 1 },     /* euro */
		{ "\xc3\xa9\xc3\xb8", false, 2, 1 }, /* e acute, o stroke */
		{ "\xc4\x81", true, 1, 1 },          /* a macron */
		{ "`", true, 1, 1 },
		{ "\xf0\x9f\x98\x80", true, 2, 1 },
		{ "\xff\xfe", true, 2, 1 }, /* no UTF-8 */
		{ "\xc4", true, 1, 1 },
	};
	char text[400];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct gsm_measure m = gsm_measure(rows[i].text);

		assert_int_equal(m.unicode, rows[i].unicode);
		assert_int_equal(m.units, rows[i].units);
		assert_int_equal(m.parts, rows[i].parts);
	}
	memset(text, 'a', 160);
	text[160] = '\0';
	assert_int_equal(gsm_measure(text).parts, 1);
	strcat(text, "a");
	assert_int_equal(gsm_measure(text).parts, 2);
	text[69] = '`';
	text[70] = '\0';
	assert_int_equal(gsm_measure(text).parts, 1);
	strcat(text, "a");
	assert_int_equal(gsm_measure(text).parts, 2);
}

static void
the_code_comes_first(void **state)
{
	struct message m;

	(void)state;
	assert_int_equal(
	    message_render(MESSAGE_CODE, false, "en", usual, &m), MF_OK);
	assert_string_equal(m.body,
	    "K7M-4QX-9TR is your code for VPN. It is good for 5 minutes.");
	assert_int_equal(m.parts, 1);
	assert_int_equal(
	    message_render(MESSAGE_CODE, false, "lv", usual, &m), MF_OK);
	assert_string_equal(
	    m.body, "K7M-4QX-9TR ir jūsu kods (VPN). Derīgs 5 minūtes.");
	assert_int_equal(m.parts, 1);
}

/* Whether every word in braces is known, and s has a code if it should. */
static void
check_words(const char *s, bool code)
{
	assert_int_equal(strstr(s, "{code}") != NULL, code);
	for (; (s = strchr(s, '{')) != NULL; s++) {
		bool known = false;

		for (int i = 0; i < VALUE_MAX; i++) {
			size_t n = strlen(message_values[i]);

			known |= strncmp(s + 1, message_values[i], n) == 0 &&
			    s[1 + n] == '}';
		}
		if (!known)
			fail_msg("%.20s stands for nothing", s);
	}
}

static void
check_message(const char *language, enum message_id id)
{
	bool code = message_code(id) > 0;
	struct message m;

	check_words(text_of(language, text_message(id, PART_SMS)), code);
	/* a subject shows on a locked telephone */
	check_words(text_of(language, text_message(id, PART_SUBJECT)), false);
	check_words(text_of(language, text_message(id, PART_MAIL)), code);
	for (int email = 0; email < 2; email++) {
		assert_int_equal(
		    message_render(id, email != 0, language, usual, &m), MF_OK);
		assert_null(strchr(m.body, '{'));
		assert_int_equal(m.subject[0] != '\0', email != 0);
		if (m.parts > 2)
			fail_msg("%s: %s", language, m.body);
	}
}

static void
every_language_has_every_text(void **state)
{
	const char *language;

	(void)state;
	for (size_t k = 0; (language = catalogue_language(k)) != NULL; k++)
		for (unsigned i = 0; i < MESSAGE_IDS; i++)
			check_message(language, (enum message_id)i);
}

static void
names_that_people_chose_do_no_harm(void **state)
{
	const char *value[VALUE_MAX] = {
		[VALUE_CODE] = "K7M-4QX-9TR",
		[VALUE_SERVICE] = "a\r\nBcc: {account} and a name that is far "
				  "too long to be told",
		[VALUE_ACCOUNT] = "{code}",
	};
	struct message m;

	(void)state;
	assert_int_equal(
	    message_render(MESSAGE_CODE, true, "en", value, &m), MF_OK);
	assert_null(strchr(m.subject, '\r'));
	assert_null(strchr(m.subject, '\n'));
	assert_non_null(strstr(m.subject, "{account}"));
	assert_null(strstr(m.subject, "too long"));
}

static void
what_is_signed_is_shown_whole_or_not_sent(void **state)
{
	const char *value[VALUE_MAX];
	char fields[700];
	struct message m;

	(void)state;
	memcpy(value, usual, sizeof(value));
	memset(fields, 'x', sizeof(fields));
	fields[400] = '\0';
	value[VALUE_FIELDS] = fields;
	assert_int_equal(
	    message_render(MESSAGE_SIGNATURE, false, "en", value, &m), MF_OK);
	assert_non_null(strstr(m.body, fields));
	memset(fields, 'x', 600);
	fields[600] = '\0';
	assert_int_equal(
	    message_render(MESSAGE_SIGNATURE, false, "en", value, &m),
	    MF_EFULL);
	assert_string_equal(m.body, "");
}

static void
an_unknown_language_is_english(void **state)
{
	struct message m;

	(void)state;
	assert_int_equal(
	    message_render(MESSAGE_TEST, false, "xx", usual, &m), MF_OK);
	assert_non_null(strstr(m.body, "test"));
	assert_int_equal(message_find("claimed"), MESSAGE_CLAIMED);
	assert_int_equal(message_find("what"), MESSAGE_IDS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(length_of_an_sms),
		cmocka_unit_test(the_code_comes_first),
		cmocka_unit_test(every_language_has_every_text),
		cmocka_unit_test(names_that_people_chose_do_no_harm),
		cmocka_unit_test(what_is_signed_is_shown_whole_or_not_sent),
		cmocka_unit_test(an_unknown_language_is_english),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
