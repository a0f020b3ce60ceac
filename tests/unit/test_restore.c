/* A database that is put back forgets nothing that was noted since. */

#include "restore_test.h"

#include "store/desk.h"

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
		if (i % 200 == 150)
			turn_log(p);
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

static void
record_it(struct place *p)
{
	record(p, "token.pin", 1, 0);
}

static void
set_pin(struct place *p, int64_t device, const char *record, bool change)
{
	begin(p);
	assert_int_equal(desk_token_record(p->store, device, record,
			     record == NULL ? 0 : 4, change),
	    MF_OK);
	assert_int_equal(notes_pin(p->notes, p->store, device), MF_OK);
	record_it(p);
	commit(p);
}

/* Set, to change, not known: as a login finds it. */
static int
pin_of(struct place *p, int64_t device)
{
	struct device d;
	int is;

	assert_int_equal(desk_secret(p->store, device, &d), MF_OK);
	is = (d.record[0] != '\0' ? 1 : 0) | (d.pin_change ? 2 : 0) |
	    (d.pin_unknown ? 4 : 0);
	device_clear(&d);
	return is;
}

/* By the log, by a snapshot, and by what both say of an earlier restore. */
static void
a_pin_of_before_is_none(void **state)
{
	static const int turns[] = { 0, 1 };
	struct place *p = *state;
	char said[4096];

	fill(p);
	for (int64_t i = 1; i <= 6; i++)
		if (i > 3)
			add_device(p, i, 2, "hotp");
	for (int64_t i = 1; i <= 6; i++)
		if (i != 3)
			set_pin(p, i, "$first", false);
	back_up(p);
	set_pin(p, 1, "$second", false);
	set_pin(p, 2, NULL, false);
	set_pin(p, 3, "$first", false);
	set_pin(p, 4, NULL, true);
	set_pin(p, 5, "$second", true);
	for (size_t i = 0; i < sizeof(turns) / sizeof(turns[0]); i++) {
		if (turns[i] != 0)
			turn_log(p);
		restore(p, false, said, sizeof(said));
		assert_int_equal(open_all(p), NOTES_MATCH);
		assert_int_equal(pin_of(p, 1), 4);
		assert_int_equal(pin_of(p, 2), 0);
		assert_int_equal(pin_of(p, 3), 4);
		assert_int_equal(pin_of(p, 4), 3);
		assert_int_equal(pin_of(p, 5), 4);
		assert_int_equal(pin_of(p, 6), 1);
		has(said, "The PIN of 3 tokens was changed since");
		has(said, "S-1, S-3, S-5");
	}
	set_pin(p, 1, "$third", false);
	assert_int_equal(pin_of(p, 1), 1);
	restore(p, false, said, sizeof(said));
	assert_int_equal(open_all(p), NOTES_MATCH);
	assert_int_equal(pin_of(p, 1), 4);
}

/* What it keys into its answers is another one, too, or none. */
static void
nor_is_one_of_a_challenge_token(void **state)
{
	static const uint8_t hash[20] = { 1 };
	struct place *p = *state;
	char said[4096];

	fill(p);
	begin(p);
	assert_int_equal(
	    desk_token_pin(p->store, 1, (struct slice){ hash, sizeof(hash) }),
	    MF_OK);
	assert_int_equal(notes_pin(p->notes, p->store, 1), MF_OK);
	commit(p);
	back_up(p);
	begin(p);
	assert_int_equal(
	    desk_token_pin(p->store, 1, (struct slice){ hash, sizeof(hash) }),
	    MF_OK);
	assert_int_equal(notes_pin(p->notes, p->store, 1), MF_OK);
	record_it(p);
	commit(p);
	restore(p, false, said, sizeof(said));
	assert_int_equal(open_all(p), NOTES_MATCH);
	assert_int_equal(
	    number(p, "SELECT pin IS NULL FROM device WHERE id = 1"), 1);
	assert_int_equal(pin_of(p, 1), 4);
	has(said, "The PIN of 1 token was changed since");
	begin(p);
	assert_int_equal(
	    desk_token_pin(p->store, 1, (struct slice){ hash, sizeof(hash) }),
	    MF_OK);
	commit(p);
	assert_int_equal(pin_of(p, 1), 0);
}

/*
 * A snapshot has the owners of its day.  That somebody had a token before is
 * the account's own: it must not claim one as if it never had any.
 */
static void
knows_who_had_a_token(void **state)
{
	static const char had[] =
	    "SELECT had_device FROM account WHERE id = %d";
	struct place *p = *state;
	char said[4096], sql[64];

	fill(p);
	run_sql(p, "UPDATE account SET had_device = 0 WHERE id <> 1");
	back_up(p);
	begin(p);
	assert_int_equal(desk_had_device(p->store, 3), MF_OK);
	record(p, "token.assign", 3, 0);
	commit(p);
	set_state(p, 3, 3, DEVICE_ACTIVE);
	set_state(p, 3, 0, DEVICE_FREE);
	set_epoch(p, 2, 7, 1);
	turn_log(p);
	set_epoch(p, 3, 9, 0);
	restore(p, false, said, sizeof(said));
	assert_int_equal(open_all(p), NOTES_MATCH);
	for (int id = 1; id <= 3; id++) {
		snprintf(sql, sizeof(sql), had, id);
		assert_int_equal(number(p, sql), id != 2);
	}
	assert_int_equal(
	    number(p, "SELECT epoch * 10 + state FROM account WHERE id = 2"),
	    71);
	assert_int_equal(
	    number(p, "SELECT epoch * 10 + state FROM account WHERE id = 3"),
	    90);
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
	run_sql(p,
	    "INSERT INTO dialogue VALUES (1, 1, x'', 0, 0, x'', NULL, NULL)");
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

#define TEST(f)                                                                \
	cmocka_unit_test_setup_teardown(f, place_set_up, place_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(no_code_used_since_the_backup_opens_again),
		TEST(takes_in_all_that_was_noted),
		TEST(a_pin_of_before_is_none),
		TEST(nor_is_one_of_a_challenge_token),
		TEST(knows_who_had_a_token),
		TEST(gives_no_number_out_twice),
		TEST(goes_on_with_the_audit_under_a_new_generation),
		TEST(can_be_done_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
