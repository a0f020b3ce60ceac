#include <stdlib.h>
#include <time.h>

#include "server/upkeep.h"
#include "server/courier.h"
#include "server/guard.h"
#include "server/notes.h"
#include "server/refs.h"
#include "server/replies.h"
#include "server/reseal.h"
#include "server/reserve.h"
#include "server/settle.h"
#include "server/snapshots.h"
#include "server/unconfirmed.h"
#include "server/wal.h"
#include "util/log.h"
#include "util/notify.h"

#define TICK_MS      1000
#define SOON_MS      20  /* when there is more to tidy */
#define EXPIRE_ROWS  500 /* in one tick, or the loop would wait for it */
#define REFILL_TICKS 60

struct upkeep {
	uv_timer_t timer;
	uv_work_t sync;
	bool syncing;
	bool jumped;
	unsigned ticks;
};

int64_t
boot_ms(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_BOOTTIME, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

static int64_t
wall_ms(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_REALTIME, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

int64_t
engine_now_ms(struct engine *e)
{
	return clock_now(&e->clock, wall_ms(), boot_ms());
}

int64_t
engine_now(struct engine *e)
{
	return engine_now_ms(e) / 1000;
}

static enum mf_err
save_counts(struct engine *e)
{
	enum mf_err err = MF_OK;

	if (e->claims.dirty)
		err = claims_save(&e->claims, e->store);
	if (err == MF_OK && guard_is_dirty(e->guard))
		err = guard_save(e->guard);
	return err;
}

/* Rows that have expired, counts that wait, references that run low. */
static enum mf_err
tidy(struct engine *e, size_t *gone)
{
	enum mf_err err;

	if ((err = store_begin(e->store)) != MF_OK)
		return err;
	if ((err = store_expire(e->store, engine_now(e), EXPIRE_ROWS, gone)) !=
		MF_OK ||
	    (err = save_counts(e)) != MF_OK ||
	    (err = refs_reserve(e->refs, e->store)) != MF_OK) {
		store_rollback(e->store);
		refs_committed(e->refs, false);
		return err;
	}
	err = store_commit(e->store);
	refs_committed(e->refs, err == MF_OK);
	if (err == MF_OK) {
		guard_saved(e->guard);
		e->claims.dirty = false;
	}
	return err;
}

static void
sync_work(uv_work_t *w)
{
	struct engine *e = w->data;

	if (notes_sync(e->notes) != MF_OK)
		LOG(LOG_LEVEL_ERROR, "notes-failed",
		    F_STR("reason", "they could not be synced"));
}

static void
synced(uv_work_t *w, int status)
{
	struct engine *e = w->data;

	(void)status;
	e->upkeep->syncing = false;
}

static void
watch_clock(struct engine *e)
{
	bool jumped;

	(void)engine_now_ms(e);
	jumped = clock_is_jumped(&e->clock);
	if (jumped != e->upkeep->jumped)
		log_say(jumped ? LOG_LEVEL_ERROR : LOG_LEVEL_INFO, "clock",
		    jumped ? "the wall clock jumped; TOTP stands still until "
			     "it is back or mfctl clock accept"
			   : "the wall clock is back; TOTP goes on");
	e->upkeep->jumped = jumped;
}

static void
tick(uv_timer_t *t)
{
	struct engine *e = t->data;
	struct upkeep *u = e->upkeep;
	size_t gone = 0;
	enum mf_err err;

	turns_begin(&e->turns);
	watch_clock(e);
	if (replies_turn(e->replies, e->keys, engine_now(e)) != MF_OK)
		reserve_fault(e, MF_EIO);
	if (settle_is_sure(e->settle) && (err = tidy(e, &gone)) != MF_OK) {
		reserve_fault(e, err);
		if (settle_waits(e->settle)) /* what came before this? */
			settle_doubt(e->settle);
	}
	if (!u->syncing && notes_want_sync(e->notes)) {
		u->syncing = true;
		u->sync.data = e;
		(void)uv_queue_work(&e->loop, &u->sync, sync_work, synced);
	}
	if (++u->ticks % REFILL_TICKS == 0 && reserve_is_spent(e))
		reserve_open(e);
	post_tick(e->post);
	snapshots_tick(e);
	reseal_tick(e);
	unconfirmed_tick(e);
	turns_end(&e->turns, TURN_TIDY);
	wal_turn(e, gone == 0);
	wal_bound(e);
	turns_end(&e->turns, TURN_CHECKPOINT);
	if (gone >= EXPIRE_ROWS)
		(void)uv_timer_start(t, tick, SOON_MS, TICK_MS);
	notify_alive();
}

enum mf_err
upkeep_start(struct engine *e)
{
	struct upkeep *u = calloc(1, sizeof(*u));

	if (u == NULL)
		return MF_ENOMEM;
	e->upkeep = u;
	(void)uv_timer_init(&e->loop, &u->timer);
	u->timer.data = e;
	u->jumped = clock_is_jumped(&e->clock); /* that was said */
	return uv_timer_start(&u->timer, tick, TICK_MS, TICK_MS) == 0
	    ? MF_OK
	    : MF_ENOMEM;
}

void
upkeep_stop(struct engine *e)
{
	size_t gone;

	if (e->upkeep == NULL)
		return;
	if (tidy(e, &gone) != MF_OK) /* the counts of the last second */
		LOG(LOG_LEVEL_ERROR, "write-failed",
		    F_STR("database", store_error(e->store)));
	free(e->upkeep);
	e->upkeep = NULL;
}
