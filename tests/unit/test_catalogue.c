/* The texts in every language: whole, short enough, each begun alike. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/catalogue.h"
#include "core/identity.h"
#include "prompt_test.h"

#define LANGUAGES 24
#define FITS      100 /* characters of a prompt */

static const char *
language(size_t i)
{
	return catalogue_language(i);
}

/* Bytes of the first n characters of s. */
static size_t
first(const char *s, size_t n)
{
	size_t i = 0;

	for (; s[i] != '\0'; i++)
		if (((unsigned char)s[i] & 0xc0) != 0x80 && n-- == 0)
			break;
	return i;
}

static void
every_language_of_the_union_is_there(void **state)
{
	size_t n = 0;

	(void)state;
	for (; language(n) != NULL; n++) {
		assert_true(language_is_known(language(n)));
		assert_true(prompt_speaks(language(n)));
	}
	assert_int_equal(n, LANGUAGES);
	assert_false(prompt_speaks("xx"));
	assert_false(prompt_speaks(NULL));
}

static void
every_text_is_there_in_every_language(void **state)
{
	(void)state;
	for (size_t i = 0; language(i) != NULL; i++)
		for (enum text_id t = 0; t < TEXT_MAX; t++)
			if (!text_is_there(language(i), t))
				fail_msg("%s lacks \"%s\"", language(i),
				    text_of("en", t));
}

static void
what_is_missing_is_english(void **state)
{
	(void)state;
	assert_string_equal(text_of("xx", TEXT_GENERIC), "Code: ");
	assert_string_equal(text_of(NULL, TEXT_GENERIC), "Code: ");
}

/* Clients know a prompt by its first word: "Codes" will do for "Code". */
static void
every_prompt_begins_with_the_word_for_code(void **state)
{
	(void)state;
	for (size_t i = 0; language(i) != NULL; i++) {
		const char *code = text_of(language(i), TEXT_GENERIC);
		size_t n = first(code, 3);

		for (enum text_id t = 0; t < TEXT_SENT; t++)
			if (strncmp(text_of(language(i), t), code, n) != 0)
				fail_msg("%s: \"%s\" does not begin with "
					 "\"%.*s\"",
				    language(i), text_of(language(i), t),
				    (int)n, code);
	}
}

static const struct prompt_device devices[] = {
	{ KIND_TOKEN, "12-3456789", "", NULL, false },
	{ KIND_APP, "", "", NULL, false },
	{ KIND_CHALLENGE, "30-600412", "", NULL, false },
	{ KIND_SMS, "", "", "+37120008899", false },
	{ KIND_EMAIL, "", "", "v.uzvards@example.org", false },
	{ KIND_RECOVERY, "", "", NULL, false },
	{ KIND_TEMPORARY, "", "", NULL, false },
	{ KIND_TOKEN, "12-3456789", "", NULL, true },
	{ KIND_APP, "", "", NULL, true },
	{ KIND_TOKEN, "1234567890123456", "", NULL, false },
	{ KIND_CHALLENGE, "1234567890123456", "", NULL, false },
	{ KIND_TOKEN, "1234567890123456", "", NULL, true },
	{ KIND_TOKEN, "12-3456789", "blue token", NULL, true },
};

/*
 * Nothing had to be left out or cut, but for the reference where the line says
 * what to do as well.
 */
static void
every_prompt_fits(void **state)
{
	char all[512], fitted[512];

	(void)state;
	for (size_t i = 0; language(i) != NULL; i++)
		for (size_t d = 0; d < sizeof(devices) / sizeof(devices[0]);
		     d++)
			for (enum prompt_id p = 0; p < PROMPT_MAX_ID; p++) {
				struct prompt_args a = { .device = &devices[d],
					.others = true,
					.challenge = "12345678",
					.reference =
					    p == PROMPT_SENT ? "" : "7F3K-2M9Q",
					.separator = ",",
					.wish = &devices[4],
					.list = devices,
					.nlist = p == PROMPT_MENU ? 2 : 0,
					.prompted = 0,
					.max = sizeof(all) };
				struct text whole, cut;

				text_init(&whole, all, sizeof(all));
				prompt_render(p, language(i), &a, &whole);
				a.max = FITS;
				text_init(&cut, fitted, sizeof(fitted));
				prompt_render(p, language(i), &a, &cut);
				if (strcmp(all, fitted) != 0)
					fail_msg("%s: %zu characters: %s",
					    language(i), characters(all), all);
			}
}

/* A part of it cannot be keyed in. */
static void
a_challenge_is_shown_whole(void **state)
{
	static const enum prompt_id ids[] = { PROMPT_CODE, PROMPT_WRONG,
		PROMPT_SYNC, PROMPT_LOST, PROMPT_REGISTER };
	struct prompt_args a = { .device = &devices[10],
		.others = true,
		.wish = &devices[4],
		.challenge = "B4D9DBCCD2508139" };
	char out[512];
	struct text line;

	(void)state;
	for (size_t i = 0; language(i) != NULL; i++)
		for (size_t k = 0; k < sizeof(ids) / sizeof(ids[0]); k++)
			for (a.max = 40; a.max <= PROMPT_MAX; a.max += 5) {
				text_init(&line, out, sizeof(out));
				prompt_render(ids[k], language(i), &a, &line);
				if (strstr(out, "B4D9 DBCC D250 8139") == NULL)
					fail_msg("%s, %zu: %s", language(i),
					    a.max, out);
			}
}

/* What there is to do is never what a long name takes the room of. */
static void
long_names_give_way(void **state)
{
	static const struct prompt_device list[] = {
		{ KIND_EMAIL, "", "",
		    "v.u@mail.ministry-of-finance.republic.example", false },
		{ KIND_APP, "", "the phone that lies in the drawer", "",
		    false },
		{ KIND_SMS, "", "", "+37120008899", false },
		{ KIND_RECOVERY, "", "", NULL, false },
	};
	static const struct {
		enum prompt_id id;
		const char *line;
	} rows[] = {
		{ PROMPT_SENT,
		    "Code is in the e-mail to v...@mail.ministry-of-fi... "
		    "Log in again with password,code." },
		{ PROMPT_LOST,
		    "Code from the e-mail to v...@mail.ministry-of-fi.. (the "
		    "lost one is suspended now): " },
		{ PROMPT_MENU,
		    "Code of the e-mail v...@mail.mini.., or 2 the phone .., "
		    "3 SMS ..8899, 4 recovery code: " },
	};
	const struct prompt_args a = { .device = &list[0],
		.separator = ",",
		.list = list,
		.nlist = sizeof(list) / sizeof(list[0]) };
	char out[512];
	struct text line;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		text_init(&line, out, sizeof(out));
		prompt_render(rows[i].id, "en", &a, &line);
		assert_string_equal(out, rows[i].line);
	}
}

/* After a wrong code and after "lost", too. */
static void
a_pin_is_asked_for_every_time(void **state)
{
	static const struct {
		enum prompt_id id;
		const char *english;
	} rows[] = {
		{ PROMPT_CODE,
		    "Code from token 12-34567.., with your PIN before it: " },
		{ PROMPT_WRONG,
		    "Code not right, please try again. Token 12-34567.., with "
		    "your PIN before the code: " },
		{ PROMPT_SYNC,
		    "Codes, the next two of token 12-34567.., your PIN before "
		    "the first, with a space between: " },
		{ PROMPT_LOST,
		    "Code from token 12-34567.., with your PIN before it (the "
		    "lost one is suspended now): " },
		{ PROMPT_REGISTER,
		    "Code from token 12-34567.., with your PIN before it, then "
		    "the one sent to +371....8899: " },
		{ PROMPT_REGISTER_NOT,
		    "Code from token 12-34567.., with your PIN before it "
		    "(codes cannot go there): " },
	};
	enum { ROWS = sizeof(rows) / sizeof(rows[0]) };
	const struct prompt_device token = { KIND_TOKEN, "12-3456789", "", NULL,
		true };
	const struct prompt_args a = { .device = &token, .wish = &devices[3] };
	char out[512];
	struct text line;

	(void)state;
	for (size_t i = 0; language(i / ROWS) != NULL; i++) {
		const char *l = language(i / ROWS);

		text_init(&line, out, sizeof(out));
		prompt_render(rows[i % ROWS].id, l, &a, &line);
		if (strstr(out, "PIN") == NULL && strstr(out, "ПИН") == NULL &&
		    strstr(out, "pincode") == NULL)
			fail_msg("%s: %s", l, out);
		if (strcmp(l, "en") == 0)
			assert_string_equal(out, rows[i % ROWS].english);
	}
}

/* A long serial gives way: the text stands whole around it. */
static void
long_serials_give_way(void **state)
{
	static const struct prompt_device long_ones[] = {
		{ KIND_TOKEN, "A-B-C-D-E-678901", "", NULL, true },
		{ KIND_TOKEN, "AB-12-34-56-78-90-12-34-56-78", "", NULL, true },
		{ KIND_TOKEN, "1234567890123456789012345", "", NULL, true },
	};
	static const struct {
		enum prompt_id id;
		enum text_id text;
	} rows[] = {
		{ PROMPT_SYNC, TEXT_SYNC_PIN },
		{ PROMPT_WRONG, TEXT_WRONG_PIN },
		{ PROMPT_LOST, TEXT_LOST_PIN },
	};
	char out[512];
	struct text line;

	(void)state;
	for (size_t i = 0; language(i / 9) != NULL; i++) {
		const struct prompt_args a = { .device = &long_ones[i % 3] };
		const char *l = language(i / 9);
		const char *text = text_of(l, rows[i / 3 % 3].text);
		const char *end = strrchr(text, '}') + 1;

		text_init(&line, out, sizeof(out));
		prompt_render(rows[i / 3 % 3].id, l, &a, &line);
		if (strncmp(out, text, strcspn(text, "{")) != 0 ||
		    line.len < strlen(end) ||
		    strcmp(out + line.len - strlen(end), end) != 0)
			fail_msg("%s: %s", l, out);
	}
}

/* Two parts at most, with the values that are usual. */
static void
every_sms_is_short(void **state)
{
	const char *const value[VALUE_MAX] = { [VALUE_CODE] = "K7M-4QX-9TR",
		[VALUE_SERVICE] = "VPN",
		[VALUE_ACCOUNT] = "vards.uzvards",
		[VALUE_DEVICE] = "token 12-34567..",
		[VALUE_ADDRESS] = "+371....8899",
		[VALUE_FIELDS] = "account LV80, amount 12.50",
		[VALUE_MINUTES] = "5",
		[VALUE_HOURS] = "24" };
	struct message m;

	(void)state;
	for (size_t i = 0; language(i) != NULL; i++)
		for (enum message_id id = 0; id < MESSAGE_IDS; id++) {
			assert_int_equal(
			    message_render(id, false, language(i), value, &m),
			    MF_OK);
			if (m.parts > 2)
				fail_msg("%s: %u parts: %s", language(i),
				    m.parts, m.body);
		}
}

/* A word is one thing in a language, and the code's own form is no word. */
static void
no_word_means_two_things(void **state)
{
	(void)state;
	for (size_t i = 0; language(i) != NULL; i++) {
		size_t n;
		const struct input_word *w = prompt_words(language(i), &n);

		for (size_t a = 0; a < n; a++)
			for (size_t b = 0; b < a; b++)
				if (strcmp(w[a].word, w[b].word) == 0 &&
				    (w[a].kind != w[b].kind ||
					w[a].factor != w[b].factor))
					fail_msg("%s: \"%s\" means two things",
					    language(i), w[a].word);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_language_of_the_union_is_there),
		cmocka_unit_test(every_text_is_there_in_every_language),
		cmocka_unit_test(what_is_missing_is_english),
		cmocka_unit_test(every_prompt_begins_with_the_word_for_code),
		cmocka_unit_test(every_prompt_fits),
		cmocka_unit_test(a_challenge_is_shown_whole),
		cmocka_unit_test(long_names_give_way),
		cmocka_unit_test(a_pin_is_asked_for_every_time),
		cmocka_unit_test(long_serials_give_way),
		cmocka_unit_test(every_sms_is_short),
		cmocka_unit_test(no_word_means_two_things),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
