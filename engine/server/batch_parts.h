/* Of batch.c, who asks and is answered, and batch_commit.c, what is written. */
#ifndef MF_BATCH_PARTS_H
#define MF_BATCH_PARTS_H

#include "server/batch.h"

enum lasting {        /* what has to outlive the power, and by when */
	LASTS_STAGED, /* nothing */
	LASTS_SOON,   /* before it is answered */
	LASTS_NOW,    /* before anybody else is */
};

struct batch {
	uv_check_t check;
	uv_idle_t again;
	struct engine *engine;
	struct conn **queue, **later;
	size_t n, nlater, size;
	size_t last; /* size of the batch before */
	bool wrote;  /* in the transaction */
	bool alone;  /* one asks, nobody else */
	bool waits;  /* its commit waits for the disk */
	enum lasting lasting;
	unsigned put_off; /* batches since staged work was done */
	bool begun;       /* a transaction is open */
	bool broken;      /* it was rolled back under us */
	bool waiting;     /* the idle handle runs */
};

/* waits: its commit returns when the disk has it. */
enum mf_err batch_begin(struct batch *, bool waits) MF_CHECKED;
enum mf_err batch_finish(struct batch *) MF_CHECKED;
/* Whether its answers wait for the disk: of what it wrote, or has read. */
bool batch_settles(const struct batch *);

#endif
