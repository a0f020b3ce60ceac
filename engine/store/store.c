#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/store.h"
#include "store/internal.h"
#include "store/migrations.h" /* made from schema.sql and migrations/ */

_Static_assert(sizeof(migrations) / sizeof(migrations[0]) == SCHEMA_VERSION,
    "one migration for each version of the schema");

uint64_t
store_generation(const struct store *s)
{
	return s->generation;
}

const uint8_t *
store_id(const struct store *s)
{
	return s->id;
}

const char *
store_error(const struct store *s)
{
	return db_error(s->db);
}

/* Each migration is one transaction; user_version says which were done. */
static enum mf_err
migrate(struct store *s, int64_t version, char *why, size_t size)
{
	char pragma[64];

	for (int64_t v = version; v < SCHEMA_VERSION; v++) {
		snprintf(pragma, sizeof(pragma),
		    "PRAGMA user_version = %" PRId64, v + 1);
		if (db_script(s->db, "BEGIN") != MF_OK ||
		    db_script(s->db, migrations[v]) != MF_OK ||
		    db_script(s->db, pragma) != MF_OK ||
		    db_script(s->db, "COMMIT") != MF_OK) {
			snprintf(why, size,
			    "migration %" PRId64 " of the database failed: "
			    "%s. The database is as it was before.",
			    v + 1, db_error(s->db));
			db_rollback(s->db);
			return MF_ESTORE;
		}
	}
	return MF_OK;
}

/* Of a file that is as whole as ever, as far as anybody knows. */
static void
say_memory(const char *path, char *why, size_t size)
{
	snprintf(why, size,
	    "%s cannot be opened: out of memory. Give the engine more.", path);
}

static void
say_damaged(const char *path, const char *fault, char *why, size_t size)
{
	snprintf(why, size,
	    "%s is damaged (%s). Restore a backup: multifactord --restore "
	    "FILE.",
	    path, fault);
}

static enum mf_err
check_schema(struct store *s, const char *path, char *why, size_t size)
{
	int64_t version = 0;
	char fault[256];
	enum mf_err e;

	if ((e = db_check(s->db, false, fault, sizeof(fault))) == MF_OK)
		e = db_number(s->db, "PRAGMA user_version", &version);
	if (e == MF_ENOMEM) {
		say_memory(path, why, size);
		return e;
	}
	if (e != MF_OK) {
		say_damaged(path, db_error(s->db), why, size);
		return MF_ESTORE;
	}
	if (version > SCHEMA_VERSION) {
		snprintf(why, size,
		    "%s has schema %" PRId64 ", this engine knows up to %d. "
		    "Install the newer engine that wrote it.",
		    path, version, SCHEMA_VERSION);
		return MF_EINVAL;
	}
	return migrate(s, version, why, size);
}

static enum mf_err
first_identity(struct store *s)
{
	enum mf_err e;

	random_bytes(s->id, sizeof(s->id));
	s->generation = random_u64();
	if ((e = store_begin(s)) != MF_OK)
		return e;
	if ((e = store_meta_put(s, "id", s->id, sizeof(s->id))) != MF_OK ||
	    (e = store_meta_put(s, "generation", &s->generation,
		 sizeof(s->generation))) != MF_OK) {
		store_rollback(s);
		return e;
	}
	return store_commit(s);
}

static enum mf_err
load_identity(struct store *s)
{
	enum mf_err e;

	e = store_meta_get(s, "id", s->id, sizeof(s->id));
	if (e == MF_ENOENT)
		return first_identity(s);
	if (e != MF_OK)
		return e;
	return store_meta_get(
	    s, "generation", &s->generation, sizeof(s->generation));
}

static bool
fetch_head(void *arg, const struct row *r)
{
	struct audit_head *h = arg;
	struct slice mac = row_bytes(r, 2);

	h->seq = row_int(r, 0);
	h->at_ms = row_int(r, 1);
	if (mac.n == AUDIT_MAC)
		memcpy(h->mac, mac.p, AUDIT_MAC);
	return false;
}

/*
 * A row from either end of what each login reads: garbage is found before the
 * first answer, however large the file.
 */
static enum mf_err
load(struct store *s, const char *path, char *why, size_t size)
{
	enum mf_err e;

	if ((e = db_prepare(s->db)) == MF_OK &&
	    (e = load_identity(s)) == MF_OK &&
	    (e = db_run(s->db, Q_SAMPLE, NULL, 0, NULL, NULL, NULL)) == MF_OK)
		e = db_run(
		    s->db, Q_AUDIT_TAIL, NULL, 0, fetch_head, &s->head, NULL);
	if (e == MF_ESTORE)
		say_damaged(path, db_error(s->db), why, size);
	else if (e != MF_OK)
		snprintf(why, size, "%s: %s", path, db_error(s->db));
	return e;
}

enum mf_err
store_open(
    const struct store_options *o, struct store **out, char *why, size_t size)
{
	const struct db_options dbo = { .cache_mib = o->cache_mib };
	struct store *s;
	enum mf_err e;

	*out = NULL;
	why[0] = '\0';
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return MF_ENOMEM;
	if ((s->gate = gate_new()) == NULL) {
		store_close(&s);
		return MF_ENOMEM;
	}
	s->keys = o->keys;
	snprintf(s->path, sizeof(s->path), "%s", o->path);
	if ((e = db_open(o->path, &dbo, &s->db)) == MF_ENOMEM) {
		say_memory(o->path, why, size);
		goto out;
	}
	if (e != MF_OK) {
		snprintf(why, size,
		    "%s cannot be opened as a database. Give it to the "
		    "engine's user, or restore a backup: multifactord "
		    "--restore FILE.",
		    o->path);
		goto out;
	}
	if ((e = check_schema(s, o->path, why, size)) != MF_OK ||
	    (e = load(s, o->path, why, size)) != MF_OK)
		goto out;
	*out = s;
	s = NULL;
out:
	store_close(&s);
	return e;
}

enum mf_err
store_reader(const struct store *from, struct store **out)
{
	const struct db_options dbo = {
		.read_only = true,
		.cache_mib = 2,
		.gate = from->gate,
	};
	struct store *s;
	enum mf_err e;

	*out = NULL;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return MF_ENOMEM;
	s->keys = from->keys;
	s->generation = from->generation;
	memcpy(s->id, from->id, sizeof(s->id));
	if ((e = db_open(from->path, &dbo, &s->db)) != MF_OK ||
	    (e = db_prepare(s->db)) != MF_OK)
		goto out;
	*out = s;
	s = NULL;
out:
	store_close(&s);
	return e;
}

void
store_close(struct store **sp)
{
	struct store *s = *sp;

	if (s == NULL)
		return;
	db_close(&s->db);
	gate_free(&s->gate);
	wipe(s, sizeof(*s));
	free(s);
	*sp = NULL;
}

static enum mf_err
set_lazy(struct store *s, bool lazy)
{
	enum mf_err e = MF_OK;

	if (s->lazy != lazy && (e = db_set_lasting(s->db, !lazy)) == MF_OK)
		s->lazy = lazy;
	return e;
}

enum mf_err
store_begin_lazily(struct store *s)
{
	enum mf_err e = set_lazy(s, true);

	if (e != MF_OK)
		return e;
	s->committed = s->head;
	return db_begin(s->db);
}

enum mf_err
store_begin(struct store *s)
{
	enum mf_err e = set_lazy(s, false);

	if (e != MF_OK)
		return e;
	s->committed = s->head;
	return db_begin(s->db);
}

enum mf_err
store_commit(struct store *s)
{
	enum mf_err e = db_commit(s->db);

	if (e != MF_OK)
		store_rollback(s);
	return e;
}

bool
store_wrote(const struct store *s)
{
	return db_wrote(s->db);
}

enum mf_err
store_sync(struct store *s)
{
	return db_sync(s->db);
}

void
store_rollback(struct store *s)
{
	db_rollback(s->db);
	s->head = s->committed;
}

enum mf_err
store_savepoint(struct store *s)
{
	s->saved = s->head;
	return db_savepoint(s->db);
}

enum mf_err
store_release(struct store *s)
{
	return db_release(s->db);
}

bool
store_undo(struct store *s)
{
	if (db_undo(s->db)) {
		s->head = s->saved;
		return true;
	}
	store_rollback(s);
	return false;
}

enum mf_err
store_checkpoint(struct store *s, bool truncate)
{
	return db_checkpoint(s->db, truncate);
}

void
store_keep_log(struct store *s)
{
	db_keep_log(s->db);
}

bool
store_readers_pause(struct store *s)
{
	gate_shut(s->gate);
	return gate_is_empty(s->gate);
}

void
store_readers_go_on(struct store *s)
{
	gate_open(s->gate);
}

int
store_wal_pages(const struct store *s)
{
	return db_wal_pages(s->db);
}

int
store_wal_size(const struct store *s)
{
	return db_wal_size(s->db);
}
