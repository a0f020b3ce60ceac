#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "server/batch.h"
#include "server/batch_parts.h"
#include "server/control.h"
#include "server/courier.h"
#include "server/listen.h"
#include "server/settle.h"
#include "server/wal.h"
#include "util/log.h"

#define BUSY_BATCH 4 /* a batch of so many makes the next one linger */
#define ROUNDS     2 /* of looks for more before a commit */
#define PUT_OFF    4 /* of so many batches of requests, one does staged work */

void
batch_answer(struct conn *c, bool committed)
{
	if (c->role == ROLE_LOGIN)
		login_answer(c->login, committed);
	else if (c->role == ROLE_COURIER)
		courier_answer(c->courier, committed);
	else
		control_answer(c->control, committed);
}

static void
decide(struct batch *b, struct conn *c)
{
	enum outcome o;

	o = c->role == ROLE_LOGIN     ? login_decide(c->login)
	    : c->role == ROLE_COURIER ? courier_decide(c->courier)
				      : control_decide(c->control);
	if (o == OUTCOME_NOW)
		batch_answer(c, true);
	else if (o == OUTCOME_AFTER_COMMIT)
		b->queue[b->n++] = c; /* reuses the queue's head */
}

static void
linger(const struct engine *e)
{
	const struct timespec ts = { 0, e->conf->batch.linger_us * 1000L };

	if (ts.tv_nsec > 0)
		(void)nanosleep(&ts, NULL);
}

/* Who types a code does not wait for a part of an import as well. */
static void
work(struct batch *b, size_t logins)
{
	if (logins > 0 && ++b->put_off < PUT_OFF)
		return;
	b->put_off = 0;
	control_work(b->engine->desk);
}

/* How many this batch takes; the others are the next one's. */
static size_t
put_later(struct batch *b)
{
	size_t most = b->engine->conf->batch.messages;
	size_t n = b->n < most ? b->n : most;

	b->nlater = b->n - n;
	memcpy(b->later, b->queue + n, b->nlater * sizeof(b->later[0]));
	return n;
}

static void
take_later(struct batch *b)
{
	for (size_t i = 0; i < b->nlater; i++)
		batch_add(b, b->later[i]);
	if (b->nlater > 0)
		batch_again(b);
	b->nlater = 0;
}

/* Those that are to be answered after the commit close ranks from there on. */
static void
decide_from(struct batch *b, size_t from, size_t to)
{
	b->n = from;
	for (size_t i = from; i < to; i++)
		decide(b, b->queue[i]); /* b->n never overtakes i */
}

/* While some were decided others came: one commit serves them as well. */
static size_t
decide_late(struct batch *b, size_t n)
{
	size_t most = b->engine->conf->batch.messages;
	size_t from, late = 0, first = n;

	for (int i = 0; i < ROUNDS && n >= BUSY_BATCH; i++) {
		if (2 * (first + late) > most)
			break; /* as many might come */
		from = b->n;
		listen_drain(b->engine);
		n = b->n - from;
		decide_from(b, from, b->n);
		late += n;
	}
	return late;
}

/*
 * A courier is told at once: what it reported comes again if it is lost, and
 * meanwhile it reports more.
 */
static size_t
answer_couriers(struct batch *b, size_t n)
{
	size_t left = 0;

	for (size_t i = 0; i < n; i++)
		if (b->queue[i]->role == ROLE_COURIER)
			batch_answer(b->queue[i], true);
		else
			b->queue[left++] = b->queue[i];
	return left;
}

/* later: when the disk has it; else now, with all that waited for that. */
static void
answer_all(struct batch *b, bool ok, bool later)
{
	struct engine *e = b->engine;
	size_t n = b->n;

	b->n = 0;
	post_recall(e->post, ok);
	if (later) {
		n = answer_couriers(b, n);
		settle_hold(e->settle, b->queue, n, post_hold(e->post));
		return;
	}
	for (size_t i = 0; i < n; i++)
		batch_answer(b->queue[i], ok);
	if (ok && b->lasting == LASTS_NOW)
		settle_synced(e->settle);
	post_committed(e->post, ok);
}

static void
run(struct batch *b)
{
	struct engine *e = b->engine;
	size_t n;
	bool ok;

	if (b->n > 1 || b->last >= BUSY_BATCH) {
		linger(e);
		listen_drain(e);
	}
	turns_begin(&e->turns);
	n = put_later(b);
	b->n = 0;
	b->broken = !settle_is_sure(e->settle);
	b->wrote = false;
	b->lasting = LASTS_STAGED;
	b->alone = n <= 1;
	/* One look for all reads. */
	b->begun = batch_begin(b, n > 0) == MF_OK;
	decide_from(b, 0, n);
	n += decide_late(b, n);
	turns_end(&e->turns, TURN_DECIDE);
	work(b, n);
	post_work(e->post);
	turns_end(&e->turns, TURN_STAGED);
	ok = batch_finish(b) == MF_OK;
	turns_end(&e->turns, TURN_COMMIT);
	b->last = n;
	answer_all(b, ok, ok && batch_settles(b));
	take_later(b);
	turns_end(&e->turns, TURN_ANSWER);
	wal_turn(e, false);
	turns_end(&e->turns, TURN_CHECKPOINT);
}

static void
check(uv_check_t *h)
{
	struct batch *b = h->data;

	if (b->n > 0 || b->waiting)
		run(b);
	if (b->waiting && b->n == 0 && !control_has_work(b->engine->desk) &&
	    !post_has_work(b->engine->post)) {
		b->waiting = false;
		(void)uv_idle_stop(&b->again);
	}
}

static void
idle(uv_idle_t *h)
{
	(void)h; /* keeps the loop turning; the work is done in check() */
}

struct batch *
batch_new(struct engine *e)
{
	struct batch *b = calloc(1, sizeof(*b));

	if (b == NULL)
		return NULL;
	b->engine = e;
	b->size = 4096;
	b->queue = calloc(b->size, sizeof(b->queue[0]));
	b->later = calloc(b->size, sizeof(b->later[0]));
	if (b->queue == NULL || b->later == NULL) {
		batch_free(&b);
		return NULL;
	}
	(void)uv_check_init(&e->loop, &b->check);
	(void)uv_idle_init(&e->loop, &b->again);
	b->check.data = b;
	b->again.data = b;
	(void)uv_check_start(&b->check, check);
	return b;
}

void
batch_free(struct batch **bp)
{
	if (*bp == NULL)
		return;
	free((*bp)->queue);
	free((*bp)->later);
	free(*bp);
	*bp = NULL;
}

/* Connections are bounded below the queue's size and stand in it once. */
void
batch_add(struct batch *b, struct conn *c)
{
	b->queue[b->n++] = c;
}

void
batch_again(struct batch *b)
{
	if (b->waiting)
		return;
	b->waiting = true;
	(void)uv_idle_start(&b->again, idle);
}
