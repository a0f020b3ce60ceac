/*
 * What the control connections share: the thread that reads, and the staged
 * work that goes in steps between the decisions of each batch.
 */
#ifndef MF_DESK_H
#define MF_DESK_H

#include <stdatomic.h>

#include "server/admin.h"
#include "server/control.h"

/*
 * Work in steps on the loop.  step() does a part of it until boot_us() has
 * reached until, and says whether more is left; it may write with
 * batch_write() and batch_keep(), which shares the commit of the batch.  It
 * learns whether that commit went well from its next look at the database
 * only.  The job belongs to its maker, who keeps it until step() said false.
 */
struct job {
	bool (*step)(struct job *, int64_t until);
	void *arg;
	/* the desk's */
	struct job *next;
	bool queued;
};

/* Once more is fine.  Steps start soon. */
void desk_start(struct desk *, struct job *);
bool job_is_queued(const struct job *);

int64_t boot_us(void);

/* Whether logins came lately: then steps are short. */
bool desk_is_busy(const struct desk *);

/* The import under way; admin_import.c's. */
struct import **desk_import(struct desk *);

/* A reading command for the desk's thread; false: too many wait. */
bool desk_read(struct desk *, struct control *) MF_CHECKED;

/* The keys have changed: the thread opens the database anew before it reads. */
void desk_reopen(struct desk *);

/* ---- between control.c and desk.c ---------------------------------------- */

/* A command whose answer comes later; not after desk_stop(). */
void desk_hold(struct desk *, struct control *);
void desk_release(struct desk *, struct control *);
struct control_links {               /* of the desk's lists */
	struct control *next, *prev; /* held */
	struct control *waiting;     /* to be read, or read */
};
struct control_links *control_links(struct control *);

/* On the desk's thread: runs the command and sends its answer. */
void control_read(struct control *, struct store *, const atomic_bool *stop);
/* On the loop: the thread is done with it. */
void control_was_read(struct control *);
/* It will never be answered, or was. */
void control_released(struct control *);

#endif
