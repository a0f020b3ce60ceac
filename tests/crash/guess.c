/* Limits on guessing hold when the guesses come all at once. */

#include <stdio.h>
#include <string.h>

#include "scene.h"
#include "tell.h"
#include "volley.h"

#define SOFT 10 /* the default limits of multifactord.conf */

static void
type_wrong(struct volley *v, const struct token *t)
{
	char code[TYPED_SIZE];

	for (unsigned i = 0; i < VOLLEY; i++) {
		token_wrong(t, t->next, code);
		snprintf(v->typed[i], sizeof(v->typed[i]), "%s", code);
	}
}

/*
 * 64 wrong codes at once, and then the right one with a ticket from before: by
 * then nothing is evaluated.  How many guesses were, only the database knows:
 * guess.sh looks.
 */
static bool
one_round(struct run *r, struct volley *v, const struct token *t)
{
	struct question q;
	struct reply ticket, late;
	char code[TYPED_SIZE];

	if (!scene_ticket(r, t->user, "home", &q, &ticket) ||
	    !volley_begin(v, t->user, 1))
		return false;
	q.station = v->station[0];
	type_wrong(v, t);
	(void)volley_fire(v);
	token_code(t, t->next, code);
	q.typed = code;
	question_renew(&q);
	if (volley_count(v, SAID_ACCEPT) == 0 &&
	    volley_count(v, SAID_CHALLENGE) < SOFT &&
	    ask_once(&r->street, &q, &late) == SAID_REJECT)
		return true;
	remark("%s: %u let in, %u asked again", t->user,
	    volley_count(v, SAID_ACCEPT), volley_count(v, SAID_CHALLENGE));
	return false;
}

void
scene_guess(struct run *r)
{
	static struct volley v;
	unsigned bad = 0;

	if (r->rounds > r->people.n)
		r->rounds = (unsigned)r->people.n;
	if (!volley_open(&v, &r->street)) {
		tell(false, "64 connections");
		return;
	}
	for (unsigned i = 0; i < r->rounds; i++)
		bad += !one_round(r, &v, &r->people.list[i]);
	volley_close(&v);
	tell(bad == 0 && r->rounds > 0,
	    "%u rounds of 64 wrong codes at once: the right one after them is "
	    "refused (%u not so)",
	    r->rounds, bad);
}

/* The code that was refused while locked was not spent. */
void
scene_owner(struct run *r)
{
	unsigned in = 0;

	for (size_t i = 0; i < r->people.n; i++) {
		const struct token *t = &r->people.list[i];
		struct question q;
		struct reply ticket, reply;
		char code[TYPED_SIZE];

		if (!scene_ticket(r, t->user, "home", &q, &ticket))
			continue;
		token_code(t, t->next, code);
		q.typed = code;
		question_renew(&q);
		in += ask_once(&r->street, &q, &reply) == SAID_ACCEPT;
	}
	tell(in == r->people.n,
	    "a right code refused by a lock is not spent: %u of %zu owners "
	    "got in with it",
	    in, r->people.n);
}

/* ---- a device's limit, and the month's ----------------------------------- */

static enum said
login(const struct run *r, struct token *t, const char *station, bool right)
{
	struct question q;
	struct reply ticket, reply;
	char code[TYPED_SIZE];

	if (!scene_ticket(r, t->user, station, &q, &ticket))
		return ticket.said;
	if (right)
		token_code(t, t->next, code);
	else
		token_wrong(t, t->next, code);
	q.typed = code;
	question_renew(&q);
	if (ask_once(&r->street, &q, &reply) == SAID_ACCEPT && right)
		t->next++;
	return reply.said;
}

/* Two volleys of wrong codes from 64 places: more than any limit. */
static void
strangers(struct volley *v, const struct token *t)
{
	for (unsigned i = 0; i < 2; i++) {
		(void)volley_begin(v, t->user, VOLLEY);
		type_wrong(v, t);
		for (unsigned k = 0; k < VOLLEY; k++)
			if (v->ticket[k].said != SAID_CHALLENGE)
				v->q[k].state = NULL; /* refused at once */
		(void)volley_fire(v);
	}
}

struct story {
	unsigned stranger_in, owner_in, owner_kept_out;
};

/*
 * At home and at work the owner is known.  Strangers use up 40 guesses, twice;
 * each time the owner still gets in, who then misses 20 times and is at the
 * month's limit.
 */
static void
tell_story(struct run *r, struct volley *v, struct token *t, struct story *s)
{
	s->owner_in += login(r, t, "home", true) == SAID_ACCEPT;
	s->owner_in += login(r, t, "work", true) == SAID_ACCEPT;
	for (unsigned i = 0; i < 2; i++) {
		strangers(v, t);
		s->stranger_in += login(r, t, "abroad", true) == SAID_ACCEPT;
		s->owner_in += login(r, t, "home", true) == SAID_ACCEPT;
	}
	for (unsigned i = 0; i < 2 * SOFT; i++)
		(void)login(r, t, i < SOFT ? "home" : "work", false);
	s->owner_kept_out += login(r, t, "home", true) == SAID_REJECT;
	s->owner_kept_out += login(r, t, "work", true) == SAID_REJECT;
}

void
scene_limits(struct run *r)
{
	static struct volley v;
	struct story s = { 0 };
	unsigned n =
	    r->rounds < r->people.n ? r->rounds : (unsigned)r->people.n;

	if (!volley_open(&v, &r->street)) {
		tell(false, "64 connections");
		return;
	}
	for (unsigned i = 0; i < n; i++)
		tell_story(r, &v, &r->people.list[i], &s);
	volley_close(&v);
	tell(s.stranger_in == 0,
	    "when strangers have used up their guesses, a right code from a "
	    "strange place is refused (%u let in)",
	    s.stranger_in);
	tell(s.owner_in == 4 * n,
	    "the owner gets in from known places all the same (%u of %u)",
	    s.owner_in, 4 * n);
	tell(s.owner_kept_out == 2 * n,
	    "at the month's limit nobody gets in (%u of %u refused)",
	    s.owner_kept_out, 2 * n);
}
