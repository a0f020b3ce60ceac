#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "crowd.h"
#include "tell.h"

#define PATIENCE_MS   25000 /* a ticket's answer is repeated for 30 s */
#define PAUSE_MS      100   /* before a packet is sent again */
#define TRIES         8
#define UNANSWERED_MS 3000 /* as a NAS */

static int64_t
now_us(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000LL + ts.tv_nsec / 1000;
}

void
crowd_init(struct crowd *c)
{
	c->person = calloc(c->people->n, sizeof(c->person[0]));
	if (c->person == NULL)
		abort();
	for (unsigned i = 0; i < SEATS; i++)
		c->seat[i].door.fd = -1;
	if (c->seats == 0)
		c->seats = SEATS;
	c->due_us = now_us();
}

void
crowd_free(struct crowd *c)
{
	for (unsigned i = 0; i < SEATS; i++)
		door_close(&c->seat[i].door);
	free(c->person);
	free(c->latency);
	c->person = NULL;
	c->latency = NULL;
}

/* Whether this one has a code that may be typed now. */
static bool
has_code(const struct token *t)
{
	if (t->step == 0)
		return true;
	return t->next <= (uint64_t)time(NULL) / t->step;
}

static bool
pick(struct crowd *c, struct seat *s)
{
	for (size_t i = 0; i < c->people->n; i++) {
		s->who = c->next++ % c->people->n;
		if (!c->person[s->who].busy &&
		    has_code(&c->people->list[s->who]))
			return true;
	}
	return false;
}

static void
choose_code(struct crowd *c, struct seat *s)
{
	struct token *t = &c->people->list[s->who];
	struct person *p = &c->person[s->who];
	unsigned dice = chance(100);

	if (t->step != 0 && !p->doubt)
		t->next = (uint64_t)time(NULL) / t->step;
	s->aim = AIM_RIGHT;
	s->counter = t->next;
	if (dice < c->wrong) {
		s->aim = AIM_WRONG;
		token_wrong(t, s->counter, s->typed);
		return;
	}
	if (dice < c->wrong + c->replay && p->accepted) {
		s->aim = AIM_REPLAY;
		s->counter = p->last;
	}
	token_code(t, s->counter, s->typed);
}

static void
leave(struct crowd *c, struct seat *s)
{
	c->person[s->who].busy = false;
	c->ended++;
	s->at = SEAT_FREE;
}

/* A connection of an engine that died is found out, and opened anew. */
static bool
send_it(struct crowd *c, struct seat *s)
{
	if (s->door.fd != -1 && door_send(&s->door, &s->q))
		return true;
	return door_open(&s->door, c->street) && door_send(&s->door, &s->q);
}

static void
sit_down(struct crowd *c, struct seat *s, int64_t due_us)
{
	if (!pick(c, s))
		return;
	choose_code(c, s);
	c->person[s->who].busy = true;
	c->begun++;
	s->due_us = due_us;
	s->tries = 0;
	snprintf(s->station, sizeof(s->station), "02-00-00-00-%02X-%02X",
	    (unsigned)(s->who >> 8) & 0xff, (unsigned)s->who & 0xff);
	s->q = (struct question){ .user = c->people->list[s->who].user,
		.nas = "nas",
		.station = s->station,
		.typed = "" };
	question_renew(&s->q);
	s->at = SEAT_FIRST;
	s->asked_ms = now_ms();
	if (!send_it(c, s)) {
		c->unknown++;
		leave(c, s);
	}
}

static void
type_code(struct crowd *c, struct seat *s, const struct reply *r)
{
	struct token *t = &c->people->list[s->who];

	memcpy(s->state, r->state, sizeof(s->state));
	s->q.state = s->state;
	s->q.typed = s->typed;
	question_renew(&s->q);
	s->intent = book_intent(c->book, s->who, s->counter, s->aim);
	if (s->aim == AIM_RIGHT && t->next <= s->counter)
		t->next = s->counter + 1;
	s->at = SEAT_SECOND;
	s->asked_ms = now_ms();
	s->tries++;
	if (!door_send(&s->door, &s->q))
		s->at = SEAT_AGAIN;
}

static void
accepted(struct crowd *c, struct seat *s)
{
	struct person *p = &c->person[s->who];

	c->accepted[s->aim]++;
	c->accepted_ms = now_ms();
	p->accepted = true;
	p->last = s->counter;
	if (c->latencies % 4096 == 0)
		c->latency = realloc(
		    c->latency, (c->latencies + 4096) * sizeof(c->latency[0]));
	if (c->latency == NULL)
		abort();
	c->latency[c->latencies++] = (uint32_t)(now_us() - s->due_us);
}

/* Nobody knows: the person will try the same code once more. */
static void
give_up(struct crowd *c, struct seat *s)
{
	c->unknown++;
	if (s->aim == AIM_RIGHT) {
		c->person[s->who].doubt = true;
		c->people->list[s->who].next = s->counter;
	}
	leave(c, s);
}

static void
ended(struct crowd *c, struct seat *s, const struct reply *r)
{
	struct person *p = &c->person[s->who];

	book_outcome(c->book, s->intent, r->said);
	if (r->said == SAID_ACCEPT)
		accepted(c, s);
	else if (s->aim == AIM_RIGHT && p->doubt)
		c->excused++;
	else
		c->refused[s->aim]++;
	if (s->aim == AIM_RIGHT)
		p->doubt = false;
	leave(c, s);
}

static void
ask_again_later(struct crowd *c, struct seat *s)
{
	if (s->tries >= TRIES || chance(100) >= c->again) {
		give_up(c, s);
		return;
	}
	s->at = SEAT_AGAIN;
	s->not_before_ms = now_ms() + PAUSE_MS;
}

static void
answered(struct crowd *c, struct seat *s, const struct reply *r)
{
	if (s->at == SEAT_FIRST && r->said == SAID_CHALLENGE) {
		type_code(c, s, r);
	} else if (s->at == SEAT_FIRST) {
		if (r->said == SAID_REJECT)
			c->first_refused++;
		else
			c->unknown++;
		leave(c, s);
	} else if (r->said >= SAID_REJECT) {
		ended(c, s, r);
	} else {
		ask_again_later(c, s);
	}
}

static void
ask_again(struct crowd *c, struct seat *s)
{
	int64_t now = now_ms();

	if (now - s->asked_ms > PATIENCE_MS) {
		give_up(c, s);
		return;
	}
	if (now < s->not_before_ms)
		return;
	question_renew(&s->q);
	s->tries++;
	if (send_it(c, s))
		s->at = SEAT_SECOND;
	else
		ask_again_later(c, s);
}

static void
look_around(struct crowd *c, int ms)
{
	struct pollfd p[SEATS];
	struct reply r;

	for (unsigned i = 0; i < c->seats; i++) {
		struct seat *s = &c->seat[i];

		p[i] = (struct pollfd){ .fd = -1, .events = POLLIN };
		if (s->at == SEAT_FIRST || s->at == SEAT_SECOND)
			p[i].fd = s->door.fd;
		if (p[i].fd != -1 && now_ms() - s->asked_ms > UNANSWERED_MS &&
		    s->at == SEAT_FIRST)
			door_close(&s->door);
	}
	(void)poll(p, c->seats, ms);
	for (unsigned i = 0; i < c->seats; i++) {
		struct seat *s = &c->seat[i];

		if (s->at != SEAT_FIRST && s->at != SEAT_SECOND)
			continue;
		r = (struct reply){ 0 };
		if (s->door.fd == -1 || door_look(&s->door, &r))
			answered(c, s, &r);
	}
}

static bool
is_due(const struct crowd *c)
{
	if (c->limit != 0 && c->begun >= c->limit)
		return false;
	return c->rate == 0 || now_us() >= c->due_us;
}

static void
come_in(struct crowd *c)
{
	for (unsigned i = 0; i < c->seats && is_due(c); i++) {
		if (c->seat[i].at != SEAT_FREE)
			continue;
		sit_down(c, &c->seat[i], c->rate == 0 ? now_us() : c->due_us);
		if (c->rate > 0)
			c->due_us += (int64_t)(1e6 / c->rate);
	}
}

static bool
round_of(struct crowd *c, bool anew, int ms)
{
	unsigned open = 0;

	for (unsigned i = 0; i < c->seats; i++)
		if (c->seat[i].at == SEAT_AGAIN)
			ask_again(c, &c->seat[i]);
	if (anew)
		come_in(c);
	for (unsigned i = 0; i < c->seats; i++)
		open += c->seat[i].at != SEAT_FREE;
	look_around(c, open == 0 || c->rate > 0 ? 1 : ms);
	return open > 0;
}

void
crowd_run(struct crowd *c, int64_t ms)
{
	int64_t until = now_ms() + ms, left;
	bool open = true;

	while ((left = until - now_ms()) > 0 &&
	    (open || c->limit == 0 || c->begun < c->limit))
		open = round_of(c, true, left < 20 ? (int)left : 20);
}

bool
crowd_settle(struct crowd *c, int64_t ms)
{
	int64_t until = now_ms() + ms;

	while (round_of(c, false, 20))
		if (now_ms() >= until)
			return false;
	return true;
}

static int
compare(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

double
crowd_latency(struct crowd *c, unsigned permille)
{
	if (c->latencies == 0)
		return 0;
	qsort(c->latency, c->latencies, sizeof(c->latency[0]), compare);
	return c->latency[(c->latencies - 1) * permille / 1000] / 1000.0;
}
