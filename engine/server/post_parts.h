/* Of post.c, what is handed out, and post_leave.c, when it leaves. */
#ifndef MF_POST_PARTS_H
#define MF_POST_PARTS_H

#include <uv.h>

#include "server/courier.h"

#define ROUND 16 /* messages of one batch: the loop has others to serve */

struct leaving {         /* rendered, and waiting for the commit */
	struct conn *to; /* NULL: nowhere any more */
	int64_t id;
	enum channel channel;
	size_t n;
	uint8_t buf[COURIER_MAX];
};

struct post {
	uv_timer_t timer;
	struct engine *engine;
	bool look;     /* at the outbox, in the next batch */
	bool release;  /* what a courier had that is gone */
	bool released; /* that, in this batch: to be done again if it fails */
	bool worked;   /* in this batch */
	bool held;     /* what it did then is not on the disk yet */
	size_t n;
	struct leaving out[ROUND];
	int64_t back[OUTBOX_RECALLED]; /* what is not to be sent any more */
	size_t nback;
};

#endif
