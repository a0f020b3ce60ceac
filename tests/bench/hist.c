#include <stddef.h>

#include "hist.h"

static size_t
bin_of(uint64_t us)
{
	unsigned e;
	size_t i;

	if (us < HIST_EXACT)
		return us;
	e = 63 - (unsigned)__builtin_clzll(us);
	i = HIST_EXACT + (e - 8) * HIST_FINE +
	    ((us >> (e - 7)) & (HIST_FINE - 1));
	return i < HIST_BINS ? i : HIST_BINS - 1;
}

/* The longest time that falls into a bin. */
static int64_t
top_of(size_t i)
{
	size_t e, fine;

	if (i < HIST_EXACT)
		return (int64_t)i;
	e = (i - HIST_EXACT) / HIST_FINE + 8;
	fine = (i - HIST_EXACT) % HIST_FINE;
	return ((int64_t)(HIST_FINE + fine + 1) << (e - 7)) - 1;
}

void
hist_add(struct hist *h, int64_t us)
{
	if (us < 0)
		us = 0;
	if (us > h->max)
		h->max = us;
	h->bin[bin_of((uint64_t)us)]++;
	h->count++;
}

int64_t
hist_share(const struct hist *h, double share)
{
	double seen = 0, want = share * (double)h->count;

	for (size_t i = 0; i < HIST_BINS; i++) {
		seen += h->bin[i];
		if (h->bin[i] > 0 && seen >= want)
			return top_of(i) < h->max ? top_of(i) : h->max;
	}
	return h->max;
}
