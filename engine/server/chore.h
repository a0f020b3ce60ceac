/*
 * Long work of one command on a thread of libuv's, in parts of a second or
 * two, with a read-only connection of its own; between them the loop tells
 * the peer how it goes.  For STAGED commands (admin.h).
 */
#ifndef MF_CHORE_H
#define MF_CHORE_H

#include <stdatomic.h>

#include "server/admin.h"
#include "server/chores.h"
#include "server/desk.h"

struct chore;

struct chore_ops {
	/* On a worker: a part; true: there is more of it. */
	bool (*part)(struct chore *);
	/*
	 * On the loop after each part but the last: rows, sent with
	 * rows_flush().  May be NULL.
	 */
	void (*tell)(struct chore *, struct command_in *);
	/* A step of the desk's, at the end: as a handler returns. */
	enum mf_err (*end)(struct chore *, struct command_in *);
	/* On the loop, last of all, in every case.  May be NULL. */
	void (*drop)(struct chore *);
	bool reads; /* wants a reader */
};

struct chore {
	const struct chore_ops *ops;
	struct engine *engine; /* for tell() and end() */
	struct store *reader;
	void *own;         /* the maker's; freed with the chore */
	enum mf_err err;   /* of part(); not MF_OK ends it */
	atomic_bool *stop; /* the engine ends */
	/* chore.c's */
	uv_work_t work;
	struct job job;
	struct command_in *in; /* NULL: nobody waits any more */
	struct chore *next;
};

/* return chore_start(...): takes own, which is from calloc, in every case. */
enum mf_err chore_start(
    struct command_in *, const struct chore_ops *, void *own) MF_CHECKED;

/* The same for a command that was deferred already. */
enum mf_err chore_go_on(
    struct command_in *, const struct chore_ops *, void *own) MF_CHECKED;

#endif
