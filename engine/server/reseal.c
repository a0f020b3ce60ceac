#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "server/reseal.h"
#include "server/batch.h"
#include "server/desk.h"
#include "store/audit.h"
#include "store/reseal.h"
#include "util/log.h"

#define ROWS        20 /* between two looks at the time */
#define PAUSE_TICKS 60 /* after a fault */
#define META_DONE   "reseal.key"

struct reseal {
	struct job job;
	struct engine *engine;
	struct keyring *old[KEYRING_KEYS];
	size_t nold;
	struct reseal_place at;
	struct reseal_counts pass; /* of this pass over all rows */
	int64_t total;
	uint32_t key;  /* all rows are sealed with it, or will be */
	uint32_t done; /* all rows are sealed with it */
	bool asked;    /* done was read from the database */
	unsigned pause;
};

static struct reseal *
ready(struct engine *e)
{
	struct reseal *r = e->reseal;

	if (r != NULL || (r = calloc(1, sizeof(*r))) == NULL)
		return r;
	r->engine = e;
	r->job.arg = r;
	e->reseal = r;
	return r;
}

static enum mf_err
write_down(struct reseal *r)
{
	struct engine *e = r->engine;
	char detail[64];
	struct audit_record a = { .at_ms = engine_now_ms(e),
		.event = "key.resealed",
		.actor = slice_str("engine") };
	enum mf_err err;

	snprintf(detail, sizeof(detail), "key=%" PRIu32 " damaged=%zu", r->key,
	    r->pass.damaged);
	a.detail = slice_str(detail);
	err = store_meta_put_int(e->store, META_DONE, r->key);
	return err != MF_OK ? err : audit_append(e->store, &a);
}

/* A pass that changed nothing has seen everything as it is on the disk. */
static enum mf_err
end_pass(struct reseal *r, bool *more)
{
	enum mf_err e = MF_OK;

	*more = r->pass.sealed > 0;
	if (!*more && (e = write_down(r)) == MF_OK) {
		r->done = r->key;
		LOG(LOG_LEVEL_INFO, "key-resealed", F_INT("key", r->key),
		    F_INT("damaged", r->pass.damaged));
	}
	r->at = (struct reseal_place){ 0 };
	r->pass = (struct reseal_counts){ 0 };
	return e;
}

static enum mf_err
go_on(struct reseal *r, int64_t until, bool *more)
{
	struct engine *e = r->engine;
	enum mf_err err;

	if ((err = batch_write(e->batch)) != MF_OK)
		return err;
	do {
		err = reseal_rows(e->store, &r->at, ROWS, &r->pass, more);
	} while (err == MF_OK && *more && boot_us() < until);
	if (err == MF_OK && !*more)
		err = end_pass(r, more);
	if (err == MF_OK && (err = batch_keep(e->batch)) == MF_OK)
		return MF_OK;
	batch_undo(e->batch);
	return err;
}

static bool
step(struct job *j, int64_t until)
{
	struct reseal *r = j->arg;
	bool more = true;
	enum mf_err err = go_on(r, until, &more);

	if (err == MF_OK)
		return more;
	r->at = (struct reseal_place){ 0 };
	r->pass = (struct reseal_counts){ .sealed = 1 };
	r->done = 0;
	r->pause = PAUSE_TICKS;
	LOG(LOG_LEVEL_WARN, "key-not-resealed",
	    F_STR("reason", mf_strerror(err)));
	return false;
}

/* A keyring begins with key 1, and so has a database without a word of it. */
static bool
ask(struct reseal *r)
{
	int64_t done;
	enum mf_err e;

	e = store_meta_get_int(r->engine->store, META_DONE, &done);
	if (e != MF_OK && e != MF_ENOENT)
		return false;
	r->done = e == MF_ENOENT ? 1 : (uint32_t)done;
	r->asked = true;
	return true;
}

void
reseal_tick(struct engine *e)
{
	struct reseal *r = ready(e);

	if (r == NULL || job_is_queued(&r->job) || (!r->asked && !ask(r)))
		return;
	r->key = keyring_newest_id(e->keys);
	if (r->done == r->key)
		return;
	if (r->pause > 0) {
		r->pause--;
		return;
	}
	if (reseal_total(e->store, &r->total) != MF_OK)
		return;
	r->job.step = step;
	desk_start(e->desk, &r->job);
}

enum mf_err
reseal_take_keys(struct engine *e, struct keyring *fresh)
{
	struct reseal *r = ready(e);

	if (r == NULL || r->nold == KEYRING_KEYS)
		return MF_ENOMEM;
	r->old[r->nold++] = e->keys;
	e->keys = fresh;
	store_use_keys(e->store, fresh);
	desk_reopen(e->desk);
	r->at = (struct reseal_place){ 0 };
	r->pass = (struct reseal_counts){ .sealed = 1 };
	r->pause = 0;
	return MF_OK;
}

void
reseal_progress(const struct engine *e, struct reseal_progress *p)
{
	const struct reseal *r = e->reseal;

	*p = (struct reseal_progress){ 0 };
	if (r == NULL || !r->asked || r->done == keyring_newest_id(e->keys))
		return;
	p->running = true;
	p->done = (int64_t)r->pass.seen;
	p->total = r->total;
}

void
reseal_free(struct reseal **rp)
{
	if (*rp == NULL)
		return;
	for (size_t i = 0; i < (*rp)->nold; i++)
		keyring_free(&(*rp)->old[i]);
	free(*rp);
	*rp = NULL;
}
