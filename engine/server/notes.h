/*
 * What may never go back, outside every backup (rules 23 and 24): counters,
 * bindings and states of devices, epochs, also of PINs, failures, the head of
 * the audit.
 *
 * A folder with a snapshot and a log.  Notes are collected while a batch is
 * decided and written after its commit and before its answers leave; the log
 * is synced at least once a second.  A turn of the log writes the snapshot
 * anew from the database itself, one entry a record.  At a restore snapshot
 * and log are read back and laid over the old database.
 */
#ifndef MF_NOTES_H
#define MF_NOTES_H

#include <stdatomic.h>

#include "core/factor.h"
#include "store/audit.h"
#include "store/store.h"

#define NOTES_LOG_MIB 32 /* a longer log is turned */

struct notes;
struct notes_turn;

enum note_kind {
	NOTE_HEAD = 1, /* audit: id = seq, a, b = mac */
	NOTE_COUNTER,  /* device: a = next acceptable value */
	NOTE_BINDING,  /* device: a = account, b = state */
	NOTE_EPOCH,    /* account: a = epoch, b = 1: disabled, 2: had a token */
	NOTE_FAILURE,  /* account: a = device, b = time */
	/* in a snapshot alone */
	NOTE_BUDGET, /* account: a = day, b = wrong codes of that day */
	NOTE_BLAMED, /* device: a = wrong codes in a row */
	NOTE_END,    /* id = how many notes were before it */
	/* in both; these numbers stand in files, so new ones come last */
	NOTE_PIN, /* device: a = pin_epoch, b = 1: set, 2: to change */
	NOTE_KIND_MAX
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

/*
 * Opens or makes the folder's files; says how the database stands to them.
 * What a restore or a turn of the log did not finish is finished.
 */
enum mf_err notes_open(const char *folder, struct store *, struct notes **,
    enum notes_standing *, char *why, size_t size) MF_CHECKED;
/*
 * Notes in the folder are of a database: MF_ENOENT when the file has gone or is
 * empty, for an empty one must not take its place.
 */
enum mf_err notes_expect(const char *folder, const char *database, char *why,
    size_t size) MF_CHECKED;
void notes_close(struct notes **);

void notes_counter(struct notes *, int64_t device, uint64_t counter);
void notes_binding(
    struct notes *, int64_t device, int64_t account, enum device_state);
/* How a device's PIN stands in this transaction, where it ever had one. */
enum mf_err
notes_pin(struct notes *, struct store *, int64_t device) MF_CHECKED;
void notes_epoch(struct notes *, int64_t account, uint64_t epoch, int state);
void
notes_failure(struct notes *, int64_t account, int64_t device, int64_t now);

/* A request of the batch is decided to be kept, or taken back. */
void notes_keep(struct notes *);
void notes_undo(struct notes *);
/* Whether the batch has any so far. */
bool notes_any(const struct notes *);

/* The batch is committed: writes what it noted; or drops it. */
enum mf_err
notes_committed(struct notes *, bool committed, struct store *) MF_CHECKED;

/* Once a second, off the loop's thread: fdatasync. */
enum mf_err notes_sync(struct notes *) MF_CHECKED;
bool notes_want_sync(const struct notes *);

/* Bytes in the log since the last snapshot. */
size_t notes_size(const struct notes *);
/*
 * Whether facts of committed batches are in no note, for it could not be
 * written, until a snapshot has them: what those batches said may not be said
 * again meanwhile.
 */
bool notes_failed(const struct notes *);

/* ---- turning the log ------------------------------------------------------
 *
 *	loop	turn_new	when notes_want_snapshot()
 *	worker	turn_files	log -> log.old, a new log
 *	loop	turn_swap	notes go to the new log
 *	worker	turn_snapshot	the database -> snapshot; log.old goes
 *	loop	turn_done	frees it
 *
 * A step that fails leads to turn_done at once; the next turn goes on where
 * this one broke off, as does notes_open().
 */
bool notes_want_snapshot(const struct notes *);
/*
 * One is due: after an unclean stop the disk may lack some of what was written
 * and not synced, and the log has a gap there.
 */
void notes_renew(struct notes *);
struct notes_turn *notes_turn_new(struct notes *, struct store *);
enum mf_err notes_turn_files(struct notes_turn *) MF_CHECKED;
void notes_turn_swap(struct notes_turn *);
/* With a reader of the worker's; *stop breaks it off with MF_ECONFLICT. */
enum mf_err notes_turn_snapshot(struct notes_turn *, struct store *reader,
    const atomic_bool *stop) MF_CHECKED;
void notes_turn_done(struct notes_turn **, bool whole);

/* ---- a restore, with the engine stopped -----------------------------------
 */

struct notes_found {
	bool any;     /* there are notes of this database */
	bool log;     /* its log among them */
	bool foreign; /* there are some of another */
	bool whole;   /* read: nothing is missing from the beginning on */
	uint64_t generation;
	struct note head; /* the last; kind 0: none */
	size_t read;      /* notes handed out */
};

/* What lies in the folder, without reading it all. */
enum mf_err notes_look(
    const char *folder, const uint8_t id[16], struct notes_found *) MF_CHECKED;

/*
 * Hands out all notes in their order but those that a database of this
 * generation, whose audit ends at seq, has in it already.  Sets whole, read.
 */
enum mf_err notes_read(const char *folder, uint64_t generation, int64_t seq,
    struct notes_found *, enum mf_err (*each)(void *, const struct note *),
    void *) MF_CHECKED;

/* A snapshot and an empty log for a database, beside those there. */
enum mf_err notes_prepare_anew(const char *folder, struct store *) MF_CHECKED;
/* Notes of another database get other names: NAME.before. */
void notes_set_aside(const char *folder);
/* They take their place. */
enum mf_err notes_take_anew(const char *folder) MF_CHECKED;

#endif
