/* audit.verify: the whole chain, and whether its end is where it was noted. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/admin_commands.h"
#include "server/audit_health.h"
#include "server/batch.h"
#include "server/chore.h"
#include "server/desk.h"
#include "server/notes.h"
#include "store/history.h"
#include "util/log.h"

#define PAGE       5000
#define PART_US    1000000
#define FAULTS_MAX 100

struct fault {
	int64_t first, last; /* record */
	enum { FAULT_CHANGED, FAULT_MISSING, FAULT_CUT } kind;
};

struct verify {
	char notes[512];
	struct audit_head head;  /* the last record looked at */
	struct audit_head begun; /* the chain's when the command came */
	struct fault faults[FAULTS_MAX];
	size_t nfaults, told;
	int64_t good;
};

static void
add(struct verify *v, int kind, int64_t first, int64_t last)
{
	if (v->nfaults < FAULTS_MAX)
		v->faults[v->nfaults++] = (struct fault){ first, last, kind };
}

/* What follows a fault is measured by the fault's own mac. */
static enum mf_err
pass(struct verify *v, struct store *s)
{
	int64_t due = v->head.seq + 1;
	enum mf_err e;

	if ((e = history_skip(s, &v->head)) != MF_OK)
		return e;
	if (v->head.seq > due)
		add(v, FAULT_MISSING, due, v->head.seq - 1);
	else
		add(v, FAULT_CHANGED, due, due);
	return MF_OK;
}

/* A tail that was cut off leaves no gap: only the notes know of it. */
static enum mf_err
compare(struct verify *v, struct store *s)
{
	struct notes_found f;
	uint8_t mac[AUDIT_MAC];
	int64_t noted = v->begun.seq;
	enum mf_err e;

	if ((e = notes_look(v->notes, store_id(s), &f)) != MF_OK)
		return e;
	if (f.head.kind != 0 && f.head.id > noted)
		noted = f.head.id;
	if (noted > v->head.seq) {
		add(v, FAULT_CUT, v->head.seq + 1, noted);
		return MF_OK;
	}
	if (v->begun.seq == 0)
		return MF_OK;
	e = audit_mac(s, v->begun.seq, mac);
	if (e == MF_OK && !same(mac, v->begun.mac, AUDIT_MAC))
		add(v, FAULT_CHANGED, v->begun.seq, v->begun.seq);
	return e == MF_ENOENT ? MF_OK : e;
}

static bool
part(struct chore *c)
{
	struct verify *v = c->own;
	int64_t until = boot_us() + PART_US;
	bool more = true;

	while (more && boot_us() < until && v->nfaults < FAULTS_MAX &&
	    !atomic_load(c->stop)) {
		int64_t from = v->head.seq;

		c->err = audit_verify(c->reader, &v->head, PAGE, &more);
		v->good += v->head.seq - from;
		if (c->err == MF_ECRYPTO) {
			c->err = pass(v, c->reader);
			more = true;
		}
		if (c->err != MF_OK)
			return false;
	}
	if (more && v->nfaults < FAULTS_MAX)
		return true;
	if (v->nfaults < FAULTS_MAX)
		c->err = compare(v, c->reader);
	return false;
}

static void
put_faults(struct verify *v, struct command_in *in)
{
	static const char *const kinds[] = {
		[FAULT_CHANGED] = "was changed",
		[FAULT_MISSING] = "missing",
		[FAULT_CUT] = "cut off the end",
	};

	for (; v->told < v->nfaults; v->told++) {
		const struct fault *f = &v->faults[v->told];
		struct wire_out *o = row_begin(in, "fault");
		char text[160];

		if (f->first == f->last)
			snprintf(text, sizeof(text), "record %" PRId64 "%s%s",
			    f->first, f->kind == FAULT_CHANGED ? " " : " is ",
			    kinds[f->kind]);
		else
			snprintf(text, sizeof(text),
			    "records %" PRId64 " to %" PRId64 " are %s",
			    f->first, f->last, kinds[f->kind]);
		wire_put_int(o, TAG_SEQUENCE, f->first);
		wire_put_str(o, TAG_TEXT, text);
		row_end(in);
	}
}

static void
tell(struct chore *c, struct command_in *in)
{
	struct verify *v = c->own;
	struct wire_out *o;

	put_faults(v, in);
	o = row_begin(in, "progress");
	wire_put_int(o, TAG_COUNT, v->head.seq);
	wire_put_int(o, TAG_SIZE, audit_head(c->engine->store)->seq);
	row_end(in);
	(void)!rows_flush(in);
}

/* For "status", until it is verified again; what was found counts anyway. */
static void
keep(const struct verify *v, struct command_in *in)
{
	struct batch *b = in->engine->batch;
	enum mf_err e;

	if ((e = batch_write(b)) == MF_OK) {
		e = v->nfaults == 0 ? audit_health_whole(in->store, in->now)
				    : audit_health_fault(in->store,
					  v->faults[0].first, in->now);
		if (e == MF_OK)
			e = batch_keep(b);
		if (e != MF_OK)
			batch_undo(b);
	}
	if (e != MF_OK)
		LOG(LOG_LEVEL_ERROR, "write-failed",
		    F_STR("database", store_error(in->engine->store)));
}

static enum mf_err
end(struct chore *c, struct command_in *in)
{
	struct verify *v = c->own;

	put_faults(v, in);
	keep(v, in);
	wire_put_int(done_fields(in), TAG_COUNT, v->good);
	if (v->nfaults == 0) {
		say(in,
		    "The audit is whole: %" PRId64
		    " records, none changed, none missing.",
		    v->good);
		return MF_OK;
	}
	wire_put_str(done_fields(in), TAG_STATUS, "alarm");
	say(in,
	    "The audit is not whole: %zu%s faults.\n"
	    "Somebody has changed the database, or its disk is failing. Keep "
	    "the files as they are, compare them with a backup, and find out "
	    "who could write to them.",
	    v->nfaults, v->nfaults == FAULTS_MAX ? " or more" : "");
	return MF_OK;
}

static const struct chore_ops verifying = {
	.part = part, .tell = tell, .end = end, .reads = true
};

enum mf_err
audit_verify_start(struct command_in *in)
{
	struct verify *v = calloc(1, sizeof(*v));

	if (v != NULL) {
		snprintf(
		    v->notes, sizeof(v->notes), "%s", in->engine->conf->notes);
		v->begun = *audit_head(in->engine->store);
	}
	return chore_start(in, &verifying, v);
}
