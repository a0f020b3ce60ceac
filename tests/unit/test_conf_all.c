/* One run tells every mistake in a file, whatever stands beside it. */

#include "conf_test.h"

/* Each line with what is said of it: "" is nothing, and | one more thing. */
struct line {
	const char *text, *said;
};

static unsigned
count(const char *s, const char *part)
{
	unsigned n = 0;

	for (; (s = strstr(s, part)) != NULL; s++)
		n++;
	return n;
}

/* Whether all that is said of a line, and no more, is what it should be. */
static void
hold_line(const struct said *s, const struct line *l, unsigned number)
{
	char begin[24], said[512];
	unsigned wanted = 0;
	char *rest = NULL;

	snprintf(begin, sizeof(begin), "m.conf:%u: ", number);
	snprintf(said, sizeof(said), "%s", l->said);
	for (char *part = strtok_r(said, "|", &rest); part != NULL;
	     part = strtok_r(NULL, "|", &rest), wanted++) {
		char whole[sizeof(begin) + sizeof(said)];

		snprintf(whole, sizeof(whole), "%s%s", begin, part);
		if (strstr(s->text, whole) == NULL)
			fail_msg("not said: %s\nbut:\n%s", whole, s->text);
	}
	if (count(s->text, begin) != wanted)
		fail_msg("more is said of line %u, %s:\n%s", number, l->text,
		    s->text);
}

static void
hold(const struct line *lines, unsigned n)
{
	char text[4096] = "";
	struct said s;

	for (unsigned i = 0; i < n; i++) {
		strcat(text, lines[i].text);
		strcat(text, "\n");
	}
	assert_null(parse(text, &s));
	for (unsigned i = 0; i < n; i++)
		hold_line(&s, &lines[i], i + 1);
}

#define HOLD(lines) hold(lines, sizeof(lines) / sizeof((lines)[0]))

static void
mistakes_of_every_kind_are_told_together(void **state)
{
	static const struct line lines[] = {
		{ "# a comment with { ( and \"", "" },
		{ "state = \"/a", "a text in quotes does not end" },
		{ "log: {", "" },
		{ "  level = info", "syntax error at \"level = info\"; put" },
		{ "  to = ;", "syntax error at \"to = ;\"" },
		{ "};", "" },
		{ "sandbx = true;", "sandbx: there is no such setting" },
		{ "lockout: {", "" },
		{ "  soft = 0;", "lockout.soft: 0 is too small" },
		{ "  month = 20;", "lockout.month: 20 must be above" },
		{ "  soft_seconds = 99999999999;", "99999999999 is too large" },
		{ "  year = \"x\"; device = 600;",
		    "lockout.year: a text|lockout.device: 600 is too large" },
		{ "};", "" },
		{ "names: { realms = [ \"a\", 5 ]; };", "mismatched element" },
		{ "sandbox = true;", "" },
		{ "sandbox = false;", "duplicate setting name" },
		{ "store: { cache_mib =", "nothing stands behind this =" },
		{ "};", "" },
		{ "temporary: { hours = 200; };", "temporary.hours: 200 must" },
	};

	(void)state;
	HOLD(lines);
}

static void
each_policy_is_looked_at(void **state)
{
	static const struct line lines[] = {
		{ "policies: (", "" },
		{ " { name = \"a\"; first = \"radius\"; },",
		    "policies.verifiers: policy a has first" },
		{ " { name = \"a\"; first = \"none\"; second = \"never\";",
		    "policies.second: policy a would let everybody in|"
		    "policies.name: policy a has the name of policy number 1" },
		{ "   mode = \"append-length\"; claim = true; }",
		    "policies.mode: policy a has|policies.claim: policy a" },
		{ " { name = \"b\"; mode = \"x\"; },",
		    "syntax error at \"{ name = \\\"b\\\"; mode = \\\"x\\\"; },"
		    "\"; put a comma|policies.mode: \"x\" is not known" },
		{ " { name = \"c\"; tries = 77; second =",
		    "nothing stands behind|policies.tries: 77 is too large" },
		{ " }", "" },
		{ ");", "" },
		{ "otp: { hotp_ahead = 6; };", "otp.hotp_ahead: 6 is" },
	};

	(void)state;
	HOLD(lines);
}

static void
a_policy_without_a_name_is_called_by_its_number(void **state)
{
	static const struct line lines[] = {
		{ "policies: ( { name = \"a\"; },", "" },
		{ " { first = \"none\"; second = \"never\"; } );",
		    "policies.name: policy 2 has no name|"
		    "policies.second: policy number 2 would let" },
	};

	(void)state;
	HOLD(lines);
}

static void
brackets_that_do_not_match_end_the_reading(void **state)
{
	static const struct line nowhere[] = {
		{ "log: { level = \"loud\"; };", "log.level: \"loud\"" },
		{ "sockets: {",
		    "this { is closed nowhere|"
		    "warning: from here on nothing was read" },
		{ "  login: { mode = \"0600\"; };", "" },
		{ "otp: { hotp_ahead = 6; };", "" },
	};
	static const struct line nothing[] = {
		{ "log: { level = \"loud\"; };", "log.level: \"loud\"" },
		{ "}; otp: { hotp_ahead = 6; };",
		    "this } closes nothing|warning: from here on" },
		{ "soft = 1;", "" },
	};
	static const struct line other[] = {
		{ "log: { level = \"loud\"; };", "log.level: \"loud\"" },
		{ "names: {", "warning: from here on" },
		{ "  realms = [ \"a\" );",
		    "this ) stands where the [ of line 3 is still open" },
		{ "};", "" },
	};

	(void)state;
	HOLD(nowhere);
	HOLD(nothing);
	HOLD(other);
}

/* What could not be read may be what a default stands in for. */
static void
nothing_is_said_of_what_was_not_read(void **state)
{
	static const struct line lines[] = {
		{ "lockout: {", "" },
		{ "  month = 20;", "" },
		{ "  month_kept = ten;", "syntax error" },
		{ "  device = \"x\"; device_kept = 70;",
		    "lockout.device: a text stands here" },
		{ "};", "" },
		{ "policies: (", "" },
		{ "  { name = vpn; }", "syntax error" },
		{ ");", "" },
	};

	(void)state;
	HOLD(lines);
}

static void
a_file_full_of_mistakes_is_left_after_some(void **state)
{
	char text[4096] = "";
	struct said s;

	(void)state;
	for (unsigned i = 0; i < 100; i++)
		strcat(text, "a b;\n");
	assert_null(parse(text, &s));
	assert_int_equal(s.errors, 16);
	assert_non_null(
	    strstr(s.text, "m.conf:16: warning: from here on nothing was"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mistakes_of_every_kind_are_told_together),
		cmocka_unit_test(each_policy_is_looked_at),
		cmocka_unit_test(
		    a_policy_without_a_name_is_called_by_its_number),
		cmocka_unit_test(brackets_that_do_not_match_end_the_reading),
		cmocka_unit_test(nothing_is_said_of_what_was_not_read),
		cmocka_unit_test(a_file_full_of_mistakes_is_left_after_some),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
