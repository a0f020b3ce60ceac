/* mfctl against a mock of the engine (fake_engine.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fake_engine.h"

#define NOON INT64_C(1795262400) /* 2026-11-21 12:00:00 */

static bool
two_tokens(struct fake *f, int nth, const struct wire_msg *m)
{
	(void)nth;
	(void)m;
	fake_say(f, WIRE_ROW, TAG_ROW, "token", TAG_SERIAL, "12-3456789",
	    TAG_FACTOR, "totp", TAG_DIGITS, INT64_C(8), TAG_STATUS, "active",
	    TAG_ACCOUNT, "vards.uzvards", TAG_LAST_USED, NOON, TAG_LABEL,
	    "zilais marķieris no seifa", TAG_SECRET, "SEEDSEED", 0);
	fake_say(f, WIRE_ROW, TAG_ROW, "token", TAG_SERIAL, "1000133508267",
	    TAG_FACTOR, "hotp", TAG_STATUS, "free", 0);
	fake_say(f, WIRE_DONE, 0);
	return true;
}

static void
a_list_is_a_table_within_80_columns(void **state)
{
	struct fake f;
	struct run r = with(&f, two_tokens, "token list", NULL, true);

	(void)state;
	assert_int_equal(r.code, EXIT_DONE);
	assert_string_equal(r.out,
	    "serial         kind  state   account        last used         "
	    "label\n"
	    "12-3456789     totp  active  vards.uzvards  2026-11-21 12:00  "
	    "zilais marķieris\n"
	    "                                                              "
	    "no seifa\n"
	    "1000133508267  hotp  free\n");
	run_free(&r);
}

static void
json_is_one_object_a_line(void **state)
{
	struct fake f;
	struct run r = with(&f, two_tokens, "token list --json", NULL, true);

	(void)state;
	assert_string_equal(r.out,
	    "{\"row\": \"token\", \"serial\": \"12-3456789\", \"factor\": "
	    "\"totp\", \"digits\": 8, \"status\": \"active\", \"account\": "
	    "\"vards.uzvards\", \"label\": \"zilais marķieris no seifa\", "
	    "\"last_used\": \"2026-11-21T12:00:00Z\"}\n"
	    "{\"row\": \"token\", \"serial\": \"1000133508267\", \"factor\": "
	    "\"hotp\", \"status\": \"free\"}\n"
	    "{\"row\": \"done\"}\n");
	assert_string_equal(r.err, "");
	run_free(&r);
}

static void
a_record_is_one_field_a_line(void **state)
{
	struct fake f;
	struct run r =
	    with(&f, two_tokens, "token show 12-3456789", NULL, true);

	(void)state;
	assert_non_null(strstr(r.out, "serial        12-3456789\n"));
	assert_non_null(strstr(r.out, "last used     2026-11-21 12:00:00\n"));
	assert_null(strstr(r.out, "SEEDSEED"));
	run_free(&r);
}

static void
an_export_is_csv_without_seeds(void **state)
{
	struct fake f;
	struct run r = with(&f, two_tokens, "token export", NULL, false);

	(void)state;
	assert_string_equal(r.out,
	    "serial,vendor,model,factor,hash,digits,step,status,account,label,"
	    "since,last_used,start,expiry,suite\r\n"
	    "12-3456789,,,totp,,8,,active,vards.uzvards,zilais marķieris no "
	    "seifa,,"
	    "2026-11-21 12:00:00,,,\r\n"
	    "1000133508267,,,hotp,,,,free,,,,,,,\r\n");
	run_free(&r);
}

static bool
nasty_text(struct fake *f, int nth, const struct wire_msg *m)
{
	(void)nth;
	(void)m;
	fake_say(f, WIRE_ROW, TAG_ROW, "token", TAG_SERIAL, "1", TAG_LABEL,
	    "=cmd\x1b[2J\xff \"x\"", 0);
	fake_say(f, WIRE_DONE, TAG_TEXT, "one\x07\ntwo", 0);
	return true;
}

static void
control_characters_never_reach_a_terminal(void **state)
{
	struct fake f;
	struct run r = with(&f, nasty_text, "token show 1", NULL, true);

	(void)state;
	assert_non_null(
	    strstr(r.out, "label         =cmd\\x1b[2J\\xff \"x\"\n"));
	assert_non_null(strstr(r.out, "one\\x07\ntwo\n"));
	run_free(&r);
	r = with(&f, nasty_text, "token show 1 -j", NULL, true);
	assert_non_null(
	    strstr(r.out, "\"=cmd\\u001B[2J\xef\xbf\xbd \\\"x\\\"\""));
	run_free(&r);
	r = with(&f, nasty_text, "token export", NULL, true);
	assert_non_null(strstr(r.out, "\"'=cmd\\x1b[2J\\xff \"\"x\"\"\""));
	run_free(&r);
}

/* Pages of 200 and more, then the rest, of a list of 1500. */
static bool
many(struct fake *f, int nth, const struct wire_msg *m)
{
	int64_t limit = wire_int(m, TAG_LIMIT, 0), i;
	char after[32] = "0";

	(void)nth;
	wire_str(m, TAG_AFTER, after, sizeof(after));
	for (i = atol(after); limit-- > 0 && i < 1500; i++) {
		char name[32];

		snprintf(name, sizeof(name), "a%04d", (int)i);
		fake_say(f, WIRE_ROW, TAG_ROW, "account", TAG_ACCOUNT, name, 0);
	}
	snprintf(after, sizeof(after), "%d", (int)i);
	fake_say(f, WIRE_DONE, i < 1500 ? TAG_AFTER : 0, after, 0);
	return true;
}

static int
lines_of(const char *s)
{
	int n = 0;

	for (; *s != '\0'; s++)
		n += *s == '\n';
	return n;
}

static void
lists_go_on_page_by_page(void **state)
{
	struct fake f;
	struct run r = with(&f, many, "account list", NULL, false);

	(void)state;
	assert_int_equal(f.commands, 3);
	assert_int_equal(lines_of(r.out), 1501);
	assert_non_null(strstr(r.out, "\na1499\n"));
	run_free(&r);

	r = with(&f, many, "account list --limit 250", NULL, false);
	assert_int_equal(f.commands, 2);
	assert_int_equal(lines_of(r.out), 251);
	assert_string_equal(r.err, "There are more: --after 250\n");
	run_free(&r);

	r = with(&f, many, "account list --after 1490 --json", NULL, false);
	assert_int_equal(lines_of(r.out), 11);
	run_free(&r);
}

static bool
endless(struct fake *f, int nth, const struct wire_msg *m)
{
	(void)nth;
	(void)m;
	fake_say(f, WIRE_DONE, TAG_AFTER, "x", 0);
	return true;
}

static void
a_list_that_does_not_move_ends(void **state)
{
	struct fake f;
	struct run r = with(&f, endless, "account list", NULL, false);

	(void)state;
	assert_int_equal(r.code, EXIT_UNREACHED);
	assert_int_equal(f.commands, 2);
	run_free(&r);
}

static bool
wants_confirmation(struct fake *f, int nth, const struct wire_msg *m)
{
	(void)nth;
	if (wire_int(m, TAG_CONFIRM, 0) == 1)
		fake_say(f, WIRE_DONE, TAG_TEXT, "It is gone.", 0);
	else
		fake_say(f, WIRE_REFUSED, TAG_ERROR, (int64_t)REFUSED_CONFIRM,
		    TAG_TEXT, "account demo will be deleted.", 0);
	return true;
}

static void
what_destroys_is_asked_once(void **state)
{
	static const struct {
		const char *line, *typed;
		bool terminal;
		int code, commands;
	} cases[] = {
		{ "account delete demo", "y\n", true, EXIT_DONE, 2 },
		{ "account delete demo", "yes\n", true, EXIT_DONE, 2 },
		{ "account delete demo", "n\n", true, EXIT_UNCONFIRMED, 1 },
		{ "account delete demo", "\n", true, EXIT_UNCONFIRMED, 1 },
		{ "account delete demo", NULL, true, EXIT_UNCONFIRMED, 1 },
		/* nobody is there to answer */
		{ "account delete demo", "y\n", false, EXIT_UNCONFIRMED, 1 },
		{ "account delete demo -j", "y\n", true, EXIT_UNCONFIRMED, 1 },
		{ "account delete demo --yes", NULL, false, EXIT_DONE, 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fake f;
		struct run r = with(&f, wants_confirmation, cases[i].line,
		    cases[i].typed, cases[i].terminal);

		assert_int_equal(r.code, cases[i].code);
		assert_int_equal(f.commands, cases[i].commands);
		if (r.code == EXIT_UNCONFIRMED &&
		    strstr(cases[i].line, "-j") == NULL) {
			assert_non_null(strstr(r.err, "Nothing was changed."));
			assert_int_equal(
			    strstr(r.err, "--yes") != NULL, !cases[i].terminal);
		}
		run_free(&r);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_is_a_table_within_80_columns),
		cmocka_unit_test(json_is_one_object_a_line),
		cmocka_unit_test(a_record_is_one_field_a_line),
		cmocka_unit_test(an_export_is_csv_without_seeds),
		cmocka_unit_test(control_characters_never_reach_a_terminal),
		cmocka_unit_test(lists_go_on_page_by_page),
		cmocka_unit_test(a_list_that_does_not_move_ends),
		cmocka_unit_test(what_destroys_is_asked_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
