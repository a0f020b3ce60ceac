/* The login socket shared by threads: own answers, and a breaker for all. */

#include "login_server.h"

#define THREADS 8

struct crowd {
	struct wire_client *c;
	unsigned n;
	atomic_uint answered, paused, other;
};

static void *
one_of_many(void *arg)
{
	struct crowd *cr = arg;
	char user[32];

	for (unsigned i = 0; i < cr->n; i++) {
		struct wire_in in;
		enum wire_outcome r;

		snprintf(user, sizeof(user), "%p-%u", (void *)&user, i);
		r = ask_as(cr->c, user, &in);
		if (r == ASK_PAUSED)
			cr->paused++;
		else if (r == ASK_ANSWERED &&
		    in.msg.field[TAG_PROMPT].n == strlen(user) &&
		    memcmp(in.msg.field[TAG_PROMPT].p, user, strlen(user)) == 0)
			cr->answered++;
		else
			cr->other++;
	}
	return NULL;
}

static void
crowd_ask(struct crowd *cr)
{
	pthread_t t[THREADS];

	cr->answered = cr->paused = cr->other = 0;
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(
		    pthread_create(&t[i], NULL, one_of_many, cr), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
}

static void
threads_get_their_own_answers_and_leave_nothing(void **state)
{
	struct server s;
	struct crowd cr = { .n = 200 };

	(void)state;
	setup(&s, ACCEPT);
	cr.c = client_of(&s, 5);
	crowd_ask(&cr);
	assert_int_equal(cr.answered, THREADS * 200);
	assert_int_equal(s.connections, THREADS);
	lines_end(&s); /* their threads have ended */
	wire_client_free(&cr.c);
	server_stop(&s);
}

/*
 * On a busy machine a pause can pass while the crowd still asks: then one more
 * of it waits for the engine, and no other.
 */
static unsigned
passed_since(uint64_t since, unsigned each)
{
	return (unsigned)((now_ms() - since) / each);
}

static void
a_hung_engine_holds_one_thread_at_a_time(void **state)
{
	struct server s;
	struct crowd cr = { .n = 1 };
	struct wire_in in;
	uint64_t began = now_ms();

	(void)state;
	setup(&s, NO_ANSWER);
	cr.c = client_of(&s, 3);
	crowd_ask(&cr); /* all at once: all wait for their deadline */
	assert_int_equal(cr.other, THREADS);
	cr.n = 50;
	crowd_ask(&cr); /* nobody waits */
	assert_int_equal(cr.paused + cr.other, THREADS * 50);
	assert_in_range(cr.other, 0, passed_since(began + TIMEOUT, PAUSE));
	pause_ms(PAUSE + 20);
	cr.n = 1;
	began = now_ms();
	crowd_ask(&cr); /* one is the probe */
	assert_int_equal(cr.paused + cr.other, THREADS);
	assert_in_range(cr.other, 1, 1 + passed_since(began, TIMEOUT + PAUSE));
	s.manner = ACCEPT;
	pause_ms(PAUSE + 20);
	assert_int_equal(ask_as(cr.c, "probe", &in), ASK_ANSWERED);
	assert_true(in.healed);
	crowd_ask(&cr);
	assert_int_equal(cr.answered, THREADS);
	wire_client_free(&cr.c);
	server_stop(&s);
	lines_end(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    threads_get_their_own_answers_and_leave_nothing),
		cmocka_unit_test(a_hung_engine_holds_one_thread_at_a_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
