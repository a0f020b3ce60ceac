#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "server/settle.h"
#include "server/batch.h"
#include "server/courier.h"
#include "server/notes.h"
#include "server/reserve.h"
#include "server/wal.h"
#include "store/mark.h"
#include "util/log.h"

#define CONNS 4096

struct group {
	struct conn **list; /* CONNS */
	size_t n;
	bool any; /* a commit, with or without somebody to answer */
	bool post;
};

struct settle {
	struct engine *engine;
	struct mark *mark; /* the worker's own files */
	uv_thread_t worker;
	uv_sem_t go;
	uv_async_t done;
	atomic_bool stop;
	atomic_int synced; /* enum mf_err */
	bool runs, syncing;
	bool doubt, stuck;      /* stuck: the post holds what that kept here */
	struct group now, next; /* next: since the sync began */
};

/* What a sync that failed has kept here leaves when all is in the file. */
static void
answer(struct settle *s, struct group *g, bool ok)
{
	size_t n = g->n;

	g->n = 0;
	g->any = false;
	for (size_t i = 0; i < n; i++)
		batch_answer(g->list[i], ok);
	if (g->post && ok)
		post_leave(s->engine->post, true);
	s->stuck = s->stuck || (g->post && !ok);
	g->post = false;
}

/*
 * The notes' head is that of the database as it is: not while some of it could
 * go with the power, or the next start would take it for an old one.
 */
static bool
note(struct settle *s)
{
	struct engine *e = s->engine;

	if (notes_committed(e->notes, true, e->store) == MF_OK)
		return true;
	reserve_fault(e, MF_EFULL);
	return false;
}

void
settle_doubt(struct settle *s)
{
	reserve_fault(s->engine, MF_EIO);
	if (s->doubt)
		return;
	s->doubt = true;
	log_say(LOG_LEVEL_ERROR, "log-not-synced",
	    "the disk did not keep all of the database's log in %s: nothing "
	    "is written, and no code opens a door, until all of it is in the "
	    "database itself. Check the disk",
	    s->engine->conf->state);
}

bool
settle_doubts(const struct settle *s)
{
	return s->doubt;
}

bool
settle_is_sure(struct settle *s)
{
	if (!s->doubt)
		return true;
	if (!wal_empty(s->engine))
		return false;
	s->doubt = false;
	notes_renew(s->engine->notes); /* some may have been dropped */
	log_say(LOG_LEVEL_INFO, "log-synced",
	    "the database in %s has all of its log", s->engine->conf->state);
	if (s->stuck)
		post_leave(s->engine->post, true);
	s->stuck = false;
	return true;
}

static void
begin(struct settle *s)
{
	const struct group empty = s->now;

	if (s->syncing || !s->next.any)
		return;
	s->now = s->next;
	s->next = empty;
	s->syncing = true;
	uv_sem_post(&s->go);
}

static void
done(uv_async_t *a)
{
	struct settle *s = a->data;
	bool ok = atomic_load(&s->synced) == MF_OK;

	if (!s->syncing)
		return;
	s->syncing = false;
	if (!ok)
		settle_doubt(s);
	ok = ok && !s->doubt;
	if (s->now.any) {
		if (ok && !s->next.any)
			ok = note(s);
		answer(s, &s->now, ok);
	}
	begin(s);
}

/* Not of libuv's: those step back for good when one of them hashes or reads. */
static void
work(void *arg)
{
	struct settle *s = arg;

	for (;;) {
		uv_sem_wait(&s->go);
		if (atomic_load(&s->stop))
			return;
		atomic_store(&s->synced, (int)mark_sync_log(s->mark));
		uv_async_send(&s->done);
	}
}

void
settle_hold(struct settle *s, struct conn *const *list, size_t n, bool post)
{
	struct group *g = &s->next;

	/* Who closes makes room for another, and waits here all the same. */
	if (g->n + n > CONNS)
		settle_now(s);
	if (n > 0)
		memcpy(g->list + g->n, list, n * sizeof(*list));
	g->n += n;
	g->any = true;
	g->post = g->post || post;
	begin(s);
}

bool
settle_waits(const struct settle *s)
{
	return s->now.any || s->next.any;
}

/* What the worker still does then is for nobody. */
void
settle_synced(struct settle *s)
{
	answer(s, &s->now, true);
	answer(s, &s->next, true);
}

void
settle_now(struct settle *s)
{
	bool ok;

	if (s == NULL || !settle_waits(s))
		return;
	ok = store_sync(s->engine->store) == MF_OK;
	if (!ok)
		settle_doubt(s);
	ok = ok && !s->doubt && note(s);
	answer(s, &s->now, ok);
	answer(s, &s->next, ok);
}

enum mf_err
settle_start(struct engine *e)
{
	struct settle *s = calloc(1, sizeof(*s));
	enum mf_err err;

	if (s == NULL)
		return MF_ENOMEM;
	e->settle = s;
	s->engine = e;
	s->now.list = calloc(CONNS, sizeof(s->now.list[0]));
	s->next.list = calloc(CONNS, sizeof(s->next.list[0]));
	if (s->now.list == NULL || s->next.list == NULL)
		return MF_ENOMEM;
	if ((err = mark_new(e->store, &s->mark)) != MF_OK)
		return err;
	s->done.data = s;
	if (uv_async_init(&e->loop, &s->done, done) != 0 ||
	    uv_sem_init(&s->go, 0) != 0)
		return MF_ENOMEM;
	s->runs = uv_thread_create(&s->worker, work, s) == 0;
	return s->runs ? MF_OK : MF_ENOMEM;
}

void
settle_stop(struct settle *s)
{
	if (s == NULL || !s->runs)
		return;
	settle_now(s);
	atomic_store(&s->stop, true);
	uv_sem_post(&s->go);
	uv_thread_join(&s->worker);
	uv_sem_destroy(&s->go);
	s->runs = false;
}

void
settle_free(struct settle **sp)
{
	struct settle *s = *sp;

	if (s == NULL)
		return;
	mark_free(&s->mark);
	free(s->now.list);
	free(s->next.list);
	free(s);
	*sp = NULL;
}
