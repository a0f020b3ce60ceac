/* The module's end of the login socket, against servers that misbehave. */

#include "login_server.h"

#include <errno.h>

static const struct {
	const char *name;
	enum manner manner;
	enum wire_outcome outcome;
	unsigned questions;
} cases[] = {
	{ "accept", ACCEPT, ASK_ANSWERED, 1 },
	{ "challenge", CHALLENGE, ASK_ANSWERED, 1 },
	{ "challenge without State", CHALLENGE_WITHOUT_STATE, ASK_NONSENSE, 1 },
	{ "verdict out of range", VERDICT_OUT_OF_RANGE, ASK_NONSENSE, 1 },
	{ "no verdict", VERDICT_ABSENT, ASK_NONSENSE, 1 },
	{ "a question for an answer", QUESTION_BACK, ASK_NONSENSE, 1 },
	{ "garbage", GARBAGE, ASK_NONSENSE, 1 },
	{ "longer than any answer", TOO_LONG, ASK_NONSENSE, 1 },
	{ "an empty message", EMPTY, ASK_BROKEN, 2 },
	{ "no answer", NO_ANSWER, ASK_LATE, 1 },
	{ "too late", LATE, ASK_LATE, 1 },
	{ "hangs up", HANG_UP, ASK_BROKEN, 2 },
	{ "hangs up once", HANG_UP_ONCE, ASK_ANSWERED, 2 },
	{ "silence", SILENCE, ASK_SILENCE, 1 },
};

static void
understands_only_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct server s;
		struct wire_client *c;
		struct wire_in in;
		enum wire_outcome r;

		print_message("%s\n", cases[i].name);
		setup(&s, cases[i].manner);
		c = client_of(&s, 5);
		r = ask_as(c, "demo", &in);
		assert_int_equal(r, cases[i].outcome);
		assert_int_equal(s.questions, cases[i].questions);
		if (r != ASK_ANSWERED)
			assert_int_equal(in.verdict, VERDICT_REJECT);
		wire_client_free(&c);
		assert_null(c);
		server_stop(&s);
		lines_end(&s);
	}
}

static void
a_deadline_travels_and_is_kept(void **state)
{
	struct server s;
	struct wire_client *c;
	uint64_t before = now_ms(), after;

	(void)state;
	setup(&s, NO_ANSWER);
	c = client_of(&s, 5);
	assert_int_equal(ask(c), ASK_LATE);
	after = now_ms();
	assert_in_range(after - before, TIMEOUT, TIMEOUT + 200);
	assert_in_range((uint64_t)s.deadline, before + TIMEOUT, after);
	wire_client_free(&c);
	server_stop(&s);
	lines_end(&s);
}

/* The kernel takes connections for a stopped engine until its queue is full. */
static void
a_full_backlog_holds_nobody_longer(void **state)
{
	struct server s = { .path = "" };
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	struct wire_client *c;
	uint64_t before;
	int fd[4];

	(void)state;
	snprintf(s.path, sizeof(s.path), "/tmp/multifactor-test-%ld-full",
	    (long)getpid());
	strcpy(sun.sun_path, s.path);
	unlink(s.path);
	s.fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);
	assert_int_equal(bind(s.fd, (struct sockaddr *)&sun, sizeof(sun)), 0);
	assert_int_equal(listen(s.fd, 1), 0);
	for (int i = 0; i < 4; i++) {
		fd[i] = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0);
		(void)connect(fd[i], (struct sockaddr *)&sun, sizeof(sun));
	}
	c = client_of(&s, 5);
	before = now_ms();
	assert_int_equal(ask(c), ASK_LATE);
	assert_in_range(now_ms() - before, TIMEOUT - 20, TIMEOUT + 200);
	wire_client_free(&c);
	for (int i = 0; i < 4; i++)
		close(fd[i]);
	close(s.fd);
	unlink(s.path);
}

static void
a_late_answer_is_not_the_next_ones(void **state)
{
	struct server s;
	struct wire_client *c;
	struct wire_in in;

	(void)state;
	setup(&s, LATE);
	c = client_of(&s, 5);
	assert_int_equal(ask_as(c, "first", &in), ASK_LATE);
	s.manner = ACCEPT;
	pause_ms(100); /* the late one is under way */
	assert_int_equal(ask_as(c, "second", &in), ASK_ANSWERED);
	assert_memory_equal(in.msg.field[TAG_PROMPT].p, "second", 6);
	wire_client_free(&c);
	server_stop(&s);
	lines_end(&s);
}

static void
an_answer_too_many_is_not_the_next_ones(void **state)
{
	struct server s;
	struct wire_client *c;
	struct wire_in in;

	(void)state;
	setup(&s, TWICE);
	c = client_of(&s, 5);
	for (int i = 0; i < 3; i++) {
		char user[] = "user-0";

		user[5] = (char)('0' + i);
		assert_int_equal(ask_as(c, user, &in), ASK_ANSWERED);
		assert_memory_equal(in.msg.field[TAG_PROMPT].p, user, 6);
		pause_ms(20); /* the second copy has come by now */
	}
	wire_client_free(&c);
	server_stop(&s);
	lines_end(&s);
}

static void
a_restart_costs_no_question(void **state)
{
	struct server s;
	struct wire_client *c;

	(void)state;
	setup(&s, ACCEPT);
	c = client_of(&s, 5);
	assert_int_equal(ask(c), ASK_ANSWERED);
	for (int i = 0; i < 3; i++) {
		server_stop(&s);
		server_start(&s, HANG_UP_ONCE);
		assert_int_equal(ask(c), ASK_ANSWERED);
	}
	wire_client_free(&c);
	server_stop(&s);
	lines_end(&s);
}

static void *
start_soon(void *arg)
{
	pause_ms(TIMEOUT / 2);
	server_start(arg, ACCEPT);
	return NULL;
}

static void
waits_for_an_engine_that_comes_in_time(void **state)
{
	struct server s;
	struct wire_client *c;
	pthread_t t;

	(void)state;
	setup(&s, ACCEPT);
	server_stop(&s);
	c = client_of(&s, 5);
	assert_int_equal(pthread_create(&t, NULL, start_soon, &s), 0);
	assert_int_equal(ask(c), ASK_ANSWERED);
	pthread_join(t, NULL);
	wire_client_free(&c);
	server_stop(&s);
	lines_end(&s);
}

static void
nobody_there_is_said_with_its_errno(void **state)
{
	struct server s = { .path = "/tmp/multifactor-test-nobody" };
	struct wire_client *c = client_of(&s, 5);
	struct wire_in in;

	(void)state;
	assert_int_equal(ask_as(c, "demo", &in), ASK_UNREACHED);
	assert_int_equal(in.error, ENOENT);
	wire_client_free(&c);
}

static void
a_path_too_long_is_refused(void **state)
{
	char path[200];
	struct wire_client_conf conf = { .path = path, .timeout_ms = TIMEOUT };

	(void)state;
	memset(path, 'x', sizeof(path) - 1);
	path[0] = '/';
	path[sizeof(path) - 1] = '\0';
	assert_null(wire_client_new(&conf));
	assert_int_equal(errno, ENAMETOOLONG);
}

static void
a_question_outside_the_grammar_is_not_asked(void **state)
{
	char name[300];
	struct server s;
	struct wire_client *c;
	struct wire_in in;

	(void)state;
	setup(&s, ACCEPT);
	c = client_of(&s, 5);
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(ask_as(c, name, &in), ASK_UNASKED);
	assert_int_equal(s.questions, 0);
	wire_client_free(&c);
	server_stop(&s);
	lines_end(&s);
}

/* Two module instances in one thread, and one after the other is gone. */
static void
instances_share_nothing(void **state)
{
	struct server a, b;
	struct wire_client *ca, *cb;

	(void)state;
	setup(&a, ACCEPT);
	setup(&b, CHALLENGE);
	ca = client_of(&a, 5);
	cb = client_of(&b, 5);
	for (int i = 0; i < 3; i++) {
		struct wire_in in;

		assert_int_equal(ask_as(ca, "a", &in), ASK_ANSWERED);
		assert_int_equal(in.verdict, VERDICT_ACCEPT);
		assert_int_equal(ask_as(cb, "b", &in), ASK_ANSWERED);
		assert_int_equal(in.verdict, VERDICT_CHALLENGE);
	}
	assert_int_equal(a.questions, 3);
	assert_int_equal(a.connections, 1);
	wire_client_free(&ca);
	lines_end(&a);
	ca = client_of(&b, 5);
	assert_int_equal(ask(ca), ASK_ANSWERED);
	assert_int_equal(b.questions, 4);
	assert_int_equal(b.connections, 2);
	wire_client_free(&ca);
	wire_client_free(&cb);
	server_stop(&a);
	server_stop(&b);
	lines_end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(understands_only_answers),
		cmocka_unit_test(a_deadline_travels_and_is_kept),
		cmocka_unit_test(a_full_backlog_holds_nobody_longer),
		cmocka_unit_test(a_late_answer_is_not_the_next_ones),
		cmocka_unit_test(an_answer_too_many_is_not_the_next_ones),
		cmocka_unit_test(a_restart_costs_no_question),
		cmocka_unit_test(waits_for_an_engine_that_comes_in_time),
		cmocka_unit_test(nobody_there_is_said_with_its_errno),
		cmocka_unit_test(a_path_too_long_is_refused),
		cmocka_unit_test(a_question_outside_the_grammar_is_not_asked),
		cmocka_unit_test(instances_share_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
