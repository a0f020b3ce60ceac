#include <stdlib.h>

#include "server/chore.h"
#include "util/background.h"
#include "store/restore.h"

struct chores {
	struct chore *first;
	atomic_bool stop;
};

static void run_part(uv_work_t *);
static void part_done(uv_work_t *, int);

static struct chores *
chores_of(struct engine *e)
{
	if (e->chores == NULL)
		e->chores = calloc(1, sizeof(*e->chores));
	return e->chores;
}

static void
release(struct chore *c)
{
	if (c->ops->drop != NULL)
		c->ops->drop(c);
	store_close(&c->reader);
	free(c->own);
	free(c);
}

static void
drop(struct chore *c)
{
	struct chore **p = &c->engine->chores->first;

	while (*p != c)
		p = &(*p)->next;
	*p = c->next;
	release(c);
}

static void
run_part(uv_work_t *w)
{
	struct chore *c = w->data;

	background();
	if (atomic_load(c->stop) || !c->ops->part(c))
		c->work.data = NULL; /* no more */
}

/* Within a batch, so that end() can write and the answer waits for it. */
static bool
end_step(struct job *j, int64_t until)
{
	struct chore *c = j->arg;

	(void)until;
	if (c->in != NULL && c->in->gone)
		command_ready(c->in, MF_EIO);
	else if (c->in != NULL)
		command_ready(
		    c->in, c->err != MF_OK ? c->err : c->ops->end(c, c->in));
	drop(c);
	return false;
}

static void
part_done(uv_work_t *w, int status)
{
	struct chore *c =
	    (struct chore *)((char *)w - offsetof(struct chore, work));
	bool more = w->data != NULL && c->err == MF_OK && status == 0;

	if (c->in == NULL)
		return; /* the engine ends, and frees it */
	if (more && c->ops->tell != NULL)
		c->ops->tell(c, c->in);
	if (more && !c->in->gone &&
	    uv_queue_work(w->loop, w, run_part, part_done) == 0)
		return;
	c->job = (struct job){ .step = end_step, .arg = c };
	desk_start(c->engine->desk, &c->job);
}

static struct chore *
new_chore(struct command_in *in, const struct chore_ops *ops, void *own)
{
	struct chores *all = chores_of(in->engine);
	struct chore *c;

	if (all == NULL || own == NULL || (c = calloc(1, sizeof(*c))) == NULL) {
		free(own);
		return NULL;
	}
	c->ops = ops;
	c->engine = in->engine;
	c->own = own;
	c->stop = &all->stop;
	c->in = in;
	c->next = all->first;
	c->work.data = c;
	all->first = c;
	return c;
}

enum mf_err
chore_go_on(struct command_in *in, const struct chore_ops *ops, void *own)
{
	struct chore *c = new_chore(in, ops, own);
	enum mf_err e = MF_ENOMEM;

	if (c == NULL)
		return e;
	if (!ops->reads ||
	    (e = store_reader(in->engine->store, &c->reader)) == MF_OK)
		if (uv_queue_work(
			&in->engine->loop, &c->work, run_part, part_done) == 0)
			return MF_OK;
	drop(c);
	return e == MF_OK ? MF_ENOMEM : e;
}

enum mf_err
chore_start(struct command_in *in, const struct chore_ops *ops, void *own)
{
	enum mf_err e = chore_go_on(in, ops, own);

	return e != MF_OK ? e : command_defer(in);
}

void
chores_stop(struct engine *e)
{
	if (e->chores == NULL)
		return;
	atomic_store(&e->chores->stop, true);
	for (struct chore *c = e->chores->first; c != NULL; c = c->next) {
		c->in = NULL;
		if (c->reader != NULL)
			store_interrupt(c->reader);
	}
}

void
chores_free(struct chores **cp)
{
	struct chore *c;

	while (*cp != NULL && (c = (*cp)->first) != NULL) {
		(*cp)->first = c->next;
		release(c);
	}
	free(*cp);
	*cp = NULL;
}
