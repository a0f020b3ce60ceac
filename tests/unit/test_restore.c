/* A database that is put back forgets nothing that was noted since. */

#include "notes_test.h"

#include <errno.h>
#include <liboath/oath.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "server/start.h"

/* Kills the process in the middle of its work on files: see killed_at(). */
static int die_at, calls;

static void
maybe_die(void)
{
	if (die_at != 0 && ++calls == die_at)
		_exit(77);
}

int
rename(const char *from, const char *to)
{
	maybe_die();
	return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
link(const char *from, const char *to)
{
	maybe_die();
	return (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
unlink(const char *path)
{
	maybe_die();
	return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int
fsync(int fd)
{
	maybe_die();
	return (int)syscall(SYS_fsync, fd);
}

/* Runs a restore as a program of its own: its exit status and its words. */
static int
restore_killed_at(struct place *p, bool by_hand, int at, char *said, size_t n)
{
	char path[128];
	ssize_t got;
	pid_t pid;
	int status, fd;

	snprintf(path, sizeof(path), "%s/said", p->folder);
	assert_int_not_equal(pid = fork(), -1);
	if (pid == 0) {
		fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
		if (dup2(fd, 1) == -1 || dup2(fd, 2) == -1)
			_exit(99);
		die_at = at;
		status = engine_restore(p->conf, by_hand ? NULL : p->backup);
		fflush(NULL);
		_exit(status);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	fd = open(path, O_RDONLY);
	got = read(fd, said, n - 1);
	close(fd);
	said[got < 0 ? 0 : got] = '\0';
	return WEXITSTATUS(status);
}

static void
restore(struct place *p, bool by_hand, char *said, size_t n)
{
	int rc;

	close_all(p);
	if ((rc = restore_killed_at(p, by_hand, 0, said, n)) != 0)
		fail_msg("status %d: %s", rc, said);
}

static void
refused(struct place *p, bool by_hand, const char *why)
{
	char said[4096];
	int rc;

	close_all(p);
	shell(p, "cat state/multifactor.db notes/log | sha256sum >before.sum");
	rc = restore_killed_at(p, by_hand, 0, said, sizeof(said));
	if (rc != 1 || strstr(said, why) == NULL)
		fail_msg("status %d: %s", rc, said);
	shell(p,
	    "cat state/multifactor.db notes/log | sha256sum | cmp -s - "
	    "before.sum");
}

static void
has(const char *said, const char *words)
{
	if (strstr(said, words) == NULL)
		fail_msg("\"%s\" is not in:\n%s", words, said);
}

static void
audit_is_whole(struct place *p)
{
	struct audit_head head = { 0 };
	bool more = true;

	while (more)
		assert_int_equal(
		    audit_verify(p->store, &head, 100, &more), MF_OK);
	assert_int_equal(head.seq, audit_head(p->store)->seq);
}

static void
code_of(const struct device *d, uint64_t counter, char out[9])
{
	assert_int_equal(
	    oath_totp_generate2((const char *)d->secret, d->secretlen,
		(time_t)counter, 1, 0, d->digits, 0, out),
	    OATH_OK);
}

static bool
opens(const struct device *d, uint64_t counter)
{
	static const struct otp_windows w = {
		.hotp_ahead = 5, .totp_around = 2, .look_back = 10
	};
	struct factor_result r;
	char code[9];

	code_of(d, counter, code);
	assert_int_equal(d->ops->check(d, &w, slice_str(code),
			     d->step == 0 ? 0 : (int64_t)counter * d->step,
			     GUESS_PROMPTED, &r),
	    MF_OK);
	return r.match == MATCH_YES;
}

/* 500 codes of a counter and 500 of a clock, with turns of the log between. */
static void
no_code_used_since_the_backup_opens_again(void **state)
{
	const uint64_t now = NOW / 30;
	struct place *p = *state;
	struct device d[DEVICES_MAX];
	char said[4096];
	size_t n, tried = 0;

	fill(p);
	use_code(p, 1, 1, now);
	use_code(p, 1, 2, 10);
	back_up(p);
	for (uint64_t i = 0; i < 500; i++) {
		use_code(p, 1, 1, now + i + 1);
		use_code(p, 1, 2, i + 11);
		if (i % 200 == 150) {
			struct notes_turn *t =
			    notes_turn_new(p->notes, p->store);

			assert_int_equal(notes_turn_files(t), MF_OK);
			notes_turn_swap(t);
			assert_int_equal(
			    notes_turn_snapshot(t, p->store, NULL), MF_OK);
			notes_turn_done(&t, true);
		}
	}
	restore(p, false, said, sizeof(said));
	assert_int_equal(open_all(p), NOTES_MATCH);
	assert_int_equal(store_devices(p->store, 1, d, &n), MF_OK);
	assert_int_equal(n, 2);
	for (size_t i = 0; i < n; i++)
		for (uint64_t k = 0; k < 500; k++, tried++)
			if (opens(&d[i], d[i].step == 0 ? k + 10 : now + k))
				fail_msg("%s code %d", d[i].serial, (int)k);
	assert_int_equal(tried, 1000);
	for (size_t i = 0; i < n; i++) {
		assert_true(opens(&d[i], d[i].counter));
		device_clear(&d[i]);
	}
	has(said, "No code that was used before opens anything again");
}

static void
takes_in_all_that_was_noted(void **state)
{
	struct place *p = *state;
	char said[4096];

	fill(p);
	fail_code(p, 1, 2);
	back_up(p);
	set_state(p, 1, 1, DEVICE_LOST);
	set_state(p, 2, 0, DEVICE_FREE);
	set_state(p, 3, 2, DEVICE_ACTIVE);
	set_epoch(p, 2, 5, 0);
	set_epoch(p, 3, 2, 1);
	fail_code(p, 1, 2);
	fail_code(p, 1, 2);
	restore(p, false, said, sizeof(said));
	assert_int_equal(open_all(p), NOTES_MATCH);
	assert_int_equal(number(p, "SELECT state FROM device WHERE id = 1"), 4);
	assert_int_equal(number(p,
			     "SELECT state = 0 AND account IS NULL "
			     "FROM device WHERE id = 2"),
	    1);
	assert_int_equal(
	    number(p, "SELECT account FROM device WHERE id = 3"), 2);
	assert_int_equal(
	    number(p, "SELECT had_device FROM account WHERE id = 2"), 1);
	assert_int_equal(
	    number(p, "SELECT epoch FROM account WHERE id = 2"), 5);
	assert_int_equal(
	    number(p, "SELECT state FROM account WHERE id = 3"), 1);
	assert_int_equal(
	    number(p, "SELECT failures FROM device_hot WHERE id = 2"), 3);
	assert_int_equal(number(p, "SELECT SUM(n) FROM budget"), 3);
	has(said, "3 tokens, 2 changed accounts");
}

/* What was made since is gone, but its numbers are not given out again. */
static void
gives_no_number_out_twice(void **state)
{
	struct place *p = *state;
	char said[4096];
	int64_t next = 0;

	fill(p);
	begin(p);
	assert_int_equal(
	    store_meta_put_int(p->store, "reference.next", 500), MF_OK);
	commit(p);
	back_up(p);
	begin(p);
	add_account(p, 9);
	notes_epoch(p->notes, 9, 1, 0);
	add_device(p, 12, 9, "totp");
	notes_binding(p->notes, 12, 9, DEVICE_ACTIVE);
	record(p, "account.add", 9, 0);
	commit(p);
	set_state(p, 3, 9, DEVICE_ACTIVE);
	restore(p, false, said, sizeof(said));
	assert_int_equal(open_all(p), NOTES_MATCH);
	run_sql(p,
	    "INSERT INTO account (name, state, epoch, had_device, created) "
	    "VALUES ('new', 0, 1, 0, 0)");
	assert_int_equal(number(p, "SELECT MAX(id) FROM account"), 10);
	assert_int_equal(
	    number(p, "SELECT seq FROM sqlite_sequence WHERE name = 'device'"),
	    12);
	assert_int_equal(
	    store_meta_get_int(p->store, "reference.next", &next), MF_OK);
	assert_true(next > 1000000000);
	/* token 3 went to an account that the backup does not have */
	assert_int_equal(number(p,
			     "SELECT state = 0 AND account IS NULL "
			     "FROM device WHERE id = 3"),
	    1);
}

static void
goes_on_with_the_audit_under_a_new_generation(void **state)
{
	struct place *p = *state;
	char said[4096];
	uint64_t generation;
	int64_t seq;

	fill(p);
	use_code(p, 1, 2, 1);
	back_up(p);
	seq = audit_head(p->store)->seq;
	generation = store_generation(p->store);
	use_code(p, 1, 2, 2);
	run_sql(p, "INSERT INTO dialogue VALUES (1, 1, x'', 0, 0, x'')");
	restore(p, false, said, sizeof(said));
	assert_int_equal(open_all(p), NOTES_MATCH);
	assert_true(store_generation(p->store) != generation);
	assert_int_equal(audit_head(p->store)->seq, seq + 1);
	assert_int_equal(number(p,
			     "SELECT COUNT(*) FROM audit WHERE "
			     "event = 'engine.restore' AND detail LIKE "
			     "'%notes=whole%counters=1%'"),
	    1);
	assert_int_equal(number(p, "SELECT COUNT(*) FROM dialogue"), 0);
	audit_is_whole(p);
	use_code(p, 1, 2, 3);
	audit_is_whole(p);
	has(said, "(audit record 2) is in place");
	shell(p, "ls state | grep -q before-");
}

/* Then a second accident, and the same backup again. */
static void
can_be_done_twice(void **state)
{
	struct place *p = *state;
	char said[4096];

	fill(p);
	back_up(p);
	use_code(p, 1, 2, 4);
	restore(p, false, said, sizeof(said));
	assert_int_equal(open_all(p), NOTES_MATCH);
	use_code(p, 1, 2, 6);
	fail_code(p, 1, 2);
	restore(p, false, said, sizeof(said));
	assert_int_equal(open_all(p), NOTES_MATCH);
	assert_int_equal(
	    number(p, "SELECT counter FROM device_hot WHERE id = 2"), 6);
	assert_int_equal(
	    number(p, "SELECT failures FROM device_hot WHERE id = 2"), 1);
	restore(p, false, said, sizeof(said));
	assert_int_equal(open_all(p), NOTES_MATCH);
	assert_int_equal(
	    number(p, "SELECT failures FROM device_hot WHERE id = 2"), 1);
	assert_int_equal(
	    number(p, "SELECT counter FROM device_hot WHERE id = 2"), 6);
	audit_is_whole(p);
}

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
		TEST(no_code_used_since_the_backup_opens_again),
		TEST(takes_in_all_that_was_noted),
		TEST(gives_no_number_out_twice),
		TEST(goes_on_with_the_audit_under_a_new_generation),
		TEST(can_be_done_twice),
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
