#include <stdlib.h>
#include <string.h>

#include "server/decoys.h"

#define BYTES_MAX 256 /* of an answer: the texts of a decoy are short */
#define BUCKETS   DECOYS_MAX

struct entry {
	uint64_t dialogue;
	int64_t at_ms;
	uint32_t next; /* in its bucket: 1 + place, 0: none */
	uint16_t n;
	uint8_t round; /* 0: nothing is here */
	uint8_t reply[REPLY_SIZE];
	uint8_t bytes[BYTES_MAX];
};

/* A ring in the order of time, and an index by dialogue. */
struct decoys {
	uint32_t at; /* the oldest, which the next answer takes */
	uint32_t bucket[BUCKETS];
	struct entry of[DECOYS_MAX];
};

struct decoys *
decoys_new(void)
{
	return calloc(1, sizeof(struct decoys));
}

void
decoys_free(struct decoys **dp)
{
	free(*dp);
	*dp = NULL;
}

/* The link to the dialogue's entry, or to the 0 at the end of its bucket. */
static uint32_t *
link_to(struct decoys *d, uint64_t dialogue)
{
	uint32_t *p = &d->bucket[dialogue % BUCKETS];

	while (*p != 0 && d->of[*p - 1].dialogue != dialogue)
		p = &d->of[*p - 1].next;
	return p;
}

static void
forget(struct decoys *d, uint64_t dialogue)
{
	uint32_t *p = link_to(d, dialogue);
	struct entry *e;

	if (*p == 0)
		return;
	e = &d->of[*p - 1];
	*p = e->next;
	e->round = 0;
}

enum mf_err
decoys_find(struct decoys *d, uint64_t dialogue, struct answer *a)
{
	const uint32_t *p = link_to(d, dialogue);
	const struct entry *e;

	if (*p == 0)
		return MF_ENOENT;
	e = &d->of[*p - 1];
	a->round = e->round;
	memcpy(a->reply, e->reply, REPLY_SIZE);
	a->at_ms = e->at_ms;
	a->repeats = 0;
	a->n = e->n;
	memcpy(a->bytes, e->bytes, e->n);
	return MF_OK;
}

void
decoys_put(struct decoys *d, uint64_t dialogue, const struct answer *a)
{
	struct entry *e = &d->of[d->at];
	uint32_t *p;

	forget(d, dialogue);
	if (e->round != 0)
		forget(d, e->dialogue);
	e->dialogue = dialogue;
	e->round = (uint8_t)a->round;
	memcpy(e->reply, a->reply, REPLY_SIZE);
	e->at_ms = a->at_ms;
	e->n = (uint16_t)(a->n <= sizeof(e->bytes) ? a->n : 0);
	memcpy(e->bytes, a->bytes, e->n);
	p = &d->bucket[dialogue % BUCKETS];
	e->next = *p;
	*p = ++d->at;
	d->at %= DECOYS_MAX;
}
