/*
 * What was answered to decoys: under the same rule as real tickets (one
 * ticket, one answer), but in a bounded table in memory, never on disk.
 */
#ifndef MF_DECOYS_H
#define MF_DECOYS_H

#include "store/store.h"

#define DECOY_ANSWER_MAX 512

struct decoys;

struct decoys *decoys_new(void);
void decoys_free(struct decoys **);

/* MF_ENOENT: nothing was answered in that dialogue, or it was forgotten. */
enum mf_err decoys_find(
    const struct decoys *, uint64_t dialogue, struct answer *) MF_CHECKED;

void decoys_put(struct decoys *, uint64_t dialogue, const struct answer *);

#endif
