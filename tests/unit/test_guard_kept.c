/* Wrong passwords that are written down, so that a restart forgets none. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "server/guard.h"

#define NOW   1000000
#define ALICE 7
#define BOB   8
#define SOFT  10

static const struct limits limits = {
	.password_soft = SOFT,
	.soft_seconds = 30,
	.soft_max = 3600,
	.password_hour = 100,
};

static const uint8_t here[SOURCE_SIZE] = "here", there[SOURCE_SIZE] = "there";

static struct guard *g;

/* n wrong passwords, one after the other; how many were evaluated. */
static unsigned
wrong(int64_t account, const uint8_t *source, unsigned n, int64_t now)
{
	unsigned heard = 0;

	for (unsigned i = 0; i < n; i++) {
		if (!guard_reserve(g, account, source, false, now))
			continue;
		guard_result(g, account, source, false, now);
		heard++;
	}
	return heard;
}

static bool
is_heard(int64_t account, const uint8_t *source, bool known, int64_t now)
{
	if (!guard_reserve(g, account, source, known, now))
		return false;
	guard_release(g, account, source);
	return true;
}

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
	return (g = guard_new(&limits)) == NULL ? -1 : 0;
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
	assert_int_equal(guard_save(g, store), MF_OK);
	assert_int_equal(store_commit(store), MF_OK);
}

static void
restart(int64_t now)
{
	guard_free(&g);
	g = guard_new(&limits);
	assert_non_null(g);
	assert_int_equal(guard_load(g, store, now), MF_OK);
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
	restart(NOW + 1);
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
	restart(NOW + 1);
	assert_int_equal(wrong(ALICE, here, SOFT + 1, NOW + 1), SOFT);
}

int
main(void)
{
#define STORED(f) cmocka_unit_test_setup_teardown(f, open_store, close_store)
	const struct CMUnitTest tests[] = {
		STORED(a_lock_outlives_a_restart),
		STORED(what_is_forgotten_is_not_kept),
	};

	if (!crypto_init())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
