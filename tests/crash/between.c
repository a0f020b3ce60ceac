/* Killed between commit and answer, or in the middle of the commit. */

#include <errno.h>
#include <string.h>

#include "../fail/plan.h"
#include "scene.h"
#include "tell.h"

#define WRITES 6 /* of one login's commit, about */

struct deaths {
	unsigned died, in, repeated, other_refused;
};

static const struct fault after_sync = { "", CALL_SYNC, FAIL_DIE, 0, true };
static const struct fault in_write = { "", CALL_WRITE, FAIL_DIE, 0, true };

static void
one_death(struct run *r, struct plan *plan, unsigned i, struct deaths *d)
{
	const struct token *t = &r->people.list[i];
	struct reply ticket, reply, again;
	struct question q;
	char code[TYPED_SIZE];
	int status;

	if (!scene_ticket(r, t->user, "home", &q, &ticket))
		return;
	token_code(t, t->next, code);
	q.typed = code;
	question_renew(&q);
	if (i % 2 == 0)
		plan_arm(plan, &after_sync, 1);
	else
		plan_arm(plan, &in_write, 1 + i / 2 % WRITES);
	(void)ask_once(&r->street, &q, &reply);
	plan_disarm(plan);
	if (reply.said == SAID_NOTHING && life_end(&r->life) != 0)
		d->died++;
	if (r->life.pid == 0 && !life_begin(&r->life))
		return;
	question_renew(&q);
	d->in += ask_once(&r->street, &q, &reply) == SAID_ACCEPT;
	question_renew(&q);
	(void)ask_once(&r->street, &q, &again);
	d->repeated += again.n == reply.n &&
	    memcmp(again.bytes, reply.bytes, again.n) == 0;
	q.typed = "000000";
	d->other_refused += ask_once(&r->street, &q, &again) == SAID_REJECT;
	(void)life_is_over(&r->life, &status);
}

void
scene_between(struct run *r)
{
	struct deaths d = { 0 };
	struct plan *plan = plan_open(r->life.plan);

	if (plan == NULL || !life_begin(&r->life)) {
		tell(false, "the engine starts");
		return;
	}
	if (r->rounds > r->people.n)
		r->rounds = (unsigned)r->people.n;
	for (unsigned i = 0; i < r->rounds; i++)
		one_death(r, plan, i, &d);
	tell(d.died > r->rounds / 2,
	    "killed %u times between commit and answer, or in the commit",
	    d.died);
	tell(d.in == r->rounds,
	    "asked again, the engine lets in whom it had, or had not yet, let "
	    "in (%u of %u)",
	    d.in, r->rounds);
	tell(d.repeated == r->rounds, "and says so again (%u)", d.repeated);
	tell(d.other_refused == r->rounds,
	    "another reply to that ticket is refused (%u)", d.other_refused);
	tell(life_end(&r->life) == 0, "it stops cleanly at the end");
	plan_close(&plan);
}
