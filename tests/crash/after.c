#include <inttypes.h>

#include "after.h"
#include "tell.h"

void
after_report(const struct crowd *c)
{
	remark("%" PRIu64 " logins: %" PRIu64 " let in, %" PRIu64
	       " wrong and %" PRIu64 " used codes refused, %" PRIu64
	       " never answered, %" PRIu64 " asked again with the same code",
	    c->begun, c->accepted[AIM_RIGHT], c->refused[AIM_WRONG],
	    c->refused[AIM_REPLAY], c->unknown, c->excused);
	tell(c->accepted[AIM_WRONG] == 0 && c->accepted[AIM_REPLAY] == 0,
	    "no wrong code and no used one was accepted");
	tell(c->refused[AIM_RIGHT] == 0 && c->first_refused == 0,
	    "no right code was refused (%" PRIu64 ", and %" PRIu64
	    " at the first packet)",
	    c->refused[AIM_RIGHT], c->first_refused);
}

void
after_all(struct run *r, struct crowd *c)
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
