/* Serials as people read them off the back of a token. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/serial.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define S16      "0123456789ABCDEF"
#define S64      S16 S16 S16 S16

static const struct {
	const char *raw;
	const char *canonical; /* NULL: refused */
} forms[] = {
	{ "12-3456789", "123456789" },
	{ "12 3456789", "123456789" },
	{ "12.345.6789", "123456789" },
	{ "  123456789  ", "123456789" },
	{ "00040008cfa5", "00040008CFA5" },
	{ "306euo4-00960", "306EUO400960" },
	{ "10944003:2", "10944003:2" },
	{ "rainer_01", "RAINER_01" },
	{ "t12345678", "T12345678" },
	/* a dash, a space and digits from a document or a phone */
	{ "12\u20113456789", "123456789" },
	{ "12\u20133456789", "123456789" },
	{ "12\u00a03456789", "123456789" },
	{ "\uff11\uff12\uff21", "12A" },
	{ S64, S64 },
	{ S16 "-" S16 "-" S16 "-" S16, S64 },
	{ S64 "0", NULL },
	{ "", NULL },
	{ "-", NULL },
	{ " . - ", NULL },
	{ "12/34", NULL },
	{ "12+34", NULL },
	{ "12\n34", NULL },
	{ "12\u200b34", NULL },
	{ "12\u00ad34", NULL },
	{ "12\xff", NULL },
	{ "12\u00e4", NULL },
};

static void
one_form_for_what_is_printed(void **state)
{
	char out[SERIAL_SIZE], again[SERIAL_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(forms); i++) {
		enum mf_err e = serial_canonical(slice_str(forms[i].raw), out);

		if (forms[i].canonical == NULL) {
			assert_int_equal(e, MF_EINVAL);
			assert_string_equal(out, "");
			continue;
		}
		assert_int_equal(e, MF_OK);
		assert_string_equal(out, forms[i].canonical);
		assert_int_equal(
		    serial_canonical(slice_str(out), again), MF_OK);
		assert_string_equal(again, out);
	}
}

static void
a_nul_inside_is_refused(void **state)
{
	char out[SERIAL_SIZE];

	(void)state;
	assert_int_equal(
	    serial_canonical((struct slice){ (const uint8_t *)"12\0", 3 }, out),
	    MF_EINVAL);
}

static const struct {
	const char *a, *b;
	bool same;
} pairs[] = {
	{ "123456789", "123456789", true },
	{ "T123456789", "123456789", true },
	{ "T12345678", "12345678", true },
	{ "T1234567", "1234567", false }, /* too short to be a legacy form */
	{ "T12345678A", "12345678A", false },
	{ "TT12345678", "T12345678", false },
	{ "T", "", false },
	{ "", "", false }, /* no serial is nobody's serial */
	{ "123456789", "123456780", false },
};

static void
a_legacy_t_leads_to_the_same_token(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(pairs); i++) {
		assert_int_equal(
		    serial_same(pairs[i].a, pairs[i].b), pairs[i].same);
		assert_int_equal(
		    serial_same(pairs[i].b, pairs[i].a), pairs[i].same);
	}
}

static void
an_app_s_is_told_from_what_is_printed(void **state)
{
	static const struct {
		const char *serial;
		bool made;
	} rows[] = { { "MF01234567", true }, { "MF0123456", false },
		{ "MF012345678", false }, { "MF0123456A", false },
		{ "VF01234567", false }, { "12345678", false }, { "M", false },
		{ "", false } };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(serial_is_made(rows[i].serial), rows[i].made);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_form_for_what_is_printed),
		cmocka_unit_test(a_nul_inside_is_refused),
		cmocka_unit_test(a_legacy_t_leads_to_the_same_token),
		cmocka_unit_test(an_app_s_is_told_from_what_is_printed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
