/* What is handed out, and when. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/message.h"
#include "core/sent.h"
#include "server/batch.h"
#include "server/listen.h"
#include "server/post_parts.h"
#include "store/history.h"
#include "util/crypto.h"
#include "util/log.h"

#define EARLY 2000 /* ms before the lease ends, no try begins any more */

static void
ring(uv_timer_t *t)
{
	post_look(t->data);
}

struct post *
post_new(struct engine *e)
{
	struct post *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->engine = e;
	(void)uv_timer_init(&e->loop, &p->timer);
	p->timer.data = p;
	p->release = true; /* the engine before this one has no courier */
	return p;
}

void
post_free(struct post **pp)
{
	if (*pp != NULL)
		wipe((*pp)->out, sizeof((*pp)->out));
	free(*pp);
	*pp = NULL;
}

void
post_look(struct post *p)
{
	p->look = true;
	batch_again(p->engine->batch);
}

void
post_release(struct post *p)
{
	if (listen_couriers(p->engine) != NULL)
		return; /* the lease ends */
	p->release = true;
	post_look(p);
}

bool
post_has_work(const struct post *p)
{
	return p->look && !p->held;
}

/* The connection with most room for the channel. */
static struct conn *
choose(const struct post *p, enum channel channel)
{
	struct conn *best = NULL;

	for (struct conn *c = listen_couriers(p->engine); c != NULL;
	     c = c->next)
		if (courier_room(c->courier, channel) > 0 &&
		    (best == NULL ||
			courier_room(c->courier, channel) >
			    courier_room(best->courier, channel)))
			best = c;
	return best;
}

static enum mf_err
end(struct engine *e, struct outbox_message *m, enum outbox_state state,
    const char *why, int64_t now_ms)
{
	m->state = state;
	m->gateway[0] = '\0';
	if (m->result[0] == '\0' || state == OUTBOX_CANCELLED)
		snprintf(m->result, sizeof(m->result), "%s", why);
	return post_record(e, m,
	    state == OUTBOX_CANCELLED ? "message.cancelled"
				      : "message.given-up",
	    "engine", now_ms);
}

static void
put_message(struct wire_out *o, const struct outbox_message *m,
    const struct message *text, const char *code, const uint8_t key[16])
{
	char shown[33], gateway[OUTBOX_GATEWAY];

	hex(key, 16, shown);
	wire_put_int(o, TAG_ID, m->id);
	wire_put_str(o, TAG_KEY, shown);
	wire_put_int(o, TAG_ATTEMPT, m->attempts);
	wire_put_str(o, TAG_CHANNEL, channel_words[m->channel]);
	wire_put_str(o, TAG_ADDRESS, m->address);
	wire_put_str(o, TAG_SUBJECT, text->subject);
	wire_put(o, TAG_BODY, text->body, strlen(text->body));
	if (code[0] != '\0')
		wire_put(o, TAG_CODE, code, strlen(code));
	if (detail_get(m->detail, "gateway", gateway, sizeof(gateway)))
		wire_put_str(o, TAG_GATEWAY, gateway);
}

/* Numbers begin anew in another database: the key says which one it is. */
static void
make_key(const struct engine *e, int64_t id, uint8_t key[16])
{
	const uint64_t generation = store_generation(e->store);
	const struct slice parts[] = {
		{ store_id(e->store), 16 },
		{ (const uint8_t *)&generation, sizeof(generation) },
		{ (const uint8_t *)&id, sizeof(id) },
	};

	keyed_hash(NULL, parts, sizeof(parts) / sizeof(parts[0]), key, 16);
}

/* MF_ENOENT: it is settled without being sent. */
static enum mf_err
prepare(
    struct post *p, struct outbox_message *m, struct conn *to, int64_t now_ms)
{
	struct engine *e = p->engine;
	struct leaving *l = &p->out[p->n];
	struct message text;
	char code[SENT_SHOWN] = "";
	uint8_t key[16];
	struct wire_out o;
	int64_t until;
	enum mf_err err;

	if ((err = post_render(e, m, &text, code, sizeof(code))) != MF_OK)
		goto out;
	m->due_ms = now_ms + OUTBOX_LEASE_MS;
	if ((err = store_outbox_take(e->store, m, now_ms)) != MF_OK)
		goto out;
	until = m->due_ms < m->expires_ms ? m->due_ms : m->expires_ms;
	make_key(e, m->id, key);
	wire_begin(&o, l->buf, sizeof(l->buf), WIRE_MESSAGE);
	put_message(&o, m, &text, code, key);
	wire_put_int(&o, TAG_DEADLINE, boot_ms() + until - now_ms - EARLY);
	if (o.full) {
		err = MF_EFULL;
		goto out;
	}
	l->to = to;
	l->id = m->id;
	l->channel = m->channel;
	l->n = o.len;
	p->n++;
out:
	wipe(&text, sizeof(text));
	wipe(code, sizeof(code));
	return err;
}

static enum mf_err
hand_out(
    struct post *p, struct outbox_message *m, struct conn *to, int64_t now_ms)
{
	enum mf_err err = prepare(p, m, to, now_ms);

	if (err == MF_ENOENT)
		return end(p->engine, m, OUTBOX_CANCELLED,
		    "its code is of no use any more", now_ms);
	if (err == MF_ESTORE || err == MF_ECONFLICT)
		return err;
	if (err == MF_OK)
		return MF_OK;
	LOG(LOG_LEVEL_ERROR, "message-not-made", F_INT("message", m->id),
	    F_STR("text", m->text), F_STR("reason", mf_strerror(err)));
	return end(p->engine, m, OUTBOX_GIVEN_UP,
	    "the engine could not make its text", now_ms);
}

static enum mf_err
hand_out_channel(struct post *p, enum channel channel, int64_t now_ms)
{
	struct outbox_message due[ROUND];
	struct conn *to;
	size_t limit, n = 0;
	enum mf_err err;

	if (p->n == ROUND || (to = choose(p, channel)) == NULL)
		return MF_OK;
	limit = courier_room(to->courier, channel);
	if (limit > ROUND - p->n)
		limit = ROUND - p->n;
	err =
	    store_outbox_due(p->engine->store, channel, now_ms, due, limit, &n);
	for (size_t i = 0; i < n && err == MF_OK; i++)
		err = hand_out(p, &due[i], to, now_ms);
	if (n == limit)
		post_look(p); /* there may be more */
	return err;
}

static enum mf_err
give_up_overdue(struct post *p, int64_t now_ms)
{
	struct outbox_message old[ROUND];
	size_t n = 0;
	enum mf_err err;

	err = store_outbox_overdue(p->engine->store, now_ms, old, ROUND, &n);
	for (size_t i = 0; i < n && err == MF_OK; i++)
		err = end(p->engine, &old[i], OUTBOX_GIVEN_UP,
		    old[i].attempts == 0 ? "no courier took it in its time"
					 : "its time was over",
		    now_ms);
	if (n == ROUND)
		post_look(p);
	return err;
}

/* When the soonest is due that somebody would take. */
static int64_t
soonest(const struct post *p)
{
	int64_t due, first = INT64_MAX;

	for (unsigned c = 0; c < CHANNEL_MAX; c++)
		if (choose(p, (enum channel)c) != NULL &&
		    store_outbox_next(
			p->engine->store, (enum channel)c, &due) == MF_OK &&
		    due < first)
			first = due;
	return first;
}

/* Whether that is now; else it is looked at then. */
static bool
await(struct post *p, int64_t now_ms)
{
	int64_t due = soonest(p);

	if (due > now_ms && due != INT64_MAX)
		(void)uv_timer_start(
		    &p->timer, ring, (uint64_t)(due - now_ms), 0);
	return due <= now_ms;
}

static enum mf_err
work(struct post *p, int64_t now_ms)
{
	struct store *s = p->engine->store;
	size_t n = 0;
	enum mf_err err = MF_OK;

	p->released = p->release;
	p->release = false;
	if (p->released)
		err = store_outbox_release(s, now_ms, &n);
	if (err == MF_OK)
		err = give_up_overdue(p, now_ms);
	for (unsigned c = 0; c < CHANNEL_MAX && err == MF_OK; c++)
		err = hand_out_channel(p, (enum channel)c, now_ms);
	if (err == MF_OK && !p->look)
		(void)await(p, now_ms);
	return err;
}

/* Whether there is anything to write; most batches have nothing. */
static bool
is_due(struct post *p, int64_t now_ms)
{
	struct store *s = p->engine->store;
	struct outbox_message m;
	size_t n = 0;

	if (p->release)
		return true;
	if (store_outbox_overdue(s, now_ms, &m, 1, &n) != MF_OK || n > 0)
		return n > 0;
	return await(p, now_ms);
}

void
post_work(struct post *p)
{
	struct engine *e = p->engine;
	int64_t now_ms = engine_now_ms(e);

	p->nback = store_outbox_recalled(e->store, p->back);
	if (store_outbox_stirred(e->store))
		p->look = true;
	if (!p->look || p->held)
		return;
	p->n = 0;
	p->look = false;
	if (!is_due(p, now_ms) || batch_write_soon(e->batch) != MF_OK)
		return;
	if (work(p, now_ms) == MF_OK && batch_keep(e->batch) == MF_OK) {
		p->worked = true;
		return;
	}
	p->n = 0;
	p->release = p->release || p->released;
	batch_undo(e->batch);
}

void
post_tick(struct post *p)
{
	post_look(p);
}
