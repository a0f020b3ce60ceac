/* What a login reads. */

#include <stdlib.h>
#include <string.h>

#include "store/internal.h"

struct reading {
	struct store *s;
	void *out;
	size_t n, max;
	enum mf_err e;
};

static bool
read_account(void *arg, const struct row *r)
{
	struct reading *rd = arg;
	struct account *a = rd->out;
	struct slice sealed = row_bytes(r, 5);
	size_t n;

	a->facts.id = row_int(r, 0);
	a->facts.epoch = (uint64_t)row_int(r, 1);
	a->facts.active = row_int(r, 2) == 0;
	a->facts.had_device = row_int(r, 3) != 0;
	row_text(r, 4, a->language, sizeof(a->language));
	row_text(r, 6, a->name, sizeof(a->name));
	rd->n = 1;
	if (sealed.n == 0)
		return false;
	rd->e = store_unseal(rd->s, SEALED_PASSWORD, a->facts.id, sealed,
	    (uint8_t *)a->password, sizeof(a->password) - 1, &n);
	a->password[n] = '\0';
	a->has_password = rd->e == MF_OK;
	return false;
}

enum mf_err
store_account(struct store *s, const char *canonical, struct account *a)
{
	struct reading rd = { .s = s, .out = a };
	const struct value v[] = { VS(canonical) };
	enum mf_err e;

	*a = (struct account){ 0 };
	e = db_run(s->db, Q_ACCOUNT_BY_NAME, v, 1, read_account, &rd, NULL);
	if (e != MF_OK)
		return e;
	return rd.n == 0 ? MF_ENOENT : rd.e;
}

struct names {
	char *buf;
	size_t size, used;
	const char **list;
	size_t n, max;
	bool full; /* some did not fit */
};

static bool
read_name(void *arg, const struct row *r)
{
	struct names *x = arg;
	struct slice s = row_bytes(r, 0);

	x->full = x->n + 1 >= x->max || x->size - x->used < s.n + 1;
	if (x->full)
		return false;
	x->list[x->n++] = x->buf + x->used;
	row_text(r, 0, x->buf + x->used, s.n + 1);
	x->used += s.n + 1;
	return true;
}

enum mf_err
store_groups(struct store *s, int64_t account, char *buf, size_t size,
    const char **list, size_t max)
{
	struct names x = { buf, size, 0, list, 0, max, false };
	const struct value v[] = { VI(account) };
	enum mf_err e;

	e = db_run(s->db, Q_GROUPS, v, 1, read_name, &x, NULL);
	list[x.n] = NULL;
	return e == MF_OK && x.full ? MF_EFULL : e;
}

enum mf_err
device_from_row(struct store *s, const struct row *r, struct device *d)
{
	char factor[17];
	enum mf_err e;

	*d = (struct device){ 0 };
	row_text(r, 2, factor, sizeof(factor));
	d->id = row_int(r, 0);
	d->account = row_int(r, 1);
	d->ops = factor_by_name(factor);
	d->state = (enum device_state)row_int(r, 3);
	row_text(r, 4, d->serial, sizeof(d->serial));
	row_text(r, 5, d->canonical, sizeof(d->canonical));
	row_text(r, 6, d->label, sizeof(d->label));
	d->hash = (enum hash)row_int(r, 7);
	d->digits = (unsigned)row_int(r, 8);
	d->step = (unsigned)row_int(r, 9);
	d->start = row_int(r, 10);
	d->expiry = row_int(r, 11);
	d->counter = (uint64_t)row_int(r, 13);
	d->drift = (int32_t)row_int(r, 14);
	d->anchor = (int32_t)row_int(r, 15);
	d->failures = (unsigned)row_int(r, 16);
	d->last_used = row_int(r, 17);
	row_text(r, 18, d->suite, sizeof(d->suite));
	row_text(r, 20, d->address, sizeof(d->address));
	d->pin_change = row_int(r, 22) == PIN_TO_CHANGE;
	d->pin_unknown = row_int(r, 22) == PIN_UNKNOWN;
	e = store_unseal(s, SEALED_SECRET, d->id, row_bytes(r, 12), d->secret,
	    sizeof(d->secret), &d->secretlen);
	if (e == MF_OK && row_bytes(r, 19).n > 0)
		e = store_unseal(s, SEALED_PIN, d->id, row_bytes(r, 19), d->pin,
		    sizeof(d->pin), &d->pinlen);
	if (e == MF_OK)
		e = pin_read(s, row_bytes(r, 21), d);
	return e;
}

/* A kind this engine does not know is passed over, not guessed at. */
static bool
read_device(void *arg, const struct row *r)
{
	struct reading *rd = arg;
	struct device *d = (struct device *)rd->out + rd->n;

	rd->e = device_from_row(rd->s, r, d);
	if (rd->e != MF_OK)
		return false;
	if (d->ops == NULL)
		device_clear(d);
	else
		rd->n++;
	return rd->n < rd->max;
}

/* Latest success first; SQLite would build a table to sort one row. */
static int
later(const void *pa, const void *pb)
{
	const struct device *a = pa, *b = pb;

	if (a->last_used != b->last_used)
		return a->last_used > b->last_used ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

enum mf_err
store_devices(
    struct store *s, int64_t account, struct device out[DEVICES_MAX], size_t *n)
{
	struct reading rd = { .s = s, .out = out, .max = DEVICES_MAX };
	const struct value v[] = { VI(account), VI(DEVICES_MAX) };
	enum mf_err e;

	e = db_run(s->db, Q_DEVICES, v, 2, read_device, &rd, NULL);
	if (e == MF_OK && rd.n == DEVICES_MAX) { /* which ones matters now */
		for (; rd.n > 0; rd.n--)
			device_clear(&out[rd.n - 1]);
		e = db_run(
		    s->db, Q_DEVICES_OF_MANY, v, 2, read_device, &rd, NULL);
	}
	*n = rd.n;
	if (rd.n > 1)
		qsort(out, rd.n, sizeof(out[0]), later);
	return e != MF_OK ? e : rd.e;
}

static enum mf_err
claimable(struct reading *rd, const char *canonical)
{
	const struct value v[] = { VS(canonical), VI(rd->max) };
	enum mf_err e = MF_OK;

	if (rd->n < rd->max)
		e = db_run(
		    rd->s->db, Q_DEVICE_CLAIMABLE, v, 2, read_device, rd, NULL);
	return e != MF_OK ? e : rd->e;
}

enum mf_err
store_claimable(struct store *s, const char *canonical, struct device *out,
    size_t max, size_t *n)
{
	struct reading rd = { .s = s, .out = out, .max = max };
	char legacy[SERIAL_SIZE];
	const char *digits;
	enum mf_err e;

	*n = 0;
	e = claimable(&rd, canonical);
	if (e == MF_OK && serial_is_legacy(canonical, &digits))
		e = claimable(&rd, digits);
	legacy[0] = 'T';
	legacy[1] = '\0';
	if (e == MF_OK && strlen(canonical) < sizeof(legacy) - 1) {
		memcpy(legacy + 1, canonical, strlen(canonical) + 1);
		if (serial_is_legacy(legacy, &digits))
			e = claimable(&rd, legacy);
	}
	*n = rd.n;
	return e;
}

static bool
read_guesses(void *arg, const struct row *r)
{
	struct guess_facts *g = arg;

	g->in_row = (unsigned)row_int(r, 0);
	g->locked_until = row_int(r, 1);
	g->last_seen = row_int(r, 2);
	g->month = (unsigned)row_int(r, 3);
	g->year = (unsigned)row_int(r, 4);
	return false;
}

static bool
read_one(void *arg, const struct row *r)
{
	int64_t *out = arg;

	*out = row_int(r, 0);
	return false;
}

/* Whether a login then makes a source known now. */
static bool
is_lately(int64_t last, int64_t now)
{
	return last != 0 && now - last < 30 * SECONDS_PER_DAY;
}

enum mf_err
store_guesses(struct store *s, int64_t account,
    const uint8_t source[SOURCE_SIZE], int64_t now, struct guess_facts *g)
{
	const int64_t day = now / SECONDS_PER_DAY;
	const struct value v[] = { VI(account), VB(source, SOURCE_SIZE),
		VI(day - 30), VI(day - 365) };
	enum mf_err e;

	*g = (struct guess_facts){ 0 };
	e = db_run(s->db, Q_GUESSES, v, 4, read_guesses, g, NULL);
	g->known =
	    g->last_seen != 0 && now - g->last_seen < 30 * SECONDS_PER_DAY;
	return e;
}

enum mf_err
store_source(struct store *s, int64_t account,
    const uint8_t source[SOURCE_SIZE], int64_t now, bool *known)
{
	const struct value who[] = { VI(account), VB(source, SOURCE_SIZE) };
	int64_t last = 0;
	enum mf_err e;

	e = db_run(s->db, Q_SOURCE, who, 2, read_one, &last, NULL);
	*known = is_lately(last, now);
	return e;
}

enum mf_err
store_lost_since(struct store *s, int64_t account, int64_t since_ms, bool *yes)
{
	const struct value v[] = { VI(account), VI(since_ms) };
	int64_t n = 0;
	enum mf_err e;

	e = db_run(s->db, Q_LOST_SINCE, v, 2, read_one, &n, NULL);
	*yes = n > 0;
	return e;
}

static void
take_answer(struct answer *a, struct slice bytes)
{
	a->n = bytes.n <= sizeof(a->bytes) ? bytes.n : 0;
	if (a->n > 0)
		memcpy(a->bytes, bytes.p, a->n);
}

static bool
read_dialogue(void *arg, const struct row *r)
{
	struct reading *rd = arg;
	struct answer *a = rd->out;
	size_t n;
	struct slice reply = row_bytes(r, 1);

	a->round = (unsigned)row_int(r, 0);
	if (reply.n == REPLY_SIZE)
		memcpy(a->reply, reply.p, REPLY_SIZE);
	a->at_ms = row_int(r, 2);
	take_answer(a, row_bytes(r, 3));
	row_text(r, 4, a->wish, sizeof(a->wish));
	if (row_bytes(r, 5).n > 0) {
		rd->e = store_unseal(rd->s, SEALED_TYPED, row_int(r, 6),
		    row_bytes(r, 5), (uint8_t *)a->record,
		    sizeof(a->record) - 1, &n);
		a->record[n] = '\0';
	}
	return false;
}

enum mf_err
store_dialogue(struct store *s, uint64_t id, struct answer *a)
{
	struct reading rd = { .s = s, .out = a };
	const struct value v[] = { VI(id) };
	enum mf_err e;
	size_t n;

	a->n = 0;
	a->round = 0;
	a->record[0] = '\0';
	a->wish[0] = '\0';
	e = db_run(s->db, Q_DIALOGUE, v, 1, read_dialogue, &rd, &n);
	return e != MF_OK ? e : n == 0 ? MF_ENOENT : rd.e;
}

static bool
read_repetition(void *arg, const struct row *r)
{
	struct answer *a = arg;

	a->at_ms = row_int(r, 0);
	a->repeats = (unsigned)row_int(r, 1);
	take_answer(a, row_bytes(r, 2));
	return false;
}

enum mf_err
store_repetition(
    struct store *s, const uint8_t key[REPLY_SIZE], struct answer *a)
{
	const struct value v[] = { VB(key, REPLY_SIZE) };
	enum mf_err e;
	size_t n;

	a->n = 0;
	e = db_run(s->db, Q_REPETITION, v, 1, read_repetition, a, &n);
	return e != MF_OK ? e : n == 0 ? MF_ENOENT : MF_OK;
}
