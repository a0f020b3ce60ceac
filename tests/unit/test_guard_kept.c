/*
 * Wrong passwords that are written down: a restart forgets none, nor does an
 * intruder who makes memory run over.
 */

#include <unistd.h>

#include "server/claims.h"
#include "guard_test.h"

static char folder[] = "/tmp/test_guard.XXXXXX";
static struct keyring *keys;
static struct store *store;

static void
path(char *out, size_t size, const char *name)
{
	snprintf(out, size, "%s/%s", folder, name);
}

static int
open_store(void **state)
{
	char keyring[64], database[64], why[256] = "";
	const struct store_options o = { database, NULL, 1 };
	struct store_options with = o;
	struct text t;

	(void)state;
	text_init(&t, why, sizeof(why));
	strcpy(folder + sizeof(folder) - 7, "XXXXXX");
	if (mkdtemp(folder) == NULL)
		return -1;
	path(keyring, sizeof(keyring), "keyring");
	path(database, sizeof(database), "db");
	if (keyring_create(keyring, NOW, &t) != MF_OK ||
	    keyring_load(keyring, false, &keys, &t) != MF_OK)
		return -1;
	with.keys = keys;
	if (store_open(&with, &store, why, sizeof(why)) != MF_OK)
		return -1;
	return (g = guard_new(&limits, store)) == NULL ? -1 : 0;
}

static int
close_store(void **state)
{
	static const char *const files[] = { "keyring", "db", "db-wal",
		"db-shm" };
	char file[64];

	(void)state;
	store_close(&store);
	keyring_free(&keys);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		path(file, sizeof(file), files[i]);
		(void)unlink(file);
	}
	(void)rmdir(folder);
	guard_free(&g);
	return 0;
}

static void
save(void)
{
	assert_int_equal(store_begin(store), MF_OK);
	assert_int_equal(guard_save(g), MF_OK);
	assert_int_equal(store_commit(store), MF_OK);
	guard_saved(g);
}

static void
restart(void)
{
	guard_free(&g);
	g = guard_new(&limits, store);
	assert_non_null(g);
	assert_int_equal(guard_load(g), MF_OK);
}

static void
a_lock_outlives_a_restart(void **state)
{
	(void)state;
	assert_false(guard_is_dirty(g));
	assert_int_equal(wrong(ALICE, here, SOFT, NOW), SOFT);
	assert_int_equal(wrong(BOB, here, 3, NOW), 3);
	assert_true(guard_is_dirty(g));
	save();
	assert_false(guard_is_dirty(g));
	restart();
	assert_false(is_heard(ALICE, here, false, NOW + 1));
	assert_true(is_heard(ALICE, there, false, NOW + 1));
	assert_int_equal(guard_locked_until(g, ALICE, NOW), NOW + 30);
	assert_int_equal(wrong(BOB, here, SOFT, NOW + 1), SOFT - 3);
	/* and goes on doubling */
	assert_int_equal(wrong(ALICE, here, 2, NOW + 30), 1);
	assert_int_equal(guard_locked_until(g, ALICE, NOW + 30), NOW + 30 + 60);
}

static void
count(void *arg, const struct password_failure *f)
{
	(void)f;
	++*(unsigned *)arg;
}

static unsigned
rows(void)
{
	unsigned n = 0;

	assert_int_equal(
	    store_password_failures(store, 1000, count, &n), MF_OK);
	return n;
}

static void
what_is_forgotten_is_not_kept(void **state)
{
	(void)state;
	assert_int_equal(wrong(ALICE, here, SOFT, NOW), SOFT);
	assert_int_equal(wrong(BOB, here, 2, NOW), 2);
	save();
	assert_int_equal(rows(), 2);
	guard_forget(g, ALICE);
	assert_true(guard_reserve(g, BOB, here, false, NOW));
	guard_result(g, BOB, here, true, NOW);
	save();
	assert_int_equal(rows(), 0);
	restart();
	assert_int_equal(wrong(ALICE, here, SOFT + 1, NOW + 1), SOFT);
}

/* From ever new places: only the account's own count stops that. */
static unsigned
spray(int64_t account, unsigned from, unsigned sources, int64_t now)
{
	uint8_t source[SOURCE_SIZE] = "";
	unsigned heard = 0;

	for (unsigned i = from; i < from + sources; i++) {
		snprintf((char *)source, sizeof(source), "place %u", i);
		heard += wrong(account, source, 1, now);
	}
	return heard;
}

static void
a_restart_gives_no_fresh_hour(void **state)
{
	(void)state;
	assert_int_equal(spray(ALICE, 0, 60, NOW), 60);
	save();
	restart();
	assert_int_equal(spray(ALICE, 100, 60, NOW + 1200), 40);
	save();
	restart();
	assert_int_equal(spray(ALICE, 200, 60, NOW + 1200), 0);
	assert_false(is_heard(ALICE, there, false, NOW + 1200));
	assert_true(is_heard(ALICE, there, true, NOW + 1200));
	/* the sixty are over, the forty are not */
	assert_int_equal(spray(ALICE, 300, 100, NOW + 3600), 60);
}

static void
the_helpdesk_gives_one(void **state)
{
	(void)state;
	assert_int_equal(spray(ALICE, 0, 100, NOW), 100);
	save();
	guard_forget(g, ALICE);
	save();
	restart();
	assert_int_equal(spray(ALICE, 0, 200, NOW + 1), 100);
}

/* As when the disk is full: what was not committed is written again. */
static void
what_was_rolled_back_is_written_again(void **state)
{
	(void)state;
	assert_int_equal(spray(ALICE, 0, 100, NOW), 100);
	assert_int_equal(store_begin(store), MF_OK);
	assert_int_equal(guard_save(g), MF_OK);
	store_rollback(store);
	assert_true(guard_is_dirty(g));
	save();
	restart();
	assert_int_equal(spray(ALICE, 100, 10, NOW + 1), 0);
}

/*
 * An intruder knows 700 names and types a hundred passwords for each from
 * places of his own: more than memory holds.
 */
static void
a_flood_locks_nobody_out_and_unlocks_nothing(void **state)
{
	(void)state;
	assert_int_equal(wrong(ALICE, here, SOFT, NOW), SOFT);
	assert_int_equal(spray(BOB, 0, 60, NOW), 60);
	save();
	for (int64_t who = 1000; who < 1700; who++) {
		assert_int_equal(spray(who, 0, 101, NOW), 100);
		if (who % 10 == 0)
			save();
	}
	save();
	assert_true(is_heard(9, there, false, NOW + 1));
	for (int64_t who = 1000; who < 1700; who++)
		assert_true(is_heard(who, here, true, NOW + 1));
	assert_true(is_heard(ALICE, there, false, NOW + 1));
	assert_false(is_heard(ALICE, here, true, NOW + 1));
	assert_int_equal(spray(BOB, 100, 60, NOW + 1), 40);
	assert_int_equal(spray(1000, 200, 10, NOW + 1), 0);
	/* the lock goes on from where it was */
	assert_int_equal(wrong(ALICE, here, 2, NOW + 30), 1);
	assert_int_equal(guard_locked_until(g, ALICE, NOW + 30), NOW + 30 + 60);
}

static void
claims_of_an_hour_outlive_a_restart(void **state)
{
	struct claims c = { 0 };

	(void)state;
	assert_int_equal(claims_load(&c, store), MF_OK);
	for (unsigned i = 0; i < 3; i++)
		assert_true(claims_take(&c, 4, NOW));
	assert_true(c.dirty);
	assert_int_equal(store_begin(store), MF_OK);
	assert_int_equal(claims_save(&c, store), MF_OK);
	assert_int_equal(store_commit(store), MF_OK);
	c = (struct claims){ 0 };
	assert_int_equal(claims_load(&c, store), MF_OK);
	assert_false(c.dirty);
	assert_true(claims_take(&c, 4, NOW));
	assert_false(claims_take(&c, 4, NOW));
	assert_true(claims_take(&c, 4, NOW + 3600));
}

int
main(void)
{
#define STORED(f) cmocka_unit_test_setup_teardown(f, open_store, close_store)
	const struct CMUnitTest tests[] = {
		STORED(a_lock_outlives_a_restart),
		STORED(what_is_forgotten_is_not_kept),
		STORED(a_restart_gives_no_fresh_hour),
		STORED(the_helpdesk_gives_one),
		STORED(what_was_rolled_back_is_written_again),
		STORED(a_flood_locks_nobody_out_and_unlocks_nothing),
		STORED(claims_of_an_hour_outlive_a_restart),
	};

	if (!crypto_init())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
