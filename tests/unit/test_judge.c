/* What a gateway's answer means, and what of it may be told. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "courier/judge.h"

static enum courier_outcome
judge(long status, const char *body, const char *ok, const char *refused)
{
	char copy[256];
	struct http_answer a = { status, copy };
	regex_t o, r;
	enum courier_outcome out;

	snprintf(copy, sizeof(copy), "%s", body);
	assert_int_equal(
	    regcomp(&o, ok == NULL ? "" : ok, REG_EXTENDED | REG_NOSUB), 0);
	assert_int_equal(regcomp(&r, refused == NULL ? "" : refused,
			     REG_EXTENDED | REG_NOSUB),
	    0);
	out =
	    judge_http(&a, ok == NULL ? NULL : &o, refused == NULL ? NULL : &r);
	regfree(&o);
	regfree(&r);
	return out;
}

static void
status_and_body_say_it_together(void **state)
{
	static const struct {
		long status;
		const char *body, *ok, *refused;
		enum courier_outcome want;
	} rows[] = {
		{ 200, "", NULL, NULL, COURIER_SENT },
		{ 202, "0: Accepted for delivery", "^0:", NULL, COURIER_SENT },
		{ 200, "error: no money", "^0:", NULL, COURIER_AGAIN },
		{ 200, "", "^0:", NULL, COURIER_AGAIN },
		{ 200, "status 6", "^0:", "status (6|7)", COURIER_REFUSED },
		{ 299, "x", NULL, NULL, COURIER_SENT },
		{ 300, "x", NULL, NULL, COURIER_AGAIN },
		{ 302, "0: ok", "^0:", NULL, COURIER_AGAIN },
		{ 400, "bad number", NULL, NULL, COURIER_REFUSED },
		{ 401, "0: ok", "^0:", NULL, COURIER_AGAIN },
		{ 403, "", NULL, NULL, COURIER_AGAIN },
		{ 404, "", NULL, NULL, COURIER_AGAIN },
		{ 410, "", NULL, NULL, COURIER_REFUSED },
		{ 422, "", NULL, NULL, COURIER_REFUSED },
		{ 429, "", NULL, NULL, COURIER_AGAIN },
		{ 500, "0: ok", "^0:", NULL, COURIER_AGAIN },
		{ 0, "", NULL, NULL, COURIER_AGAIN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(judge(rows[i].status, rows[i].body, rows[i].ok,
				     rows[i].refused),
		    rows[i].want);
}

static void
a_secret_is_not_repeated(void **state)
{
	static const struct {
		const char *text, *secret, *want;
	} rows[] = {
		{ "K7M-4QX-9TR is your code", "K7M-4QX-9TR",
		    "*********** is your code" },
		{ "k7m4qx9tr,K7M4QX9TR", "K7M-4QX-9TR", "*********,*********" },
		{ "K7M4QX-9TR.", "K7M-4QX-9TR", "**********." },
		{ "K7M-4QX-9T", "K7M-4QX-9TR", "K7M-4QX-9T" },
		{ "K7M-K7M-4QX-9TR", "K7M-4QX-9TR", "K7M-***********" },
		{ "nothing", "", "nothing" },
		{ "nothing", NULL, "nothing" },
		{ "", "x", "" },
	};
	char s[64];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		strcpy(s, rows[i].text);
		mask(s, rows[i].secret);
		assert_string_equal(s, rows[i].want);
	}
}

static void
words_are_one_short_line(void **state)
{
	char body[2000], out[256];
	struct http_answer a = { 202, body };
	struct text t;

	(void)state;
	strcpy(body, "\r\n0: Accepted \t\r\n for delivery\r\n");
	text_init(&t, out, sizeof(out));
	http_words(&a, &t);
	assert_string_equal(out, "HTTP 202: 0: Accepted for delivery");
	body[0] = '\0';
	text_init(&t, out, sizeof(out));
	http_words(&a, &t);
	assert_string_equal(out, "HTTP 202");
	memset(body, 'x', sizeof(body) - 1);
	body[sizeof(body) - 1] = '\0';
	text_init(&t, out, sizeof(out));
	http_words(&a, &t);
	assert_true(t.len < WORDS_SIZE && !t.cut);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(status_and_body_say_it_together),
		cmocka_unit_test(a_secret_is_not_repeated),
		cmocka_unit_test(words_are_one_short_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
