#include <string.h>

#include "store/desk.h"
#include "store/internal.h"

#define N(v) (sizeof(v) / sizeof((v)[0]))

struct visit {
	union {
		desk_token_fn *token;
		token_scan_fn *scan;
		desk_event_fn *event;
	} each;
	void *arg;
};

/* A column of text as NULL when there is nothing to say. */
static struct value
optional(const char *s)
{
	return (
	    struct value){ .kind = s == NULL || s[0] == '\0' ? V_NULL : V_TEXT,
		.s = slice_str(s == NULL ? "" : s) };
}

static void
take_texts(struct desk_token *t, const struct row *r)
{
	row_text(r, 2, t->factor, sizeof(t->factor));
	row_text(r, 4, t->vendor, sizeof(t->vendor));
	row_text(r, 5, t->model, sizeof(t->model));
	row_text(r, 6, t->serial, sizeof(t->serial));
	row_text(r, 7, t->canonical, sizeof(t->canonical));
	row_text(r, 8, t->label, sizeof(t->label));
	row_text(r, 12, t->suite, sizeof(t->suite));
	row_text(r, 23, t->owner, sizeof(t->owner));
	row_text(r, 25, t->file, sizeof(t->file));
	row_text(r, 27, t->address, sizeof(t->address));
}

static void
take(struct desk_token *t, const struct row *r)
{
	*t = (struct desk_token){
		.id = row_int(r, 0),
		.account = row_int(r, 1),
		.state = (enum device_state)row_int(r, 3),
		.hash = (enum hash)row_int(r, 9),
		.digits = (unsigned)row_int(r, 10),
		.step = (unsigned)row_int(r, 11),
		.start = row_int(r, 13),
		.expiry = row_int(r, 14),
		.bound = row_int(r, 15),
		.created = row_int(r, 16),
		.import = row_int(r, 17),
		.binding = row_int(r, 18),
		.counter = (uint64_t)row_int(r, 19),
		.drift = (int32_t)row_int(r, 20),
		.failures = (unsigned)row_int(r, 21),
		.last_used = row_int(r, 22),
	};
	t->pin = row_int(r, 28) != 0;
	t->pin_change = row_int(r, 29) == PIN_TO_CHANGE;
	t->pin_unknown = row_int(r, 29) == PIN_UNKNOWN;
	take_texts(t, r);
	t->ops = factor_by_name(t->factor);
	t->staged = t->import != 0 && row_int(r, 24) != IMPORT_VISIBLE;
	t->held = t->binding != 0 && row_int(r, 26) != IMPORT_VISIBLE;
}

struct collection {
	struct desk_token *out;
	size_t n;
};

static bool
collect(void *arg, const struct row *r)
{
	struct collection *c = arg;

	take(&c->out[c->n++], r);
	return c->n < SAME_SERIAL_MAX;
}

static enum mf_err
add_serial(struct store *s, const char *canonical, struct collection *c)
{
	const struct value v[] = { VS(canonical), VI(SAME_SERIAL_MAX - c->n) };

	if (c->n == SAME_SERIAL_MAX)
		return MF_OK;
	return db_run(s->db, Q_DESK_TOKEN, v, N(v), collect, c, NULL);
}

/* The other form of a serial that some lists print with a T before it. */
static bool
other_form(const char *canonical, char out[SERIAL_SIZE])
{
	const char *digits;

	if (serial_is_legacy(canonical, &digits)) {
		memcpy(out, digits, strlen(digits) + 1);
		return true;
	}
	if (strlen(canonical) + 2 > SERIAL_SIZE)
		return false;
	out[0] = 'T';
	memcpy(out + 1, canonical, strlen(canonical) + 1);
	return serial_is_legacy(out, &digits);
}

enum mf_err
desk_tokens(struct store *s, const char *canonical,
    struct desk_token out[SAME_SERIAL_MAX], size_t *n)
{
	struct collection c = { out, 0 };
	char other[SERIAL_SIZE];
	enum mf_err e;

	e = add_serial(s, canonical, &c);
	if (e == MF_OK && other_form(canonical, other))
		e = add_serial(s, other, &c);
	*n = c.n;
	return e;
}

static bool
take_one(void *arg, const struct row *r)
{
	take(arg, r);
	return false;
}

enum mf_err
desk_token_by_id(struct store *s, int64_t id, struct desk_token *t)
{
	const struct value v[] = { VI(id) };
	enum mf_err e;

	*t = (struct desk_token){ 0 };
	e = db_run(s->db, Q_DESK_TOKEN_BY_ID, v, 1, take_one, t, NULL);
	return e != MF_OK ? e : t->id == 0 ? MF_ENOENT : MF_OK;
}

static bool
visit_token(void *arg, const struct row *r)
{
	struct visit *w = arg;
	struct desk_token t;

	take(&t, r);
	if (t.staged || t.held || t.state == DEVICE_RETIRED)
		return true;
	return w->each.token(w->arg, &t);
}

enum mf_err
desk_tokens_of(struct store *s, int64_t account, unsigned limit,
    desk_token_fn *each, void *arg)
{
	struct visit w = { .each.token = each, .arg = arg };
	const struct value v[] = { VI(account), VI(limit) };

	return db_run(s->db, Q_DESK_TOKENS_OF, v, N(v), visit_token, &w, NULL);
}

static bool
visit_scan(void *arg, const struct row *r)
{
	struct visit *w = arg;
	struct token_scan t = {
		.id = row_int(r, 0),
		.state = (enum device_state)row_int(r, 4),
		.staged = row_int(r, 8) != 0 && row_int(r, 6) != IMPORT_VISIBLE,
	};

	row_text(r, 1, t.canonical, sizeof(t.canonical));
	row_text(r, 2, t.vendor, sizeof(t.vendor));
	row_text(r, 3, t.factor, sizeof(t.factor));
	row_text(r, 5, t.label, sizeof(t.label));
	if (row_int(r, 9) != 0 && row_int(r, 7) != IMPORT_VISIBLE)
		t.state = DEVICE_FREE; /* its owner is only staged */
	return w->each.scan(w->arg, &t);
}

enum mf_err
desk_token_scan(struct store *s, const char *canonical, const char *vendor,
    unsigned limit, token_scan_fn *each, void *arg)
{
	struct visit w = { .each.scan = each, .arg = arg };
	const struct value v[] = { VS(canonical), VS(vendor), VI(limit) };

	return db_run(s->db, Q_DESK_TOKEN_SCAN, v, N(v), visit_scan, &w, NULL);
}

struct secret {
	struct store *s;
	struct device *d;
	enum mf_err e;
};

static bool
take_secret(void *arg, const struct row *r)
{
	struct secret *x = arg;

	x->e = device_from_row(x->s, r, x->d);
	return false;
}

enum mf_err
desk_secret(struct store *s, int64_t id, struct device *d)
{
	struct secret x = { s, d, MF_ENOENT };
	const struct value v[] = { VI(id) };
	enum mf_err e;

	e = db_run(s->db, Q_DESK_TOKEN_SECRET, v, 1, take_secret, &x, NULL);
	return e != MF_OK ? e : x.e;
}

static bool
take_number(void *arg, const struct row *r)
{
	int64_t *out = arg;

	*out = row_int(r, 0);
	return false;
}

enum mf_err
desk_token_next(struct store *s, int64_t *id)
{
	enum mf_err e;

	*id = 0;
	e = db_run(s->db, Q_DESK_TOKEN_LAST, NULL, 0, take_number, id, NULL);
	++*id;
	return e;
}

enum mf_err
desk_token_add(struct store *s, int64_t id, const struct new_token *t)
{
	uint8_t sealed[SECRET_MAX + SEALED_EXTRA];
	const struct value hot[] = { VI(id), VI(t->counter), VI(t->drift) };
	size_t n;
	enum mf_err e;

	if (t->secret.n > SECRET_MAX)
		return MF_EINVAL;
	e = store_seal(s, SEALED_SECRET, id, t->secret, sealed, &n);
	if (e != MF_OK)
		return e;
	const struct value v[] = { VI(id), VI0(t->account), VS(t->factor),
		VI(t->state != 0          ? t->state
			: t->account != 0 ? DEVICE_ACTIVE
					  : DEVICE_FREE),
		VS(t->vendor), optional(t->model), optional(t->serial),
		optional(t->canonical), optional(t->label), VI(t->hash),
		VI(t->digits), VI(t->step), optional(t->suite), VI(t->start),
		VI(t->expiry), VI(t->account != 0 ? t->now : 0), VI0(t->import),
		VI0(t->staged_binding ? t->import : 0), VB(sealed, n),
		VI(t->now), optional(t->address) };
	e = db_run(s->db, Q_DESK_TOKEN_ADD, v, N(v), NULL, NULL, NULL);
	if (e != MF_OK)
		return e;
	return db_run(
	    s->db, Q_DESK_TOKEN_ADD_HOT, hot, N(hot), NULL, NULL, NULL);
}

enum mf_err
desk_token_bind(
    struct store *s, int64_t id, int64_t account, int64_t now, int64_t import)
{
	const struct value v[] = { VI(id), VI(account), VI(now), VI0(import) };

	return set_one(s, Q_DESK_TOKEN_BIND, v, N(v));
}

enum mf_err
desk_token_unbind(
    struct store *s, int64_t id, enum device_state from, enum device_state to)
{
	const struct value v[] = { VI(id), VI(from), VI(to) };

	return set_one(s, Q_DESK_TOKEN_UNBIND, v, N(v));
}

static enum mf_err
move(struct store *s, int64_t id, uint64_t counter, struct value drift,
    uint64_t *now_at)
{
	const struct value v[] = { VI(id), VI(counter), drift };
	int64_t at = 0;
	size_t rows;
	enum mf_err e;

	e = db_run(s->db, Q_DESK_TOKEN_SYNC, v, N(v), take_number, &at, &rows);
	*now_at = (uint64_t)at;
	return e != MF_OK ? e : rows == 1 ? MF_OK : MF_ENOENT;
}

enum mf_err
desk_token_sync(struct store *s, int64_t id, uint64_t counter, int32_t drift,
    uint64_t *now_at)
{
	return move(s, id, counter, (struct value)VI(drift), now_at);
}

enum mf_err
desk_token_pass(struct store *s, int64_t id, uint64_t counter, uint64_t *now_at)
{
	return move(s, id, counter, (struct value)VNULL, now_at);
}

enum mf_err
desk_token_label(struct store *s, int64_t id, const char *label)
{
	const struct value v[] = { VI(id), optional(label) };

	return db_run(s->db, Q_DESK_TOKEN_LABEL, v, N(v), NULL, NULL, NULL);
}

enum mf_err
desk_had_device(struct store *s, int64_t account)
{
	const struct value v[] = { VI(account) };

	return db_run(s->db, Q_HAD_DEVICE, v, 1, NULL, NULL, NULL);
}

static bool
visit_event(void *arg, const struct row *r)
{
	struct visit *w = arg;
	struct desk_event x = {
		.seq = row_int(r, 0),
		.at_ms = row_int(r, 1),
		.reference = row_int(r, 5),
	};

	row_text(r, 2, x.event, sizeof(x.event));
	row_text(r, 3, x.actor, sizeof(x.actor));
	row_text(r, 4, x.detail, sizeof(x.detail));
	row_text(r, 6, x.account, sizeof(x.account));
	return w->each.event(w->arg, &x);
}

enum mf_err
desk_token_history(struct store *s, int64_t id, int64_t before, unsigned limit,
    desk_event_fn *each, void *arg)
{
	struct visit w = { .each.event = each, .arg = arg };
	const struct value v[] = { VI(id), VI(before), VI(limit) };

	return db_run(
	    s->db, Q_DESK_TOKEN_HISTORY, v, N(v), visit_event, &w, NULL);
}
