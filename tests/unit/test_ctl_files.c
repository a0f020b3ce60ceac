/* mfctl and what it reads and writes: passwords, seeds, codes, backups. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "fake_engine.h"

static bool
notes_password(struct fake *f, int nth, const struct wire_msg *m)
{
	(void)nth;
	fake_note(f, m, TAG_ACCOUNT);
	fake_note(f, m, TAG_NEW_PASSWORD);
	fake_say(f, WIRE_DONE, TAG_TEXT, "The password is set.", 0);
	return true;
}

static void
a_password_comes_from_stdin_or_a_file(void **state)
{
	char path[32], line[128], longest[131];
	struct fake f;
	struct run r;

	(void)state;
	r = with(
	    &f, notes_password, "account password demo", "Pa ss\r\nx\n", false);
	assert_int_equal(r.code, EXIT_DONE);
	assert_string_equal(f.note, "[demo][Pa ss]");
	assert_string_equal(r.out, "The password is set.\n");
	run_free(&r);

	snprintf(line, sizeof(line), "account add demo --password-file %s",
	    file_of(path, "secret"));
	r = with(&f, notes_password, line, NULL, false);
	assert_string_equal(f.note, "[demo][secret]");
	run_free(&r);
	unlink(path);

	r = with(&f, notes_password, "account add demo", NULL, false);
	assert_string_equal(f.note, "[demo][]");
	run_free(&r);

	r = with(&f, notes_password, "account password demo", "\n", false);
	assert_int_equal(r.code, EXIT_USAGE);
	assert_int_equal(f.commands, 0);
	run_free(&r);

	memset(longest, 'x', 129); /* RADIUS carries 128 */
	strcpy(longest + 129, "\n");
	r = with(&f, notes_password, "account password demo", longest, false);
	assert_int_equal(r.code, EXIT_USAGE);
	assert_int_equal(f.commands, 0);
	assert_null(strstr(r.err, "xxx"));
	run_free(&r);
	r = with(
	    &f, notes_password, "account password demo", longest + 1, false);
	assert_int_equal(r.code, EXIT_DONE);
	run_free(&r);
}

static bool
notes_seed(struct fake *f, int nth, const struct wire_msg *m)
{
	(void)nth;
	fake_note(f, m, TAG_SECRET);
	if (!wire_has(m, TAG_SECRET))
		fake_say(f, WIRE_ROW, TAG_ROW, "uri", TAG_URI,
		    "otpauth://totp/demo?secret=ABC", 0);
	fake_say(f, WIRE_DONE, TAG_TEXT, "It is there.", 0);
	return true;
}

static void
a_seed_is_read_in_the_form_that_is_said(void **state)
{
	static const struct {
		const char *line, *typed;
		int code;
		const char *seed;
	} cases[] = {
		{ "token add 1 --secret hex", "41 42 4344\n", 0, "[ABCD]" },
		{ "token add 1 --secret base32", "ifbe gra\n", 0, "[ABC" },
		{ "token add 1 --secret text", "A B\n", 0, "[A B]" },
		{ "token add 1 --secret hex", "4142x\n", EXIT_USAGE, "" },
		{ "token add 1 --secret base32", "0189\n", EXIT_USAGE, "" },
		{ "token add 1 --secret hex", " \n", EXIT_USAGE, "" },
		{ "token add 1 --secret morse", "41\n", EXIT_USAGE, "" },
		{ "token add 1 --secret-file -", "41\n", EXIT_USAGE, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fake f;
		struct run r =
		    with(&f, notes_seed, cases[i].line, cases[i].typed, false);

		print_message("%s: %s", cases[i].line, cases[i].typed);
		assert_int_equal(r.code, cases[i].code);
		assert_int_equal(
		    strncmp(f.note, cases[i].seed, strlen(cases[i].seed)), 0);
		run_free(&r);
	}
}

static void
a_drawn_seed_is_shown_once_as_uri_and_qr_code(void **state)
{
	struct fake f;
	struct run r = with(&f, notes_seed, "token add --qr", NULL, false);

	(void)state;
	assert_int_equal(r.code, EXIT_DONE);
	assert_int_equal(
	    strncmp(r.out, "otpauth://totp/demo?secret=ABC\n", 31), 0);
	assert_non_null(strstr(r.out, "\xe2\x96\x88\xe2\x96\x80"));
	run_free(&r);
	r = with(&f, notes_seed, "token add --json", NULL, false);
	assert_string_equal(r.out,
	    "{\"row\": \"uri\", \"uri\": \"otpauth://totp/demo?secret=ABC\"}\n"
	    "{\"row\": \"done\", \"text\": \"It is there.\"}\n");
	run_free(&r);
}

static bool
notes_codes(struct fake *f, int nth, const struct wire_msg *m)
{
	(void)nth;
	fake_note(f, m, TAG_CODE);
	fake_note(f, m, TAG_OTHER_CODE);
	fake_say(f, WIRE_DONE, 0);
	return true;
}

static void
codes_are_asked_for_when_not_given(void **state)
{
	struct fake f;
	struct run r;

	(void)state;
	r = with(&f, notes_codes, "token resync 1 111111 222222", NULL, false);
	assert_string_equal(f.note, "[111111][222222]");
	run_free(&r);
	/* First it is asked whether there is anything to do. */
	r = with(&f, notes_codes, "token resync 1", "333333\n444444\n", false);
	assert_string_equal(f.note, "[][][333333][444444]");
	run_free(&r);
}

static bool
asks_the_token(struct fake *f, int nth, const struct wire_msg *m)
{
	fake_note(f, m, TAG_REFERENCE);
	fake_note(f, m, TAG_CODE);
	if (nth == 0)
		fake_say(f, WIRE_ROW, TAG_ROW, "challenge", TAG_REFERENCE,
		    "7F3K-2M9Q", TAG_CHALLENGE, "2746 9018", 0);
	fake_say(f, WIRE_DONE, TAG_TEXT,
	    nth == 0 ? "Key 2746 9018 in.\nThen: mfctl ..." : "Done.", 0);
	return true;
}

static void
a_challenge_is_shown_before_its_codes_are_asked_for(void **state)
{
	struct fake f;
	struct run r;

	(void)state;
	r = with(&f, asks_the_token, "token resync 1", "1\n2\n", false);
	assert_string_equal(f.note, "[][][7F3K-2M9Q][1]");
	assert_string_equal(r.err, "Key 2746 9018 in.\n");
	assert_string_equal(r.out, "Done.\n");
	run_free(&r);
	r = with(&f, asks_the_token, "token resync 1 --begin", NULL, false);
	assert_string_equal(f.note, "[][]");
	assert_non_null(strstr(r.out, "7F3K-2M9Q"));
	assert_non_null(strstr(r.out, "Key 2746 9018 in.\nThen: mfctl ..."));
	run_free(&r);
	r = with(&f, asks_the_token, "token resync 1 1 2 --reference 7F3K-2M9Q",
	    NULL, false);
	assert_string_equal(f.note, "[7F3K-2M9Q][1]");
	run_free(&r);
	r = with(&f, asks_the_token, "token resync 1 1 2 --begin", NULL, false);
	assert_int_equal(r.code, 2);
	run_free(&r);
}

static bool
sends_backup(struct fake *f, int nth, const struct wire_msg *m)
{
	(void)nth;
	(void)m;
	fake_say(f, WIRE_ROW, TAG_ROW, "chunk", TAG_PLACE, INT64_C(0),
	    TAG_CHUNK, "SQLite ", 0);
	fake_say(f, WIRE_ROW, TAG_ROW, "chunk", TAG_PLACE, INT64_C(7),
	    TAG_CHUNK, "format 3", 0);
	fake_say(f, WIRE_DONE, TAG_SIZE, INT64_C(15), TAG_TEXT,
	    "The backup has 15 bytes.", 0);
	return true;
}

static bool
sends_half(struct fake *f, int nth, const struct wire_msg *m)
{
	(void)nth;
	(void)m;
	fake_say(f, WIRE_ROW, TAG_ROW, "chunk", TAG_PLACE, INT64_C(0),
	    TAG_CHUNK, "SQLite ", 0);
	fake_say(f, WIRE_DONE, TAG_SIZE, INT64_C(15), 0);
	return true;
}

static bool
skips_a_part(struct fake *f, int nth, const struct wire_msg *m)
{
	(void)nth;
	(void)m;
	fake_say(f, WIRE_ROW, TAG_ROW, "chunk", TAG_PLACE, INT64_C(8),
	    TAG_CHUNK, "SQLite ", 0);
	fake_say(f, WIRE_DONE, TAG_SIZE, INT64_C(7), 0);
	return true;
}

static void
a_backup_is_whole_private_and_overwrites_nothing(void **state)
{
	char folder[] = "/tmp/test_ctl_backup.XXXXXX", line[96], path[64];
	char text[32] = "";
	struct fake f;
	struct stat st;
	struct run r;
	FILE *fp;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/mf.backup", folder);
	snprintf(line, sizeof(line), "backup %s", path);
	r = with(&f, sends_half, line, NULL, false);
	assert_int_equal(r.code, EXIT_REFUSED);
	run_free(&r);
	r = with(&f, skips_a_part, line, NULL, false);
	assert_int_equal(r.code, EXIT_REFUSED);
	run_free(&r);
	assert_int_equal(stat(path, &st), -1);

	r = with(&f, sends_backup, line, NULL, false);
	assert_int_equal(r.code, EXIT_DONE);
	run_free(&r);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	fp = fopen(path, "r");
	assert_non_null(fgets(text, sizeof(text), fp));
	fclose(fp);
	assert_string_equal(text, "SQLite format 3");

	r = with(&f, sends_backup, line, NULL, false);
	assert_int_equal(r.code, EXIT_REFUSED);
	assert_int_equal(f.commands, 0);
	run_free(&r);
	strcat(line, " --force");
	r = with(&f, sends_backup, line, NULL, false);
	assert_int_equal(r.code, EXIT_DONE);
	run_free(&r);
	unlink(path);
	assert_int_equal(rmdir(folder), 0); /* no .part stays behind */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_comes_from_stdin_or_a_file),
		cmocka_unit_test(a_seed_is_read_in_the_form_that_is_said),
		cmocka_unit_test(a_drawn_seed_is_shown_once_as_uri_and_qr_code),
		cmocka_unit_test(codes_are_asked_for_when_not_given),
		cmocka_unit_test(
		    a_challenge_is_shown_before_its_codes_are_asked_for),
		cmocka_unit_test(
		    a_backup_is_whole_private_and_overwrites_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
