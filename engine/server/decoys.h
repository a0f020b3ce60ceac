/*
 * What was answered to decoys: under the same rule as real tickets (one
 * ticket, one answer), but in a bounded table in memory, never on disk.  The
 * latest DECOYS_MAX answers are known, more than FreeRADIUS's usual threads
 * can be given on the grid in a minute: a flood does not make the engine
 * forget one that a real ticket would still be held to.
 */
#ifndef MF_DECOYS_H
#define MF_DECOYS_H

#include "store/store.h"

#define DECOYS_MAX 32768

struct decoys;

struct decoys *decoys_new(void);
void decoys_free(struct decoys **);

/* MF_ENOENT: nothing was answered in that dialogue, or it was forgotten. */
enum mf_err
decoys_find(struct decoys *, uint64_t dialogue, struct answer *) MF_CHECKED;

void decoys_put(struct decoys *, uint64_t dialogue, const struct answer *);

#endif
