#include <string.h>

#include "store/outbox.h"
#include "store/internal.h"

#define N(v) (sizeof(v) / sizeof((v)[0]))

const char *const channel_words[CHANNEL_MAX] = {
	[CHANNEL_SMS] = "sms",
	[CHANNEL_EMAIL] = "email",
};

const char *const outbox_state_words[OUTBOX_STATE_MAX] = {
	[OUTBOX_WAITING] = "waiting",
	[OUTBOX_TAKEN] = "taken",
	[OUTBOX_SENT] = "sent",
	[OUTBOX_GIVEN_UP] = "given-up",
	[OUTBOX_CANCELLED] = "cancelled",
};

static bool
read_id(void *arg, const struct row *r)
{
	*(int64_t *)arg = row_int(r, 0);
	return false;
}

enum mf_err
store_outbox_add(struct store *s, const struct outbox_new *m, int64_t *id)
{
	const struct outbox_code *c = &m->code;
	int64_t none;
	const struct value v[] = { VI(m->at_ms), VI(m->channel), VS(m->address),
		VI0(m->account), VI0(m->device), VS(m->text), VS(m->language),
		VS(m->detail), VI0(c->dialogue), VI(c->round), VI(c->resend),
		VI0(c->key), VI(s->generation), VI(m->expires_ms),
		VI(m->due_ms != 0 ? m->due_ms : m->at_ms) };

	s->stirred = true;
	return db_run(s->db, Q_OUTBOX_ADD, v, N(v), read_id,
	    id == NULL ? &none : id, NULL);
}

static void
recall(struct store *s, int64_t id, int64_t attempts)
{
	if (attempts > 0 && s->nrecalled < N(s->recalled))
		s->recalled[s->nrecalled++] = id;
}

static bool
recall_row(void *arg, const struct row *r)
{
	recall(arg, row_int(r, 0), row_int(r, 1));
	return true;
}

size_t
store_outbox_recalled(struct store *s, int64_t ids[OUTBOX_RECALLED])
{
	size_t n = s->nrecalled;

	memcpy(ids, s->recalled, n * sizeof(ids[0]));
	s->nrecalled = 0;
	return n;
}

enum mf_err
store_outbox_replace(
    struct store *s, uint64_t dialogue, int64_t device, int64_t now_ms)
{
	const struct value v[] = { VI(dialogue), VI(device), VI(now_ms) };

	return db_run(s->db, Q_OUTBOX_REPLACE, v, N(v), recall_row, s, NULL);
}

enum mf_err
store_outbox_cancel(struct store *s, int64_t account, int64_t device,
    const char *why, int64_t now_ms)
{
	const struct value v[] = { VI(account), VI(device), VI(now_ms),
		VS(why) };

	return db_run(s->db, Q_OUTBOX_CANCEL, v, N(v), recall_row, s, NULL);
}

bool
store_outbox_stirred(struct store *s)
{
	bool was = s->stirred;

	s->stirred = false;
	return was;
}

static void
read_message(const struct row *r, struct outbox_message *m)
{
	*m = (struct outbox_message){
		.id = row_int(r, 0),
		.at_ms = row_int(r, 1),
		.channel = row_int(r, 2) == CHANNEL_EMAIL ? CHANNEL_EMAIL
							  : CHANNEL_SMS,
		.account = row_int(r, 4),
		.device = row_int(r, 5),
		.code = { .dialogue = (uint64_t)row_int(r, 9),
		    .round = (unsigned)row_int(r, 10),
		    .resend = (unsigned)row_int(r, 11),
		    .key = (uint32_t)row_int(r, 12) },
		.generation = (uint64_t)row_int(r, 13),
		.expires_ms = row_int(r, 14),
		.state = (enum outbox_state)row_int(r, 15),
		.attempts = (unsigned)row_int(r, 16),
		.due_ms = row_int(r, 17),
		.changed_ms = row_int(r, 20),
	};
	if (m->state >= OUTBOX_STATE_MAX)
		m->state = OUTBOX_GIVEN_UP;
	row_text(r, 3, m->address, sizeof(m->address));
	row_text(r, 6, m->text, sizeof(m->text));
	row_text(r, 7, m->language, sizeof(m->language));
	row_text(r, 8, m->detail, sizeof(m->detail));
	row_text(r, 18, m->gateway, sizeof(m->gateway));
	row_text(r, 19, m->result, sizeof(m->result));
}

struct page {
	struct outbox_message *out;
	size_t n, max;
};

static bool
collect(void *arg, const struct row *r)
{
	struct page *p = arg;

	read_message(r, &p->out[p->n++]);
	return p->n < p->max;
}

static enum mf_err
run_page(struct store *s, enum query q, const struct value *v, size_t nv,
    struct outbox_message *out, size_t max, size_t *n)
{
	struct page p = { out, 0, max };
	enum mf_err e = db_run(s->db, q, v, nv, collect, &p, NULL);

	*n = p.n;
	return e;
}

enum mf_err
store_outbox_due(struct store *s, enum channel channel, int64_t now_ms,
    struct outbox_message *out, size_t max, size_t *n)
{
	enum mf_err e = MF_OK;
	size_t k;

	*n = 0;
	for (int notice = 0; notice <= 1 && *n < max && e == MF_OK; notice++) {
		const struct value v[] = { VI(channel), VI(notice), VI(now_ms),
			VI(max - *n) };

		e = run_page(s, Q_OUTBOX_DUE, v, N(v), out + *n, max - *n, &k);
		*n += k;
	}
	return e;
}

enum mf_err
store_outbox_overdue(struct store *s, int64_t now_ms,
    struct outbox_message *out, size_t max, size_t *n)
{
	const struct value v[] = { VI(now_ms), VI(max) };

	return run_page(s, Q_OUTBOX_OVERDUE, v, N(v), out, max, n);
}

enum mf_err
store_outbox_get(struct store *s, int64_t id, struct outbox_message *m)
{
	const struct value v[] = { VI(id) };
	size_t n;
	enum mf_err e = run_page(s, Q_OUTBOX_GET, v, N(v), m, 1, &n);

	return e == MF_OK && n == 0 ? MF_ENOENT : e;
}

enum mf_err
store_outbox_next(struct store *s, enum channel channel, int64_t *due_ms)
{
	enum mf_err e = MF_OK;
	int64_t due;
	size_t n;

	*due_ms = INT64_MAX;
	for (int notice = 0; notice <= 1 && e == MF_OK; notice++) {
		const struct value v[] = { VI(channel), VI(notice) };

		n = 0;
		e = db_run(s->db, Q_OUTBOX_NEXT, v, N(v), read_id, &due, &n);
		if (e == MF_OK && n > 0 && due < *due_ms)
			*due_ms = due;
	}
	return e == MF_OK && *due_ms == INT64_MAX ? MF_ENOENT : e;
}

enum mf_err
store_outbox_is_open(
    struct store *s, const struct outbox_message *m, bool *open)
{
	const struct outbox_code *c = &m->code;
	const struct value v[] = { VI(c->dialogue), VI(m->device), VI(c->round),
		VI(c->resend), VI(c->key), VS(m->address) };
	int64_t one;
	size_t n = 1;
	enum mf_err e = MF_OK;

	if (c->dialogue != 0)
		e = db_run(s->db, Q_OUTBOX_OPEN, v, N(v), read_id, &one, &n);
	*open = n == 1;
	return e;
}

enum mf_err
store_outbox_take(struct store *s, struct outbox_message *m, int64_t now_ms)
{
	const struct value v[] = { VI(m->id), VI(m->due_ms), VI(now_ms) };
	size_t n;
	enum mf_err e = db_run(s->db, Q_OUTBOX_TAKE, v, N(v), NULL, NULL, &n);

	if (e != MF_OK)
		return e;
	m->attempts++;
	m->state = OUTBOX_TAKEN;
	return n == 1 ? MF_OK : MF_ECONFLICT;
}

enum mf_err
store_outbox_move(
    struct store *s, const struct outbox_message *m, int64_t now_ms)
{
	const struct value v[] = { VI(m->id), VI(m->state), VI(m->due_ms),
		VI(m->expires_ms), VS(m->gateway), VS(m->result), VI(now_ms) };

	s->stirred |= m->state == OUTBOX_WAITING;
	if (m->state == OUTBOX_CANCELLED)
		recall(s, m->id, m->attempts);
	return db_run(s->db, Q_OUTBOX_MOVE, v, N(v), NULL, NULL, NULL);
}

enum mf_err
store_outbox_release(struct store *s, int64_t now_ms, size_t *n)
{
	const struct value v[] = { VI(now_ms) };

	return db_run(s->db, Q_OUTBOX_RELEASE, v, N(v), NULL, NULL, n);
}

struct walk {
	outbox_fn *each;
	void *arg;
	struct outbox_message m;
};

static bool
visit(void *arg, const struct row *r)
{
	struct walk *w = arg;

	read_message(r, &w->m);
	return w->each(w->arg, &w->m);
}

enum mf_err
store_outbox_page(
    struct store *s, const struct outbox_filter *f, outbox_fn *each, void *arg)
{
	struct walk w = { .each = each, .arg = arg };
	const struct value v[] = { VI(f->before), VI(f->account), VI(f->state),
		VI(f->limit) };

	return db_run(s->db, Q_OUTBOX_PAGE, v, N(v), visit, &w, NULL);
}

enum mf_err
store_outbox_of_dialogue(struct store *s, uint64_t dialogue, unsigned limit,
    outbox_fn *each, void *arg)
{
	struct walk w = { .each = each, .arg = arg };
	const struct value v[] = { VI(dialogue), VI(limit) };

	return db_run(s->db, Q_OUTBOX_OF_DIALOGUE, v, N(v), visit, &w, NULL);
}

static bool
read_counts(void *arg, const struct row *r)
{
	struct outbox_counts *c = arg;

	*c = (struct outbox_counts){ row_int(r, 0), row_int(r, 1),
		row_int(r, 2), row_int(r, 3) };
	return false;
}

enum mf_err
store_outbox_counts(struct store *s, int64_t since_ms, struct outbox_counts *c)
{
	const struct value v[] = { VI(since_ms) };

	*c = (struct outbox_counts){ 0 };
	return db_run(s->db, Q_OUTBOX_COUNTS, v, N(v), read_counts, c, NULL);
}
