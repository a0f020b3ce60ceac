/* The embedded backend's inside, for sqlite*.c alone. */
#ifndef MF_SQLITE_H
#define MF_SQLITE_H

#include <sqlite3.h>

#include "store/db.h"
#include "store/gate.h"

#define VALUES_MAX 24

struct statement {
	sqlite3_stmt *st;
	uint8_t map[VALUES_MAX]; /* SQLite's number of $1, $2, ... */
};

struct db {
	sqlite3 *h;
	struct statement st[Q_MAX];
	bool read_only;
	struct gate *gate; /* a reader's; the maker's own */
	bool inside;
	bool wrote;    /* the last commit did */
	int log_pages; /* of the log, from its beginning */
	int moved;     /* how many of these are in the file as well */
};

/* What a result code of SQLite means here. */
enum mf_err sqlite_error(int rc);
/* What its last call on this handle failed of; never MF_OK. */
enum mf_err sqlite_failure(const struct db *) MF_CHECKED;

#endif
