#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/sqlite.h"

enum mf_err
sqlite_error(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return MF_OK;
	case SQLITE_FULL:
		return MF_EFULL;
	case SQLITE_CONSTRAINT:
		return MF_ECONFLICT;
	case SQLITE_NOMEM:
		return MF_ENOMEM;
	default:
		return MF_ESTORE;
	}
}

enum mf_err
sqlite_failure(const struct db *db)
{
	enum mf_err e = sqlite_error(sqlite3_errcode(db->h));

	return e == MF_OK ? MF_ESTORE : e;
}

static int
committed(void *arg, sqlite3 *h, const char *name, int pages)
{
	struct db *db = arg;
	int written = 0, highest;

	(void)name;
	(void)sqlite3_db_status(
	    h, SQLITE_DBSTATUS_CACHE_WRITE, &written, &highest, 1);
	if (pages <= written) /* no other commit's: the log began anew */
		db->moved = 0;
	db->log_pages = pages;
	db->wrote = true;
	return SQLITE_OK;
}

static enum mf_err
configure(struct db *db, const struct db_options *o)
{
	char sql[512];

	if (sqlite3_db_config(db->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) !=
		SQLITE_OK ||
	    sqlite3_db_config(db->h, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL) !=
		SQLITE_OK ||
	    (o->read_only &&
		sqlite3_db_config(db->h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
		    NULL) != SQLITE_OK))
		return MF_ESTORE;
	snprintf(sql, sizeof(sql),
	    "%s PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
	    "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
	    "PRAGMA cache_size = -%u;",
	    o->read_only ? "PRAGMA query_only = ON;"
			 : "PRAGMA journal_mode = WAL;"
			   "PRAGMA synchronous = FULL;"
			   "PRAGMA wal_autocheckpoint = 0;"
			   "PRAGMA secure_delete = FAST;",
	    o->cache_mib * 1024);
	return db_script(db, sql);
}

enum mf_err
db_open(const char *path, const struct db_options *o, struct db **out)
{
	int flags = SQLITE_OPEN_NOMUTEX |
	    (o->read_only ? SQLITE_OPEN_READONLY
			  : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
	struct db *db;
	enum mf_err e = MF_ESTORE;

	*out = NULL;
	if ((db = calloc(1, sizeof(*db))) == NULL)
		return MF_ENOMEM;
	db->read_only = o->read_only;
	db->gate = o->gate;
	/* Counting its memory would cost SQLite a lock at each allocation. */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	if (sqlite3_open_v2(path, &db->h, flags, NULL) != SQLITE_OK ||
	    sqlite3_db_config(db->h, SQLITE_DBCONFIG_LOOKASIDE, NULL, 512,
		512) != SQLITE_OK) {
		e = sqlite_failure(db);
		goto out;
	}
	(void)sqlite3_busy_timeout(db->h, o->read_only ? 2000 : 0);
	if ((e = configure(db, o)) != MF_OK)
		goto out;
	if (!o->read_only)
		(void)sqlite3_wal_hook(db->h, committed, db);
	*out = db;
	db = NULL;
out:
	db_close(&db);
	return e;
}

void
db_close(struct db **dbp)
{
	struct db *db = *dbp;

	if (db == NULL)
		return;
	for (size_t i = 0; i < Q_MAX; i++)
		sqlite3_finalize(db->st[i].st);
	sqlite3_close(db->h);
	free(db);
	*dbp = NULL;
}

/* SQLite numbers $2 by first appearance; look each one up by name. */
static void
map_values(struct statement *s)
{
	for (int i = 1; i <= sqlite3_bind_parameter_count(s->st); i++) {
		int k = atoi(sqlite3_bind_parameter_name(s->st, i) + 1);

		if (k >= 1 && k <= VALUES_MAX)
			s->map[k - 1] = (uint8_t)i;
	}
}

enum mf_err
db_prepare(struct db *db)
{
	for (size_t i = 0; i < Q_MAX; i++) {
		if (sqlite3_prepare_v3(db->h, query_text[i], -1,
			SQLITE_PREPARE_PERSISTENT, &db->st[i].st,
			NULL) != SQLITE_OK)
			return sqlite_failure(db);
		map_values(&db->st[i]);
	}
	return MF_OK;
}

enum mf_err
db_script(struct db *db, const char *sql)
{
	return sqlite_error(sqlite3_exec(db->h, sql, NULL, NULL, NULL));
}

enum mf_err
db_number(struct db *db, const char *sql, int64_t *out)
{
	sqlite3_stmt *st = NULL;
	enum mf_err e = MF_OK;

	if (sqlite3_prepare_v2(db->h, sql, -1, &st, NULL) == SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW)
		*out = sqlite3_column_int64(st, 0);
	else
		e = sqlite_failure(db);
	sqlite3_finalize(st);
	return e;
}

static int
bind(struct statement *s, const struct value *v, size_t n)
{
	int rc = SQLITE_OK;

	for (size_t i = 0; i < n && rc == SQLITE_OK; i++) {
		int at = s->map[i];

		if (at == 0)
			continue;
		switch (v[i].kind) {
		case V_NULL:
			rc = sqlite3_bind_null(s->st, at);
			break;
		case V_INT:
			rc = sqlite3_bind_int64(s->st, at, v[i].i);
			break;
		case V_TEXT:
			rc =
			    sqlite3_bind_text(s->st, at, (const char *)v[i].s.p,
				(int)v[i].s.n, SQLITE_STATIC);
			break;
		case V_BLOB: /* an empty blob is not NULL */
			rc = sqlite3_bind_blob(s->st, at,
			    v[i].s.n == 0 ? (const uint8_t *)"" : v[i].s.p,
			    (int)v[i].s.n, SQLITE_STATIC);
			break;
		}
	}
	return rc;
}

/* Who reads on in a transaction is inside already, and not to be stopped. */
static bool
enter(struct db *db)
{
	if (db->gate == NULL || db->inside || db_in_transaction(db))
		return false;
	gate_enter(db->gate);
	db->inside = true;
	return true;
}

static void
leave(struct db *db)
{
	db->inside = false;
	gate_leave(db->gate);
}

enum mf_err
db_run(struct db *db, enum query q, const struct value *v, size_t n, row_fn *fn,
    void *arg, size_t *rows)
{
	struct statement *s = &db->st[q];
	bool more = true, entered;
	size_t count = 0;
	int rc;

	if (n > VALUES_MAX)
		return MF_EINVAL;
	entered = enter(db);
	if ((rc = bind(s, v, n)) != SQLITE_OK)
		goto out;
	while (more && (rc = sqlite3_step(s->st)) == SQLITE_ROW) {
		count++;
		if (fn != NULL)
			more = fn(arg, (const struct row *)s->st);
	}
	if (sqlite3_column_count(s->st) == 0 && rc == SQLITE_DONE)
		count = (size_t)sqlite3_changes(db->h);
out:
	sqlite3_reset(s->st);
	sqlite3_clear_bindings(s->st);
	if (entered)
		leave(db);
	if (rows != NULL)
		*rows = count;
	return sqlite_error(rc);
}

/* A row is the statement that stands on it; sqlite3_column_* do not write. */
static sqlite3_stmt *
statement_of(const struct row *r)
{
	union {
		const struct row *row;
		sqlite3_stmt *st;
	} u = { .row = r };

	return u.st;
}

int64_t
row_int(const struct row *r, unsigned column)
{
	return sqlite3_column_int64(statement_of(r), (int)column);
}

struct slice
row_bytes(const struct row *r, unsigned column)
{
	sqlite3_stmt *st = statement_of(r);
	const void *p = sqlite3_column_blob(st, (int)column);

	return (
	    struct slice){ p, (size_t)sqlite3_column_bytes(st, (int)column) };
}

void
row_text(const struct row *r, unsigned column, char *out, size_t size)
{
	struct slice s = row_bytes(r, column);
	size_t n = s.n < size ? s.n : size - 1;

	if (n > 0)
		memcpy(out, s.p, n);
	out[n] = '\0';
}

enum mf_err
db_begin(struct db *db)
{
	return db_run(db, Q_BEGIN, NULL, 0, NULL, NULL, NULL);
}

enum mf_err
db_commit(struct db *db)
{
	db->wrote = false;
	return db_run(db, Q_COMMIT, NULL, 0, NULL, NULL, NULL);
}

void
db_rollback(struct db *db)
{
	if (db_in_transaction(db))
		(void)!db_run(db, Q_ROLLBACK, NULL, 0, NULL, NULL, NULL);
}

enum mf_err
db_savepoint(struct db *db)
{
	return db_run(db, Q_SAVEPOINT, NULL, 0, NULL, NULL, NULL);
}

enum mf_err
db_release(struct db *db)
{
	return db_run(db, Q_RELEASE, NULL, 0, NULL, NULL, NULL);
}

bool
db_undo(struct db *db)
{
	if (!db_in_transaction(db))
		return false;
	return db_run(db, Q_UNDO, NULL, 0, NULL, NULL, NULL) == MF_OK &&
	    db_release(db) == MF_OK;
}

bool
db_wrote(const struct db *db)
{
	return db->wrote;
}

bool
db_in_transaction(const struct db *db)
{
	return sqlite3_get_autocommit(db->h) == 0;
}

const char *
db_error(const struct db *db)
{
	return sqlite3_errmsg(db->h);
}
