#include <stdio.h>

#include "volley.h"

#define WAIT_MS 10000

bool
volley_open(struct volley *v, const struct street *s)
{
	bool all = true;

	v->street = s;
	for (unsigned i = 0; i < VOLLEY; i++)
		all = door_open(&v->door[i], s) && all;
	return all;
}

void
volley_close(struct volley *v)
{
	for (unsigned i = 0; i < VOLLEY; i++)
		door_close(&v->door[i]);
}

/* All questions first, then all answers. */
static unsigned
ask_all(struct volley *v, struct reply *to)
{
	unsigned answered = 0;

	for (unsigned i = 0; i < VOLLEY; i++)
		(void)door_send(&v->door[i], &v->q[i]);
	for (unsigned i = 0; i < VOLLEY; i++)
		answered +=
		    door_wait(&v->door[i], &to[i], WAIT_MS) != SAID_NOTHING;
	return answered;
}

bool
volley_begin(struct volley *v, const char *user, unsigned stations)
{
	unsigned n = 0;

	for (unsigned i = 0; i < VOLLEY; i++) {
		snprintf(v->station[i], sizeof(v->station[i]),
		    "02-00-00-00-00-%02X", i % stations);
		v->q[i] = (struct question){ .user = user,
			.nas = "nas",
			.station = v->station[i],
			.typed = "" };
		question_renew(&v->q[i]);
	}
	(void)ask_all(v, v->ticket);
	for (unsigned i = 0; i < VOLLEY; i++) {
		n += v->ticket[i].said == SAID_CHALLENGE;
		v->q[i].state = v->ticket[i].state;
		v->q[i].typed = v->typed[i];
	}
	return n == VOLLEY;
}

unsigned
volley_fire(struct volley *v)
{
	for (unsigned i = 0; i < VOLLEY; i++)
		question_renew(&v->q[i]);
	return ask_all(v, v->reply);
}

unsigned
volley_count(const struct volley *v, enum said what)
{
	unsigned n = 0;

	for (unsigned i = 0; i < VOLLEY; i++)
		n += v->reply[i].said == what;
	return n;
}
