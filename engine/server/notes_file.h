/* The form of the notes' files: a header, then records of 32 bytes. */
#ifndef MF_NOTES_FILE_H
#define MF_NOTES_FILE_H

#include "server/notes.h"

#define NOTES_MAGIC    "mfnotes1"
#define NOTES_LOG      "log"
#define NOTES_OLD_LOG  "log.old"  /* while a snapshot is being made */
#define NOTES_SNAPSHOT "snapshot" /* of the database's own rows */

struct notes_header {
	char magic[8];
	uint8_t id[16]; /* of the database */
	uint64_t generation;
};

void notes_header(struct store *, struct notes_header *);
void
note_make(struct note *, enum note_kind, int64_t id, uint64_t a, uint64_t b);
bool note_is_whole(const struct note *);

#endif
