/* A scene of ledger(main.c): what it is given, and which there are. */
#ifndef CRASH_SCENE_H
#define CRASH_SCENE_H

#include "crowd.h"
#include "life.h"

struct run {
	struct street street;
	struct tokens people;
	const char *book; /* path of the ledger, or NULL */
	const char *database;
	unsigned rounds; /* what a round is, the scene says */
	double rate;
	int64_t ms;
	struct life life; /* argv: NULL when the engine runs already */
};

typedef void scene_fn(struct run *);

scene_fn scene_once;    /* one code in 64 dialogues at once */
scene_fn scene_repeat;  /* one packet, again and again */
scene_fn scene_keep;    /* a reply, */
scene_fn scene_late;    /* and the same a while later */
scene_fn scene_guess;   /* wrong codes in parallel, soft lock */
scene_fn scene_owner;   /* once the locks are over, the right code */
scene_fn scene_limits;  /* strangers and owner at a device's limits */
scene_fn scene_kill;    /* kill -9 under load */
scene_fn scene_settle;  /* the ledger against the stopped database */
scene_fn scene_load;    /* figures of a load on one line */
scene_fn scene_replay;  /* every code of the ledger once more */
scene_fn scene_between; /* killed between commit and answer */
scene_fn scene_faults;  /* calls that fail while people log in */
scene_fn scene_starts;  /* calls that fail while the engine starts */
scene_fn scene_power;   /* the power fails under load */
scene_fn scene_first;   /* the power fails at the first start */

/* The challenge for user from a station; false when there was none. */
bool scene_ticket(const struct run *, const char *user, const char *station,
    struct question *, struct reply *ticket);

#endif
