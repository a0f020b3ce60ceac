/*
 * For tests of what survives disasters: a folder with keyring, database and
 * notes, a few accounts and devices in it, and logins as the engine would
 * write them down.
 */
#ifndef MF_NOTES_TEST_H
#define MF_NOTES_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/notes.h"
#include "store/internal.h"
#include "store/restore.h"

#define NOW INT64_C(1795219200) /* 2026-11-21 */

struct place {
	char folder[64];
	char state[96], notes_folder[96], keyring[96], database[128];
	char conf[128], backup[128];
	struct keyring *keys;
	struct store *store;
	struct notes *notes;
	enum notes_standing standing;
	char why[512];
	int64_t clock; /* seconds since NOW */
};

/* "%s" in command is the folder. */
static inline void
shell(const struct place *p, const char *command)
{
	char buf[1024];

	snprintf(buf, sizeof(buf), "cd '%s' && %s", p->folder, command);
	assert_int_equal(system(buf), 0);
}

static inline void
put_text(const char *path, const char *text)
{
	FILE *fp = fopen(path, "w");

	assert_non_null(fp);
	assert_true(fputs(text, fp) >= 0);
	assert_int_equal(fclose(fp), 0);
}

static inline void
open_store(struct place *p)
{
	const struct store_options o = { p->database, p->keys, 2 };

	if (store_open(&o, &p->store, p->why, sizeof(p->why)) != MF_OK)
		fail_msg("%s", p->why);
}

static inline enum notes_standing
open_notes(struct place *p)
{
	if (notes_open(p->notes_folder, p->store, &p->notes, &p->standing,
		p->why, sizeof(p->why)) != MF_OK)
		fail_msg("%s", p->why);
	return p->standing;
}

static inline void
close_all(struct place *p)
{
	notes_close(&p->notes);
	store_close(&p->store);
}

static inline enum notes_standing
open_all(struct place *p)
{
	open_store(p);
	return open_notes(p);
}

static inline int64_t
number(struct place *p, const char *sql)
{
	int64_t n = -1;

	assert_int_equal(db_number(p->store->db, sql, &n), MF_OK);
	return n;
}

static inline void
run_sql(struct place *p, const char *sql)
{
	if (db_script(p->store->db, sql) != MF_OK)
		fail_msg("%s: %s", sql, store_error(p->store));
}

/* With a secret that opens; account 0: free. */
static inline void
add_device(struct place *p, int64_t id, int64_t account, const char *factor)
{
	uint8_t sealed[64];
	char secret[160], sql[1024];
	bool timed = strcmp(factor, "totp") == 0;
	size_t n;

	assert_int_equal(store_seal(p->store, SEALED_SECRET, id,
			     slice_str("12345678901234567890"), sealed, &n),
	    MF_OK);
	hex(sealed, n, secret);
	snprintf(sql, sizeof(sql),
	    "INSERT INTO device (id, account, factor, state, vendor, serial, "
	    "canonical, hash, digits, step, start, expiry, bound, secret, "
	    "created) VALUES (%" PRId64 ", NULLIF(%" PRId64 ", 0), '%s', %d, "
	    "'', 'S-%" PRId64 "', 'S%" PRId64 "', 0, 6, %d, 0, 0, 0, "
	    "x'%s', 0); INSERT INTO device_hot VALUES (%" PRId64
	    ", 0, 0, 0, 0, 0)",
	    id, account, factor, account != 0, id, id, timed ? 30 : 0, secret,
	    id);
	run_sql(p, sql);
}

static inline void
add_account(struct place *p, int64_t id)
{
	char sql[512];

	snprintf(sql, sizeof(sql),
	    "INSERT INTO account VALUES (%" PRId64 ", 'user%" PRId64
	    "', 0, 1, NULL, NULL, 1, 0); INSERT INTO identity VALUES "
	    "('user%" PRId64 "', 0, %" PRId64 ")",
	    id, id, id, id);
	run_sql(p, sql);
}

/* A batch: what is done between is one, with its audit record. */
static inline void
begin(struct place *p)
{
	assert_int_equal(store_begin(p->store), MF_OK);
}

static inline void
record(struct place *p, const char *event, int64_t account, int64_t used)
{
	struct audit_record r = {
		.at_ms = (NOW + p->clock) * 1000,
		.event = event,
		.account = account,
		.used = used,
		.actor = slice_str("test"),
		.detail = slice_str(""),
	};

	assert_int_equal(audit_append(p->store, &r), MF_OK);
}

static inline void
commit(struct place *p)
{
	notes_keep(p->notes);
	assert_int_equal(store_commit(p->store), MF_OK);
	assert_int_equal(notes_committed(p->notes, true, p->store), MF_OK);
	p->clock++;
}

/* Codes below counter are used up. */
static inline void
use_code(struct place *p, int64_t account, int64_t device, uint64_t counter)
{
	const struct account_facts a = { .id = account, .epoch = 1 };
	const struct effect fx = {
		.kind = FX_ADVANCE, .device = device, .counter = counter
	};

	begin(p);
	assert_int_equal(
	    store_advance(p->store, &fx, &a, NOW + p->clock), MF_OK);
	notes_counter(p->notes, device, counter);
	record(p, "login.accept", account, device);
	commit(p);
}

static inline void
fail_code(struct place *p, int64_t account, int64_t device)
{
	static const uint8_t source[SOURCE_SIZE] = { 1 };
	const struct effect fx = { .kind = FX_BLAME, .device = device };

	begin(p);
	assert_int_equal(
	    store_blame(p->store, &fx, account, source, NOW + p->clock), MF_OK);
	notes_failure(p->notes, account, device, NOW + p->clock);
	record(p, "login.reject", account, device);
	commit(p);
}

static inline void
set_state(
    struct place *p, int64_t device, int64_t account, enum device_state state)
{
	char sql[256];

	begin(p);
	snprintf(sql, sizeof(sql),
	    "UPDATE device SET account = NULLIF(%" PRId64
	    ", 0), state = %d WHERE id = %" PRId64,
	    account, state, device);
	run_sql(p, sql);
	notes_binding(p->notes, device, account, state);
	record(p, "device.change", account, 0);
	commit(p);
}

static inline void
set_epoch(struct place *p, int64_t account, uint64_t epoch, int state)
{
	char sql[256];

	begin(p);
	snprintf(sql, sizeof(sql),
	    "UPDATE account SET epoch = %" PRIu64
	    ", state = %d WHERE id = %" PRId64,
	    epoch, state, account);
	run_sql(p, sql);
	notes_epoch(p->notes, account, epoch, state);
	record(p, "account.change", account, 0);
	commit(p);
}

/* The snapshot is made anew, as the engine does it. */
static inline void
turn_log(struct place *p)
{
	struct notes_turn *t = notes_turn_new(p->notes, p->store);

	assert_non_null(t);
	assert_int_equal(notes_turn_files(t), MF_OK);
	notes_turn_swap(t);
	assert_int_equal(notes_turn_snapshot(t, p->store, NULL), MF_OK);
	notes_turn_done(&t, true);
}

/* An early backup, while the database is open. */
static inline void
back_up(struct place *p)
{
	struct db_copy *c;
	int left = 1, all;

	(void)unlink(p->backup);
	assert_int_equal(db_copy_start(p->store->db, p->backup, &c), MF_OK);
	while (left > 0)
		assert_int_equal(db_copy_step(c, 100, &left, &all), MF_OK);
	db_copy_end(&c);
}

static inline int
place_set_up(void **state)
{
	struct place *p = calloc(1, sizeof(*p));
	char text[512];
	struct text why;

	if (p == NULL || !crypto_init())
		return -1;
	strcpy(p->folder, "/tmp/test_notes.XXXXXX");
	if (mkdtemp(p->folder) == NULL)
		return -1;
	snprintf(p->state, sizeof(p->state), "%s/state", p->folder);
	snprintf(
	    p->notes_folder, sizeof(p->notes_folder), "%s/notes", p->folder);
	snprintf(p->keyring, sizeof(p->keyring), "%s/keyring", p->folder);
	snprintf(
	    p->database, sizeof(p->database), "%s/multifactor.db", p->state);
	snprintf(p->conf, sizeof(p->conf), "%s/conf", p->folder);
	snprintf(p->backup, sizeof(p->backup), "%s/backup.db", p->folder);
	if (mkdir(p->state, 0700) != 0 || mkdir(p->notes_folder, 0700) != 0)
		return -1;
	text_init(&why, p->why, sizeof(p->why));
	if (keyring_create(p->keyring, NOW, &why) != MF_OK ||
	    keyring_load(p->keyring, false, &p->keys, &why) != MF_OK)
		return -1;
	snprintf(text, sizeof(text),
	    "state = \"%s\"; notes = \"%s\"; keyring = \"%s\";\n"
	    "sockets: { login: { group = \"\"; }; helpdesk: { group = \"\"; "
	    "}; admin: { group = \"\"; }; courier: { group = \"\"; }; };\n"
	    "policies = ( { name = \"all\"; } );\n",
	    p->state, p->notes_folder, p->keyring);
	put_text(p->conf, text);
	*state = p;
	return 0;
}

static inline int
place_tear_down(void **state)
{
	struct place *p = *state;

	close_all(p);
	keyring_free(&p->keys);
	if (getenv("KEEP") == NULL)
		shell(p, "rm -rf '../'$(basename \"$PWD\")");
	free(p);
	return 0;
}

/* Accounts 1 to 3; 1 has a TOTP token 1 and a HOTP token 2; 3 is free. */
static inline void
fill(struct place *p)
{
	assert_int_equal(open_all(p), NOTES_NEW);
	begin(p);
	for (int64_t i = 1; i <= 3; i++) {
		add_account(p, i);
		notes_epoch(p->notes, i, 1, 0);
	}
	add_device(p, 1, 1, "totp");
	add_device(p, 2, 1, "hotp");
	add_device(p, 3, 0, "hotp");
	notes_binding(p->notes, 1, 1, DEVICE_ACTIVE);
	notes_binding(p->notes, 2, 1, DEVICE_ACTIVE);
	record(p, "import", 0, 0);
	commit(p);
}

#endif
