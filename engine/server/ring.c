#include <stdlib.h>

#include "server/ring.h"

struct ring {
	struct ring_entry of[RING_ENTRIES];
	uint64_t total;
};

struct ring *
ring_new(void)
{
	return calloc(1, sizeof(struct ring));
}

void
ring_free(struct ring **rp)
{
	free(*rp);
	*rp = NULL;
}

void
ring_add(struct ring *r, const struct ring_entry *e)
{
	r->of[r->total++ % RING_ENTRIES] = *e;
}

const struct ring_entry *
ring_at(const struct ring *r, size_t i)
{
	if (i >= RING_ENTRIES || i >= r->total)
		return NULL;
	return &r->of[(r->total - 1 - i) % RING_ENTRIES];
}

uint64_t
ring_total(const struct ring *r)
{
	return r->total;
}
