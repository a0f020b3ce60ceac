/*
 * The counts of the guard, in memory as far as they are in use: the database
 * has them all.  What was not used longest makes room and is read again when
 * it is asked for, so that no flood of names and places makes the guard forget
 * anything or refuse anybody.  For guard.c only.
 */
#ifndef MF_GUARD_TABLE_H
#define MF_GUARD_TABLE_H

#include <sys/queue.h>

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

struct count { /* of an account and source; source all zero: the account */
	int64_t account;
	uint8_t source[SOURCE_SIZE];
	unsigned in_row, reserved;
	int64_t locked_until, last;
	unsigned slice[PASSWORD_SLICES]; /* of the account: its failures */
	int64_t slice_of[PASSWORD_SLICES];
	uint8_t changed; /* slices that are not written, by bits */
	bool dirty;      /* not written */
	TAILQ_ENTRY(count) used, unwritten;
};

TAILQ_HEAD(counts, count);

struct guard_table { /* zeroed, then guard_table_init() */
	void *tree;
	struct counts used;      /* latest first */
	struct counts unwritten; /* those that are dirty */
	unsigned n;
	struct store *store; /* NULL: nothing is kept */
};

/* The store outlives the table. */
void guard_table_init(struct guard_table *, struct store *);
void guard_table_clear(struct guard_table *);

bool count_is_account(const struct count *);

struct count *guard_table_find(
    const struct guard_table *, int64_t account, const uint8_t *source);
/*
 * Finds, reads or makes it.  NULL, and the caller refuses: the database cannot
 * be read, or has not been written for so long that nothing can make room.
 */
struct count *guard_table_take(
    struct guard_table *, int64_t account, const uint8_t *source, int64_t now);

/* It has to be written. */
void guard_table_mark(struct guard_table *, struct count *);

/* The locks of before a restart, as far as they may still hold. */
enum mf_err guard_table_load(struct guard_table *) MF_CHECKED;
/* Writes what is marked, in a transaction; guard_table_saved() unmarks it. */
enum mf_err guard_table_save(struct guard_table *) MF_CHECKED;
void guard_table_saved(struct guard_table *);

#endif
