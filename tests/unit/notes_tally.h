/* For tests of the notes: what a reader of theirs is told, added up. */
#ifndef NOTES_TALLY_H
#define NOTES_TALLY_H

#include "notes_test.h"

struct tally {
	uint64_t counter[4];
	int64_t owner[4];
	int state[4];
	unsigned failures[4]; /* of the account */
	unsigned budget[4];
	uint64_t epoch[4];
};

static inline enum mf_err
count(void *arg, const struct note *n)
{
	struct tally *t = arg;

	assert_true(n->id >= 1 && n->id <= 3);
	switch (n->kind) {
	case NOTE_COUNTER:
		t->counter[n->id] = n->a;
		break;
	case NOTE_BINDING:
		t->owner[n->id] = (int64_t)n->a;
		t->state[n->id] = (int)n->b;
		break;
	case NOTE_EPOCH:
		t->epoch[n->id] = n->a;
		break;
	case NOTE_FAILURE:
		t->failures[n->id]++;
		break;
	case NOTE_BUDGET:
		t->budget[n->id] = (unsigned)n->b;
		break;
	default:
		break;
	}
	return MF_OK;
}

static inline void
read_back(struct place *p, uint64_t generation, int64_t seq, struct tally *t,
    struct notes_found *f)
{
	*t = (struct tally){ 0 };
	assert_int_equal(
	    notes_look(p->notes_folder, store_id(p->store), f), MF_OK);
	assert_int_equal(
	    notes_read(p->notes_folder, generation, seq, f, count, t), MF_OK);
}

#endif
