/* The lines that people read, word for word. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/prompt.h"
#include "core/shorten.h"
#include "prompt_line_test.h"
#include "prompt_test.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

enum {
	TOKEN,
	BLUE,
	APP,
	OCRA,
	SMS,
	MY_PHONE,
	MAIL,
	RECOVERY,
	TEMPORARY,
	BARE,
	WITH_PIN,
};

static const struct prompt_device devices[] = {
	[TOKEN] = { KIND_TOKEN, "12-3456789", "", NULL },
	[BLUE] = { KIND_TOKEN, "12-3456789", "blue token", NULL },
	[APP] = { KIND_APP, "", NULL, NULL },
	[OCRA] = { KIND_CHALLENGE, "30-600412", "", NULL },
	[SMS] = { KIND_SMS, "", "", "+37120008899" },
	[MY_PHONE] = { KIND_SMS, "", "my phone", "+37120008899" },
	[MAIL] = { KIND_EMAIL, "", "", "v.uzvards@example.org" },
	[RECOVERY] = { KIND_RECOVERY, "", "", NULL },
	[TEMPORARY] = { KIND_TEMPORARY, "", "", NULL },
	[BARE] = { KIND_TOKEN, NULL, NULL, NULL },
	[WITH_PIN] = { KIND_TOKEN, "12-3456789", "", NULL, true },
};

/* device: an index of devices, -1 for none; '?' in how: mention others. */
static const struct {
	enum prompt_id id;
	int device;
	const char *how;
	const char *en, *lv;
} lines[] = {
	{ PROMPT_CODE, TOKEN, "",
	    "Code from token 12-34567..: ", "Kods no marķiera 12-34567..: " },
	{ PROMPT_CODE, TOKEN, "?",
	    "Code from token 12-34567.. (? for other ways): ",
	    "Kods no marķiera 12-34567.. (? citi veidi): " },
	{ PROMPT_CODE, BLUE, "?",
	    "Code from \"blue token\" (? for other ways): ",
	    "Kods no \"blue token\" (? citi veidi): " },
	{ PROMPT_CODE, SMS, "", "Code from the SMS to +371....8899: ",
	    "Kods no īsziņas uz +371....8899: " },
	{ PROMPT_CODE, MY_PHONE, "", "Code from the SMS to \"my phone\": ",
	    "Kods no īsziņas uz \"my phone\": " },
	{ PROMPT_CODE, MAIL, "", "Code from the e-mail to v...@example.org: ",
	    "Kods no e-pasta uz v...@example.org: " },
	{ PROMPT_CODE, APP, "", "Code from your authenticator app: ",
	    "Kods no autentifikatora lietotnes: " },
	{ PROMPT_CODE, OCRA, "",
	    "Code that token 30-6004.. gives for 2746 9018: ",
	    "Kods, ko marķieris 30-6004.. dod par 2746 9018: " },
	{ PROMPT_CODE, RECOVERY, "", "Code from your recovery codes: ",
	    "Kods no atkopes kodu saraksta: " },
	{ PROMPT_CODE, TEMPORARY, "",
	    "Code from the helpdesk: ", "Kods no palīdzības dienesta: " },
	{ PROMPT_CODE, BARE, "", "Code from token: ", "Kods no marķiera: " },
	{ PROMPT_CODE, WITH_PIN, "",
	    "Code from token 12-34567.., with your PIN before it: ",
	    "Kods no marķiera 12-34567.., pirms tā jūsu PIN: " },
	{ PROMPT_CODE, -1, "?", "Code: ", "Kods: " },
	{ PROMPT_WRONG, TOKEN, "",
	    "Code not right, please try again. Token 12-34567..: ",
	    "Kods nav pareizs, mēģiniet vēlreiz. Marķieris 12-34567..: " },
	{ PROMPT_WRONG, BLUE, "",
	    "Code not right, please try again. \"blue token\": ",
	    "Kods nav pareizs, mēģiniet vēlreiz. \"blue token\": " },
	{ PROMPT_WRONG, OCRA, "",
	    "Code not right, please try again. Token 30-6004.. for 2746 "
	    "9018: ",
	    "Kods nav pareizs, mēģiniet vēlreiz. Marķieris 30-6004.. par 2746 "
	    "9018: " },
	{ PROMPT_WRONG, -1, "", "Code not right, please try again: ",
	    "Kods nav pareizs, mēģiniet vēlreiz: " },
	{ PROMPT_SYNC, TOKEN, "",
	    "Codes, the next two of token 12-34567.., with a space between: ",
	    "Kodi, divi nākamie no marķiera 12-34567.., ar atstarpi: " },
	{ PROMPT_SYNC, WITH_PIN, "",
	    "Codes, the next two of token 12-34567.., your PIN before the "
	    "first, with a space between: ",
	    "Kodi, divi nākamie no marķiera 12-34567.., pirms pirmā jūsu "
	    "PIN, ar atstarpi: " },
	{ PROMPT_SYNC, OCRA, "",
	    "Codes, the next two for 2746 9018, with a space between: ",
	    "Kodi, divi nākamie par 2746 9018, ar atstarpi: " },
	{ PROMPT_SYNC, -1, "", "Codes, the next two, with a space between: ",
	    "Kodi, divi nākamie, ar atstarpi: " },
	{ PROMPT_LOST, SMS, "",
	    "Code from the SMS to +371....8899 (the lost one is suspended "
	    "now): ",
	    "Kods no īsziņas uz +371....8899 (pazaudētais tagad ir "
	    "apturēts): " },
	{ PROMPT_GENERIC, TOKEN, "", "Code: ", "Kods: " },
	{ PROMPT_REFUSED, -1, "", "Login failed. Reference 7F3K-2M9Q.",
	    "Pieteikšanās neizdevās. Atsauce 7F3K-2M9Q." },
};

static void
says_what_to_do(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct prompt_args a = {
			.device = lines[i].device < 0
			    ? NULL
			    : &devices[lines[i].device],
			.others = lines[i].how[0] == '?',
			.challenge = "27469018",
			.reference = "7F3K-2M9Q",
		};

		assert_string_equal(line(lines[i].id, "en", &a), lines[i].en);
		assert_string_equal(line(lines[i].id, "lv", &a), lines[i].lv);
		assert_true(strlen(lines[i].lv) <= PROMPT_MAX);
		/* no catalogue yet, no such language: English */
		assert_string_equal(line(lines[i].id, "xx", &a), lines[i].en);
		assert_string_equal(line(lines[i].id, "", &a), lines[i].en);
		assert_string_equal(line(lines[i].id, NULL, &a), lines[i].en);
	}
}

static void
shows_a_list(void **state)
{
	struct prompt_device list[] = { devices[BLUE], devices[SMS],
		devices[RECOVERY] };
	struct prompt_args a = { .device = &list[0], .list = list, .nlist = 3 };

	(void)state;
	assert_string_equal(line(PROMPT_MENU, "en", &a),
	    "Code of blue token, or 2 SMS ..8899, 3 recovery code: ");
	assert_string_equal(line(PROMPT_MENU, "lv", &a),
	    "Kods no \"blue token\" vai 2 īsziņa ..8899, 3 atkopes kods: ");
	list[0] = devices[TOKEN];
	assert_string_equal(line(PROMPT_MENU, "lv", &a),
	    "Kods no marķiera 12-34567.. vai 2 īsziņa ..8899, 3 atkopes "
	    "kods: ");
	/* the numbers are those of the list, whoever is prompted */
	a.device = &list[1];
	a.prompted = 1;
	assert_string_equal(line(PROMPT_MENU, "en", &a),
	    "Code of the SMS ..8899, or 1 token 12-34567.., 3 recovery "
	    "code: ");
	a.device = NULL;
	a.prompted = a.nlist;
	assert_string_equal(line(PROMPT_MENU, "en", &a),
	    "Code, please choose one: 1 token 12-34567.., 2 SMS ..8899, 3 "
	    "recovery code: ");
	/* a list of one is no choice */
	a.device = &list[0];
	a.prompted = 0;
	a.nlist = 1;
	assert_string_equal(
	    line(PROMPT_MENU, "en", &a), "Code from token 12-34567..: ");
	a.device = NULL;
	a.nlist = 0;
	assert_string_equal(line(PROMPT_MENU, "en", &a), "Code: ");
}

static void
a_long_list_loses_its_end(void **state)
{
	struct prompt_device list[32];
	struct prompt_args a = {
		.device = &list[0], .list = list, .nlist = 32
	};

	(void)state;
	for (size_t i = 0; i < COUNT(list); i++)
		list[i] = devices[TOKEN];
	assert_string_equal(line(PROMPT_MENU, "en", &a),
	    "Code of token 12-34567.., or 2 token 12-34567.., 3 token "
	    "12-34567.., 4 token 12-34567..: ");
}

/* Whatever is in it, however short it must be. */
static void
always_fits_on_one_line(void **state)
{
	static const char *const labels[] = { "", "x", "zilais mar\u0137ieris",
		"\u0137\u0137\u0137\u0137\u0137\u0137\u0137\u0137\u0137\u0137"
		"\u0137\u0137\u0137\u0137\u0137\u0137\u0137\u0137\u0137",
		"two\nlines", "\x1b[31mred", "\xff\xfe", "say \"yes\"",
		"\u202e\u200b\u2028" };
	static const char *const languages[] = { "en", "lv" };

	(void)state;
	for (size_t i = 0; i <
	     COUNT(devices) * COUNT(labels) * PROMPT_MAX_ID * COUNT(languages);
	     i++) {
		struct prompt_device d = devices[i % COUNT(devices)];
		const char *language = languages[i / 10 % 2];
		enum prompt_id id = i / 20 % PROMPT_MAX_ID;
		struct prompt_args a = { .device = &d,
			.others = true,
			.challenge = "12345678",
			.reference = "7F3K-2M9Q",
			.list = devices,
			.nlist = COUNT(devices) };

		d.label = labels[i / 140 % COUNT(labels)];
		for (a.max = 16; a.max <= PROMPT_MAX; a.max += 7) {
			const char *s = line(id, language, &a);
			size_t n = strlen(s);

			assert_true(characters(s) <= a.max);
			assert_true(utf8_is_valid(slice_str(s)));
			assert_null(strpbrk(s, "\n\r\t\x1b"));
			assert_null(strstr(s, "\u202e"));
			assert_null(strpbrk(s, "{}"));
			if (id == PROMPT_REFUSED || id == PROMPT_SENT)
				continue; /* rejects: nothing is asked */
			assert_true(
			    strncmp(s, language[0] == 'e' ? "Cod" : "Kod", 3) ==
			    0);
			assert_string_equal(s + n - 2, ": ");
		}
	}
}

static void
labels_are_made_safe_and_short(void **state)
{
	struct prompt_device d = devices[TOKEN];
	struct prompt_args a = { .device = &d };

	(void)state;
	d.label = "say \"yes\"\n";
	assert_string_equal(
	    line(PROMPT_CODE, "en", &a), "Code from \"say 'yes'?\": ");
	d.label = "the token in the drawer of the desk";
	assert_string_equal(line(PROMPT_CODE, "en", &a),
	    "Code from \"the token in the drawer of the..\": ");
	d.label = "\xff";
	assert_string_equal(line(PROMPT_CODE, "en", &a), "Code from \"?\": ");
}

static void
cuts_between_characters(void **state)
{
	struct prompt_args a = { .device = &devices[TOKEN], .max = 15 };

	(void)state;
	assert_string_equal(line(PROMPT_CODE, "lv", &a), "Kods no mar..: ");
	a.max = 16; /* U+0137 is one character, of two bytes */
	assert_string_equal(
	    line(PROMPT_CODE, "lv", &a), "Kods no mar\u0137..: ");
}

static const struct {
	void (*shorten)(struct text *, const char *);
	const char *whole, *shown;
} numbers[] = {
	{ shorten_serial, "12-3456789", "12-34567.." },
	{ shorten_serial, "30-600412", "30-6004.." },
	{ shorten_serial, "123456789", "1234567.." },
	{ shorten_serial, "12-34567-89", "12-34567.." },
	{ shorten_serial, "00040008CFA5", "00040008C.." },
	{ shorten_serial, "1000133508267", "1000133508.." },
	{ shorten_serial, "10944003:2", "1094400.." },
	{ shorten_serial, "RAINER01", "RAINER.." },
	{ shorten_serial, "ABC", "A.." },
	{ shorten_serial, "AB", ".." },
	{ shorten_serial, "", ".." },
	{ shorten_serial, "12\n3456", "12?34.." },
	{ shorten_phone, "+37120008899", "+371....8899" },
	{ shorten_phone, "+442079460123", "+44....0123" },
	{ shorten_phone, "+12025550123", "+1....0123" },
	{ shorten_phone, "+6834123", "+683....23" },
	{ shorten_phone, "", "...." },
	{ shorten_phone_tail, "+37120008899", "..8899" },
	{ shorten_phone_tail, "+6834123", "..23" },
	{ shorten_email, "v.uzvards@example.org", "v...@example.org" },
	{ shorten_email, "a@b", "a...@b" },
	{ shorten_email, "@", "...@" },
	{ shorten_email, "", "..." },
	{ shorten_email,
	    "a@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.org",
	    "a...@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.." },
	{ shorten_challenge, "27469018", "2746 9018" },
	{ shorten_challenge, "123456", "1234 56" },
	{ shorten_challenge, "1234", "1234" },
	{ shorten_challenge, "", "" },
};

static void
the_owner_recognises_a_stranger_learns_nothing(void **state)
{
	char buf[128];
	struct text t;

	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		text_init(&t, buf, sizeof(buf));
		numbers[i].shorten(&t, numbers[i].whole);
		assert_string_equal(buf, numbers[i].shown);
	}
}

static const struct {
	const char *language, *typed;
	enum input_kind kind;
	unsigned factor;
} words[] = {
	{ "en", "?", INPUT_MENU, 0 },
	{ "lv", "?", INPUT_MENU, 0 },
	{ "xx", "resend", INPUT_RESEND, 0 },
	{ "lv", "RESEND", INPUT_RESEND, 0 },
	{ "lv", "V\u0113lreiz", INPUT_RESEND, 0 },
	{ "lv", "velreiz", INPUT_RESEND, 0 },
	{ "lv", "PAZAUD\u0112TS", INPUT_LOST, 0 },
	{ "lv", "sync", INPUT_SYNC, 0 },
	{ "lv", "\u012aszi\u0146a", INPUT_FACTOR, KIND_SMS },
	{ "lv", "Mar\u0137ieris", INPUT_FACTOR, KIND_TOKEN },
	{ "lv", "atkopes kods", INPUT_FACTOR, KIND_RECOVERY },
	{ "en", "E-Mail", INPUT_FACTOR, KIND_EMAIL },
	{ "en", "\u012aszi\u0146a", INPUT_UNREADABLE, 0 },
};

static void
understands_the_language_and_english(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(words); i++) {
		struct input_context ctx = { .prompted = SIZE_MAX };
		struct input in;

		ctx.words = prompt_words(words[i].language, &ctx.nwords);
		input_read(&ctx, slice_str(words[i].typed), &in);
		assert_int_equal(in.kind, words[i].kind);
		assert_int_equal(in.factor, words[i].factor);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_what_to_do),
		cmocka_unit_test(shows_a_list),
		cmocka_unit_test(a_long_list_loses_its_end),
		cmocka_unit_test(always_fits_on_one_line),
		cmocka_unit_test(labels_are_made_safe_and_short),
		cmocka_unit_test(cuts_between_characters),
		cmocka_unit_test(
		    the_owner_recognises_a_stranger_learns_nothing),
		cmocka_unit_test(understands_the_language_and_english),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
