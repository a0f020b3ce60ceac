/* What was handed out leaves when the disk has it, unless it is called back. */

#include "server/batch.h"
#include "server/listen.h"
#include "server/post_parts.h"
#include "util/crypto.h"

#define RECALL_SIZE 64

/* Whichever has it; the others do not know it.  It may not have left yet. */
static void
recall(struct post *p, int64_t id)
{
	uint8_t buf[RECALL_SIZE];
	struct wire_out out;

	wire_begin(&out, buf, sizeof(buf), WIRE_RECALL);
	wire_put_int(&out, TAG_ID, id);
	for (struct conn *c = listen_couriers(p->engine); c != NULL;
	     c = c->next)
		if (!c->dead)
			conn_send(c, out.buf, out.len);
	for (size_t i = 0; i < p->n; i++)
		if (p->out[i].id == id)
			p->out[i].to = NULL;
}

void
post_forget(struct post *p, const struct conn *c)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->out[i].to == c)
			p->out[i].to = NULL;
}

void
post_leave(struct post *p, bool ok)
{
	for (size_t i = 0; i < p->n; i++) {
		struct leaving *l = &p->out[i];

		if (ok && l->to != NULL && !l->to->dead) {
			courier_took(l->to->courier, l->channel);
			conn_send(l->to, l->buf, l->n);
		}
		wipe(l->buf, l->n);
	}
	p->n = 0;
	if (!ok && p->worked)
		p->release = p->release || p->released;
	if (!ok)
		p->look = false; /* the next tick looks again */
	else if (p->held && p->look)
		batch_again(p->engine->batch);
	p->worked = p->held = false;
}

void
post_recall(struct post *p, bool ok)
{
	for (size_t i = 0; i < p->nback && ok; i++)
		recall(p, p->back[i]);
	p->nback = 0;
}

bool
post_hold(struct post *p)
{
	bool more = p->worked && !p->held;

	p->held = p->held || p->worked;
	return more;
}

void
post_committed(struct post *p, bool ok)
{
	if (!p->held)
		post_leave(p, ok);
}
