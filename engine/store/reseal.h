/* Sealing anew what older keys sealed. */
#ifndef MF_STORE_RESEAL_H
#define MF_STORE_RESEAL_H

#include "store/store.h"

struct reseal_place { /* zeroed: at the beginning */
	enum sealed kind;
	int64_t last; /* the id before */
};

struct reseal_counts {
	size_t seen, sealed, damaged;
};

/*
 * Looks at no more than limit rows after the place, seals those of older keys
 * with the newest and moves the place on; within a transaction.  *more
 * becomes false when none was left.  What does not open is left as it is.
 */
enum mf_err reseal_rows(struct store *, struct reseal_place *, unsigned limit,
    struct reseal_counts *, bool *more) MF_CHECKED;

/* At most how many rows there are to look at. */
enum mf_err reseal_total(struct store *, int64_t *rows) MF_CHECKED;

/* The keys to use from now on; the old ones must live as long as readers. */
void store_use_keys(struct store *, const struct keyring *);

#endif
