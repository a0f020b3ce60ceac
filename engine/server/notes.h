/*
 * What may never go back, outside every backup (rules 23 and 24): counters,
 * bindings and states of devices, epochs, failures, the head of the audit.
 *
 * A folder with a snapshot and a log.  Notes are collected while a batch is
 * decided and written after its commit and before its answers leave; the log
 * is synced at least once a second.  A compaction rewrites the snapshot from
 * the database itself.  At a restore snapshot and log are read back and laid
 * over the old database.
 */
#ifndef MF_NOTES_H
#define MF_NOTES_H

#include "core/factor.h"
#include "store/audit.h"
#include "store/store.h"

struct notes;

enum note_kind {
	NOTE_HEAD = 1, /* audit: id = seq, a, b = mac */
	NOTE_COUNTER,  /* device: a = next acceptable value */
	NOTE_BINDING,  /* device: a = account, b = state */
	NOTE_EPOCH,    /* account: a = epoch, b = state */
	NOTE_FAILURE,  /* account: a = device, b = time */
};

struct note {
	uint32_t kind;
	uint32_t check; /* of the rest: a torn line ends the log */
	int64_t id;
	uint64_t a, b;
};

enum notes_standing {
	NOTES_MATCH = 0, /* the database is at or ahead of its notes */
	NOTES_NEW,       /* neither has anything yet */
	NOTES_NONE,      /* a database that is not new, and no notes */
	NOTES_FOREIGN,   /* notes of another database */
	NOTES_AHEAD,     /* the database lies behind: it was restored */
};

/* Opens or makes the folder's files; says how the database stands to them. */
enum mf_err notes_open(const char *folder, struct store *, struct notes **,
    enum notes_standing *, char *why, size_t size) MF_CHECKED;
void notes_close(struct notes **);

void notes_counter(struct notes *, int64_t device, uint64_t counter);
void notes_binding(
    struct notes *, int64_t device, int64_t account, enum device_state);
void notes_epoch(struct notes *, int64_t account, uint64_t epoch, int state);
void
notes_failure(struct notes *, int64_t account, int64_t device, int64_t now);

/* A request of the batch is decided to be kept, or taken back. */
void notes_keep(struct notes *);
void notes_undo(struct notes *);

/* The batch is committed: writes what it noted; or drops it. */
enum mf_err
notes_committed(struct notes *, bool committed, struct store *) MF_CHECKED;

/* Once a second, off the loop's thread: fdatasync. */
enum mf_err notes_sync(struct notes *) MF_CHECKED;
bool notes_want_sync(const struct notes *);

/* Bytes in the log since the last snapshot. */
size_t notes_size(const struct notes *);
/* Whether the last write failed: then nothing may be accepted. */
bool notes_failed(const struct notes *);

#endif
