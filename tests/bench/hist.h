/* Counts of times in microseconds; percentiles within 0.8 %. */
#ifndef BENCH_HIST_H
#define BENCH_HIST_H

#include <stdint.h>

#define HIST_EXACT 256 /* times below have a bin each */
#define HIST_FINE  128 /* bins for each doubling above */
#define HIST_BINS  (HIST_EXACT + 24 * HIST_FINE) /* up to 71 minutes */

struct hist {
	uint64_t count;
	int64_t max;
	uint32_t bin[HIST_BINS];
};

void hist_add(struct hist *, int64_t us);

/* The time that share (0 to 1) of the counted ones do not exceed; 0: none. */
int64_t hist_share(const struct hist *, double share);

#endif
