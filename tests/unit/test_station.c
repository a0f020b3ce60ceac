/* A port behind an address is no part of the place. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/station.h"

static const struct {
	const char *station, *place;
} table[] = {
	{ "192.0.2.7[53887]", "192.0.2.7" },
	{ "2001:db8::7[500]", "2001:db8::7" },
	{ "192.0.2.7", "192.0.2.7" },
	{ "02-00-00-00-00-07", "02-00-00-00-00-07" },
	{ "", "" },
	{ "]", "]" },
	{ "[]", "[]" },
	{ "[53887]", "[53887]" }, /* nothing would be left */
	{ "192.0.2.7[]", "192.0.2.7[]" },
	{ "192.0.2.7[538870]", "192.0.2.7[538870]" },
	{ "192.0.2.7[53a87]", "192.0.2.7[53a87]" },
	{ "12345]", "12345]" },
	{ "x12345]", "x12345]" },
};

static void
the_port_goes_and_nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		char s[64];

		strcpy(s, table[i].station);
		station_fold(s);
		assert_string_equal(s, table[i].place);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_port_goes_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
