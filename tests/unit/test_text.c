/* Texts: what people would not see is no part of a name, and escaped. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "util/text.h"

static const struct {
	const char *text;
	const char *escaped; /* NULL: as it is */
} rows[] = {
	{ "amount 12.50", NULL },
	{ "Ķekava, žuburs, ß, ч, 中, 😀", NULL },
	{ "a‐b–c…d€", NULL },
	{ "a\033[2Jb", "a\\x1b[2Jb" },
	{ "a\nb", "a\\x0ab" },
	{ "a\177b", "a\\x7fb" },
	{ "a\302\233b", "a\\xc2\\x9bb" },
	/* what is not there: soft hyphen, zero width, word joiner, BOM */
	{ "a\u00adb", "a\\xc2\\xadb" },
	{ "a\u200bb", "a\\xe2\\x80\\x8bb" },
	{ "a\u2060b", "a\\xe2\\x81\\xa0b" },
	{ "a\ufeffb", "a\\xef\\xbb\\xbfb" },
	{ "a\U000e0041b", "a\\xf3\\xa0\\x81\\x81b" },
	/* what turns the others round: marks, overrides, isolates */
	{ "a\u061cb", "a\\xd8\\x9cb" },
	{ "a\u200fb", "a\\xe2\\x80\\x8fb" },
	{ "a\u202eb", "a\\xe2\\x80\\xaeb" },
	{ "a\u2067b", "a\\xe2\\x81\\xa7b" },
	{ "a\u2069b", "a\\xe2\\x81\\xa9b" },
	{ "a\u2028b", "a\\xe2\\x80\\xa8b" },
};

static void
what_is_unseen_is_not_plain(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (utf8_is_plain(slice_str(rows[i].text)) !=
		    (rows[i].escaped == NULL))
			fail_msg("row %zu: %s", i, rows[i].text);
		assert_true(utf8_is_valid(slice_str(rows[i].text)));
	}
}

static void
what_is_unseen_is_escaped(void **state)
{
	char buf[256];
	struct text t;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		text_init(&t, buf, sizeof(buf));
		text_escape(&t, slice_str(rows[i].text), sizeof(buf));
		assert_string_equal(buf,
		    rows[i].escaped != NULL ? rows[i].escaped : rows[i].text);
	}
}

static void
lists_are_equal_to_their_ends(void **state)
{
	static const char *const none[] = { NULL },
				 *const one[] = { "a", NULL },
				 *const two[] = { "a", "b", NULL },
				 *const other[] = { "a", "c", NULL };

	(void)state;
	assert_true(text_lists_equal(none, none));
	assert_true(text_lists_equal(two, two));
	assert_false(text_lists_equal(none, one));
	assert_false(text_lists_equal(one, two));
	assert_false(text_lists_equal(two, one));
	assert_false(text_lists_equal(two, other));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_are_equal_to_their_ends),
		cmocka_unit_test(what_is_unseen_is_not_plain),
		cmocka_unit_test(what_is_unseen_is_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
