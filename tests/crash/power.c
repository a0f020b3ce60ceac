/* The power fails, again and again, while people log in or as it starts. */

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "../fail/plan.h"
#include "../fail/power.h"
#include "after.h"
#include "tell.h"

#define CALLS_START 60  /* of an engine that starts, and some more */
#define CALLS_LOAD  900 /* of one with 64 people at its door */
#define STEP_MS     2
#define LIFE_MS     10000
#define ROUNDS_MIN  100 /* however slow this machine is */

struct cuts {
	unsigned n, starting;
};

static bool
was_cut(const struct power *p, uint64_t before, int status)
{
	return p->cuts == before + 1 && WIFSIGNALED(status) &&
	    WTERMSIG(status) == SIGKILL;
}

static void
arm(struct power *p)
{
	p->seed = (uint64_t)chance(UINT32_MAX) << 32 | chance(UINT32_MAX);
	p->left = 1 + chance(chance(4) == 0 ? CALLS_START : CALLS_LOAD);
}

static bool
live_until_the_cut(
    struct run *r, struct crowd *c, struct power *p, struct cuts *cuts)
{
	uint64_t before = p->cuts;
	int64_t until = now_ms() + LIFE_MS;
	int status = 0;

	arm(p);
	if (!life_begin(&r->life)) {
		status = r->life.status;
		cuts->starting++;
	} else {
		while (!life_is_over(&r->life, &status) && now_ms() < until)
			crowd_run(c, STEP_MS);
	}
	cuts->n++;
	return was_cut(p, before, status) ||
	    tell(false,
		"the engine starts after power cut %u, and lives until the "
		"next (status %x)",
		cuts->n - 1, (unsigned)status);
}

void
scene_power(struct run *r)
{
	struct book book;
	struct crowd c = { .street = &r->street,
		.people = &r->people,
		.book = &book,
		.wrong = 3,
		.replay = 3,
		.again = 90 };
	struct cuts cuts = { 0 };
	struct power *p = plan_map(r->life.plan, sizeof(*p));
	int64_t until = r->ms == 0 ? INT64_MAX : now_ms() + r->ms;

	if (p == NULL || !book_open(&book, r->book) || r->life.argv == NULL) {
		tell(false, "a plan, a ledger and an engine are given");
		return;
	}
	crowd_init(&c);
	p->cuts = 0;
	while (cuts.n < r->rounds &&
	    (cuts.n < ROUNDS_MIN || now_ms() < until) &&
	    live_until_the_cut(r, &c, p, &cuts))
		;
	p->left = 0;
	tell(p->cuts == cuts.n && cuts.n > 0,
	    "the power failed %" PRIu64 " times, %u of them while it started",
	    p->cuts, cuts.starting);
	remark("%" PRIu64 " sectors were not on the disk, %" PRIu64
	       " torn; %" PRIu64 " names",
	    p->lost, p->torn, p->undone);
	if (tell(life_begin(&r->life), "it starts after the last one")) {
		(void)crowd_settle(&c, 10000);
		tell(c.accepted[AIM_RIGHT] > cuts.n, "people got in between");
		after_report(&c);
		after_all(r, &c);
		tell(life_end(&r->life) == 0, "it stops cleanly at the end");
	}
	crowd_free(&c);
	book_close(&book);
}

/* Neither keyring nor database nor notes: the engine has to make them. */
static bool
wipe_out(const struct life *l)
{
	char command[1024];

	return snprintf(command, sizeof(command),
		   "cd \"$(dirname '%s')\" && rm -rf keyring* state/* notes/*",
		   l->plan) < (int)sizeof(command) &&
	    system(command) == 0;
}

/* The power fails at each call of the very first start. */
void
scene_first(struct run *r)
{
	struct power *p = plan_map(r->life.plan, sizeof(*p));
	unsigned n = 0, shut = 0;
	bool more = p != NULL;

	if (p != NULL)
		p->cuts = 0;
	while (more) {
		p->seed = chance(UINT32_MAX);
		p->left = ++n;
		more = wipe_out(&r->life) && !life_begin(&r->life);
		if (!more)
			break;
		p->left = 0;
		if (life_begin(&r->life) && life_end(&r->life) == 0)
			continue;
		remark("not after a cut at call %u", n);
		shut++;
		break; /* what is there can be looked at */
	}
	tell(p != NULL && n > 20 && p->cuts == n - 1 && shut == 0,
	    "the power fails at each of the %u calls of the first start: it "
	    "starts again (%u times not)",
	    n - 1, shut);
	life_kill(&r->life);
}
