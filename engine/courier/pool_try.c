/* Which gateway is tried, and what follows from how that went. */

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "courier/job.h"
#include "util/log.h"

#define PATIENCE_MS 15000 /* one that rests is tried meanwhile */

static const char nobody_yet[] =
    "every gateway has failed lately and is left in peace";

struct choice {
	struct gateway *gateway; /* NULL: none is to be tried now */
	bool busy;               /* one is worth waiting for */
	bool any;                /* one is for this message at all */
	bool rests;              /* one that is was left out */
};

static bool
is_for(const struct job *j, const struct gateway *g)
{
	return j->wanted[0] != '\0'
	    ? strcmp(j->wanted, g->name) == 0 && g->type->email == j->email
	    : gateway_serves(g, j->email, j->to);
}

/* The first that is not left out, has room, and was not tried yet. */
static struct choice
choose(struct pool *p, const struct job *j)
{
	struct choice c = { 0 };

	for (size_t i = 0; i < p->conf->n; i++) {
		struct gateway *g = &p->conf->gateways[i];

		if (!is_for(j, g))
			continue;
		c.any = true;
		if (j->tried & 1U << i)
			continue;
		if (g->standing->under_way >= g->parallel) {
			c.busy = true;
			return c;
		}
		if (j->wanted[0] == '\0' &&
		    !breaker_admits(&g->standing->breaker, pool_now())) {
			c.rests = true;
			continue;
		}
		c.gateway = g;
		return c;
	}
	return c;
}

/*
 * Whether this one, if it stays, is in no other message's way: of one that
 * another gateway is well for, or whose gateway may be back sooner.
 */
static bool
is_room(const struct pool *p, const struct job *j)
{
	unsigned staying = 0;
	bool alone = true;

	for (size_t i = 0; i < sizeof(p->jobs) / sizeof(p->jobs[0]); i++)
		staying += p->jobs[i].stays && p->jobs[i].email == j->email;
	for (size_t i = 0; i < p->conf->n; i++) {
		const struct gateway *g = &p->conf->gateways[i];

		if (g->type->email == j->email &&
		    (!is_for(j, g) || !breaker_is_open(&g->standing->breaker)))
			alone = false;
	}
	return alone || staying <= COURIER_ROOM / 2;
}

/*
 * Sent back to the engine it would come again in a second, and again, each
 * time for two commits that others' logins wait behind.
 */
static bool
stays(const struct pool *p, struct job *j, uint64_t now)
{
	j->stays = j->tried == 0 && j->wanted[0] == '\0' &&
	    now - j->since < PATIENCE_MS;
	j->stays = j->stays && is_room(p, j);
	return j->stays;
}

static void
nobody_left(struct job *j, const struct choice *c)
{
	if (!c->any)
		job_end(j, COURIER_REFUSED,
		    j->wanted[0] != '\0'
			? "there is no gateway of that name for it in "
			  "mfcourier.conf"
			: "no gateway is there for it");
	else if (j->tried == 0)
		job_end(j, COURIER_AGAIN, nobody_yet);
	else
		job_end(j,
		    j->all_refused && !c->rests ? COURIER_REFUSED
						: COURIER_AGAIN,
		    NULL);
}

static enum mf_err
start(struct pool *p, struct job *j, uint64_t now)
{
	struct gateway *g = j->gateway;
	uint64_t most = g->timeout_s * UINT64_C(1000);
	unsigned timeout =
	    (unsigned)(j->deadline - now < most ? j->deadline - now : most);
	enum mf_err e;

	j->transfer = calloc(1, sizeof(*j->transfer));
	if (j->transfer == NULL)
		return MF_ENOMEM;
	j->letter = (struct letter){ j->to, j->subject, j->body, j->key,
		j->code, time(NULL) };
	e = g->type->email ? transfer_mail(j->transfer, g, &j->letter, timeout)
			   : transfer_http(j->transfer, g, &j->letter, timeout);
	if (e == MF_OK &&
	    (curl_easy_setopt(j->transfer->easy, CURLOPT_PRIVATE, j) !=
		    CURLE_OK ||
		curl_multi_add_handle(p->multi, j->transfer->easy) != CURLM_OK))
		e = MF_ENOMEM;
	return e;
}

static void
drop_transfer(struct job *j)
{
	if (j->transfer == NULL)
		return;
	transfer_end(j->transfer);
	free(j->transfer);
	j->transfer = NULL;
}

void
pool_begin(struct pool *p, struct job *j)
{
	uint64_t now = pool_now();
	struct choice c;
	enum mf_err e;

	if (j->recalled) {
		job_end(j, COURIER_AGAIN, "it was called back");
		return;
	}
	if (now >= j->deadline) {
		job_end(j, COURIER_AGAIN,
		    j->stays                  ? nobody_yet
			: j->words[0] == '\0' ? "there was no time for a try"
					      : NULL);
		return;
	}
	j->stays = false;
	c = choose(p, j);
	if (c.busy)
		return;
	if ((j->gateway = c.gateway) == NULL) {
		if (!c.any || !stays(p, j, now))
			nobody_left(j, &c);
		return;
	}
	j->tried |= 1U << (j->gateway - p->conf->gateways);
	j->state = JOB_TRIES;
	j->conf = p->conf;
	j->gateway->standing->under_way++;
	if ((e = start(p, j, now)) == MF_OK)
		return;
	j->gateway->standing->under_way--;
	drop_transfer(j);
	job_end(j, e == MF_ENOMEM ? COURIER_AGAIN : COURIER_REFUSED,
	    e == MF_ENOMEM ? "mfcourier is out of memory"
			   : "this message does not fit the gateway's request");
}

/* Another one may bear the name of a gateway that is no more. */
static bool
is_in(const struct courier_conf *c, const struct standing *s)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->gateways[i].standing == s)
			return true;
	return false;
}

/* A refusal speaks of the message: the gateway itself is well. */
static void
blame(const struct pool *p, const struct gateway *g, enum courier_outcome o)
{
	struct standing *s = g->standing;
	uint64_t now = pool_now();
	bool was_open = atomic_load(&s->breaker.until) != 0;

	if (!is_in(p->conf, s))
		return;
	s->ailing = o == COURIER_AGAIN;
	if (o == COURIER_AGAIN) {
		breaker_failed(&s->breaker, now);
		if (!was_open && atomic_load(&s->breaker.until) != 0)
			LOG(LOG_LEVEL_WARN, "gateway-paused",
			    F_STR("gateway", g->name));
	} else if (breaker_succeeded(&s->breaker)) {
		LOG(LOG_LEVEL_INFO, "gateway-back", F_STR("gateway", g->name));
	}
}

void
pool_ended(struct pool *p, struct job *j, CURLcode code)
{
	struct gateway *g = j->gateway;
	enum courier_outcome o;
	struct text words;

	text_init(&words, j->words, sizeof(j->words));
	o = g->type->email
	    ? transfer_judge_mail(j->transfer, g, &j->letter, code, &words)
	    : transfer_judge_http(j->transfer, g, &j->letter, code, &words);
	(void)curl_multi_remove_handle(p->multi, j->transfer->easy);
	drop_transfer(j);
	g->standing->under_way--;
	blame(p, g, o);
	strcpy(j->said_by, g->name);
	LOG(o == COURIER_SENT ? LOG_LEVEL_INFO : LOG_LEVEL_WARN, "try",
	    F_INT("message", j->id), F_INT("attempt", j->attempt),
	    F_STR("gateway", g->name), F_STR("outcome", courier_words[o]),
	    F_STR("said", j->words));
	j->all_refused &= o == COURIER_REFUSED;
	j->state = JOB_WAITS; /* for another gateway */
	if (o == COURIER_SENT)
		job_end(j, o, NULL);
}
