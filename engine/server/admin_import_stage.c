/* Records of an import, each checked and staged; a step at a time. */

#include <stdio.h>
#include <string.h>

#include "server/admin_import.h"
#include "server/batch.h"
#include "server/control_parts.h"

#define PATIENCE_US INT64_C(30000000) /* that a peer may leave rows lying */
#define ROWS_FULL   (ROWS_SIZE / 2)   /* held rows leave before more are made */

static enum mf_err bad(struct import *im, const struct wire_msg *m,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static enum mf_err
bad(struct import *im, const struct wire_msg *m, const char *fmt, ...)
{
	struct wire_out *o = row_begin(im->chunk, "bad");
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (wire_has(m, TAG_PLACE))
		wire_put_int(o, TAG_PLACE, wire_int(m, TAG_PLACE, 0));
	if (wire_has(m, TAG_SERIAL))
		wire_put(o, TAG_SERIAL, m->field[TAG_SERIAL].p,
		    m->field[TAG_SERIAL].n);
	wire_put_str(o, TAG_TEXT, text);
	row_end(im->chunk);
	im->bad++;
	return MF_OK;
}

/* MF_ENOENT, having said so, when nobody is called that. */
static enum mf_err
account_of(struct import *im, const struct wire_msg *m, struct desk_account *a)
{
	const struct wire_field *f = &m->field[TAG_ACCOUNT];
	enum mf_err e = MF_ENOENT;
	struct forms who;

	identity_forms(im->engine, (struct slice){ f->p, f->n }, &who);
	for (size_t i = 0; i < who.n && e == MF_ENOENT; i++)
		e = desk_account(im->engine->store, who.form[i], a);
	if (e == MF_ENOENT &&
	    bad(im, m, "account %.*s is not there.", (int)f->n,
		(const char *)f->p) != MF_OK)
		return MF_EIO;
	return e;
}

static enum mf_err
stage_token(struct import *im, const struct wire_msg *m, struct seed_in *s)
{
	struct store *store = im->engine->store;
	struct known_serial known = { 0 };
	struct desk_account a = { 0 };
	enum mf_err e;

	e = desk_import_known(store, s->canonical, s->vendor, im->id, &known);
	if (e != MF_OK)
		return e;
	if (known.found && known.here)
		return bad(im, m, "this serial stands in the file twice.");
	if (known.found && im->skip_known) {
		im->known++;
		return MF_OK;
	}
	if (known.found)
		return bad(im, m,
		    "a token with this serial%s%s is there; --skip-known "
		    "passes over what is there.",
		    known.vendor[0] != '\0' ? " of vendor " : "", known.vendor);
	if (wire_has(m, TAG_ACCOUNT) && (e = account_of(im, m, &a)) != MF_OK)
		return e == MF_ENOENT ? MF_OK : e;
	s->token.account = a.id;
	s->token.staged_binding = a.id != 0;
	s->token.import = im->id;
	s->token.now = im->chunk->now;
	e = desk_token_add(store, im->next, &s->token);
	if (e == MF_ECONFLICT)
		return bad(im, m,
		    "a token with this serial is there; --skip-known passes "
		    "over what is there.");
	im->next += e == MF_OK;
	im->good += e == MF_OK;
	return e;
}

static enum mf_err
read_token(struct import *im, const struct wire_msg *m)
{
	struct seed_in s;
	char why[512];
	struct text t;
	enum mf_err e;

	text_init(&t, why, sizeof(why));
	if (seed_read(m, &s, &t) != MF_OK)
		e = bad(im, m, "%s", why);
	else if (s.serial[0] == '\0')
		e = bad(im, m, "it has no serial.");
	else if (s.token.secret.n == 0)
		e = bad(im, m, "it has no key.");
	else
		e = stage_token(im, m, &s);
	wipe(&s, sizeof(s));
	return e;
}

/* The one token that is meant; NULL, having said why there is none. */
static const struct desk_token *
the_token(struct import *im, const struct wire_msg *m,
    const struct desk_token *t, size_t n)
{
	const struct desk_token *found = NULL;
	size_t several = 0;

	for (size_t i = 0; i < n; i++)
		if (!t[i].staged) {
			found = &t[i];
			several++;
		}
	if (several == 1)
		return found;
	(void)!bad(im, m,
	    several == 0 ? "no token has this serial."
			 : "several vendors have this serial; assign it by "
			   "hand, with --vendor.");
	return NULL;
}

static enum mf_err
stage_owner(struct import *im, const struct wire_msg *m,
    const struct desk_token *t, const struct desk_account *a)
{
	char day[DATE_SIZE];
	enum mf_err e;

	if (t->held)
		return bad(im, m, "this serial stands in the file twice.");
	day_format(t->bound, day);
	if (t->account == a->id && im->skip_known) {
		im->known++;
		return MF_OK;
	}
	if (t->account != 0)
		return bad(im, m, "it belongs to %s since %s.", t->owner, day);
	if (t->state != DEVICE_FREE)
		return bad(im, m, "it is %s.", device_state_names[t->state]);
	e = desk_token_bind(
	    im->engine->store, t->id, a->id, im->chunk->now, im->id);
	im->good += e == MF_OK;
	return e;
}

static enum mf_err
read_owner(struct import *im, const struct wire_msg *m)
{
	const struct wire_field *f = &m->field[TAG_SERIAL];
	struct desk_token t[SAME_SERIAL_MAX];
	char canonical[SERIAL_SIZE];
	const struct desk_token *one;
	struct desk_account a;
	size_t n;
	enum mf_err e;

	if (serial_canonical((struct slice){ f->p, f->n }, canonical) != MF_OK)
		return bad(im, m, "this is no serial.");
	e = desk_tokens(im->engine->store, canonical, t, &n);
	if (e != MF_OK || (one = the_token(im, m, t, n)) == NULL)
		return e;
	if (!wire_has(m, TAG_ACCOUNT))
		return bad(im, m, "it says no account.");
	if ((e = account_of(im, m, &a)) != MF_OK)
		return e == MF_ENOENT ? MF_OK : e;
	return stage_owner(im, m, one, &a);
}

static bool
is_record(const struct wire_msg *m)
{
	const struct wire_field *f = &m->field[TAG_ROW];

	return m->type == WIRE_ROW && f->n == 6 &&
	    memcmp(f->p, "record", 6) == 0;
}

enum mf_err
import_record(struct import *im, struct slice record)
{
	struct wire_msg m;

	if (!wire_parse(&m, record.p, record.n) || !is_record(&m))
		return bad(im, &m, "the record is not understood.");
	return im->assign ? read_owner(im, &m) : read_token(im, &m);
}

/* Records until the time is up; *more: some are left of the chunk. */
static enum mf_err
stage_some(struct import *im, int64_t until, bool *more)
{
	const struct wire_field *list = &im->chunk->msg->field[TAG_RECORDS];
	struct control *k = im->chunk->control;
	struct store *s = im->engine->store;
	struct wire_field item;
	int64_t before = im->good, total;
	enum mf_err e;

	if ((e = desk_token_next(s, &im->next)) != MF_OK)
		return e;
	do {
		*more = wire_list_next(list, &im->at, &item);
		if (*more)
			e = import_record(im, (struct slice){ item.p, item.n });
	} while (
	    *more && e == MF_OK && k->used < ROWS_FULL && boot_us() < until);
	if (e != MF_OK || im->good == before)
		return e;
	e = desk_import_count(
	    s, im->id, (unsigned)(im->good - before), im->next, &total);
	return e != MF_OK || total == im->good ? e : MF_ESTORE;
}

static void
finish(struct import *im, enum mf_err e)
{
	struct command_in *in = im->chunk;

	im->chunk = NULL;
	im->broken = im->broken || e != MF_OK;
	wire_put_int(done_fields(in), TAG_COUNT, im->good);
	command_ready(in, e);
}

/* A step of the records; false: none is left of this chunk. */
static bool
step(struct import *im, int64_t until, enum mf_err *e)
{
	struct batch *b = im->engine->batch;
	bool more = false;

	if ((*e = batch_write_staged(b)) != MF_OK)
		return false;
	if ((*e = stage_some(im, until, &more)) == MF_OK)
		*e = batch_keep(b);
	if (*e != MF_OK)
		batch_undo(b);
	return *e == MF_OK && more;
}

/* Whether rows have left; a peer that does not take them loses its import. */
static bool
rows_left(struct import *im)
{
	if (rows_flush(im->chunk)) {
		im->stuck_us = 0;
		return true;
	}
	if (im->stuck_us == 0)
		im->stuck_us = boot_us();
	if (boot_us() - im->stuck_us > PATIENCE_US)
		conn_close(im->chunk->control->conn);
	return false;
}

/* Rows leave before the answer does, and before too many are held. */
bool
import_stage(struct job *j, int64_t until)
{
	struct import *im = j->arg;
	struct control *k = im->chunk->control;
	enum mf_err e = MF_OK;

	if (!still_wanted(im->chunk)) {
		finish(im, MF_EIO);
		return false;
	}
	if ((im->staged || k->used >= ROWS_FULL) && !rows_left(im))
		return true;
	if (!im->staged)
		im->staged = !step(im, until, &e);
	if (e == MF_OK && (!im->staged || k->used > 0))
		return true;
	finish(im, e);
	return false;
}
