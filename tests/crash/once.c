/* A code opens the door once: 64 dialogues send it at the same moment. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "scene.h"
#include "tell.h"
#include "volley.h"

/* The same code as different people type it. */
static void
spell(unsigned i, const char *code, char out[32])
{
	static const char *const between[] = { "", " ", "-", "  " };

	snprintf(out, 32, "%.3s%s%s", code, between[i % 4], code + 3);
}

static uint64_t
counter_of(const struct token *t)
{
	return t->step == 0 ? t->next : (uint64_t)time(NULL) / t->step;
}

/* False: nobody, or more than one, got in. */
static bool
one_round(struct volley *v, struct token *t)
{
	char code[TYPED_SIZE];
	unsigned in, answered;
	uint64_t counter;

	if (!volley_begin(v, t->user, VOLLEY)) {
		remark("%s: not every first packet got a challenge", t->user);
		return false;
	}
	counter = counter_of(t);
	token_code(t, counter, code);
	for (unsigned i = 0; i < VOLLEY; i++)
		spell(i, code, v->typed[i]);
	answered = volley_fire(v);
	in = volley_count(v, SAID_ACCEPT);
	t->next = counter + 1;
	if (in == 1 && answered == VOLLEY)
		return true;
	remark(
	    "%s: %u of %u answered, %u let in", t->user, answered, VOLLEY, in);
	return false;
}

void
scene_once(struct run *r)
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
		bad += !one_round(&v, &r->people.list[i]);
	volley_close(&v);
	tell(bad == 0 && r->rounds > 0,
	    "%u rounds of one %s code in %u dialogues at once: one let in, "
	    "each time (%u not so)",
	    r->rounds, r->people.list[0].step == 0 ? "HOTP" : "TOTP", VOLLEY,
	    bad);
}
