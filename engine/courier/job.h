/* One message under way; the inside of the pool, for pool*.c alone. */
#ifndef MF_JOB_H
#define MF_JOB_H

#include "courier/pool.h"
#include "courier/transfer.h"

enum job_state {
	JOB_FREE = 0,
	JOB_WAITS, /* for a gateway */
	JOB_TRIES, /* a transfer is under way */
	JOB_ENDED, /* the engine is to hear of it */
	JOB_TOLD,  /* and has, but it may not have recorded it */
};

struct job {
	enum job_state state;
	bool email;
	bool stays; /* in JOB_WAITS, till a gateway has rested */
	bool recalled;
	int64_t id;
	unsigned attempt;
	uint64_t since, deadline; /* CLOCK_BOOTTIME in ms */
	char key[65], to[256], subject[256], body[2049], code[33];
	char wanted[65];  /* gateway asked for by name */
	uint32_t tried;   /* bits of the pool's gateways */
	bool all_refused; /* by each that was tried */
	/* In JOB_TRIES, by the configuration of when it began: */
	const struct courier_conf *conf;
	struct gateway *gateway;
	struct transfer *transfer;
	struct letter letter;
	enum courier_outcome outcome;
	char words[WORDS_SIZE + 64], said_by[65];
};

struct pool {
	struct courier_conf *conf; /* older ones hang on it */
	CURLM *multi;
	bool stopping;
	unsigned room[2]; /* to be offered: SMS, e-mail */
	char gateways[2048];
	struct job jobs[2 * COURIER_ROOM];
};

uint64_t pool_now(void); /* CLOCK_BOOTTIME in ms */

/* False for a message that is not whole. */
bool job_fill(struct job *, const struct wire_msg *);
/* It has ended so; words NULL: for the reason of its last try. */
void job_end(struct job *, enum courier_outcome o, const char *words);
/* Wipes. */
void job_clear(struct job *);

/* pool_try.c: begins a try at the best gateway, or ends the job. */
void pool_begin(struct pool *, struct job *);
/* A transfer of the job's has ended. */
void pool_ended(struct pool *, struct job *, CURLcode);

/* pool_conf.c: lets go of configurations that no try uses any more. */
void pool_tidy(struct pool *);

#endif
