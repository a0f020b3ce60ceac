/*
 * A mark in the database's log, so that the loop need not wait for the disk
 * when the log is moved into the file.
 *
 * One connection alone writes and moves the log; SQLite before 3.51.3 can lose
 * pages where a second one moves it.  SQLite syncs the file within that call
 * only when it gets to the log's end, and only then can the log begin anew.
 * A mark is a reader that looks at the log as it was: what came after it is
 * not moved, so the file is not synced, and the log stays.
 *
 *	loop:   mark_set(); a commit; store_checkpoint(); mark_drop()
 *	worker: mark_sync(): what was moved is on the disk
 *	loop:   store_checkpoint(), of the little that came meanwhile
 *
 * Until mark_sync() succeeded the log is the only place where what was moved
 * is safe.  One thread at a time.
 */
#ifndef MF_MARK_H
#define MF_MARK_H

#include "store/store.h"

struct mark;

/* The store may be closed only after it. */
enum mf_err mark_new(const struct store *, struct mark **) MF_CHECKED;
void mark_free(struct mark **); /* drops it */

/* At the log's end as it is now. */
enum mf_err mark_set(struct mark *) MF_CHECKED;
void mark_drop(struct mark *);

/* Waits until the disk has what was moved into the file; no mark is set. */
enum mf_err mark_sync(struct mark *) MF_CHECKED;
/* Waits until the disk has the log, as far as it was written by then. */
enum mf_err mark_sync_log(struct mark *) MF_CHECKED;

#endif
