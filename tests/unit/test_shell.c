/* A command that is shown: pasted into a shell, its words are what they were.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "util/shell.h"

static const struct {
	const char *word;
	const char *shown; /* NULL: as it is */
} rows[] = {
	{ "vards.uzvards", NULL },
	{ "30-600417", NULL },
	{ "7F3K-2M9Q", NULL },
	{ "+37120008899", NULL },
	{ "vards.uzvards@example.org", NULL },
	{ "host/riga_1:2,50%", NULL },
	{ "", "''" },
	{ "o'brien", "'o'\\''brien'" },
	{ "'", "''\\'''" },
	{ "anna b", "'anna b'" },
	{ "riga\\anna", "'riga\\anna'" },
	{ "host$", "'host$'" },
	{ "$(id)", "'$(id)'" },
	{ "`id`@example.org", "'`id`@example.org'" },
	{ "x';reboot;'", "'x'\\'';reboot;'\\'''" },
	{ "r&d@example.org", "'r&d@example.org'" },
	{ "a|b", "'a|b'" },
	{ "a<b>c", "'a<b>c'" },
	{ "a\"b", "'a\"b'" },
	{ "~root", "'~root'" },
	{ "#1", "'#1'" },
	{ "*", "'*'" },
	{ "a?", "'a?'" },
	{ "[a]", "'[a]'" },
	{ "{a,b}", "'{a,b}'" },
	{ "!!", "'!!'" },
	{ "=ls", "'=ls'" },
	{ "a^b", "'a^b'" },
	{ "a\nb", "'a\nb'" },
	{ "jānis", "'jānis'" },
	{ "a\u2003b", "'a\u2003b'" },
};

static void
quoted_only_where_it_needs_to_be(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(QUOTED(rows[i].word),
		    rows[i].shown != NULL ? rows[i].shown : rows[i].word);
}

static void
two_in_one_command_stay_apart(void **state)
{
	char command[64];

	(void)state;
	snprintf(
	    command, sizeof(command), "%s %s", QUOTED("a b"), QUOTED("c d"));
	assert_string_equal(command, "'a b' 'c d'");
}

/* The longest there is, of nothing but what takes most. */
static void
the_longest_fits_and_beyond_is_nothing(void **state)
{
	char word[QUOTED_MOST + 2], out[QUOTED_SIZE];

	(void)state;
	memset(word, '\'', sizeof(word));
	word[QUOTED_MOST] = '\0';
	assert_string_equal(shell_quote(word, out) + QUOTED_SIZE - 6, "'\\'''");
	assert_int_equal(strlen(out), QUOTED_SIZE - 1);
	word[QUOTED_MOST] = '\'';
	word[QUOTED_MOST + 1] = '\0';
	assert_string_equal(shell_quote(word, out), "''");
}

/* What sh itself makes of them. */
static void
a_shell_reads_the_word(void **state)
{
	char command[QUOTED_SIZE + 32], read[256];
	size_t n;
	FILE *sh;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(command, sizeof(command), "printf '%%s|' %s",
		    QUOTED(rows[i].word));
		assert_non_null(sh = popen(command, "r"));
		n = fread(read, 1, sizeof(read) - 1, sh);
		read[n] = '\0';
		assert_int_equal(pclose(sh), 0);
		assert_true(n > 0);
		assert_int_equal(read[n - 1], '|');
		read[n - 1] = '\0';
		assert_string_equal(read, rows[i].word);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quoted_only_where_it_needs_to_be),
		cmocka_unit_test(two_in_one_command_stay_apart),
		cmocka_unit_test(the_longest_fits_and_beyond_is_nothing),
		cmocka_unit_test(a_shell_reads_the_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
