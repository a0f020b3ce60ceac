#include <stdlib.h>
#include <string.h>

#include "courier/pool.h"
#include "courier/job.h"
#include "util/log.h"

#define NJOBS       (2 * COURIER_ROOM)
#define CONNECTIONS 64

struct pool *
pool_new(struct courier_conf **conf)
{
	struct pool *p = calloc(1, sizeof(*p));

	if (p == NULL) {
		courier_conf_free(conf);
		return NULL;
	}
	p->conf = *conf;
	*conf = NULL;
	p->multi = curl_multi_init();
	if (p->multi == NULL ||
	    curl_multi_setopt(p->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, 0L) !=
		CURLM_OK ||
	    curl_multi_setopt(
		p->multi, CURLMOPT_MAXCONNECTS, (long)CONNECTIONS) != CURLM_OK)
		pool_free(&p);
	return p;
}

void
pool_free(struct pool **pp)
{
	struct pool *p = *pp;

	if (p == NULL)
		return;
	for (size_t i = 0; i < NJOBS; i++) {
		struct job *j = &p->jobs[i];

		if (j->transfer != NULL) {
			(void)curl_multi_remove_handle(
			    p->multi, j->transfer->easy);
			transfer_end(j->transfer);
			free(j->transfer);
		}
		job_clear(j);
	}
	(void)curl_multi_cleanup(p->multi);
	for (struct courier_conf *c = p->conf, *older; c != NULL; c = older) {
		older = c->older;
		courier_conf_free(&c);
	}
	free(p);
	*pp = NULL;
}

/* The same message, handed out again because a connection broke. */
static bool
is_known(struct pool *p, const struct job *fresh)
{
	for (size_t i = 0; i < NJOBS; i++) {
		struct job *j = &p->jobs[i];

		if (j->state == JOB_FREE || strcmp(j->key, fresh->key) != 0)
			continue;
		j->attempt = fresh->attempt;
		j->deadline = fresh->deadline;
		j->recalled = false;
		if (j->state == JOB_TOLD)
			j->state = JOB_ENDED;
		return true;
	}
	return false;
}

enum mf_err
pool_take(struct pool *p, const struct wire_msg *m)
{
	struct job fresh;
	enum mf_err e = MF_OK;
	size_t i = 0;

	if (!job_fill(&fresh, m))
		e = MF_EPROTO;
	else if (is_known(p, &fresh))
		p->room[fresh.email]++; /* it takes no more room */
	else {
		while (i < NJOBS && p->jobs[i].state != JOB_FREE)
			i++;
		if (i < NJOBS)
			p->jobs[i] = fresh;
		else
			e = MF_EFULL;
	}
	job_clear(&fresh);
	return e;
}

void
pool_recall(struct pool *p, int64_t id)
{
	for (size_t i = 0; i < NJOBS; i++)
		if (p->jobs[i].id == id)
			p->jobs[i].recalled = true;
}

static unsigned
see_ended(struct pool *p)
{
	const CURLMsg *m;
	unsigned n = 0;
	int left;

	while ((m = curl_multi_info_read(p->multi, &left)) != NULL) {
		struct job *j = NULL;
		CURLcode code = m->data.result;

		if (m->msg != CURLMSG_DONE ||
		    curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &j) !=
			CURLE_OK ||
		    j == NULL)
			continue;
		pool_ended(p, j, code);
		n++;
	}
	return n;
}

void
pool_turn(struct pool *p)
{
	int running;

	do {
		for (size_t i = 0; i < NJOBS && !p->stopping; i++)
			if (p->jobs[i].state == JOB_WAITS)
				pool_begin(p, &p->jobs[i]);
		(void)curl_multi_perform(p->multi, &running);
	} while (see_ended(p) > 0); /* there is room, or another gateway */
	pool_tidy(p);
}

void
pool_wait(
    struct pool *p, struct curl_waitfd *extra, unsigned n, unsigned timeout_ms)
{
	(void)curl_multi_poll(p->multi, extra, n, (int)timeout_ms, NULL);
}

void
pool_stop(struct pool *p)
{
	p->stopping = true;
}

unsigned
pool_busy(const struct pool *p)
{
	unsigned n = 0;

	for (size_t i = 0; i < NJOBS; i++)
		n += p->jobs[i].state > JOB_WAITS;
	return n;
}

bool
pool_report(struct pool *p, struct wire_out *o)
{
	for (size_t i = 0; i < NJOBS; i++) {
		struct job *j = &p->jobs[i];

		if (j->state != JOB_ENDED)
			continue;
		wire_begin(o, o->buf, o->size, WIRE_REPORT);
		wire_put_int(o, TAG_ID, j->id);
		wire_put_int(o, TAG_ATTEMPT, j->attempt);
		wire_put_str(o, TAG_STATUS, courier_words[j->outcome]);
		wire_put_str(o, TAG_GATEWAY, j->said_by);
		if (strlen(j->words) > wire_tags[TAG_RESULT].max)
			j->words[wire_tags[TAG_RESULT].max] = '\0';
		wire_put_str(o, TAG_RESULT, j->words);
		j->state = JOB_TOLD;
		return true;
	}
	return false;
}

static struct job *
find(struct pool *p, int64_t id)
{
	for (size_t i = 0; i < NJOBS; i++)
		if (p->jobs[i].state == JOB_TOLD && p->jobs[i].id == id)
			return &p->jobs[i];
	return NULL;
}

void
pool_unreport(struct pool *p, int64_t id)
{
	struct job *j = find(p, id);

	if (j != NULL)
		j->state = JOB_ENDED;
}

void
pool_recorded(struct pool *p, int64_t id)
{
	struct job *j = find(p, id);

	if (j == NULL)
		return;
	p->room[j->email]++;
	job_clear(j);
}

void
pool_reconnected(struct pool *p)
{
	unsigned under_way[2] = { 0 };

	for (size_t i = 0; i < NJOBS; i++) {
		struct job *j = &p->jobs[i];

		if (j->state == JOB_TOLD)
			j->state = JOB_ENDED;
		under_way[j->email] += j->state != JOB_FREE;
	}
	for (unsigned c = 0; c < 2; c++)
		p->room[c] = COURIER_ROOM > under_way[c]
		    ? COURIER_ROOM - under_way[c]
		    : 0;
	p->gateways[0] = '\0';
}

unsigned
pool_offer(struct pool *p, bool email)
{
	unsigned n = p->stopping ? 0 : p->room[email];

	p->room[email] -= n;
	return n;
}

bool
pool_gateways(struct pool *p, struct wire_out *o)
{
	char now[sizeof(p->gateways)], one[128];
	struct text all, t;
	size_t mark;

	text_init(&all, now, sizeof(now));
	for (size_t i = 0; i < p->conf->n; i++) {
		gateway_state(&p->conf->gateways[i], &all);
		text_put(&all, "\n");
	}
	if (strcmp(now, p->gateways) == 0)
		return false;
	strcpy(p->gateways, now);
	mark = wire_list_open(o, TAG_GATEWAYS);
	for (size_t i = 0; i < p->conf->n; i++) {
		text_init(&t, one, sizeof(one));
		gateway_state(&p->conf->gateways[i], &t);
		wire_list_item(o, one, t.len);
	}
	wire_list_close(o, mark);
	return true;
}
