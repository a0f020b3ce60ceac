#include <stdlib.h>
#include <string.h>

#include "server/decoys.h"

#define ENTRIES 4096

struct entry {
	uint64_t dialogue;
	unsigned round;
	uint8_t reply[REPLY_SIZE];
	int64_t at_ms;
	size_t n;
	uint8_t bytes[DECOY_ANSWER_MAX];
};

struct decoys {
	struct entry of[ENTRIES];
};

/* The low bits of an id are random; a newer dialogue takes the place. */
static size_t
place(uint64_t dialogue)
{
	return dialogue % ENTRIES;
}

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

enum mf_err
decoys_find(const struct decoys *d, uint64_t dialogue, struct answer *a)
{
	const struct entry *e = &d->of[place(dialogue)];

	if (e->dialogue != dialogue || e->round == 0)
		return MF_ENOENT;
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
	struct entry *e = &d->of[place(dialogue)];

	e->dialogue = dialogue;
	e->round = a->round;
	memcpy(e->reply, a->reply, REPLY_SIZE);
	e->at_ms = a->at_ms;
	e->n = a->n <= sizeof(e->bytes) ? a->n : 0;
	memcpy(e->bytes, a->bytes, e->n);
}
