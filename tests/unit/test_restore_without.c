/* A restore without good notes, by hand, refused, or broken off. */

#include "restore_test.h"

static void
trusts_no_counter_without_notes(void **state)
{
	struct place *p = *state;
	char said[4096];
	int64_t before = time(NULL) / 30;

	fill(p);
	begin(p);
	add_device(p, 4, 1, "temporary");
	add_device(p, 5, 1, "hotp");
	record(p, "token.add", 1, 0);
	commit(p);
	set_state(p, 5, 1, DEVICE_DISABLED);
	back_up(p);
	use_code(p, 1, 2, 7);
	close_all(p);
	shell(p, "rm notes/*");
	restore(p, false, said, sizeof(said));
	assert_int_equal(open_all(p), NOTES_MATCH);
	assert_true(number(p, "SELECT counter FROM device_hot WHERE id = 1") >
	    before + 1);
	assert_int_equal(number(p, "SELECT state FROM device WHERE id = 1"), 1);
	assert_int_equal(number(p, "SELECT state FROM device WHERE id = 2"), 5);
	assert_int_equal(number(p, "SELECT state FROM device WHERE id = 3"), 0);
	assert_int_equal(number(p, "SELECT state FROM device WHERE id = 4"), 6);
	assert_int_equal(number(p, "SELECT state FROM device WHERE id = 5"), 5);
	has(said, "There are no notes of this database");
	has(said, "have to be bound again (2)");
}

static void
does_the_same_where_notes_are_damaged(void **state)
{
	struct place *p = *state;
	char said[4096];

	fill(p);
	back_up(p);
	for (unsigned i = 1; i < 9; i++)
		use_code(p, 1, 2, i);
	close_all(p);
	shell(p,
	    "dd if=/dev/zero of=notes/log bs=32 seek=9 count=1 conv=notrunc "
	    "2>/dev/null");
	restore(p, false, said, sizeof(said));
	assert_int_equal(open_all(p), NOTES_MATCH);
	assert_int_equal(
	    number(p, "SELECT counter FROM device_hot WHERE id = 2"), 8);
	assert_int_equal(number(p, "SELECT state FROM device WHERE id = 2"), 5);
	has(said, "are damaged");
}

static void
keeps_notes_of_another_database_aside(void **state)
{
	struct place *p = *state;
	char said[4096];

	fill(p);
	back_up(p);
	close_all(p);
	shell(p, "rm state/multifactor.db notes/log");
	assert_int_equal(open_all(p), NOTES_NEW);
	close_all(p);
	shell(p, "cp notes/log other.log; rm state/multifactor.db");
	restore(p, false, said, sizeof(said));
	assert_int_equal(open_all(p), NOTES_MATCH);
	shell(p, "cmp notes/log.before other.log");
	has(said, "were of another database");
	has(said, "have to be bound again (1)");
}

static void
takes_in_what_was_put_back_by_hand(void **state)
{
	struct place *p = *state;
	char said[4096];

	fill(p);
	back_up(p);
	use_code(p, 1, 2, 7);
	close_all(p);
	shell(p, "cp backup.db state/multifactor.db; rm -f state/*-wal");
	assert_int_equal(open_all(p), NOTES_AHEAD);
	restore(p, true, said, sizeof(said));
	assert_int_equal(open_all(p), NOTES_MATCH);
	assert_int_equal(
	    number(p, "SELECT counter FROM device_hot WHERE id = 2"), 7);
}

/* A copy of a running engine's files, its log beside it. */
static void
reads_the_log_beside_the_backup(void **state)
{
	struct place *p = *state;
	char said[4096];

	fill(p);
	use_code(p, 1, 2, 3);
	shell(p, "cp state/multifactor.db backup.db");
	shell(p, "cp state/multifactor.db-wal backup.db-wal");
	use_code(p, 1, 2, 5);
	restore(p, false, said, sizeof(said));
	assert_int_equal(open_all(p), NOTES_MATCH);
	has(said, "(audit record 2)");
	assert_int_equal(
	    number(p, "SELECT counter FROM device_hot WHERE id = 2"), 5);
}

static void
replaces_a_database_that_cannot_be_read(void **state)
{
	struct place *p = *state;
	char said[4096];

	fill(p);
	back_up(p);
	use_code(p, 1, 2, 7);
	close_all(p);
	shell(p,
	    "dd if=/dev/urandom of=state/multifactor.db bs=4096 count=4 "
	    "conv=notrunc 2>/dev/null; echo junk >state/multifactor.db-wal");
	restore(p, false, said, sizeof(said));
	assert_int_equal(open_all(p), NOTES_MATCH);
	assert_int_equal(
	    number(p, "SELECT counter FROM device_hot WHERE id = 2"), 7);
	shell(p, "grep -q junk state/*before*-wal");
}

static void
refuses_and_changes_nothing(void **state)
{
	struct place *p = *state;
	int fd;

	fill(p);
	back_up(p);
	use_code(p, 1, 2, 1);
	close_all(p);

	shell(p, "mv backup.db good.db");
	refused(p, false, "No such file");
	shell(p, "echo hello >backup.db");
	refused(p, false, "is no backup of a database");
	shell(p, "head -c 9000 good.db >backup.db");
	refused(p, false, "backup.db cannot be opened");
	shell(p,
	    "cp good.db backup.db; dd if=/dev/urandom of=backup.db bs=4096 "
	    "seek=3 count=20 conv=notrunc 2>/dev/null");
	refused(p, false, "damaged");

	shell(p, "cp good.db backup.db; cp keyring keyring.kept");
	shell(p,
	    "sed -i 's/^\\(key .*\\) [0-9a-f]*$/\\1 "
	    "00000000000000000000000000000000"
	    "00000000000000000000000000000000/' keyring");
	refused(p, false, "opens none of its 3 secrets");
	shell(p, "sed -i 's/^key 1 /key 7 /' keyring");
	refused(p, false, "sealed with key 1");
	shell(p, "cp keyring.kept keyring");

	shell(p, "mv state/multifactor.db kept.db; mv notes/log kept.log");
	assert_int_equal(open_all(p), NOTES_NEW);
	refused(p, false, "is a backup of another database");
	shell(p, "mv kept.db state/multifactor.db; mv kept.log notes/log");

	close_all(p);
	shell(p, "touch state/lock");
	assert_int_equal(chdir(p->state), 0);
	fd = open("lock", O_RDWR);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	refused(p, false, "another engine holds the database");
	close(fd);
	assert_int_equal(chdir("/tmp"), 0);
}

/*
 * Killed at each of its steps: either the old database stands as it was, or
 * the new one has all of it; and a second run ends well.
 */
static void
survives_being_killed_anywhere(void **state)
{
	static const enum notes_standing before[] = { NOTES_MATCH,
		NOTES_AHEAD };
	struct place *p = *state;
	char said[4096];
	int rc = 77, at;

	fill(p);
	fail_code(p, 1, 2);
	back_up(p);
	use_code(p, 1, 2, 7);
	set_state(p, 1, 1, DEVICE_LOST);
	fail_code(p, 1, 2);
	close_all(p);
	shell(p, "mkdir kept; cp -a state notes kept");
	for (int by_hand = 0; by_hand < 2; by_hand++, rc = 77) {
		for (at = 1; rc == 77 && at < 100; at++) {
			shell(p, "rm -rf state notes; cp -a kept/* .");
			if (by_hand)
				shell(p, "cp backup.db state/multifactor.db");
			rc = restore_killed_at(
			    p, by_hand, at, said, sizeof(said));
			open_all(p);
			if (p->standing != before[by_hand] &&
			    p->standing != NOTES_MATCH)
				fail_msg("at %d: %d", at, p->standing);
			if (p->standing == NOTES_MATCH)
				assert_int_equal(number(p,
						     "SELECT counter FROM "
						     "device_hot WHERE id = 2"),
				    7);
			restore(p, by_hand, said, sizeof(said));
			assert_int_equal(open_all(p), NOTES_MATCH);
			assert_int_equal(number(p,
					     "SELECT counter FROM device_hot "
					     "WHERE id = 2"),
			    7);
			assert_int_equal(
			    number(p, "SELECT state FROM device WHERE id = 1"),
			    4);
			assert_int_equal(
			    number(p, "SELECT SUM(n) FROM budget"), 2);
			audit_is_whole(p);
			close_all(p);
		}
		assert_int_equal(rc, 0);
		assert_true(at > 10);
	}
}

#define TEST(f)                                                                \
	cmocka_unit_test_setup_teardown(f, place_set_up, place_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(trusts_no_counter_without_notes),
		TEST(does_the_same_where_notes_are_damaged),
		TEST(keeps_notes_of_another_database_aside),
		TEST(takes_in_what_was_put_back_by_hand),
		TEST(reads_the_log_beside_the_backup),
		TEST(replaces_a_database_that_cannot_be_read),
		TEST(refuses_and_changes_nothing),
		TEST(survives_being_killed_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
