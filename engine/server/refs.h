/*
 * References: numbers drawn once, from blocks reserved durably ahead, so that
 * none comes twice after a crash (rule 27); shown through a keyed permutation.
 */
#ifndef MF_REFS_H
#define MF_REFS_H

#include <stdint.h>

#include "core/reference.h"
#include "store/store.h"
#include "util/keyring.h"

struct references;

/* Reserves the first block; writes to the store. */
enum mf_err refs_open(
    struct store *, const struct keyring *, struct references **) MF_CHECKED;
void refs_free(struct references **);

/* A number of the reserved block; 0 when it is used up. */
int64_t refs_draw(struct references *);

/* Within a batch: reserves the next block when this one runs low. */
enum mf_err refs_reserve(struct references *, struct store *) MF_CHECKED;
void refs_committed(struct references *, bool committed);
/* Whether a batch should be opened just to reserve. */
bool refs_run_low(const struct references *);

void refs_format(const struct references *, int64_t number, char out[10]);
enum mf_err refs_parse(
    const struct references *, const char *text, int64_t *number) MF_CHECKED;

#endif
