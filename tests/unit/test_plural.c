/* Numbers in what people read: "1 minute", "5 minutes", in each language. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/catalogue.h"

#define MINUTES_MOST 60 /* signing.life */
#define HOURS_MOST   336

static void
render(const char *language, enum message_id id, bool email, unsigned n,
    struct message *m)
{
	char digits[16];
	const char *const value[VALUE_MAX] = { [VALUE_CODE] = "K7M-4QX-9TR",
		[VALUE_SERVICE] = "VPN",
		[VALUE_ACCOUNT] = "vards.uzvards",
		[VALUE_FIELDS] = "account LV80, amount 12.50",
		[VALUE_MINUTES] = digits,
		[VALUE_HOURS] = digits };

	snprintf(digits, sizeof(digits), "%u", n);
	assert_int_equal(message_render(id, email, language, value, m), MF_OK);
}

static void
prompt(const char *language, enum prompt_id id, unsigned most, char *out,
    size_t size)
{
	const struct prompt_args a = { .least = PIN_LEAST, .most = most };
	struct text t;

	text_init(&t, out, size);
	prompt_render(id, language, &a, &t);
}

static const struct {
	const char *language;
	enum message_id id;
	unsigned n;
	const char *reads;
} counted[] = {
	{ "en", MESSAGE_CODE, 1, " for 1 minute." },
	{ "en", MESSAGE_CODE, 2, " for 2 minutes." },
	{ "en", MESSAGE_CODE, 21, " for 21 minutes." },
	{ "en", MESSAGE_CONFIRM, 1, " for 1 minute. " },
	{ "en", MESSAGE_SIGNATURE, 1, " for 1 minute. " },
	{ "en", MESSAGE_RELIEF, 1, " within 1 hour. " },
	{ "en", MESSAGE_RELIEF, 24, " within 24 hours. " },
	{ "lv", MESSAGE_CODE, 1, " 1 minūti." },
	{ "lv", MESSAGE_CODE, 2, " 2 minūtes." },
	{ "lv", MESSAGE_CODE, 11, " 11 minūtes." },
	{ "lv", MESSAGE_CODE, 21, " 21 minūti." },
	{ "lv", MESSAGE_RELIEF, 1, " 1 stundas laikā. " },
	{ "lv", MESSAGE_RELIEF, 24, " 24 stundu laikā. " },
	{ "lt", MESSAGE_CODE, 1, " 1 minutę." },
	{ "lt", MESSAGE_CODE, 2, " 2 minutes." },
	{ "lt", MESSAGE_CODE, 10, " 10 minučių." },
	{ "lt", MESSAGE_CODE, 21, " 21 minutę." },
	{ "pl", MESSAGE_CODE, 1, " 1 minutę." },
	{ "pl", MESSAGE_CODE, 2, " 2 minuty." },
	{ "pl", MESSAGE_CODE, 5, " 5 minut." },
	{ "pl", MESSAGE_CODE, 12, " 12 minut." },
	{ "pl", MESSAGE_CODE, 22, " 22 minuty." },
	{ "sl", MESSAGE_CODE, 1, " 1 minuto." },
	{ "sl", MESSAGE_CODE, 2, " 2 minuti." },
	{ "sl", MESSAGE_CODE, 3, " 3 minute." },
	{ "sl", MESSAGE_CODE, 5, " 5 minut." },
	{ "cs", MESSAGE_CODE, 4, " 4 minuty." },
	{ "cs", MESSAGE_CODE, 5, " 5 minut." },
	{ "hr", MESSAGE_RELIEF, 22, " 22 sata. " },
	{ "fr", MESSAGE_CODE, 0, " 0 minute." },
	{ "fr", MESSAGE_CODE, 2, " 2 minutes." },
	{ "ro", MESSAGE_CODE, 1, " 1 minut." },
	{ "ro", MESSAGE_CODE, 19, " 19 minute." },
	{ "ro", MESSAGE_CODE, 20, " 20 de minute." },
	{ "mt", MESSAGE_CODE, 1, " 1 minuta." },
	{ "mt", MESSAGE_CODE, 5, " 5 minuti." },
	{ "mt", MESSAGE_CODE, 15, " 15-il minuta." },
	{ "mt", MESSAGE_CODE, 20, " 20 minuta." },
	{ "ga", MESSAGE_RELIEF, 2, " 2 uair an chloig. " },
	{ "ga", MESSAGE_RELIEF, 3, " 3 huaire an chloig. " },
	{ "ga", MESSAGE_RELIEF, 7, " 7 n-uaire an chloig. " },
	{ "ga", MESSAGE_RELIEF, 24, " 24 uair an chloig. " },
	{ "fi", MESSAGE_CODE, 1, " 1 minuutin." },
	{ "fi", MESSAGE_CODE, 5, " 5 minuuttia." },
	{ "xx", MESSAGE_CODE, 1, " for 1 minute." },
};

static void
each_number_has_its_form(void **state)
{
	struct message m;

	(void)state;
	for (size_t i = 0; i < sizeof(counted) / sizeof(counted[0]); i++) {
		render(counted[i].language, counted[i].id, false, counted[i].n,
		    &m);
		if (strstr(m.body, counted[i].reads) == NULL)
			fail_msg("\"%s\" is not in \"%s\"", counted[i].reads,
			    m.body);
	}
}

static void
an_email_counts_as_an_sms_does(void **state)
{
	struct message m;

	(void)state;
	render("en", MESSAGE_CODE, true, 1, &m);
	assert_non_null(strstr(m.body, "\n\nIt is good for 1 minute. If "));
	render("en", MESSAGE_RELIEF, true, 1, &m);
	assert_non_null(strstr(m.body, " within 1 hour. If "));
	render("lv", MESSAGE_SIGNATURE, true, 21, &m);
	assert_non_null(strstr(m.body, "derīgs 21 minūti. "));
}

/* Of a PIN's digits the larger number decides. */
static void
so_does_a_prompt(void **state)
{
	static const struct {
		const char *language;
		unsigned most;
		const char *reads;
	} rows[] = {
		{ "en", 12, "Your new PIN, 4 to 12 digits: " },
		{ "lt", 6, " 4-6 skaitmenys: " },
		{ "lt", 12, " 4-12 skaitmenų: " },
		{ "cs", 4, " 4 až 4 číslice: " },
		{ "cs", 12, " 4 až 12 číslic: " },
		{ "mt", 8, " 4 sa 8 ċifri: " },
		{ "mt", 12, " 4 sa 12-il ċifra: " },
	};
	char out[256];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		prompt(rows[i].language, PROMPT_NEW_PIN, rows[i].most, out,
		    sizeof(out));
		if (strstr(out, rows[i].reads) == NULL)
			fail_msg("\"%s\" is not in \"%s\"", rows[i].reads, out);
	}
}

/* Nothing is cut, nothing left out, and an SMS has two parts at most. */
static void
every_form_fits(void **state)
{
	char whole[256], number[16];
	struct message m;
	const char *l;

	(void)state;
	for (size_t i = 0; (l = catalogue_language(i)) != NULL; i++) {
		for (unsigned n = 1; n <= HOURS_MOST; n++) {
			render(l, MESSAGE_RELIEF, false, n, &m);
			if (m.parts > 2)
				fail_msg("%s: %s", l, m.body);
			if (n > MINUTES_MOST)
				continue;
			for (enum message_id id = MESSAGE_CODE;
			     id <= MESSAGE_SIGNATURE; id++) {
				render(l, id, false, n, &m);
				if (m.parts > 2)
					fail_msg("%s: %s", l, m.body);
			}
		}
		for (unsigned n = PIN_LEAST; n <= PIN_MOST; n++) {
			snprintf(number, sizeof(number), "%u", n);
			prompt(l, PROMPT_NEW_PIN, n, whole, sizeof(whole));
			assert_null(strstr(whole, ".."));
			assert_non_null(strstr(whole, number));
			prompt(l, PROMPT_NEW_PIN_BAD, n, whole, sizeof(whole));
			assert_null(strstr(whole, ".."));
			assert_non_null(strstr(whole, number));
		}
	}
}

/* Whatever the number, each text that counts has it and is a whole text. */
static void
every_number_has_a_form(void **state)
{
	static const unsigned long large[] = { 1001, 4294967295, SIZE_MAX };
	char word[32];
	const char *l;

	(void)state;
	for (size_t i = 0; (l = catalogue_language(i)) != NULL; i++)
		for (enum text_id t = 0; t < TEXT_MAX; t++) {
			if (text_number(t) == NULL) {
				assert_ptr_equal(
				    text_counted(l, t, 2), text_of(l, t));
				continue;
			}
			snprintf(word, sizeof(word), "{%s}", text_number(t));
			for (unsigned long n = 0; n <= 1000; n++)
				assert_non_null(
				    strstr(text_counted(l, t, n), word));
			for (size_t k = 0; k < 3; k++)
				assert_string_equal(
				    text_counted(l, t, large[k]),
				    text_counted(l, t, 900 + large[k] % 100));
		}
}

/* prompt.c knows of no other number than this. */
static void
prompts_count_digits_alone(void **state)
{
	(void)state;
	for (enum text_id t = 0; t < TEXT_MESSAGES; t++)
		if (text_number(t) != NULL)
			assert_string_equal(text_number(t), "most");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_number_has_its_form),
		cmocka_unit_test(an_email_counts_as_an_sms_does),
		cmocka_unit_test(so_does_a_prompt),
		cmocka_unit_test(every_form_fits),
		cmocka_unit_test(every_number_has_a_form),
		cmocka_unit_test(prompts_count_digits_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
