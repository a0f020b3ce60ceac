#include <stdlib.h>

#include "server/wal.h"
#include "server/settle.h"
#include "store/mark.h"
#include "util/log.h"

#define PAGES_PER_MIB 256
#define BULK          500 /* pages that are worth a sync of the file */
#define FEW           64  /* pages that the loop may wait for */
#define ROUNDS        12  /* of moving more until it is but a few */

enum wal_state { RESTING = 0, MARKED, SYNCING, LOST };

struct wal {
	struct engine *engine;
	struct mark *mark;
	uv_work_t sync;
	enum mf_err synced;
	enum wal_state state;
	bool unsynced;   /* something was moved that the disk may not have */
	unsigned moves;  /* of which the disk may not have all */
	unsigned worked; /* of these, what the worker syncs */
	unsigned rounds; /* since the log was due to begin anew */
	int marked_at;   /* pages of the log, then */
	int anew_at;     /* pages, for the next try to begin it anew */
};

/*
 * What was moved and then failed to be synced may be gone from the file, and
 * no later sync would say so.  The log has it still; the next start moves all
 * of it again.  Until then it must not begin anew.
 */
static void
lose(struct wal *w)
{
	w->state = LOST;
	store_keep_log(w->engine->store);
	log_say(LOG_LEVEL_ERROR, "checkpoint-failed",
	    "the database in %s could not be synced: its log is kept and "
	    "grows until the engine starts again. Check the disk, then start "
	    "it again",
	    w->engine->conf->state);
}

static void
move(struct wal *w, bool truncate)
{
	struct store *s = w->engine->store;
	int before = store_wal_pages(s);
	enum mf_err err = store_checkpoint(s, truncate);
	int left = store_wal_pages(s);

	if (err == MF_EIO && w->unsynced)
		lose(w);
	else if (err != MF_OK)
		LOG(LOG_LEVEL_WARN, "checkpoint-failed",
		    F_STR("database", store_error(s)));
	else if (left == 0)
		w->unsynced = false;
	else if (left < before) {
		w->unsynced = true;
		w->moves++;
	}
}

static void
sync_work(uv_work_t *work)
{
	struct wal *w = work->data;

	w->synced = mark_sync(w->mark);
}

static void
synced(uv_work_t *work, int status)
{
	struct wal *w = work->data;

	(void)status;
	if (w->state != SYNCING)
		return;
	w->state = RESTING;
	if (w->synced != MF_OK)
		lose(w);
	else if (w->worked == w->moves) /* none came meanwhile */
		w->unsynced = false;
}

static void
sync_rest(struct wal *w)
{
	if (w->state != RESTING || !w->unsynced)
		return;
	w->state = SYNCING;
	w->worked = w->moves;
	if (uv_queue_work(&w->engine->loop, &w->sync, sync_work, synced) != 0)
		w->state = RESTING; /* unsynced as it is */
}

static void
unmark(struct wal *w)
{
	mark_drop(w->mark);
	w->state = RESTING;
}

/* A commit came after the mark: the log's end stays where it is. */
static void
move_marked(struct wal *w)
{
	move(w, false);
	if (w->state == MARKED)
		unmark(w);
	sync_rest(w);
}

static void
set_mark(struct wal *w)
{
	if (mark_set(w->mark) != MF_OK) {
		move(w, false); /* and the loop waits for the disk */
		return;
	}
	w->state = MARKED;
	w->marked_at = store_wal_size(w->engine->store);
}

/*
 * With somebody always reading, the log would never begin anew, and a commit
 * that makes it longer waits for the file system's own log as well.  So the
 * readers stand aside between two statements.  One that reads long in one
 * go is in none: then it is tried again when the log has grown some more.
 */
static void
begin_anew(struct wal *w)
{
	struct store *s = w->engine->store;

	if (!store_readers_pause(s)) {
		if (store_wal_pages(s) >= BULK)
			w->rounds = 0;
		return;
	}
	move(w, false);
	store_readers_go_on(s);
	w->anew_at = store_wal_size(s) + BULK;
	w->rounds = 0;
	sync_rest(w);
}

static bool
is_due(struct wal *w)
{
	int size = store_wal_size(w->engine->store);

	if (size < 2 * BULK)
		w->anew_at = 2 * BULK;
	return size >= w->anew_at;
}

void
wal_turn(struct engine *e, bool idle)
{
	struct wal *w = e->wal;
	int waiting = store_wal_pages(e->store);

	/* SQLite syncs the log before it moves any of it: the loop waits. */
	if (settle_doubts(e->settle) ||
	    (settle_waits(e->settle) && store_wal_size(e->store) < 2 * BULK))
		return;
	if (w->state == MARKED && store_wal_size(e->store) > w->marked_at)
		move_marked(w);
	sync_rest(w);
	if (w->state != RESTING || waiting == 0)
		return;
	if (!is_due(w)) {
		if (idle || waiting >= BULK)
			set_mark(w);
	} else if (waiting > FEW && w->rounds < ROUNDS) {
		w->rounds++;
		set_mark(w);
	} else
		begin_anew(w);
}

void
wal_bound(struct engine *e)
{
	unsigned most = e->conf->store.wal_max_mib * PAGES_PER_MIB;
	struct wal *w = e->wal;

	if (w->state == LOST || settle_doubts(e->settle) ||
	    (unsigned)store_wal_size(e->store) <= most)
		return;
	if (w->state == MARKED)
		unmark(w);
	move(w, true);
	sync_rest(w);
}

bool
wal_empty(struct engine *e)
{
	struct wal *w = e->wal;

	if (w->state == LOST || store_sync(e->store) != MF_OK)
		return false;
	if (w->state == MARKED)
		unmark(w);
	(void)!store_readers_pause(e->store);
	move(w, true);
	store_readers_go_on(e->store);
	return w->state != LOST && store_wal_size(e->store) == 0;
}

enum mf_err
wal_start(struct engine *e)
{
	struct wal *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return MF_ENOMEM;
	e->wal = w;
	w->engine = e;
	w->sync.data = w;
	return mark_new(e->store, &w->mark);
}

void
wal_stop(struct engine *e)
{
	struct wal *w = e->wal;

	if (w == NULL)
		return;
	mark_free(&w->mark);
	if (w->state != LOST && store_wal_pages(e->store) > 0)
		move(w, false);
	free(w);
	e->wal = NULL;
}
