/*
 * After a new key: every secret and password sealed anew, a few at a time
 * between the logins.  What was broken off goes on at the next start.
 */
#ifndef MF_RESEAL_H
#define MF_RESEAL_H

#include "server/engine.h"

struct reseal_progress {
	bool running;
	int64_t done, total;
};

/* From the engine's timer: goes on if there is something to do. */
void reseal_tick(struct engine *);
void reseal_free(struct reseal **);

/*
 * The keyring has a new key.  Takes it; the one before lives on until the
 * engine ends, for readers may hold it.
 */
enum mf_err reseal_take_keys(struct engine *, struct keyring *) MF_CHECKED;

void reseal_progress(const struct engine *, struct reseal_progress *);

#endif
