/*
 * mfctl's table of lines against the control socket's contract, against its
 * man page, and against what people mistype.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "ctl/help.h"
#include "ctl/try.h"
#include "fake_engine.h"
#include "util/text.h"
#include "util/version.h"

#define MAN "engine/man/mfctl.8"

static bool
says_done(struct fake *f, int nth, const struct wire_msg *m)
{
	(void)nth;
	(void)m;
	fake_say(f, WIRE_DONE, 0);
	return true;
}

/* Whether the line can give the field, as a word or as an option. */
static bool
gives(const struct line *l, enum wire_tag tag)
{
	for (size_t i = 0; i < nwords; i++) {
		char in_pattern[40];

		if (words[i].tag != tag)
			continue;
		snprintf(
		    in_pattern, sizeof(in_pattern), "%s%c", words[i].name, '>');
		if (help_takes(l->options, words[i].name) ||
		    strstr(l->pattern, in_pattern) != NULL)
			return true;
	}
	return false;
}

static void
every_command_of_the_engine_has_a_line(void **state)
{
	(void)state;
	for (int c = 1; c < CMD_MAX; c++) {
		bool found = c == CMD_IMPORT_RECORDS ||
		    c == CMD_IMPORT_COMMIT || c == CMD_IMPORT_ABORT;

		for (size_t i = 0; i < nlines; i++)
			found |= (int)lines[i].number == c;
		if (!found)
			fail_msg("no line for %s", wire_commands[c].name);
	}
}

static void
every_option_is_a_field_its_command_may_have(void **state)
{
	(void)state;
	for (size_t i = 0; i < nlines; i++) {
		const struct command_rule *r = &wire_commands[lines[i].number];

		if (lines[i].number == CMD_NONE ||
		    lines[i].number == CMD_IMPORT_BEGIN) /* of a file */
			continue;
		for (unsigned t = 1; t < TAG_MAX; t++)
			if (gives(&lines[i], (enum wire_tag)t) &&
			    !wire_names(r->needs, (enum wire_tag)t) &&
			    !wire_names(r->may, (enum wire_tag)t))
				fail_msg("%s: %s", lines[i].pattern,
				    wire_tags[t].name);
	}
}

static void
the_rules_name_only_fields_there_are(void **state)
{
	const char *lists[2 * CMD_MAX + 32];
	size_t n = 0;

	(void)state;
	for (int c = 1; c < CMD_MAX; c++) {
		lists[n++] = wire_commands[c].needs;
		lists[n++] = wire_commands[c].may;
	}
	for (size_t i = 0; i < wire_nrows; i++)
		lists[n++] = wire_rows[i].fields;
	for (size_t i = 0; i < n; i++)
		for (const char *p = lists[i]; *p != '\0';) {
			size_t k = strcspn(p, " ");

			if (wire_tag_named(p, k) == 0)
				fail_msg("no field %.*s", (int)k, p);
			p += k + (p[k] == ' ');
		}
}

#define BYTES_10  "0123456789"
#define BYTES_50  BYTES_10 BYTES_10 BYTES_10 BYTES_10 BYTES_10
#define BYTES_300 BYTES_50 BYTES_50 BYTES_50 BYTES_50 BYTES_50 BYTES_50

static const struct {
	const char *line, *says;
} mistyped[] = {
	{ "token asign 1 anna", "  mfctl token assign <serial>" },
	{ "tokne list", "  mfctl token list [" },
	{ "audit verfy", "  mfctl audit verify\n" },
	{ "token assign 1", "too many or too few" },
	{ "status now", "  mfctl status\n" },
	{ "frobnicate", "mfctl help lists them all" },
	{ "foo", "mfctl help lists them all" },
	{ "token foo", "mfctl help lists them all" },
	{ "whi 7F3K-2M9Q", "  mfctl why <login>" },
	{ "stauts", "  mfctl status\n" },
	{ "token ad 1", "  mfctl token add [serial]" },
	{ "token list --stat", "there is no option" },
	{ "token assign 1 anna --email x", "--email does not go with" },
	{ "token list --state", "wants a value" },
	{ "token list --state=", "state: this is empty; give STATE" },
	{ "token list --after=", "after: this is empty; give KEY" },
	{ "token list --after=" BYTES_300, "no place in a list" },
	{ "token list --match=" BYTES_300, "300 bytes are too many" },
	{ "token show " BYTES_300 BYTES_300 BYTES_300 BYTES_300,
	    "serial: 1200 bytes are too many; give at most 1024" },
	{ "backup " BYTES_300 BYTES_300 BYTES_300 BYTES_300,
	    "file: 1200 bytes are too many" },
	{ "account password anna --password-file=",
	    "password-file: this is empty; give FILE" },
	{ "what-if anna --nas vpn --groups a\xff",
	    "groups: this is not UTF-8" },
	{ "token list --limit a\xff", "limit: this is not UTF-8" },
	{ "token list --bogus\xff\x1b", "no option --bogus\\xff\\x1b." },
	{ "--socket= status", "socket: this is empty" },
	{ "token import f --factor smoke", "taken as hotp or totp" },
	{ "token import f --serial-prefix " BYTES_300, "at most 40 bytes" },
	{ "what-if anna", "needs --nas NAME" },
	{ "token add 1 --digits nine", "\"nine\" is not a whole" },
	{ "token add 1 --digits 11", "from 6 to 8" },
	{ "token add 1 --start yesterday", "is not a date" },
	{ "account temporary anna --valid 8", "30m, 8h, 3d" },
	{ "token", "mfctl token assign <serial> <account>" },
	{ "token add 1 --hash md5",
	    "md5 is not known; give sha1, sha256 or sha512" },
	{ "token import f --hash md5", "md5 is not known; give" },
	{ "token add 1 --digits 5", "from 6 to 8" },
	{ "help token nothing", "no command \"token nothing\"" },
	{ "account temporary anna --valid 15d", "to 14 days" },
	{ "account temporary anna --valid 1m", "from 5 minutes" },
	{ "account add anna --groups a,,b", "a comma between" },
	{ "account show \xff", "not UTF-8" },
	{ "account list --limit 0", "from 1 up" },
	{ "completion csh", "bash, zsh and fish" },
};

static void
what_is_mistyped_is_answered_with_what_is_close(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(mistyped) / sizeof(mistyped[0]); i++) {
		struct fake f = { .script = says_done };
		struct run r;

		fake_start(&f);
		print_message("%s\n", mistyped[i].line);
		r = run_ctl(&f, mistyped[i].line, NULL, false);
		fake_stop(&f);
		assert_int_equal(r.code, EXIT_USAGE);
		assert_int_equal(f.commands, 0);
		if (strstr(r.err, mistyped[i].says) == NULL)
			fail_msg("%s", r.err);
		run_free(&r);
	}
}

static void
programs_are_told_of_mistakes_in_one_object(void **state)
{
	char line[2048];
	json_t *said;

	(void)state;
	for (size_t i = 0; i < sizeof(mistyped) / sizeof(mistyped[0]); i++) {
		struct fake none = { .path = "/nonexistent" };
		struct run r;

		snprintf(line, sizeof(line), "%s --json", mistyped[i].line);
		if (strstr(line, "list --state --json") != NULL)
			continue; /* which is that option's value there */
		print_message("%s\n", line);
		r = run_ctl(&none, line, NULL, false);
		assert_int_equal(r.code, EXIT_USAGE);
		assert_string_equal(r.err, "");
		assert_non_null(said = json_loads(r.out, 0, NULL));
		assert_string_equal(
		    json_string_value(json_object_get(said, "error")), "usage");
		json_decref(said);
		run_free(&r);
	}
}

static void
help_fits_80_columns(void **state)
{
	static const char *const commands[] = { "help", "help account",
		"help token", "help what-if", "token import --help" };
	struct fake none = { .path = "/nonexistent" };

	(void)state;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		struct run r = run_ctl(&none, commands[i], NULL, false);

		assert_int_equal(r.code, EXIT_DONE);
		for (char *p = strtok(r.out, "\n"); p != NULL;
		     p = strtok(NULL, "\n"))
			assert_in_range(strlen(p), 0, 80);
		run_free(&r);
	}
}

static void
it_says_which_version_it_is(void **state)
{
	static const char *const asked[] = { "--version", "-V" };
	struct fake none = { .path = "/nonexistent" };

	(void)state;
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		struct run r = run_ctl(&none, asked[i], NULL, false);

		assert_int_equal(r.code, EXIT_DONE);
		assert_string_equal(r.out, "mfctl " VERSION "\n");
		run_free(&r);
	}
}

static void
completion_follows_the_table(void **state)
{
	static const struct {
		const char *line, *says, *not ;
	} cases[] = {
		{ "--complete tok", "token\n", "account\n" },
		{ "--complete token as", "assign-list\n", "add\n" },
		{ "--complete token list --st", "--state\n", "--step\n" },
		{ "--complete token list --state l", "lost\n", "free\n" },
		{ "--complete completion z", "zsh\n", "bash\n" },
		{ "--complete identity add anna ph", "phone\n", "email\n" },
		{ "--complete -j token as", "assign\n", "add\n" },
		{ "--complete -s /run/x token as", "assign\n", "add\n" },
		{ "--complete --socket /run/x to", "token\n", "audit\n" },
		{ "--complete token list --state free --fa", "--factor\n",
		    "--match\n" },
		{ "--complete token show 1 --vendor A --", "--vendor\n",
		    "--state\n" },
		{ "--complete token list --limit 5 --", "--json\n",
		    "--label\n" },
		{ "--complete --j", "--json\n", "--yes\n" },
		{ "--complete token import f --format y", "yubico\n", "oath" },
		{ "--complete account language anna l", "lv\n", "en\n" },
		{ "--complete account add anna --language e", "en\n", "lv" },
		{ "--complete account list --state l", "locked\n", "lost\n" },
		{ "--complete -j account list --state l", "locked\n",
		    "lost\n" },
		{ "--complete account language anna m", "mt\n", "lv\n" },
		{ "--complete token list --factor y", "yubikey\n", "totp" },
		{ "--complete try --", "--secret-file\n", "--yes\n" },
		{ "--complete -j try --secret-file f --s", "--script\n",
		    "--user\n" },
		{ "--complete help to", "token\n", "account\n" },
		{ "--complete help token as", "assign\n", "add\n" },
	};
	struct fake none = { .path = "/nonexistent" };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct run r = run_ctl(&none, cases[i].line, NULL, false);

		print_message("%s\n", cases[i].line);
		assert_int_equal(r.code, EXIT_DONE);
		assert_non_null(strstr(r.out, cases[i].says));
		assert_null(strstr(r.out, cases[i].not ));
		run_free(&r);
	}
}

/* ".It Cm token assign Ar serial account" */
static void
man_item(const char *pattern, char *out, size_t size)
{
	struct text t;
	char last = 0;

	text_init(&t, out, size);
	text_put(&t, ".It Cm");
	for (size_t n; *pattern != '\0'; pattern += n + (pattern[n] == ' ')) {
		bool word = *pattern == '<' || *pattern == '[';

		n = strcspn(pattern, " ");
		if (*pattern == '[')
			text_put(&t, " Op Ar");
		else if (*pattern == '<' && last != '<')
			text_put(&t, " Ar");
		text_put(&t, " ");
		text_putn(&t, pattern + word, n - 2 * (size_t)word);
		last = *pattern;
	}
	text_put(&t, "\n");
}

static void
the_man_page_has_every_line_and_no_other(void **state)
{
	static char page[65536];
	FILE *fp = fopen(MAN, "r");
	size_t items = 0;

	(void)state;
	assert_non_null(fp); /* run from the top of the tree */
	page[fread(page, 1, sizeof(page) - 1, fp)] = '\0';
	fclose(fp);
	for (size_t i = 0; i < nlines; i++) {
		char item[160], option[48];
		const char *at, *end;

		man_item(lines[i].pattern, item, sizeof(item));
		if ((at = strstr(page, item)) == NULL)
			fail_msg("%s has no \"%s\"", MAN, item);
		end = strstr(at + 1, "\n.It ");
		for (size_t w = 0; w < nwords; w++) {
			const char *found;

			if (!help_takes(lines[i].options, words[w].name))
				continue;
			snprintf(option, sizeof(option), ".Op Fl -%s%s",
			    words[w].name, words[w].arg != NULL ? " " : "\n");
			found = strstr(at, option);
			if (found == NULL || (end != NULL && found > end))
				fail_msg("%s: %s", lines[i].pattern, option);
		}
	}
	for (const struct option *o = try_longs; o->name != NULL; o++) {
		char option[48];

		snprintf(option, sizeof(option), "\n.Op Fl -%s%s", o->name,
		    o->has_arg == required_argument ? " Ar " : "\n");
		if (strstr(strstr(page, ".It Cm try"), option) == NULL)
			fail_msg("%s has no \"%s\"", MAN, option);
	}
	for (const char *p = page; (p = strstr(p, "\n.It Cm ")) != NULL; p++)
		items++;
	assert_int_equal(items, nlines);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_command_of_the_engine_has_a_line),
		cmocka_unit_test(every_option_is_a_field_its_command_may_have),
		cmocka_unit_test(the_rules_name_only_fields_there_are),
		cmocka_unit_test(
		    what_is_mistyped_is_answered_with_what_is_close),
		cmocka_unit_test(programs_are_told_of_mistakes_in_one_object),
		cmocka_unit_test(help_fits_80_columns),
		cmocka_unit_test(it_says_which_version_it_is),
		cmocka_unit_test(completion_follows_the_table),
		cmocka_unit_test(the_man_page_has_every_line_and_no_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
