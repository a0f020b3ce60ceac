/* A load, told on one line that scripts read; and every code once more. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "scene.h"
#include "tell.h"

static void
report(struct crowd *c, int64_t begun)
{
	printf("begun=%" PRIu64 " accepted=%" PRIu64 " refused=%" PRIu64
	       " excused=%" PRIu64 " unknown=%" PRIu64 " shut=%" PRIu64
	       " wrong_in=%" PRIu64 " replay_in=%" PRIu64 " last_in_ms=%" PRId64
	       " ms=%" PRId64 " p50=%.2f p99=%.2f max=%.2f\n",
	    c->begun, c->accepted[AIM_RIGHT], c->refused[AIM_RIGHT], c->excused,
	    c->unknown, c->first_refused, c->accepted[AIM_WRONG],
	    c->accepted[AIM_REPLAY],
	    c->accepted_ms == 0 ? -1 : c->accepted_ms - begun, now_ms() - begun,
	    crowd_latency(c, 500), crowd_latency(c, 990),
	    crowd_latency(c, 1000));
}

/* Nothing to pass or fail here but the ledger: the script judges. */
void
scene_load(struct run *r)
{
	struct entries before;
	struct book book;
	struct crowd c = { .street = &r->street,
		.people = &r->people,
		.book = &book,
		.replay = 5,
		.again = 100,
		.rate = r->rate,
		.limit = r->rounds };
	int64_t begun = now_ms();

	if (!book_open(&book, r->book))
		return;
	if (r->book != NULL && book_read(r->book, &before)) {
		book_resume(&before, &r->people);
		entries_free(&before);
	}
	crowd_init(&c);
	crowd_run(&c, r->ms == 0 ? 60000 : r->ms);
	(void)crowd_settle(&c, 10000);
	report(&c, begun);
	crowd_free(&c);
	book_close(&book);
}

/* The code of an entry in a dialogue of its own. */
static enum said
once_more(struct run *r, const struct entry *e)
{
	const struct token *t = &r->people.list[e->who];
	struct question q;
	struct reply ticket, reply;
	char code[TYPED_SIZE];

	if (!scene_ticket(r, t->user, "replay", &q, &ticket))
		return ticket.said;
	token_code(t, e->counter, code);
	q.typed = code;
	question_renew(&q);
	return ask_once(&r->street, &q, &reply);
}

void
scene_replay(struct run *r)
{
	struct entries all;
	unsigned in = 0, n = 0, unanswered = 0;

	if (!book_read(r->book, &all)) {
		tell(false, "the ledger is there");
		return;
	}
	/* latest first: those are evaluated before a lock comes */
	for (size_t i = all.n; i > 0; i--) {
		const struct entry *e = &all.list[i - 1];
		enum said said;

		if (e->said != SAID_ACCEPT || (r->rounds && n >= r->rounds))
			continue;
		n++;
		said = once_more(r, e);
		in += said == SAID_ACCEPT;
		unanswered += said < SAID_REJECT;
	}
	entries_free(&all);
	tell(in == 0 && unanswered == 0 && n > 0,
	    "of %u codes that had been accepted none is again (%u were, %u "
	    "got no answer)",
	    n, in, unanswered);
}
