#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "server/snapshots.h"
#include "util/background.h"
#include "server/notes.h"
#include "server/settle.h"
#include "util/log.h"

#define PAUSE_TICKS 60 /* after a turn that failed */

struct snapshots {
	uv_work_t work;
	struct engine *engine;
	struct notes_turn *turn; /* under way, or NULL */
	struct store *reader;
	enum mf_err error;
	atomic_bool stop;
	unsigned pause;
};

static void
finish(struct snapshots *s)
{
	bool whole = s->error == MF_OK;

	store_close(&s->reader);
	notes_turn_done(&s->turn, whole);
	if (whole)
		LOG(LOG_LEVEL_INFO, "notes-turned",
		    F_INT("log", notes_size(s->engine->notes)));
	else if (!atomic_load(&s->stop)) {
		s->pause = PAUSE_TICKS;
		LOG(LOG_LEVEL_WARN, "notes-not-turned",
		    F_STR("folder", s->engine->conf->notes),
		    F_STR("reason", mf_strerror(s->error)));
	}
}

static void
write_snapshot(uv_work_t *w)
{
	struct snapshots *s = w->data;

	background();
	s->error = notes_turn_snapshot(s->turn, s->reader, &s->stop);
}

static void
written(uv_work_t *w, int status)
{
	(void)status;
	finish(w->data);
}

static void
turn_files(uv_work_t *w)
{
	struct snapshots *s = w->data;

	s->error = notes_turn_files(s->turn);
}

/* What is committed from here on goes to the new log. */
static void
turned(uv_work_t *w, int status)
{
	struct snapshots *s = w->data;

	(void)status;
	if (s->error == MF_OK)
		notes_turn_swap(s->turn);
	if (s->error == MF_OK && atomic_load(&s->stop))
		s->error = MF_ECONFLICT;
	if (s->error == MF_OK)
		s->error = store_reader(s->engine->store, &s->reader);
	if (s->error == MF_OK &&
	    uv_queue_work(w->loop, w, write_snapshot, written) == 0)
		return;
	finish(s);
}

static struct snapshots *
ready(struct engine *e)
{
	if (e->snapshots == NULL &&
	    (e->snapshots = calloc(1, sizeof(*e->snapshots))) != NULL) {
		e->snapshots->engine = e;
		e->snapshots->work.data = e->snapshots;
	}
	return e->snapshots;
}

void
snapshots_tick(struct engine *e)
{
	struct snapshots *s = ready(e);

	if (s == NULL || s->turn != NULL || !notes_want_snapshot(e->notes))
		return;
	if (s->pause > 0) {
		s->pause--;
		return;
	}
	settle_now(e->settle); /* the new log begins with the head */
	if (!settle_is_sure(e->settle) ||
	    (s->turn = notes_turn_new(e->notes, e->store)) == NULL)
		return;
	s->error = MF_ENOMEM;
	if (uv_queue_work(&e->loop, &s->work, turn_files, turned) != 0)
		finish(s);
}

void
snapshots_stop(struct engine *e)
{
	if (e->snapshots != NULL)
		atomic_store(&e->snapshots->stop, true);
}

void
snapshots_free(struct snapshots **sp)
{
	free(*sp);
	*sp = NULL;
}
