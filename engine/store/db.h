/*
 * How a backend runs a query of query.c.  A backend knows no table's name.
 * Not for use outside engine/store.
 */
#ifndef MF_DB_H
#define MF_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/query.h"
#include "util/err.h"
#include "util/slice.h"

struct db;
struct gate;

enum value_kind { V_NULL = 0, V_INT, V_TEXT, V_BLOB };

struct value { /* $1, $2, ... of a query; borrowed for the call */
	enum value_kind kind;
	int64_t i;
	struct slice s;
};

#define VI(x)                                                                  \
	{                                                                      \
		.kind = V_INT, .i = (int64_t)(x)                               \
	}
#define VT(x)                                                                  \
	{                                                                      \
		.kind = V_TEXT, .s = (x)                                       \
	}
#define VS(x)                                                                  \
	{                                                                      \
		.kind = V_TEXT, .s = slice_str(x)                              \
	}
#define VB(x, sz)                                                              \
	{                                                                      \
		.kind = V_BLOB, .s = {(x), (sz) }                              \
	}
#define VNULL                                                                  \
	{                                                                      \
		.kind = V_NULL                                                 \
	}
/* NULL for 0, NULL or "" */
#define VI0(x)                                                                 \
	{                                                                      \
		.kind = (x) == 0 ? V_NULL : V_INT, .i = (int64_t)(x)           \
	}

struct row; /* the current row of a query */

int64_t row_int(const struct row *, unsigned column);
struct slice row_bytes(const struct row *, unsigned column);
/* Copies text, cut to size, NUL-terminated. */
void row_text(const struct row *, unsigned column, char *out, size_t size);

/* Called for each row; false ends the query early. */
typedef bool row_fn(void *arg, const struct row *);

struct db_options {
	bool read_only;    /* a reader: never writes, never checkpoints */
	struct gate *gate; /* of a reader, or NULL; outlives it */
	unsigned cache_mib;
};

enum mf_err
db_open(const char *path, const struct db_options *, struct db **) MF_CHECKED;
void db_close(struct db **);

/* Prepares every query; after the schema is in place. */
enum mf_err db_prepare(struct db *) MF_CHECKED;

/* Runs statements without arguments: a migration, a pragma. */
enum mf_err db_script(struct db *, const char *sql) MF_CHECKED;
/* A single number that a statement of one row and column yields. */
enum mf_err db_number(struct db *, const char *sql, int64_t *out) MF_CHECKED;

/*
 * Runs a query.  rows (or NULL) gets how many rows it gave back or, if it
 * gives none, how many it changed.
 */
enum mf_err db_run(struct db *, enum query, const struct value *,
    size_t nvalues, row_fn *, void *arg, size_t *rows) MF_CHECKED;

enum mf_err db_begin(struct db *) MF_CHECKED;
enum mf_err db_commit(struct db *) MF_CHECKED;
/*
 * Whether commits from here on wait for the disk; not within a transaction.
 * What did not wait is lost with the power, unless one came after it that
 * did; never is a part of it there.  db_sync() waits afterwards.
 */
enum mf_err db_set_lasting(struct db *, bool) MF_CHECKED;
enum mf_err db_sync(struct db *) MF_CHECKED;
/* Waits for what was moved from the log into the file; a reader can, too. */
enum mf_err db_sync_file(struct db *) MF_CHECKED;
void db_rollback(struct db *);
enum mf_err db_savepoint(struct db *) MF_CHECKED;
enum mf_err db_release(struct db *) MF_CHECKED;
/* Undoes what came since the savepoint; false: all was rolled back. */
bool db_undo(struct db *) MF_CHECKED;
bool db_in_transaction(const struct db *);
/* Whether the last commit had anything to write. */
bool db_wrote(const struct db *);

/* Header, schema and indexes; quick when whole is false.  why gets words. */
enum mf_err
db_check(struct db *, bool whole, char *why, size_t size) MF_CHECKED;

/*
 * Moves into the file what the log holds and no reader still needs there.
 * Where all of it was moved and no reader looks at it, the log begins anew
 * with the next commit.  MF_EIO: a sync failed, and what was moved and not
 * synced before is in the log alone.
 */
enum mf_err db_checkpoint(struct db *, bool truncate) MF_CHECKED;

/* The log is not moved when the database is closed, but when it is opened. */
void db_keep_log(struct db *);

/* Pages of the log that are not in the file yet; all that it holds. */
int db_wal_pages(const struct db *);
int db_wal_size(const struct db *);

/* From another thread: what is being read ends with MF_ESTORE. */
void db_interrupt(struct db *);

/* New rows of a table get ids greater than last; within a transaction. */
enum mf_err
db_ids_beyond(struct db *, const char *table, int64_t last) MF_CHECKED;

/* Copies the database in steps of pages; done when *left of *all is 0. */
struct db_copy;
enum mf_err
db_copy_start(struct db *, const char *path, struct db_copy **) MF_CHECKED;
enum mf_err
db_copy_step(struct db_copy *, int pages, int *left, int *all) MF_CHECKED;
void db_copy_end(struct db_copy **);

/* What went wrong last, for the log. */
const char *db_error(const struct db *);

#endif
