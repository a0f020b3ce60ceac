/*
 * The database's log: when it is moved into the file, and begins anew.
 *
 * The loop moves it, as it alone writes (mark.h says why), but a worker waits
 * for the disk:
 *
 *	RESTING --> MARKED --> SYNCING --> RESTING
 *	   |          a commit came: what is before the mark was moved
 *	   '--> LOST  that could not be synced
 *
 * Only where the log is due to begin anew does the loop wait for the disk
 * itself, and then for the few pages that came meanwhile.
 */
#ifndef MF_WAL_H
#define MF_WAL_H

#include "server/engine.h"

enum mf_err wal_start(struct engine *) MF_CHECKED;
/* After the loop's end: moves all that is left. */
void wal_stop(struct engine *);

/* After a batch.  idle: also where there is little to move. */
void wal_turn(struct engine *, bool idle);

/* All of it is in the file, and the disk has that; false: not so. */
bool wal_empty(struct engine *) MF_CHECKED;

/* Holds it below store.wal_max_mib, and waits for the disk if it must. */
void wal_bound(struct engine *);

#endif
