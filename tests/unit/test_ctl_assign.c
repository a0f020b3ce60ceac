/* mfctl token assign-list: many tokens to many people (the engine: a mock). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fake_engine.h"

/* Knows SER-2; notes the serials and accounts that came. */
static bool
stages(struct fake *f, int nth, const struct wire_msg *m)
{
	struct wire_field item;
	struct wire_msg rec;
	size_t at = 0;

	(void)nth;
	switch (wire_int(m, TAG_COMMAND, 0)) {
	case CMD_IMPORT_BEGIN:
		fake_note(f, m, TAG_KIND);
		fake_note(f, m, TAG_NAME);
		fake_say(f, WIRE_DONE, TAG_IMPORT, INT64_C(7), 0);
		return true;
	case CMD_IMPORT_RECORDS:
		while (wire_list_next(&m->field[TAG_RECORDS], &at, &item)) {
			char serial[65];

			if (!wire_parse(&rec, item.p, item.n) ||
			    wire_int(m, TAG_IMPORT, 0) != 7)
				f->bad_command = true;
			fake_note(f, &rec, TAG_SERIAL);
			fake_note(f, &rec, TAG_ACCOUNT);
			wire_str(&rec, TAG_SERIAL, serial, sizeof(serial));
			if (strcmp(serial, "SER-2") == 0)
				fake_say(f, WIRE_ROW, TAG_ROW, "bad", TAG_PLACE,
				    wire_int(&rec, TAG_PLACE, 0), TAG_SERIAL,
				    serial, TAG_TEXT, "it is known already.",
				    0);
		}
		fake_say(f, WIRE_DONE, TAG_COUNT, INT64_C(1), 0);
		return true;
	default:
		fake_say(f, WIRE_DONE, TAG_TEXT, "1 token is assigned.", 0);
		return true;
	}
}

static void
a_list_is_assigned_whole_or_not_at_all(void **state)
{
	static const struct {
		const char *text;
		int code;
		const char *ends, *note, *says;
	} cases[] = {
		{ "\xef\xbb\xbfSerial number;Account\r\n"
		  "\"SER-1\" ; anna@example.org\r\n\r\n",
		    EXIT_DONE, "import.commit", "[SER-1][anna@example.org]",
		    "" },
		{ "SER-1\tanna\nSER-3 ,\tberta\n", EXIT_REFUSED, "import.abort",
		    "[SER-1][anna]", "line 2" },
		{ "SER-1\tanna\n", EXIT_DONE, "import.commit", "[SER-1][anna]",
		    "" },
		{ "SER-1,anna\nSER-2,berta\n", EXIT_REFUSED, "import.abort",
		    "[SER-1][anna][SER-2][berta]",
		    ": line 2 (serial SER-2): it is known already.\n" },
		{ "SER-1,anna\nSER-3\n", EXIT_REFUSED, "import.abort", "",
		    ": line 2: a line takes two cells" },
		{ "SER-1,anna,more\n", EXIT_REFUSED, "import.abort", "",
		    ": line 1: a line takes two cells" },
		{ "SER-1,\"anna\n", EXIT_REFUSED, "import.abort", "",
		    "Nothing was assigned." },
		{ "SER-1,ann\xff\n", EXIT_REFUSED, "import.abort", "",
		    "not UTF-8" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char path[32], line[64];
		struct fake f;
		struct run r;

		snprintf(line, sizeof(line), "token assign-list %s",
		    file_of(path, cases[i].text));
		r = with(&f, stages, line, NULL, false);
		assert_int_equal(r.code, cases[i].code);
		assert_string_equal(f.seen[f.commands - 1], cases[i].ends);
		assert_non_null(strstr(f.note, "[assign][test_ctl_file."));
		assert_non_null(strstr(f.note, cases[i].note));
		assert_non_null(strstr(r.err, cases[i].says));
		run_free(&r);
		unlink(path);
	}
}

/* Counts what comes in the chunks of a long list. */
static bool
counts(struct fake *f, int nth, const struct wire_msg *m)
{
	struct wire_field item;
	size_t at = 0;

	(void)nth;
	while (wire_list_next(&m->field[TAG_RECORDS], &at, &item))
		++*(int *)f->arg;
	fake_say(f, WIRE_DONE, TAG_IMPORT, INT64_C(7), 0);
	return true;
}

static void
a_long_list_goes_up_in_chunks(void **state)
{
	int n = 0;
	struct fake f = { .script = counts, .arg = &n };
	char path[32], line[64];
	struct run r;
	FILE *fp = fopen(file_of(path, ""), "w");

	(void)state;
	for (int i = 0; i < 20000; i++)
		fprintf(fp, "%08d,anna%d\n", i, i);
	fclose(fp);
	snprintf(line, sizeof(line), "token assign-list %s", path);
	fake_start(&f);
	r = run_ctl(&f, line, NULL, false);
	fake_stop(&f);
	assert_int_equal(r.code, EXIT_DONE);
	assert_int_equal(n, 20000);
	assert_in_range(f.commands, 10, 40);
	assert_false(f.bad_command);
	run_free(&r);
	unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_is_assigned_whole_or_not_at_all),
		cmocka_unit_test(a_long_list_goes_up_in_chunks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
