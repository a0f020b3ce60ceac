/* Values in templates: each escaped for its place, whatever is in them. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "courier/template.h"

static const struct template_values values = {
	.to = "+37120000000",
	.digits = "37120000000",
	.text = "a&b=\"c\\d\" \xc5\xa1\n{to}",
	.id = "0123",
	.from = "Ex ample",
	.user = "me:/?#",
	.password = "p\r\nX-Evil: 1",
};

static const char *
expand(const char *template, enum place place, enum mf_err want)
{
	static char out[512];
	struct text t;

	text_init(&t, out, sizeof(out));
	assert_int_equal(template_expand(template, place, &values, &t), want);
	return out;
}

static void
each_place_has_its_escapes(void **state)
{
	static const struct {
		const char *template;
		enum place place;
		const char *want;
	} rows[] = {
		{ "{to}", PLACE_PLAIN, "+37120000000" },
		{ "{to}", PLACE_URL, "%2B37120000000" },
		{ "/{user}/x?a={text}", PLACE_URL,
		    "/me%3A%2F%3F%23/x?a=a%26b%3D%22c%5Cd%22%20%C5%A1%0A%7Bto"
		    "%7D" },
		{ "{\"t\": \"{text}\"}", PLACE_JSON,
		    "{\"t\": \"a&b=\\\"c\\\\d\\\" \xc5\xa1\\u000a{to}\"}" },
		{ "{digits}-{id}", PLACE_HEADER, "37120000000-0123" },
		{ "{from}", PLACE_HEADER, "Ex ample" },
		/* what is no word stands for itself */
		{ "{}{ to}{To}{to", PLACE_PLAIN, "{}{ to}{To}{to" },
		{ "{{to}}", PLACE_PLAIN, "{+37120000000}" },
		{ "{unknown}", PLACE_PLAIN, "{unknown}" },
		{ "", PLACE_JSON, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(
		    expand(rows[i].template, rows[i].place, MF_OK),
		    rows[i].want);
}

static void
a_value_cannot_begin_another_header(void **state)
{
	(void)state;
	(void)expand("Basic {password}", PLACE_HEADER, MF_EINVAL);
	(void)expand("{text}", PLACE_HEADER, MF_EINVAL);
}

static void
what_does_not_fit_is_told(void **state)
{
	char out[8];
	struct text t;

	(void)state;
	text_init(&t, out, sizeof(out));
	assert_int_equal(
	    template_expand("{to}", PLACE_PLAIN, &values, &t), MF_EFULL);
}

static void
a_word_that_stands_for_nothing_is_found(void **state)
{
	size_t n;

	(void)state;
	assert_null(template_fault("{\"to\": \"{to}\", \"x\": {}}", &n));
	assert_string_equal(template_fault("a{to}b{phone}c", &n), "phone}c");
	assert_int_equal(n, 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_place_has_its_escapes),
		cmocka_unit_test(a_value_cannot_begin_another_header),
		cmocka_unit_test(what_does_not_fit_is_told),
		cmocka_unit_test(a_word_that_stands_for_nothing_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
