/* A store in a folder of its own, and what the tests put into it. */
#ifndef MF_STORE_PLACE_H
#define MF_STORE_PLACE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "store/desk.h"

#define KEYS                                                                   \
	"reference 2026-11-21 "                                                \
	"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"   \
	"key 1 2026-11-21 active "                                             \
	"202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f\n"
#define NOW 1795248000

struct place {
	char folder[64], path[96], why[512];
	struct keyring *keys;
	struct store *s;
};

static inline enum mf_err
open_store(struct place *p)
{
	const struct store_options o = { p->path, p->keys, 2 };

	return store_open(&o, &p->s, p->why, sizeof(p->why));
}

static inline int
setup(void **state)
{
	struct place *p = calloc(1, sizeof(*p));
	char why[256];
	struct text t;

	assert_non_null(p);
	assert_true(crypto_init());
	text_init(&t, why, sizeof(why));
	assert_int_equal(
	    keyring_parse("keys", slice_str(KEYS), &p->keys, &t), MF_OK);
	strcpy(p->folder, "/tmp/test_store.XXXXXX");
	assert_non_null(mkdtemp(p->folder));
	snprintf(p->path, sizeof(p->path), "%s/multifactor.db", p->folder);
	assert_int_equal(open_store(p), MF_OK);
	*state = p;
	return 0;
}

static inline int
teardown(void **state)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	struct place *p = *state;
	char path[128];

	store_close(&p->s);
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s%s", p->path, ends[i]);
		(void)unlink(path);
	}
	assert_int_equal(rmdir(p->folder), 0);
	keyring_free(&p->keys);
	free(p);
	return 0;
}

static inline void
reopen(struct place *p)
{
	store_close(&p->s);
	assert_int_equal(open_store(p), MF_OK);
}

/* Somebody who can write the file, behind the engine's back. */
static inline void
tamper(const struct place *p, const char *sql)
{
	sqlite3 *h;

	assert_int_equal(sqlite3_open(p->path, &h), SQLITE_OK);
	assert_int_equal(sqlite3_exec(h, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(h), SQLITE_OK);
}

static inline void
begin(struct place *p)
{
	assert_int_equal(store_begin(p->s), MF_OK);
	assert_int_equal(store_savepoint(p->s), MF_OK);
}

static inline void
commit(struct place *p)
{
	assert_int_equal(store_release(p->s), MF_OK);
	assert_int_equal(store_commit(p->s), MF_OK);
}

static inline int64_t
add_account(struct place *p, const char *name)
{
	int64_t id;

	assert_int_equal(desk_account_add(p->s, name, "", NOW, &id), MF_OK);
	return id;
}

/* A HOTP token; account 0: free.  Its secret is its serial. */
static inline int64_t
add_token(struct place *p, const char *serial, const char *vendor,
    int64_t account, int64_t import)
{
	const struct new_token t = { .factor = "hotp",
		.vendor = vendor,
		.serial = serial,
		.canonical = serial,
		.hash = HASH_SHA1,
		.digits = 6,
		.account = account,
		.now = NOW,
		.import = import,
		.secret = slice_str(serial) };
	int64_t id;

	assert_int_equal(desk_token_next(p->s, &id), MF_OK);
	assert_int_equal(desk_token_add(p->s, id, &t), MF_OK);
	return id;
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

#endif
