/* One packet, again and again: one login, and one answer to it. */

#include <stdio.h>
#include <string.h>

#include "scene.h"
#include "tell.h"
#include "volley.h"

/* Each part has a person of its own; repeat.sh counts in the database. */
static const struct token *
next_person(struct run *r)
{
	static size_t i;

	return &r->people.list[i++ % r->people.n];
}

static bool
same_bytes(const struct reply *a, const struct reply *b)
{
	return a->n == b->n && memcmp(a->bytes, b->bytes, a->n) == 0;
}

static enum said
ask(struct run *r, struct question *q, struct reply *out)
{
	question_renew(q);
	return ask_once(&r->street, q, out);
}

/* The same ticket with the same reply: the same bytes, wherever it arrives. */
static void
one_after_the_other(struct run *r)
{
	const struct token *t = next_person(r);
	struct reply ticket, first, other;
	struct question q;
	char code[TYPED_SIZE], wrong[TYPED_SIZE];

	token_code(t, t->next, code);
	token_wrong(t, t->next, wrong);
	tell(scene_ticket(r, t->user, "home", &q, &ticket),
	    "a first packet is answered with a challenge");
	q.typed = code;
	tell(ask(r, &q, &first) == SAID_ACCEPT, "the right code opens");
	tell(ask(r, &q, &other) == SAID_ACCEPT && same_bytes(&first, &other),
	    "the same reply to the same ticket gets the same answer");
	q.station = "elsewhere";
	tell(ask(r, &q, &other) == SAID_ACCEPT && same_bytes(&first, &other),
	    "the NAS may have forgotten its station meanwhile");
	q.nas = "another";
	tell(ask(r, &q, &other) == SAID_REJECT,
	    "from another NAS the same ticket and reply are refused");
	q.nas = "nas";
	q.typed = wrong;
	tell(ask(r, &q, &other) == SAID_REJECT,
	    "another reply to a ticket that was answered is refused");
	q.typed = "";
	tell(ask(r, &q, &other) == SAID_REJECT, "so is an empty one");
	q.typed = code;
	tell(ask(r, &q, &other) == SAID_ACCEPT && same_bytes(&first, &other),
	    "after which the first reply still gets its answer");
}

/* A ticket is bound to name and NAS from the beginning on. */
static void
with_another_ticket(struct run *r)
{
	const struct token *t = next_person(r), *thief = next_person(r);
	struct reply ticket, other;
	struct question q;
	char code[TYPED_SIZE];

	token_code(t, t->next, code);
	(void)scene_ticket(r, t->user, "home", &q, &ticket);
	q.typed = code;
	q.nas = "another";
	tell(ask(r, &q, &other) == SAID_REJECT,
	    "an open ticket is refused from another NAS");
	q.nas = "nas";
	q.user = thief->user;
	tell(ask(r, &q, &other) == SAID_REJECT,
	    "and with another person's name");
	q.user = t->user;
	tell(ask(r, &q, &other) == SAID_ACCEPT,
	    "and is still good where it belongs");
}

static unsigned
identical(const struct volley *v, enum said said)
{
	unsigned n = 0;

	for (unsigned i = 0; i < VOLLEY; i++)
		n += v->reply[i].said == said &&
		    same_bytes(&v->reply[i], &v->reply[0]);
	return n;
}

/* 64 copies of the second packet, on as many connections. */
static unsigned
copies(struct volley *v, const struct question *q, bool renew)
{
	for (unsigned i = 0; i < VOLLEY; i++)
		v->q[i] = *q;
	if (renew)
		return volley_fire(v);
	for (unsigned i = 0; i < VOLLEY; i++)
		(void)door_send(&v->door[i], &v->q[i]);
	for (unsigned i = 0; i < VOLLEY; i++)
		(void)door_wait(&v->door[i], &v->reply[i], 10000);
	return VOLLEY;
}

static void
all_at_once(struct run *r, struct volley *v)
{
	unsigned right = 0, wrong = 0;
	struct reply ticket;
	struct question q;
	char code[TYPED_SIZE];

	for (unsigned i = 0; i < r->rounds; i++) {
		const struct token *t = next_person(r);

		(void)scene_ticket(r, t->user, "home", &q, &ticket);
		token_code(t, t->next, code);
		q.typed = code;
		(void)copies(v, &q, true);
		right += identical(v, SAID_ACCEPT) == VOLLEY;
	}
	tell(right == r->rounds,
	    "64 copies of a right reply at once: 64 times the same accept "
	    "(%u of %u rounds)",
	    right, r->rounds);
	for (unsigned i = 0; i < r->rounds; i++) {
		const struct token *t = next_person(r);

		(void)scene_ticket(r, t->user, "home", &q, &ticket);
		token_wrong(t, t->next, code);
		q.typed = code;
		(void)copies(v, &q, true);
		wrong += identical(v, SAID_CHALLENGE) == VOLLEY;
	}
	tell(wrong == r->rounds,
	    "64 copies of a wrong one: 64 times the same next challenge "
	    "(%u of %u rounds)",
	    wrong, r->rounds);
}

/* Where there is no ticket: the identical packet (rule 14). */
static void
appended(struct run *r, struct volley *v)
{
	const struct token *t = next_person(r);
	struct question q = { .user = t->user,
		.nas = "nas",
		.station = "home",
		.service = "append" };
	struct reply other;
	char code[TYPED_SIZE], both[32];

	token_code(t, t->next, code);
	snprintf(both, sizeof(both), "secret,%s", code);
	q.typed = both;
	question_renew(&q);
	(void)copies(v, &q, false);
	tell(identical(v, SAID_ACCEPT) == VOLLEY,
	    "64 copies of a packet with an appended code: one login (%u the "
	    "same)",
	    identical(v, SAID_ACCEPT));
	tell(ask(r, &q, &other) == SAID_REJECT,
	    "the same code in another packet is refused");
}

/* Rule 15: by profile, the same person at the same door, three times. */
static void
appended_again(struct run *r, struct volley *v)
{
	const struct token *t = next_person(r);
	struct question q = { .user = t->user,
		.nas = "nas",
		.station = "home",
		.service = "again" };
	char code[TYPED_SIZE], both[32];

	token_code(t, t->next, code);
	snprintf(both, sizeof(both), "secret,%s", code);
	q.typed = both;
	(void)copies(v, &q, true);
	tell(volley_count(v, SAID_ACCEPT) == 4 &&
		volley_count(v, SAID_REJECT) == VOLLEY - 4,
	    "where the profile joins repeats: one login and three repeats of "
	    "64 at once (%u let in)",
	    volley_count(v, SAID_ACCEPT));
}

void
scene_repeat(struct run *r)
{
	static struct volley v;

	if (!volley_open(&v, &r->street)) {
		tell(false, "64 connections");
		return;
	}
	one_after_the_other(r);
	with_another_ticket(r);
	appended(r, &v);
	appended_again(r, &v);
	all_at_once(r, &v);
	volley_close(&v);
}
