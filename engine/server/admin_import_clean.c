/* The janitor: what imports leave to do when they are over. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/admin_import.h"
#include "server/batch.h"
#include "server/notes.h"
#include "store/audit.h"
#include "util/log.h"

#define CLEAR_IDS 16  /* devices deleted between two looks at the clock */
#define NOTE_ROWS 16  /* bindings noted likewise */
#define NOTE_MOST 512 /* in one step: a batch has room for so many notes */
#define TELL_MS   2000

/* Some of what was given up; MF_ENOENT: nothing is left. */
static enum mf_err
clear_some(struct import *im)
{
	struct store *s = im->engine->store;
	struct import_left *l = &im->left;
	int64_t found;
	size_t n = 0;
	enum mf_err e;

	if (l->id == 0) {
		if ((e = desk_import_left(s, l)) != MF_OK)
			return e;
		im->left_at = l->first;
	}
	if (im->left_at < l->last) {
		e = desk_import_clear(
		    s, l->id, im->left_at, im->left_at + CLEAR_IDS);
		im->left_at += CLEAR_IDS;
		return e;
	}
	if ((e = desk_import_unbind(s, l->id, CLEAR_IDS, &n)) != MF_OK || n > 0)
		return e;
	/* A batch that was rolled back may have left some behind us. */
	e = desk_import_any(s, l, &found);
	if (e == MF_OK) {
		im->left_at = found;
		return MF_OK;
	}
	if (e == MF_ENOENT)
		e = desk_import_remove(s, l->id);
	l->id = 0;
	return e;
}

static enum mf_err
note_one(struct import *im, const struct import_left *l,
    const struct import_bound *b)
{
	struct engine *e = im->engine;
	char detail[400];
	struct text t;
	enum mf_err err;

	text_init(&t, detail, sizeof(detail));
	detail_put(&t, "file", l->name);
	text_printf(&t, " import=%" PRId64, l->id);
	struct audit_record r = {
		.at_ms = engine_now_ms(e),
		.event = "token.assign",
		.account = b->account,
		.device = b->device,
		.actor = slice_str(l->actor),
		.detail = slice_str(detail),
	};
	if ((err = desk_import_bound_noted(e->store, b->device)) != MF_OK ||
	    b->account == 0)
		return err;
	if ((err = desk_had_device(e->store, b->account)) != MF_OK)
		return err;
	notes_binding(e->notes, b->device, b->account, b->state);
	return audit_append(e->store, &r);
}

/* Some of what is bound and visible; MF_ENOENT: all is noted. */
static enum mf_err
note_some(struct import *im)
{
	struct store *s = im->engine->store;
	struct import_bound bound[NOTE_ROWS];
	struct import_left l;
	size_t n;
	enum mf_err e;

	if ((e = desk_import_unnoted(s, &l)) != MF_OK ||
	    (e = desk_import_bound(s, l.id, NOTE_ROWS, bound, &n)) != MF_OK)
		return e;
	if (n == 0)
		return desk_import_noted(s, l.id);
	for (size_t i = 0; i < n && e == MF_OK; i++)
		e = note_one(im, &l, &bound[i]);
	return e;
}

/*
 * MF_ENOENT: there is nothing to do any more.  What is cleared again after a
 * power cut need not last; what is noted has to, so it is a step of its own.
 */
static enum mf_err
clean_some(struct import *im, bool clearing, int64_t until)
{
	unsigned noted = 0;
	enum mf_err e = MF_OK;

	if (im->id == 0)
		e = desk_import_give_up_all(im->engine->store);
	while (e == MF_OK && boot_us() < until)
		e = clear_some(im);
	if (e != MF_ENOENT || clearing)
		return e == MF_ENOENT ? MF_OK : e;
	for (e = MF_OK; e == MF_OK && noted < NOTE_MOST && boot_us() < until;
	     noted += NOTE_ROWS)
		e = note_some(im);
	return e;
}

static enum mf_err
begin(struct import *im, struct command_in *in)
{
	struct store *s = im->engine->store;
	char kind[33];
	enum mf_err e;

	im->assign =
	    strcmp(field_text(in, TAG_KIND, kind, sizeof(kind)), "assign") == 0;
	im->dry_run = asked_for(in, TAG_DRY_RUN);
	im->skip_known = asked_for(in, TAG_SKIP_KNOWN);
	im->broken = false;
	im->good = im->bad = im->known = 0;
	im->started = in->now;
	field_text(in, TAG_NAME, im->name, sizeof(im->name));
	memcpy(im->actor, in->actor, sizeof(im->actor));
	if ((e = desk_token_next(s, &im->next)) != MF_OK)
		return e;
	e = desk_import_add(
	    s, kind, im->name, im->actor, in->now, im->next, &im->id);
	if (e != MF_OK) {
		im->id = 0;
		return e;
	}
	im->owner = in->control;
	wire_put_int(done_fields(in), TAG_IMPORT, im->id);
	return MF_OK;
}

/* All is clear: whoever waits may begin. */
static enum mf_err
let_in(struct import *im)
{
	struct command_in *in = im->waiting;
	enum mf_err e;

	if (in == NULL)
		return MF_OK;
	im->waiting = NULL;
	e = still_wanted(in) ? begin(im, in) : MF_EIO;
	command_ready(in, e);
	return e == MF_EIO ? MF_OK : e;
}

static void
tell_waiting(struct import *im)
{
	struct command_in *in = im->waiting;
	int64_t now = engine_now_ms(im->engine);
	struct wire_out *o;

	if (in == NULL || now - im->told_ms < TELL_MS)
		return;
	im->told_ms = now;
	o = row_begin(in, "progress");
	wire_put_int(o, TAG_COUNT, im->left_at - im->left.first);
	wire_put_int(o, TAG_SIZE, im->left.last - im->left.first);
	wire_put_str(o, TAG_TEXT,
	    "records of an import that was given up "
	    "are cleared away first");
	row_end(in);
	(void)!rows_flush(in);
}

bool
import_clean(struct job *j, int64_t until)
{
	struct import *im = j->arg;
	struct batch *b = im->engine->batch;
	bool done = false, clearing = im->left.id != 0;
	enum mf_err e;

	e = clearing ? batch_write_staged(b) : batch_write(b);
	if (e == MF_OK) {
		e = clean_some(im, clearing, until);
		done = e == MF_ENOENT;
		if (done)
			e = let_in(im);
		if (e == MF_OK)
			e = batch_keep(b);
		if (e != MF_OK)
			batch_undo(b);
	}
	if (e == MF_OK) {
		tell_waiting(im);
		return !done;
	}
	LOG(LOG_LEVEL_WARN, "import-not-cleared",
	    F_STR("reason", mf_strerror(e)));
	im->left.id = 0;
	if (im->waiting != NULL) {
		struct command_in *in = im->waiting;

		im->waiting = NULL;
		command_ready(in, e);
	}
	return false; /* the next import's begin tries again */
}
