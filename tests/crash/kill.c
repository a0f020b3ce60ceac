/* kill -9 at random moments, under load, again and again. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "after.h"
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
		tell(c.accepted[AIM_RIGHT] > l.n,
		    "people got in between the kills");
		after_report(&c);
		remark("slowest start: %d ms", l.slowest_ms);
		tell(l.slowest_ms < 2000, "it is back within 2 s");
		after_all(r, &c);
		tell(life_end(&r->life) == 0, "it stops cleanly at the end");
	}
	crowd_free(&c);
	book_close(&book);
}
