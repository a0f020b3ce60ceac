/* How many claims of boxed tokens may be tried in an hour, by all accounts. */
#ifndef MF_CLAIMS_H
#define MF_CLAIMS_H

#include <stdbool.h>
#include <stdint.h>

struct claims { /* zeroed memory is ready */
	int64_t hour;
	unsigned taken;
};

/* Takes one; false when none is left of this hour. */
bool claims_take(struct claims *, unsigned per_hour, int64_t now);

#endif
