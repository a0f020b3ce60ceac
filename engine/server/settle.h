/*
 * Answers to what was committed and is not on the disk yet.
 *
 * Who types a code waits for the disk, and the loop with them: one batch after
 * another, nothing between.  A message on its way to a telephone, or what a
 * gateway said, has time, and whoever comes next is not to wait for its sync.
 * So a worker syncs the log while the loop goes on, and only then the answers
 * leave, and the messages with them.
 */
#ifndef MF_SETTLE_H
#define MF_SETTLE_H

#include "server/conn.h"

struct settle;

enum mf_err settle_start(struct engine *) MF_CHECKED;
/* Answers all, and ends the worker; the loop still has to close a handle. */
void settle_stop(struct settle *);
/* After the loop is closed, before the store is. */
void settle_free(struct settle **);

/*
 * What the last commit wrote is to be synced: n connections are answered
 * afterwards, and what the post hands out leaves (post_leave()).  Also for who
 * only read what waits here.
 */
void settle_hold(struct settle *, struct conn *const *, size_t n, bool post);

/* Whether there is anything committed that the disk may not have. */
bool settle_waits(const struct settle *);

/*
 * The log could not be synced.  What a disk failed to write once it may not
 * try again, and say that all is well: then the log has a gap, and what comes
 * after it is lost with the power.  So nothing is written any more until all
 * of it has been moved into the file; settle_is_sure() tries.
 */
void settle_doubt(struct settle *);
bool settle_doubts(const struct settle *);
bool settle_is_sure(struct settle *) MF_CHECKED;

/* A later commit was synced, and what waits here with it: answers all. */
void settle_synced(struct settle *);

/* Waits for the disk and answers all: before their policies are gone. */
void settle_now(struct settle *);

#endif
