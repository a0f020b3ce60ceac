/*
 * What happened before a right first factor: the last few thousand refusals
 * and a count per source, in memory, so that a flood can neither fill the
 * disk nor buy an fsync.
 */
#ifndef MF_RING_H
#define MF_RING_H

#include "core/dialogue.h"

#define RING_ENTRIES 4096

struct ring_entry {
	int64_t at_ms;
	int64_t reference; /* 0: none */
	int64_t account;   /* 0: unknown */
	enum reason reason;
	char user[64]; /* canonical, cut; "" when it has no such form */
	char nas[64], station[64];
};

struct ring;

struct ring *ring_new(void);
void ring_free(struct ring **);

void ring_add(struct ring *, const struct ring_entry *);

/* The i-th newest, NULL after the last. */
const struct ring_entry *ring_at(const struct ring *, size_t i);
uint64_t ring_total(const struct ring *);

#endif
