#include <stdlib.h>

#include "server/unconfirmed.h"
#include "server/admin_find.h"
#include "server/batch.h"
#include "server/desk.h"
#include "server/notes.h"
#include "store/desk.h"
#include "store/outbox.h"
#include "store/pending.h"
#include "util/log.h"

#define LOOK_TICKS 60
#define MOST       64 /* in one step: a batch has room for so many notes */

struct unconfirmed {
	struct engine *engine;
	struct job job;
	unsigned ticks;
};

static enum mf_err
write_down(struct engine *e, const struct desk_token *t)
{
	char detail[800];
	struct text d;
	struct audit_record r = { .at_ms = engine_now_ms(e),
		.event = "device.expire",
		.account = t->account,
		.device = t->id,
		.actor = slice_str("engine") };

	text_init(&d, detail, sizeof(detail));
	detail_put(&d, "address", t->address);
	detail_put(&d, "owner", t->owner);
	r.detail = slice_str(detail);
	return audit_append(e->store, &r);
}

/* With the code that went there, however long that would be good. */
static enum mf_err
end_one(struct engine *e, int64_t id)
{
	struct store *s = e->store;
	struct desk_token t;
	enum mf_err err;

	if ((err = desk_token_by_id(s, id, &t)) != MF_OK ||
	    (err = desk_token_unbind(
		 s, id, DEVICE_UNCONFIRMED, DEVICE_RETIRED)) != MF_OK ||
	    (err = store_pending_void(s, t.account, id)) != MF_OK ||
	    (err = store_outbox_cancel(s, t.account, id,
		 "it was not confirmed in time", engine_now_ms(e))) != MF_OK)
		return err;
	notes_binding(e->notes, id, 0, DEVICE_RETIRED);
	return write_down(e, &t);
}

/* MF_ENOENT: no more are due. */
static enum mf_err
end_some(struct engine *e, int64_t until)
{
	enum mf_err err = MF_OK;
	int64_t id;

	for (unsigned n = 0; n < MOST && err == MF_OK; n++) {
		if (n > 0 && boot_us() >= until)
			break;
		err = desk_address_due(e->store, engine_now(e), &id);
		if (err == MF_OK)
			err = end_one(e, id);
	}
	return err;
}

static bool
step(struct job *j, int64_t until)
{
	struct unconfirmed *u = j->arg;
	struct batch *b = u->engine->batch;
	enum mf_err err = batch_write(b), kept;

	if (err != MF_OK)
		return false; /* the next look tries again */
	err = end_some(u->engine, until);
	kept = err == MF_OK || err == MF_ENOENT ? batch_keep(b) : err;
	if (kept == MF_OK)
		return err == MF_OK;
	batch_undo(b);
	LOG(LOG_LEVEL_WARN, "numbers-not-ended",
	    F_STR("reason", mf_strerror(kept)));
	return false;
}

static struct unconfirmed *
ready(struct engine *e)
{
	struct unconfirmed *u = e->unconfirmed;

	if (u != NULL || (u = calloc(1, sizeof(*u))) == NULL)
		return u;
	u->engine = e;
	u->job = (struct job){ .step = step, .arg = u };
	e->unconfirmed = u;
	return u;
}

void
unconfirmed_tick(struct engine *e)
{
	struct unconfirmed *u = ready(e);
	int64_t id;

	if (u == NULL || u->ticks++ % LOOK_TICKS != 0 || job_is_queued(&u->job))
		return;
	if (desk_address_due(e->store, engine_now(e), &id) == MF_OK)
		desk_start(e->desk, &u->job);
}

void
unconfirmed_free(struct unconfirmed **up)
{
	free(*up);
	*up = NULL;
}
