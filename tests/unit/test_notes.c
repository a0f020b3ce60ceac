/* The notes: what may never go back is in them, whatever breaks off. */

#include "notes_tally.h"
#include "server/notes_file.h"

static void
hold_everything_in_its_order(void **state)
{
	struct place *p = *state;
	struct notes_found f;
	struct tally t;

	fill(p);
	use_code(p, 1, 2, 7);
	fail_code(p, 1, 2);
	set_state(p, 1, 1, DEVICE_LOST);
	set_state(p, 3, 2, DEVICE_ACTIVE);
	set_epoch(p, 2, 9, 1);
	read_back(p, store_generation(p->store), 0, &t, &f);
	assert_true(f.any && f.whole && !f.foreign);
	assert_int_equal(t.counter[2], 7);
	assert_int_equal(t.state[1], DEVICE_LOST);
	assert_int_equal(t.owner[3], 2);
	assert_int_equal(t.epoch[2], 9);
	assert_int_equal(t.failures[1], 1);
	assert_int_equal(f.head.id, audit_head(p->store)->seq);
}

static void
hand_out_only_what_the_database_has_not(void **state)
{
	struct place *p = *state;
	struct notes_found f;
	struct tally t;
	int64_t seq;

	fill(p);
	fail_code(p, 1, 2);
	seq = audit_head(p->store)->seq;
	fail_code(p, 1, 2);
	use_code(p, 1, 2, 3);
	read_back(p, store_generation(p->store), seq, &t, &f);
	assert_int_equal(t.failures[1], 1);
	assert_int_equal(t.epoch[1], 0);
	read_back(p, store_generation(p->store), seq + 2, &t, &f);
	assert_int_equal(f.read, 0);
	read_back(p, store_generation(p->store) + 1, seq, &t, &f);
	assert_int_equal(t.failures[1], 2);
}

static void
know_how_the_database_stands_to_them(void **state)
{
	struct place *p = *state;

	fill(p);
	use_code(p, 1, 2, 1);
	close_all(p);
	assert_int_equal(open_all(p), NOTES_MATCH);
	assert_false(notes_want_snapshot(p->notes));
	back_up(p);
	use_code(p, 1, 2, 2);
	close_all(p);

	shell(p, "cp -a state/multifactor.db ahead.db");
	shell(p, "cp backup.db state/multifactor.db");
	assert_int_equal(open_all(p), NOTES_AHEAD);
	close_all(p);

	shell(p, "cp -a ahead.db state/multifactor.db; mv notes/log log.kept");
	assert_int_equal(open_all(p), NOTES_NONE);
	close_all(p);

	shell(p, "cp log.kept notes/log; rm state/multifactor.db");
	assert_int_equal(open_all(p), NOTES_FOREIGN);
}

/* How far a turn of the log gets before the engine is killed. */
enum killed { IN_FILES, BEFORE_SWAP, BEFORE_SNAPSHOT, AT_THE_END, NEVER };

static void
turn_until(struct place *p, enum killed when, uint64_t counter)
{
	struct notes_turn *t = notes_turn_new(p->notes, p->store);

	assert_non_null(t);
	assert_int_equal(notes_turn_files(t), MF_OK);
	if (when == IN_FILES) { /* between its two renames */
		shell(p, "mv notes/log notes/log.new");
		goto out;
	}
	use_code(p, 1, 2, counter + 1); /* goes to the log before */
	if (when == BEFORE_SWAP)
		goto out;
	notes_turn_swap(t);
	use_code(p, 1, 2, counter + 2); /* goes to the new log */
	fail_code(p, 1, 2);
	if (when == BEFORE_SNAPSHOT)
		goto out;
	if (when == AT_THE_END)
		shell(p, "cp notes/log.old log.kept");
	assert_int_equal(notes_turn_snapshot(t, p->store, NULL), MF_OK);
	if (when == AT_THE_END) /* before log.old is gone */
		shell(p, "cp log.kept notes/log.old");
out:
	notes_turn_done(&t, when == NEVER);
}

static void
lose_nothing_when_a_turn_breaks_off(void **state)
{
	static const struct {
		enum killed when;
		uint64_t counter;
	} table[] = {
		{ IN_FILES, 20 },
		{ BEFORE_SWAP, 21 },
		{ BEFORE_SNAPSHOT, 22 },
		{ AT_THE_END, 22 },
		{ NEVER, 22 },
	};
	struct place *p = *state;
	struct notes_found f;
	struct tally t;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		fill(p);
		fail_code(p, 1, 2);
		use_code(p, 1, 2, 20);
		turn_until(p, table[i].when, 20);
		close_all(p);
		if (open_all(p) != NOTES_MATCH)
			fail_msg("row %zu: %d", i, p->standing);
		read_back(p, 0, 0, &t, &f);
		if (!f.whole || t.counter[2] != table[i].counter ||
		    t.epoch[3] != 1 || t.owner[2] != 1)
			fail_msg("row %zu: whole %d, counter %d", i, f.whole,
			    (int)t.counter[2]);
		assert_int_equal(notes_want_snapshot(p->notes),
		    table[i].when != NEVER && table[i].when != IN_FILES);
		turn_until(p, NEVER, 30);
		read_back(p, 0, 0, &t, &f);
		assert_true(f.whole);
		assert_int_equal(t.counter[2], 32);
		shell(p, "! ls notes | grep -q old");
		close_all(p);
		shell(p, "rm -f state/* notes/*");
	}
}

static void
count_each_failure_once_through_a_turn(void **state)
{
	struct place *p = *state;
	struct notes_turn *turn;
	struct notes_found f;
	struct tally t;

	fill(p);
	fail_code(p, 1, 2);
	turn = notes_turn_new(p->notes, p->store);
	assert_int_equal(notes_turn_files(turn), MF_OK);
	notes_turn_swap(turn);
	fail_code(p, 1, 2); /* in the snapshot and in the new log */
	assert_int_equal(notes_turn_snapshot(turn, p->store, NULL), MF_OK);
	notes_turn_done(&turn, true);
	fail_code(p, 1, 2);
	read_back(p, 0, 0, &t, &f);
	assert_int_equal(t.budget[1], 2);
	assert_int_equal(t.failures[1], 1);
}

static void
stop_a_snapshot_when_told(void **state)
{
	const atomic_bool stop = true;
	struct place *p = *state;
	struct notes_turn *turn;

	fill(p);
	use_code(p, 1, 2, 3);
	turn = notes_turn_new(p->notes, p->store);
	assert_int_equal(notes_turn_files(turn), MF_OK);
	notes_turn_swap(turn);
	assert_int_equal(
	    notes_turn_snapshot(turn, p->store, &stop), MF_ECONFLICT);
	notes_turn_done(&turn, false);
	assert_true(notes_want_snapshot(p->notes));
}

#define TEST(f)                                                                \
	cmocka_unit_test_setup_teardown(f, place_set_up, place_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(hold_everything_in_its_order),
		TEST(hand_out_only_what_the_database_has_not),
		TEST(know_how_the_database_stands_to_them),
		TEST(lose_nothing_when_a_turn_breaks_off),
		TEST(count_each_failure_once_through_a_turn),
		TEST(stop_a_snapshot_when_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
