/* The form of the notes' files, and the inside of struct notes; notes*.c. */
#ifndef MF_NOTES_FILE_H
#define MF_NOTES_FILE_H

#include <pthread.h>
#include <stdatomic.h>

#include "server/notes.h"

/*
 * A header, then records of 32 bytes.  A log begins with the database or goes
 * on from a snapshot, whose last record is its NOTE_END.
 */
#define NOTES_FIRST    "mfnotes1" /* of a log with nothing before it */
#define NOTES_NEXT     "mfnotes+" /* of a log that a snapshot precedes */
#define NOTES_WHOLE    "mfnotes=" /* of a snapshot */
#define NOTES_LOG      "log"
#define NOTES_OLD_LOG  "log.old"  /* while a snapshot is being made */
#define NOTES_SNAPSHOT "snapshot" /* of the database's own rows */
#define NOTES_FRESH    ".new"     /* a file that has not got its name yet */
#define NOTES_PATH     600

#define NOTES_PENDING 8192 /* of one batch */

struct notes_header {
	char magic[8];
	uint8_t id[16]; /* of the database */
	uint64_t generation;
};

struct notes {
	atomic_int fd; /* of the log; the syncing thread reads it, too */
	char folder[512];
	struct note pending[NOTES_PENDING];
	size_t n, kept; /* noted in this batch; of finished requests */
	size_t size;    /* of the log */
	bool failed;
	atomic_bool dirty;     /* written, not synced */
	pthread_mutex_t close; /* held while a log is synced or closed */
	bool behind;           /* a snapshot is due, whatever the size */
	bool missing;          /* facts that were never written */
	struct note lost;      /* head of the batch they end with; kind 0 */
	bool has_old;          /* log.old is there */
};

void
notes_header(const struct store *, const char magic[8], struct notes_header *);
void
note_make(struct note *, enum note_kind, int64_t id, uint64_t a, uint64_t b);
void note_head(struct note *, const struct audit_head *);
bool note_is_whole(const struct note *);

/* folder/name.suffix */
void
notes_path(const char *folder, const char *name, const char *suffix, char *out);

/*
 * A log of its own with the audit's head in it (NULL: none yet), not under its
 * name yet; synced.
 */
enum mf_err notes_new_log(const char *folder, const struct notes_header *,
    const struct note *head) MF_CHECKED;
/* NAME.new becomes NAME. */
enum mf_err notes_place(const char *folder, const char *name) MF_CHECKED;
/* A name that was given there lasts; replies.c asks for it, too. */
enum mf_err notes_sync_folder(const char *folder) MF_CHECKED;

/* The last head in a log; false if there is none. */
bool notes_last_head(int fd, struct note *head);

#endif
