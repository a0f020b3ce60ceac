/* The database as a file: checking, moving its log in, copying. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/sqlite.h"

struct db_copy {
	sqlite3 *to;
	sqlite3_backup *b;
};

enum mf_err
db_checkpoint(struct db *db, bool truncate)
{
	int log = -1, done = -1, rc;

	rc = sqlite3_wal_checkpoint_v2(db->h, NULL,
	    truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE,
	    &log, &done);
	if (truncate && rc == SQLITE_OK)
		log = done = 0;
	if (log >= 0 && done >= 0) { /* a log that never was has -1 */
		db->log_pages = log;
		db->moved = done;
	}
	if (sqlite3_extended_errcode(db->h) == SQLITE_IOERR_FSYNC)
		return MF_EIO;
	return rc == SQLITE_BUSY ? MF_OK : sqlite_error(rc);
}

void
db_keep_log(struct db *db)
{
	(void)sqlite3_db_config(
	    db->h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
}

enum mf_err
db_set_lasting(struct db *db, bool lasting)
{
	return db_script(db,
	    lasting ? "PRAGMA synchronous = FULL"
		    : "PRAGMA synchronous = NORMAL");
}

/* As SQLite does it at the end of a commit, and when it has moved the log. */
static enum mf_err
sync_one(struct db *db, int which)
{
	sqlite3_file *f = NULL;
	int rc;

	rc = sqlite3_file_control(db->h, NULL, which, &f);
	if (rc == SQLITE_OK && f != NULL && f->pMethods != NULL)
		rc = f->pMethods->xSync(f, SQLITE_SYNC_NORMAL);
	return sqlite_error(rc);
}

enum mf_err
db_sync(struct db *db)
{
	return sync_one(db, SQLITE_FCNTL_JOURNAL_POINTER);
}

enum mf_err
db_sync_file(struct db *db)
{
	return sync_one(db, SQLITE_FCNTL_FILE_POINTER);
}

int
db_wal_pages(const struct db *db)
{
	return db->log_pages - db->moved;
}

int
db_wal_size(const struct db *db)
{
	return db->log_pages;
}

enum mf_err
db_check(struct db *db, bool whole, char *why, size_t size)
{
	sqlite3_stmt *st = NULL;
	const char *said;
	enum mf_err e;

	if (sqlite3_prepare_v2(db->h,
		whole ? "PRAGMA quick_check(1)"
		      : "SELECT count(*) FROM sqlite_schema",
		-1, &st, NULL) != SQLITE_OK ||
	    sqlite3_step(st) != SQLITE_ROW) {
		e = sqlite_failure(db);
		snprintf(why, size, "%s", sqlite3_errmsg(db->h));
		goto out;
	}
	said = (const char *)sqlite3_column_text(st, 0);
	if (said == NULL || (whole && strcmp(said, "ok") != 0)) {
		e = said == NULL ? MF_ENOMEM : MF_ESTORE;
		snprintf(why, size, "%s", said == NULL ? mf_strerror(e) : said);
		goto out;
	}
	why[0] = '\0';
	e = MF_OK;
out:
	sqlite3_finalize(st);
	return e;
}

enum mf_err
db_copy_start(struct db *db, const char *path, struct db_copy **out)
{
	struct db_copy *c = calloc(1, sizeof(*c));

	*out = c;
	if (c == NULL)
		return MF_ENOMEM;
	if (sqlite3_open_v2(path, &c->to,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
		NULL) == SQLITE_OK &&
	    /* checked afterwards; the loop must not wait for the disk */
	    sqlite3_exec(c->to,
		"PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF", NULL,
		NULL, NULL) == SQLITE_OK)
		c->b = sqlite3_backup_init(c->to, "main", db->h, "main");
	if (c->b == NULL) {
		db_copy_end(out);
		return MF_ESTORE;
	}
	return MF_OK;
}

enum mf_err
db_copy_step(struct db_copy *c, int pages, int *left, int *all)
{
	int rc = sqlite3_backup_step(c->b, pages);

	*all = sqlite3_backup_pagecount(c->b);
	*left = rc == SQLITE_DONE ? 0 : sqlite3_backup_remaining(c->b);
	if (rc != SQLITE_DONE && *left == 0)
		*left = 1;
	return sqlite_error(rc);
}

void
db_copy_end(struct db_copy **cp)
{
	if (*cp == NULL)
		return;
	(void)sqlite3_backup_finish((*cp)->b);
	sqlite3_close((*cp)->to);
	free(*cp);
	*cp = NULL;
}

void
db_interrupt(struct db *db)
{
	sqlite3_interrupt(db->h);
}

/* SQLite's own book of the ids it gave out; a row comes with the first. */
enum mf_err
db_ids_beyond(struct db *db, const char *table, int64_t last)
{
	char sql[512];

	sqlite3_snprintf(sizeof(sql), sql,
	    "INSERT INTO sqlite_sequence (name, seq) SELECT %Q, 0 "
	    "WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = %Q);"
	    "UPDATE sqlite_sequence SET seq = %lld "
	    "WHERE name = %Q AND seq < %lld;",
	    table, table, (long long)last, table, (long long)last);
	return db_script(db, sql);
}
