/* Notes that did not get onto the disk, or not all: who reads them knows. */

#include "notes_tally.h"

#include <signal.h>
#include <sys/resource.h>

/* The database is synced with each commit, the notes once a second. */
static void
catch_up_when_their_end_was_lost(void **state)
{
	struct place *p = *state;
	struct notes_found f;
	struct tally tally;

	fill(p);
	use_code(p, 1, 2, 1);
	close_all(p);
	shell(p, "cp notes/log log.kept");
	assert_int_equal(open_all(p), NOTES_MATCH);
	use_code(p, 1, 2, 2);
	close_all(p);
	shell(p, "cp log.kept notes/log; printf torn >>notes/log");
	assert_int_equal(open_all(p), NOTES_MATCH);
	assert_true(notes_want_snapshot(p->notes));
	turn_log(p);
	assert_false(notes_want_snapshot(p->notes));
	read_back(p, 0, 0, &tally, &f);
	assert_true(f.whole);
	assert_int_equal(tally.counter[2], 2);
}

/* What comes after a loss must not hide it. */
static void
are_not_whole_until_a_loss_is_made_good(void **state)
{
	struct place *p = *state;
	struct notes_found f;
	struct tally t;

	fill(p);
	use_code(p, 1, 2, 1);
	close_all(p);
	shell(p, "cp notes/log log.kept");
	assert_int_equal(open_all(p), NOTES_MATCH);
	use_code(p, 1, 2, 2);
	close_all(p);
	shell(p, "cp log.kept notes/log");
	assert_int_equal(open_all(p), NOTES_MATCH);
	use_code(p, 1, 1, 7);
	read_back(p, 0, 0, &t, &f);
	assert_false(f.whole);
	assert_int_equal(t.counter[2], 1);
	assert_int_equal(t.counter[1], 7);
	turn_log(p);
	use_code(p, 1, 1, 8);
	read_back(p, 0, 0, &t, &f);
	assert_true(f.whole);
	assert_int_equal(t.counter[2], 2);
	assert_int_equal(t.counter[1], 8);
}

/* As on a full disk: the next that can be written tells of it. */
static void
say_so_when_one_could_not_be_written(void **state)
{
	struct place *p = *state;
	struct rlimit most, little;
	struct notes_found f;
	struct tally t;

	fill(p);
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &most), 0);
	little = most;
	little.rlim_cur = notes_size(p->notes) + sizeof(struct note) / 2;
	begin(p);
	notes_counter(p->notes, 2, 5);
	record(p, "login.accept", 1, 2);
	notes_keep(p->notes);
	assert_int_equal(store_commit(p->store), MF_OK);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
	assert_int_equal(notes_committed(p->notes, true, p->store), MF_EIO);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &most), 0);
	assert_true(notes_failed(p->notes));
	use_code(p, 1, 1, 7);
	read_back(p, 0, 0, &t, &f);
	assert_false(f.whole);
	turn_log(p);
	assert_false(notes_failed(p->notes));
	read_back(p, 0, 0, &t, &f);
	assert_true(f.whole);
}

static void
go_on_after_a_torn_record(void **state)
{
	struct place *p = *state;
	struct notes_found f;
	struct tally t;

	fill(p);
	use_code(p, 1, 2, 5);
	close_all(p);
	shell(p, "printf 'torn by a crash' >>notes/log");
	assert_int_equal(open_all(p), NOTES_MATCH);
	use_code(p, 1, 2, 6);
	read_back(p, 0, 0, &t, &f);
	assert_true(f.whole);
	assert_int_equal(t.counter[2], 6);
}

/* A disk that forgot a block in the middle: what is left is still read. */
static void
are_not_whole_with_a_hole(void **state)
{
	struct place *p = *state;
	struct notes_found f;
	struct tally t;

	fill(p);
	use_code(p, 1, 2, 5);
	set_epoch(p, 2, 4, 0);
	close_all(p);
	shell(p,
	    "dd if=/dev/zero of=notes/log bs=32 seek=7 count=1 conv=notrunc "
	    "2>/dev/null");
	assert_int_equal(open_all(p), NOTES_MATCH);
	read_back(p, 0, 0, &t, &f);
	assert_false(f.whole);
	assert_int_equal(t.epoch[2], 4);
	/* a database that has what stood there does not miss it */
	read_back(p, store_generation(p->store), audit_head(p->store)->seq - 2,
	    &t, &f);
	assert_false(f.whole);
	read_back(p, store_generation(p->store), audit_head(p->store)->seq - 1,
	    &t, &f);
	assert_true(f.whole);
	notes_renew(p->notes);
	assert_true(notes_want_snapshot(p->notes));
	turn_log(p);
	read_back(p, 0, 0, &t, &f);
	assert_true(f.whole);
}

#define TEST(f)                                                                \
	cmocka_unit_test_setup_teardown(f, place_set_up, place_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(catch_up_when_their_end_was_lost),
		TEST(are_not_whole_until_a_loss_is_made_good),
		TEST(say_so_when_one_could_not_be_written),
		TEST(go_on_after_a_torn_record),
		TEST(are_not_whole_with_a_hole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
