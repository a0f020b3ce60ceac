/* kill -9 at random moments, under load, again and again. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "scene.h"
#include "tell.h"

#define LIFE_MIN_MS 5
#define LIFE_MAX_MS 500

struct lives {
	unsigned n;
	int slowest_ms;
};

static bool
live_and_die(struct run *r, struct crowd *c, struct lives *l)
{
	int status;

	if (!life_begin(&r->life))
		return tell(
		    false, "the engine starts after kill -9 number %u", l->n);
	if (r->life.ready_ms > l->slowest_ms)
		l->slowest_ms = r->life.ready_ms;
	crowd_run(c, LIFE_MIN_MS + chance(LIFE_MAX_MS - LIFE_MIN_MS + 1));
	if (life_is_over(&r->life, &status))
		return tell(false,
		    "the engine lives until it is killed (status %d)", status);
	life_kill(&r->life);
	l->n++;
	return true;
}

static void
report(const struct crowd *c, const struct lives *l)
{
	remark("%" PRIu64 " logins: %" PRIu64 " let in, %" PRIu64
	       " wrong and %" PRIu64 " used codes refused, %" PRIu64
	       " never answered, %" PRIu64 " asked again with the same code",
	    c->begun, c->accepted[AIM_RIGHT], c->refused[AIM_WRONG],
	    c->refused[AIM_REPLAY], c->unknown, c->excused);
	remark("slowest start: %d ms", l->slowest_ms);
	tell(c->accepted[AIM_RIGHT] > l->n, "people got in between the kills");
	tell(c->accepted[AIM_WRONG] == 0 && c->accepted[AIM_REPLAY] == 0,
	    "no wrong code and no used one was accepted");
	tell(c->refused[AIM_RIGHT] == 0 && c->first_refused == 0,
	    "no right code was refused (%" PRIu64 ", and %" PRIu64
	    " at the first packet)",
	    c->refused[AIM_RIGHT], c->first_refused);
	tell(l->slowest_ms < 2000, "it is back within 2 s");
}

/* Everybody still gets in with the next code; the last one is spent. */
static void
afterwards(struct run *r, struct crowd *c)
{
	uint64_t in = c->accepted[AIM_RIGHT], excused = c->excused;

	c->limit = c->begun + r->people.n;
	c->wrong = c->replay = 0;
	crowd_run(c, 30000);
	(void)crowd_settle(c, 10000);
	in = c->accepted[AIM_RIGHT] - in;
	excused = c->excused - excused;
	tell(in + excused == r->people.n && c->refused[AIM_RIGHT] == 0,
	    "afterwards everybody gets in (%" PRIu64 " of %zu; %" PRIu64
	    " had typed that code before)",
	    in, r->people.n, excused);
	c->limit = c->begun + r->people.n;
	c->replay = 100;
	in = c->refused[AIM_REPLAY];
	crowd_run(c, 30000);
	(void)crowd_settle(c, 10000);
	tell(c->refused[AIM_REPLAY] - in >= r->people.n / 2 &&
		c->accepted[AIM_REPLAY] == 0,
	    "and nobody with the code that let them in last (%" PRIu64
	    " tried)",
	    c->refused[AIM_REPLAY] - in);
}

void
scene_kill(struct run *r)
{
	struct book book;
	struct crowd c = { .street = &r->street,
		.people = &r->people,
		.book = &book,
		.wrong = 3,
		.replay = 3,
		.again = 90 };
	struct lives l = { 0 };

	if (!book_open(&book, r->book) || r->life.argv == NULL) {
		tell(false, "a ledger and an engine are given");
		return;
	}
	crowd_init(&c);
	while (l.n < r->rounds && live_and_die(r, &c, &l))
		;
	tell(l.n == r->rounds, "the engine was killed %u times", l.n);
	if (life_begin(&r->life)) {
		(void)crowd_settle(&c, 10000);
		report(&c, &l);
		afterwards(r, &c);
		tell(life_end(&r->life) == 0, "it stops cleanly at the end");
	}
	crowd_free(&c);
	book_close(&book);
}
