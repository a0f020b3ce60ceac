/*
 * Every call in turn fails while people log in: nobody is let in without a
 * commit, the engine lives, and afterwards it answers as before.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "../crash/scene.h"
#include "../crash/tell.h"
#include "plan.h"

#define DEEP 20000 /* no script has so many calls of a kind */

static const struct fault faults[] = {
	{ "malloc", CALL_MALLOC, FAIL_ONCE, ENOMEM, false },
	{ "malloc from there on", CALL_MALLOC, FAIL_ON, ENOMEM, false },
	{ "mmap", CALL_MMAP, FAIL_ONCE, ENOMEM, false },
	{ "open", CALL_OPEN, FAIL_ONCE, EMFILE, false },
	{ "read", CALL_READ, FAIL_ONCE, EIO, false },
	{ "read from there on", CALL_READ, FAIL_ON, EIO, false },
	{ "write, disk full", CALL_WRITE, FAIL_ONCE, ENOSPC, false },
	{ "write, disk full from there on", CALL_WRITE, FAIL_ON, ENOSPC,
	    false },
	{ "write, damaged", CALL_WRITE, FAIL_ONCE, EIO, false },
	{ "write, half of it", CALL_WRITE, FAIL_SHORT, 0, false },
	{ "sync", CALL_SYNC, FAIL_ONCE, EIO, true },
	{ "sync from there on", CALL_SYNC, FAIL_ON, EIO, false },
	{ "truncate", CALL_TRUNCATE, FAIL_ONCE, EIO, false },
	{ "getrandom, interrupted", CALL_RANDOM, FAIL_ONCE, EINTR, false },
	{ "recv", CALL_RECV, FAIL_ONCE, ENOMEM, false },
	{ "send", CALL_SEND, FAIL_ONCE, ENOBUFS, false },
	{ "accept", CALL_ACCEPT, FAIL_ONCE, EMFILE, false },
};

#define NFAULTS (sizeof(faults) / sizeof(faults[0]))

struct trial {
	struct run *run;
	struct plan *plan;
	struct book *book;
	size_t who;
	/* what went wrong */
	unsigned unwritten; /* let in though the log could not be written */
	unsigned wrong_in;
	unsigned shut; /* did not come back */
	unsigned ended, crashed;
	unsigned tried;
};

/* One code in a dialogue of its own; asked twice when nothing comes. */
static enum said
type(struct trial *t, struct token *who, uint64_t counter, enum aim aim)
{
	struct question q;
	struct reply ticket, reply;
	char code[TYPED_SIZE];
	uint64_t intent;

	if (!scene_ticket(t->run, who->user, "home", &q, &ticket))
		return ticket.said;
	if (aim == AIM_WRONG)
		token_wrong(who, counter, code);
	else
		token_code(who, counter, code);
	q.typed = code;
	intent = book_intent(t->book, t->who, counter, aim);
	for (unsigned i = 0; i < 2; i++) {
		question_renew(&q);
		if (ask_once(&t->run->street, &q, &reply) >= SAID_REJECT)
			break;
	}
	if (reply.said >= SAID_REJECT)
		book_outcome(t->book, intent, reply.said);
	return reply.said;
}

/* The right code, first of all: was the log written before it let in? */
static void
watch_right(struct trial *t, const struct fault *f, struct token *who)
{
	struct question q;
	struct reply ticket, reply;
	char code[TYPED_SIZE];
	uint64_t before, intent;

	if (!scene_ticket(t->run, who->user, "home", &q, &ticket))
		return;
	token_code(who, who->next, code);
	q.typed = code;
	before = t->plan->log_hits;
	intent = book_intent(t->book, t->who, who->next, AIM_RIGHT);
	question_renew(&q);
	if (ask_once(&t->run->street, &q, &reply) == SAID_ACCEPT)
		t->unwritten +=
		    f->manner != FAIL_SHORT && t->plan->log_hits != before;
	else {
		question_renew(&q);
		(void)ask_once(&t->run->street, &q, &reply);
	}
	if (reply.said >= SAID_REJECT)
		book_outcome(t->book, intent, reply.said);
}

/* Within two seconds it has to be itself again. */
static bool
comes_back(struct trial *t, struct token *who)
{
	int64_t until = now_ms() + 2000;
	enum said said;

	do {
		said = type(t, who, who->next, AIM_RIGHT);
		who->next++;
		if (said == SAID_ACCEPT)
			return true;
	} while (now_ms() < until);
	remark("%s gets no more than %s", who->user, said_words[said]);
	return false;
}

static bool
is_alive(struct trial *t)
{
	int status;

	if (!life_is_over(&t->run->life, &status))
		return true;
	if (WIFSIGNALED(status)) {
		remark("the engine died of signal %d", WTERMSIG(status));
		t->crashed++;
	} else {
		remark("the engine ended with status %d", WEXITSTATUS(status));
		t->ended++;
	}
	return life_begin(&t->run->life);
}

/* The n-th call fails; false: so many calls there are not. */
static bool
one_trial(struct trial *t, const struct fault *f, int64_t n)
{
	struct token *who;
	bool hit;

	t->who = (t->who + 1) % t->run->people.n;
	who = &t->run->people.list[t->who];
	plan_arm(t->plan, f, n);
	watch_right(t, f, who);
	who->next++;
	(void)type(t, who, who->next - 1, AIM_RIGHT); /* the ledger counts */
	t->wrong_in += type(t, who, who->next, AIM_WRONG) == SAID_ACCEPT;
	hit = t->plan->hits > 0;
	plan_disarm(t->plan);
	t->tried++;
	if (!is_alive(t))
		return false;
	t->shut += !comes_back(t, who);
	t->wrong_in += type(t, who, who->next - 1, AIM_REPLAY) == SAID_ACCEPT;
	return hit;
}

static void
try_fault(struct trial *t, const struct fault *f, unsigned stride)
{
	struct trial before = *t;
	int64_t n = 1 + chance(stride);

	while (n < DEEP && one_trial(t, f, n))
		n += stride;
	tell(t->unwritten == before.unwritten &&
		t->wrong_in == before.wrong_in && t->shut == before.shut &&
		t->ended == before.ended && t->crashed == before.crashed,
	    "%s fails, call 1 to %" PRId64
	    ": nobody in without a commit (%u), no wrong code (%u), it lives "
	    "(%u crashes, %u ends) and comes back (%u not)",
	    f->name, n, t->unwritten - before.unwritten,
	    t->wrong_in - before.wrong_in, t->crashed - before.crashed,
	    t->ended - before.ended, t->shut - before.shut);
}

void
scene_faults(struct run *r)
{
	struct book book;
	struct trial t = { .run = r, .book = &book };

	t.plan = plan_open(r->life.plan);
	if (t.plan == NULL || !book_open(&book, r->book) ||
	    !life_begin(&r->life)) {
		tell(false, "the engine starts");
		return;
	}
	for (size_t i = 0; i < NFAULTS; i++)
		try_fault(&t, &faults[i], r->rounds == 0 ? 1 : r->rounds);
	remark("%u faults", t.tried);
	tell(life_end(&r->life) == 0, "it stops cleanly at the end");
	plan_close(&t.plan);
	book_close(&book);
}

/* ---- while it starts ----------------------------------------------------- */

struct starts {
	unsigned tried, came_up, gave_up, crashed, hung;
};

/* Armed before it starts: it comes up, or ends and says why. */
static bool
one_start(struct run *r, struct plan *plan, const struct fault *f, int64_t n,
    struct starts *s)
{
	struct life *l = &r->life;
	bool hit;
	int status = 0;

	s->tried++;
	plan_arm(plan, f, n);
	if (life_begin(l)) {
		plan_disarm(plan);
		s->came_up++;
		status = life_end(l);
	} else {
		status = l->status;
		s->gave_up++;
	}
	if (status == -1) {
		remark("%s, call %" PRId64 ": it hangs", f->name, n);
		s->hung++;
	}
	hit = plan->hits > 0;
	plan_disarm(plan);
	if (status != -1 && WIFSIGNALED(status)) {
		if (f->call != CALL_MALLOC)
			remark("%s, call %" PRId64 ": signal %d", f->name, n,
			    WTERMSIG(status));
		s->crashed++;
	}
	return hit;
}

static void
try_start(
    struct run *r, struct plan *plan, const struct fault *f, unsigned stride)
{
	struct starts s = { 0 };
	int64_t n = 1 + chance(stride);

	while (n < DEEP && one_start(r, plan, f, n, &s))
		n += stride;
	/* Without memory libconfig and libuv end the process. */
	tell((s.crashed == 0 || f->call == CALL_MALLOC) && s.hung == 0,
	    "%s fails while it starts, call 1 to %" PRId64
	    ": %u times it comes up, %u times it ends (%u crashes, %u hang)",
	    f->name, n, s.came_up, s.gave_up, s.crashed, s.hung);
}

void
scene_starts(struct run *r)
{
	struct plan *plan = plan_open(r->life.plan);
	unsigned stride = r->rounds == 0 ? 1 : r->rounds;

	if (plan == NULL) {
		tell(false, "there is a plan");
		return;
	}
	for (size_t i = 0; i < NFAULTS; i++) {
		const struct fault *f = &faults[i];

		if (f->manner == FAIL_ON)
			continue;
		try_start(
		    r, plan, f, f->call == CALL_MALLOC ? 20 * stride : stride);
	}
	tell(life_begin(&r->life) && life_end(&r->life) == 0,
	    "without a fault it starts as ever");
	plan_close(&plan);
}
