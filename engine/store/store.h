/*
 * What the engine asks of its database.  One connection writes; it belongs to
 * the thread of the loop.  Readers (store_reader) are for worker threads.
 *
 * Writes happen within store_begin() .. store_commit(); each request of a
 * batch within store_savepoint() .. store_release(), or store_undo().  The
 * audit's chain follows these: what is undone is not in it.
 *
 * Secrets are sealed here: what leaves in struct device or as a password
 * record is plain and must be wiped by the caller.
 */
#ifndef MF_STORE_H
#define MF_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/dialogue.h"
#include "core/name.h"
#include "util/crypto.h"
#include "util/err.h"
#include "util/keyring.h"

#define SCHEMA_VERSION 9
#define SOURCE_SIZE    16
#define REPLY_SIZE     16
#define ANSWER_MAX     4096 /* a whole message of the login socket */
#define AUDIT_MAC      16
#define LANGUAGE_SIZE  9

struct store;
struct db;

struct store_options {
	const char *path; /* of the database file */
	const struct keyring *keys;
	unsigned cache_mib;
};

/*
 * Opens, makes or migrates the database.  *why gets a sentence on failure:
 * what is wrong and what to do.  The caller holds the lock on the folder.
 */
enum mf_err store_open(const struct store_options *, struct store **, char *why,
    size_t size) MF_CHECKED;
void store_close(struct store **);

/* A read-only connection of its own, for a worker thread. */
enum mf_err store_reader(const struct store *, struct store **) MF_CHECKED;

uint64_t store_generation(const struct store *);
const uint8_t *store_id(const struct store *); /* 16 bytes */
const char *store_error(const struct store *);

enum mf_err store_begin(struct store *) MF_CHECKED;
enum mf_err store_commit(struct store *) MF_CHECKED;
/* Whether that had anything to write: else it has synced nothing, either. */
bool store_wrote(const struct store *);

/*
 * For what may be lost with the power, though never by halves: its commit
 * does not wait for the disk.  The next that was begun by store_begin() takes
 * it along; store_sync(), after the commit, makes up for it.  A reader sees it
 * at once, and may sync the log itself.
 */
enum mf_err store_begin_lazily(struct store *) MF_CHECKED;
enum mf_err store_sync(struct store *) MF_CHECKED;
void store_rollback(struct store *);
enum mf_err store_savepoint(struct store *) MF_CHECKED;
enum mf_err store_release(struct store *) MF_CHECKED;
/* False: the whole batch was rolled back. */
bool store_undo(struct store *) MF_CHECKED;

enum mf_err
store_meta_get_int(struct store *, const char *name, int64_t *) MF_CHECKED;
enum mf_err
store_meta_put_int(struct store *, const char *name, int64_t) MF_CHECKED;

/*
 * Moves the log into the file, but for what readers still need of it; the file
 * is synced when all of it was moved.  MF_EIO: a sync failed (mark.h).
 */
enum mf_err store_checkpoint(struct store *, bool truncate) MF_CHECKED;
/* From here on it is moved by nobody, until the store is opened anew. */
void store_keep_log(struct store *);

/* Pages in the log that are not in the file yet, and all that it holds. */
int store_wal_pages(const struct store *);
int store_wal_size(const struct store *);

/*
 * Readers wait before their next statement; true when none is within one, and
 * the log can begin anew.  They go on by themselves after a moment (gate.h).
 */
bool store_readers_pause(struct store *) MF_CHECKED;
void store_readers_go_on(struct store *);

/* ---- a login reads ---------------------------------------------------- */

struct account {
	struct account_facts facts;
	char name[NAME_SIZE];           /* canonical, its own */
	char language[LANGUAGE_SIZE];   /* "" when none */
	char password[PASSWORD_RECORD]; /* Argon2id record; "" when none */
	bool has_password;
};

/* MF_ENOENT: nobody has that name.  MF_ECRYPTO: its password is damaged. */
enum mf_err store_account(
    struct store *, const char *canonical, struct account *) MF_CHECKED;

/* Its groups, NULL-ended in list; MF_EFULL when they do not all fit. */
enum mf_err store_groups(struct store *, int64_t account, char *buf,
    size_t size, const char **list, size_t max) MF_CHECKED;

/* At most DEVICES_MAX, latest success first; with their secrets. */
enum mf_err store_devices(struct store *, int64_t account,
    struct device out[DEVICES_MAX], size_t *n) MF_CHECKED;

/* Free, visible tokens of that canonical serial (legacy T included). */
enum mf_err store_claimable(struct store *, const char *canonical,
    struct device *out, size_t max, size_t *n) MF_CHECKED;

enum mf_err store_guesses(struct store *, int64_t account,
    const uint8_t source[SOURCE_SIZE], int64_t now,
    struct guess_facts *) MF_CHECKED;

/* Whether the account logged in from there in the last 30 days. */
enum mf_err store_source(struct store *, int64_t account,
    const uint8_t source[SOURCE_SIZE], int64_t now, bool *known) MF_CHECKED;

/* Whether "lost" was typed at a prompt by this account since then. */
enum mf_err store_lost_since(
    struct store *, int64_t account, int64_t since_ms, bool *) MF_CHECKED;

struct answer { /* as stored, to be said again */
	unsigned round;
	uint8_t reply[REPLY_SIZE];
	int64_t at_ms;
	unsigned repeats;
	uint8_t bytes[ANSWER_MAX];
	size_t n;
	char wish[ADDRESS_SIZE];      /* of a dialogue: where codes are to go */
	char record[PASSWORD_RECORD]; /* and of a new PIN typed once; "" */
};

/* MF_ENOENT: the dialogue has no row, or no such packet was answered. */
enum mf_err
store_dialogue(struct store *, uint64_t id, struct answer *) MF_CHECKED;
enum mf_err store_repetition(
    struct store *, const uint8_t key[REPLY_SIZE], struct answer *) MF_CHECKED;

/* ---- a login writes ----------------------------------------------------- */

/* MF_ECONFLICT: somebody was first, or account or device have changed. */
enum mf_err store_advance(struct store *, const struct effect *,
    const struct account_facts *, int64_t now) MF_CHECKED;
enum mf_err store_blame(struct store *, const struct effect *, int64_t account,
    const uint8_t source[SOURCE_SIZE], int64_t now) MF_CHECKED;
enum mf_err
store_clear(struct store *, int64_t account, const uint8_t source[SOURCE_SIZE],
    const struct guess_facts *, int64_t now) MF_CHECKED;
enum mf_err store_seen(struct store *, int64_t account,
    const uint8_t source[SOURCE_SIZE], int64_t now) MF_CHECKED;
enum mf_err store_bind(
    struct store *, int64_t device, int64_t account, int64_t now) MF_CHECKED;
enum mf_err store_device_state(struct store *, int64_t device,
    enum device_state from, enum device_state to) MF_CHECKED;
/* One more wrong code in a row of the device alone. */
enum mf_err store_device_blame(struct store *, int64_t device) MF_CHECKED;
/*
 * wish: where codes are to go, if all goes well; or NULL.  record: of a new PIN
 * that was typed once; or NULL.
 */
enum mf_err store_answer(struct store *, uint64_t dialogue, unsigned round,
    const uint8_t reply[REPLY_SIZE], int64_t at_ms, int64_t expires,
    struct slice answer, const char *wish, const char *record) MF_CHECKED;
/* MF_ECONFLICT: the device's PIN does not have to change any more. */
enum mf_err store_pin_set(struct store *, const struct effect *,
    const struct account_facts *) MF_CHECKED;
/* Another answer to the same reply from now on: nobody has had the first. */
enum mf_err store_answer_revise(struct store *, uint64_t dialogue,
    const struct answer *was, struct slice answer) MF_CHECKED;
enum mf_err store_repetition_add(struct store *, const uint8_t key[REPLY_SIZE],
    int64_t at_ms, int64_t expires_ms, struct slice answer) MF_CHECKED;
enum mf_err store_repetition_count(
    struct store *, const uint8_t key[REPLY_SIZE]) MF_CHECKED;
/* A record with the costs of today; nothing if the epoch has risen. */
enum mf_err store_rehash(struct store *, int64_t account, uint64_t epoch,
    const char *record) MF_CHECKED;

struct password_failure { /* of an account from a source (rule 9) */
	int64_t account;
	uint8_t source[SOURCE_SIZE];
	unsigned in_row;
	int64_t locked_until, last;
};

/* The latest of them. */
enum mf_err store_password_failures(struct store *, unsigned limit,
    void (*each)(void *, const struct password_failure *), void *) MF_CHECKED;
/* That of account and source, which are given; zeroes when there is none. */
enum mf_err
store_password_failure(struct store *, struct password_failure *) MF_CHECKED;
/* Stores one; deletes it when in_row is 0. */
enum mf_err store_password_failure_put(
    struct store *, const struct password_failure *) MF_CHECKED;

/* Of an account from anywhere, counted by slices of an hour. */
#define PASSWORD_SLICE  600 /* seconds */
#define PASSWORD_SLICES 6

enum mf_err store_password_hour(struct store *, int64_t account, int64_t after,
    void (*each)(void *, int64_t slice, unsigned n), void *) MF_CHECKED;
/* Stores one; deletes it when n is 0. */
enum mf_err store_password_hour_put(
    struct store *, int64_t account, int64_t slice, unsigned n) MF_CHECKED;

/* Deletes at most limit rows nobody can ask for any more. */
enum mf_err store_expire(
    struct store *, int64_t now, unsigned limit, size_t *gone) MF_CHECKED;

/* ---- sealing, for other files of the store ------------------------------ */

#define SEALED_EXTRA (2 + SEAL_OVERHEAD) /* key id, nonce, tag */

/* What a value is, so that no ciphertext can be moved. */
enum sealed {
	SEALED_SECRET = 0,
	SEALED_PIN,
	SEALED_RECORD,
	SEALED_PASSWORD,
	SEALED_KINDS,                /* that outlast a key */
	SEALED_TYPED = SEALED_KINDS, /* gone with its dialogue */
};

enum mf_err store_seal(struct store *, enum sealed, int64_t id,
    struct slice plain, uint8_t *out, size_t *n) MF_CHECKED;
enum mf_err store_unseal(struct store *, enum sealed, int64_t id,
    struct slice sealed, uint8_t *out, size_t size, size_t *n) MF_CHECKED;

#endif
