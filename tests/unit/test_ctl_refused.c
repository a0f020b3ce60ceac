/* mfctl when the engine (a mock) refuses, sounds an alarm or breaks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fake_engine.h"

static bool
refuses(struct fake *f, int nth, const struct wire_msg *m)
{
	(void)nth;
	(void)m;
	fake_say(f, WIRE_REFUSED, TAG_ERROR, *(int64_t *)f->arg, TAG_TEXT,
	    "token 1 is lost.\nTo use it: ask an admin.", 0);
	return true;
}

static void
a_refusal_is_the_exit_code(void **state)
{
	static const struct {
		int64_t error;
		int code;
		const char *word;
	} cases[] = {
		{ REFUSED_STATE, 1, "state" }, { REFUSED_USAGE, 2, "usage" },
		{ REFUSED_ABSENT, 3, "absent" },
		{ REFUSED_RIGHTS, 5, "rights" },
		{ REFUSED_CONFIRM, 6, "confirm" },
		{ REFUSED_FAULT, 7, "fault" },
		{ 99, 7, "99" }, /* of a newer engine */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t error = cases[i].error;
		struct fake f = { .script = refuses, .arg = &error };
		struct run r;

		fake_start(&f);
		r = run_ctl(&f, "token enable 1", NULL, false);
		assert_int_equal(r.code, cases[i].code);
		assert_string_equal(r.out, "");
		assert_string_equal(r.err,
		    error == REFUSED_CONFIRM
			? "mfctl: token 1 is lost.\nTo use it: ask an admin.\n"
			  "Nothing was changed. To do it without being asked: "
			  "--yes\n"
			: "mfctl: token 1 is lost.\nTo use it: ask an "
			  "admin.\n");
		run_free(&r);
		r = run_ctl(&f, "--json token enable 1", NULL, false);
		assert_non_null(strstr(r.out, cases[i].word));
		assert_string_equal(r.err, "");
		run_free(&r);
		fake_stop(&f);
	}
}

static bool
alarms(struct fake *f, int nth, const struct wire_msg *m)
{
	(void)nth;
	(void)m;
	fake_say(f, WIRE_ROW, TAG_ROW, "progress", TAG_COUNT, INT64_C(1), 0);
	fake_say(f, WIRE_ROW, TAG_ROW, "fault", TAG_SEQUENCE, INT64_C(17),
	    TAG_TEXT, "This record was changed.", 0);
	fake_say(f, WIRE_DONE, TAG_STATUS, "alarm", TAG_TEXT,
	    "1 fault in 20 records.", 0);
	return true;
}

static void
an_alarm_has_an_exit_code_of_its_own(void **state)
{
	struct fake f;
	struct run r = with(&f, alarms, "audit verify", NULL, false);

	(void)state;
	assert_int_equal(r.code, EXIT_ALARM);
	assert_string_equal(r.out,
	    "record  fault\n17      This record was changed.\n"
	    "1 fault in 20 records.\n");
	run_free(&r);
}

static bool
hangs_up(struct fake *f, int nth, const struct wire_msg *m)
{
	(void)f;
	(void)nth;
	(void)m;
	return false;
}

static bool
is_silent(struct fake *f, int nth, const struct wire_msg *m)
{
	(void)f;
	(void)nth;
	(void)m;
	return true;
}

static bool
babbles(struct fake *f, int nth, const struct wire_msg *m)
{
	(void)nth;
	(void)m;
	return send(f->peer, "\x01\x63", 2, MSG_NOSIGNAL) == 2;
}

static void
a_broken_engine_is_told_from_a_refusal(void **state)
{
	static const struct {
		bool (*script)(struct fake *, int, const struct wire_msg *);
		const char *says;
	} cases[] = {
		{ hangs_up, "closed the connection" },
		{ is_silent, "said nothing for 1 second." },
		{ babbles, "not understood" },
	};
	struct fake gone = { .path = "/nonexistent/socket" };
	struct run r = run_ctl(&gone, "status", NULL, false);

	(void)state;
	assert_int_equal(r.code, EXIT_UNREACHED);
	assert_non_null(strstr(r.err, "/nonexistent/socket"));
	run_free(&r);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fake f;

		r = with(&f, cases[i].script, "status", NULL, false);
		assert_int_equal(r.code, EXIT_UNREACHED);
		assert_non_null(strstr(r.err, cases[i].says));
		run_free(&r);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refusal_is_the_exit_code),
		cmocka_unit_test(an_alarm_has_an_exit_code_of_its_own),
		cmocka_unit_test(a_broken_engine_is_told_from_a_refusal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
