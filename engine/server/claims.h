/*
 * How many claims of boxed tokens may be tried in an hour, by all accounts.
 * Written with the other counts, so that a restart gives no new ones.
 */
#ifndef MF_CLAIMS_H
#define MF_CLAIMS_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

struct claims { /* zeroed memory is ready */
	int64_t hour;
	unsigned taken;
	bool dirty; /* cleared by the caller, when it is committed */
};

/* Takes one; false when none is left of this hour. */
bool claims_take(struct claims *, unsigned per_hour, int64_t now);
/* Whether it would be true. */
bool claims_left(struct claims *, unsigned per_hour, int64_t now);

enum mf_err claims_load(struct claims *, struct store *) MF_CHECKED;
enum mf_err claims_save(const struct claims *, struct store *) MF_CHECKED;

#endif
