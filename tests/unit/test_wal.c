/* The database's log: it begins anew, and readers stand aside for that. */

#include "store_place.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "store/audit.h"
#include "store/db.h"
#include "store/internal.h"
#include "store/mark.h"

static void
append(struct place *p)
{
	struct audit_record r = { .at_ms = NOW * 1000LL,
		.event = "test",
		.actor = slice_str("anna(1001)"),
		.detail = slice_str("a=1") };

	begin(p);
	assert_int_equal(audit_append(p->s, &r), MF_OK);
	commit(p);
}

/* Reads on and on, one statement after the other, as a search does. */
struct search {
	pthread_t thread;
	struct store *reader;
	atomic_bool stop;
	atomic_uint rounds;
};

static void *
search(void *arg)
{
	struct search *s = arg;
	struct audit_head head;
	bool more;

	while (!atomic_load(&s->stop)) {
		head = (struct audit_head){ 0 };
		if (audit_verify(s->reader, &head, 10000, &more) != MF_OK)
			break;
		atomic_fetch_add(&s->rounds, 1);
	}
	return NULL;
}

static void
search_begins(struct search *s, struct place *p)
{
	*s = (struct search){ 0 };
	assert_int_equal(store_reader(p->s, &s->reader), MF_OK);
	assert_int_equal(pthread_create(&s->thread, NULL, search, s), 0);
	while (atomic_load(&s->rounds) == 0)
		sched_yield();
}

static void
search_ends(struct search *s)
{
	atomic_store(&s->stop, true);
	pthread_join(s->thread, NULL);
	store_close(&s->reader);
}

static void
what_waits_is_what_was_not_moved(void **state)
{
	struct place *p = *state;
	int one;

	assert_int_equal(store_checkpoint(p->s, true), MF_OK);
	assert_int_equal(store_wal_size(p->s), 0);
	append(p);
	one = store_wal_size(p->s);
	assert_true(one > 0);
	assert_int_equal(store_wal_pages(p->s), one);
	assert_int_equal(store_checkpoint(p->s, false), MF_OK);
	assert_int_equal(store_wal_pages(p->s), 0);
	assert_int_equal(store_wal_size(p->s), one);
	append(p); /* as many, from the beginning */
	assert_int_equal(store_wal_size(p->s), one);
	assert_int_equal(store_wal_pages(p->s), one);
	append(p);
	assert_int_equal(store_wal_pages(p->s), store_wal_size(p->s));
	assert_true(store_wal_size(p->s) > one);
}

static void
a_reader_that_looks_at_it_keeps_it(void **state)
{
	struct place *p = *state;
	struct store *reader;
	int before;

	append(p);
	assert_int_equal(store_reader(p->s, &reader), MF_OK);
	assert_int_equal(store_begin(reader), MF_OK);
	assert_int_equal(
	    audit_mac(reader, 1, (uint8_t[AUDIT_MAC]){ 0 }), MF_OK);
	before = store_wal_size(p->s);
	assert_int_equal(store_checkpoint(p->s, false), MF_OK);
	append(p);
	assert_true(store_wal_size(p->s) > before);
	assert_int_equal(store_wal_pages(p->s), store_wal_size(p->s) - before);
	store_rollback(reader);
	store_close(&reader);
}

static void
it_begins_anew_beside_an_endless_search(void **state)
{
	struct place *p = *state;
	struct search s;
	int before;

	for (int i = 0; i < 500; i++)
		append(p);
	search_begins(&s, p);
	for (int i = 0; i < 20; i++) {
		append(p);
		before = store_wal_size(p->s);
		while (!store_readers_pause(p->s))
			sched_yield();
		assert_int_equal(store_checkpoint(p->s, false), MF_OK);
		store_readers_go_on(p->s);
		append(p);
		assert_true(store_wal_size(p->s) < before);
	}
	search_ends(&s);
}

static void
readers_that_nobody_lets_go_on_do_so_by_themselves(void **state)
{
	struct place *p = *state;
	struct search s;
	unsigned rounds;

	append(p);
	search_begins(&s, p);
	while (!store_readers_pause(p->s))
		sched_yield();
	rounds = atomic_load(&s.rounds);
	while (atomic_load(&s.rounds) <= rounds + 1)
		sched_yield(); /* or this test never ends */
	search_ends(&s);
}

/* A mark at the log's end; how long that is. */
static int
mark_end(struct place *p, struct mark **m)
{
	assert_int_equal(mark_new(p->s, m), MF_OK);
	append(p);
	assert_int_equal(mark_set(*m), MF_OK);
	return store_wal_size(p->s);
}

static void
what_comes_after_a_mark_is_not_moved(void **state)
{
	struct place *p = *state;
	struct mark *m;
	int marked = mark_end(p, &m);

	append(p);
	assert_int_equal(store_checkpoint(p->s, false), MF_OK);
	assert_int_equal(store_wal_pages(p->s), store_wal_size(p->s) - marked);
	mark_drop(m);
	assert_int_equal(mark_sync(m), MF_OK);
	append(p); /* it did not begin anew */
	assert_true(store_wal_size(p->s) > marked);
	assert_int_equal(store_checkpoint(p->s, false), MF_OK);
	assert_int_equal(store_wal_pages(p->s), 0);
	append(p);
	assert_true(store_wal_size(p->s) <= marked);
	mark_free(&m);
}

/* All of it was moved: without the mark the next commit begins it anew. */
static void
a_mark_at_its_end_keeps_the_log(void **state)
{
	struct place *p = *state;
	struct mark *m;
	int marked = mark_end(p, &m);

	assert_int_equal(store_checkpoint(p->s, false), MF_OK);
	assert_int_equal(store_wal_pages(p->s), 0);
	append(p);
	assert_true(store_wal_size(p->s) > marked);
	mark_free(&m);
}

static void
a_log_that_is_kept_outlives_the_store(void **state)
{
	struct place *p = *state;
	struct audit_head head = { 0 };
	char wal[128];
	bool more;

	snprintf(wal, sizeof(wal), "%s-wal", p->path);
	append(p);
	store_keep_log(p->s);
	store_close(&p->s);
	assert_int_equal(access(wal, F_OK), 0);
	assert_int_equal(open_store(p), MF_OK);
	assert_int_equal(audit_verify(p->s, &head, 10, &more), MF_OK);
	assert_int_equal(head.seq, 1);
	store_close(&p->s);
	assert_int_equal(access(wal, F_OK), -1);
}

/* What PRAGMA synchronous says within a transaction: 2 waits for the disk. */
static bool
waits_for_the_disk(struct place *p)
{
	int64_t v = 0;

	assert_true(db_in_transaction(p->s->db));
	assert_int_equal(db_number(p->s->db, "PRAGMA synchronous", &v), MF_OK);
	return v == 2;
}

static void
only_what_began_lazily_does_not_wait_for_the_disk(void **state)
{
	struct place *p = *state;

	for (int i = 0; i < 2; i++) {
		assert_int_equal(store_begin_lazily(p->s), MF_OK);
		assert_false(waits_for_the_disk(p));
		assert_int_equal(store_commit(p->s), MF_OK);
		assert_int_equal(store_sync(p->s), MF_OK);
		assert_int_equal(store_begin(p->s), MF_OK);
		assert_true(waits_for_the_disk(p));
		store_rollback(p->s);
		assert_int_equal(store_begin_lazily(p->s), MF_OK);
		store_rollback(p->s);
		begin(p);
		assert_true(waits_for_the_disk(p));
		commit(p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    what_waits_is_what_was_not_moved, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_reader_that_looks_at_it_keeps_it, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    it_begins_anew_beside_an_endless_search, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    readers_that_nobody_lets_go_on_do_so_by_themselves, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    only_what_began_lazily_does_not_wait_for_the_disk, setup,
		    teardown),
		T(what_comes_after_a_mark_is_not_moved),
		T(a_mark_at_its_end_keeps_the_log),
		T(a_log_that_is_kept_outlives_the_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
