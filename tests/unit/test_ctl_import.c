/* mfctl token import: parsed here, staged at the engine (a mock). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fake_engine.h"

#define TITLES "upn,serial number,secret key,time interval,manufacturer,model\n"
#define KEY    "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

static bool
stages(struct fake *f, int nth, const struct wire_msg *m)
{
	struct wire_field item;
	struct wire_msg rec;
	size_t at = 0;

	(void)nth;
	fake_note(f, m, TAG_KIND);
	while (wire_list_next(&m->field[TAG_RECORDS], &at, &item)) {
		if (!wire_parse(&rec, item.p, item.n) ||
		    rec.field[TAG_SECRET].n != 20)
			f->bad_command = true;
		fake_note(f, &rec, TAG_SERIAL);
		fake_note(f, &rec, TAG_FACTOR);
		fake_note(f, &rec, TAG_ACCOUNT);
	}
	fake_say(f, WIRE_DONE, TAG_IMPORT, INT64_C(7), TAG_TEXT,
	    "2 tokens are there.", 0);
	return true;
}

/* The second of the file, by its line. */
static bool
finds_a_fault(struct fake *f, int nth, const struct wire_msg *m)
{
	if (wire_has(m, TAG_RECORDS))
		fake_say(f, WIRE_ROW, TAG_ROW, "bad", TAG_PLACE, INT64_C(3),
		    TAG_SERIAL, "SER-2", TAG_TEXT, "it is known.", 0);
	return stages(f, nth, m);
}

static const struct {
	const char *name, *text, *options;
	int code;
	const char *ends, *note, *says;
} cases[] = {
	{ "good",
	    TITLES "anna,SER-1," KEY ",30,Vendor,M1\n"
		   ",SER-2," KEY ",60,Vendor,M1\n",
	    "", EXIT_DONE, "import.commit",
	    "[tokens][][SER-1][totp][][SER-2][totp][][]",
	    "2 tokens are there.\n" },
	{ "good, to the people it names",
	    TITLES "anna,SER-1," KEY ",30,Vendor,M1\n", "--assign", EXIT_DONE,
	    "import.commit", "[SER-1][totp][anna]", "2 tokens are there.\n" },
	{ "a bad key",
	    TITLES ",SER-1," KEY ",30,Vendor,M1\n"
		   ",SER-2,!!!,30,Vendor,M1\n",
	    "", EXIT_REFUSED, "import.abort", "", "SER-2" },
	{ "a bad key, for a program", TITLES ",SER-2,!!!,30,Vendor,M1\n",
	    "--json", EXIT_REFUSED, "import.abort", "",
	    "{\"row\": \"bad\", \"place\": 2, " },
	{ "something else", "%PDF-1.4\n", "", EXIT_REFUSED, "import.abort", "",
	    "Nothing was imported." },
	{ "another format than said", TITLES "anna,SER-1," KEY ",30,V,M1\n",
	    "--format safenet", EXIT_REFUSED, "import.abort", "",
	    "Nothing was imported." },
};

static void
an_import_is_all_or_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char path[] = "/tmp/test_ctl_import.XXXXXX", line[128];
		FILE *fp = fdopen(mkstemp(path), "w");
		struct fake f = { .script = stages };
		struct run r;

		print_message("%s\n", cases[i].name);
		fputs(cases[i].text, fp);
		fclose(fp);
		snprintf(line, sizeof(line), "token import %s %s", path,
		    cases[i].options);
		fake_start(&f);
		r = run_ctl(&f, line, NULL, false);
		fake_stop(&f);
		unlink(path);
		assert_false(f.bad_command);
		assert_int_equal(r.code, cases[i].code);
		assert_string_equal(f.seen[f.commands - 1], cases[i].ends);
		assert_non_null(strstr(f.note, cases[i].note));
		assert_true(strstr(r.out, cases[i].says) != NULL ||
		    strstr(r.err, cases[i].says) != NULL);
		assert_null(strstr(r.err, "JBSW"));
		run_free(&r);
	}
}

/* Whoever finds it, the sentence has file, place and serial. */
static void
faults_are_told_alike(void **state)
{
	static const char *const options[] = { "", "--json" };

	(void)state;
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		char path[] = "/tmp/test_ctl_import.XXXXXX";
		char line[128], parsed[128], found[128];
		FILE *fp = fdopen(mkstemp(path), "w");
		struct fake f = { .script = finds_a_fault };
		struct run r;

		fputs(TITLES ",SER-1,!!!,30,Vendor,M1\n,SER-2," KEY
			     ",30,Vendor,M1\n",
		    fp);
		fclose(fp);
		snprintf(
		    line, sizeof(line), "token import %s %s", path, options[i]);
		snprintf(parsed, sizeof(parsed),
		    "%s: line 2 (serial SER-1): ", path);
		snprintf(found, sizeof(found),
		    "%s: line 3 (serial SER-2): it is known.", path);
		fake_start(&f);
		r = run_ctl(&f, line, NULL, false);
		fake_stop(&f);
		unlink(path);
		assert_int_equal(r.code, EXIT_REFUSED);
		assert_non_null(strstr(i == 0 ? r.err : r.out, parsed));
		assert_non_null(strstr(i == 0 ? r.err : r.out, found));
		run_free(&r);
	}
}

static void
what_cannot_be_read_asks_the_engine_nothing(void **state)
{
	static const char *const lines[] = {
		"token import /nonexistent",
		"token import /dev/null --format morse",
		"token import /dev/null --digits 11",
		"token import /dev/null --key-file /nonexistent",
		"token import /dev/null --password-file /dev/null",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct fake f = { .script = stages };
		struct run r;

		fake_start(&f);
		r = run_ctl(&f, lines[i], NULL, false);
		fake_stop(&f);
		assert_int_not_equal(r.code, EXIT_DONE);
		assert_int_equal(f.commands, 0);
		run_free(&r);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_import_is_all_or_nothing),
		cmocka_unit_test(faults_are_told_alike),
		cmocka_unit_test(what_cannot_be_read_asks_the_engine_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
