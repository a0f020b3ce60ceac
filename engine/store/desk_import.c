#include <string.h>
#include <strings.h>

#include "store/desk.h"
#include "store/internal.h"

#define N(v) (sizeof(v) / sizeof((v)[0]))

static bool
take_number(void *arg, const struct row *r)
{
	int64_t *out = arg;

	*out = row_int(r, 0);
	return false;
}

static enum mf_err
number(struct store *s, enum query q, const struct value *v, size_t n,
    int64_t *out)
{
	size_t rows;
	enum mf_err e = db_run(s->db, q, v, n, take_number, out, &rows);

	return e != MF_OK ? e : rows == 1 ? MF_OK : MF_ECONFLICT;
}

static enum mf_err
run(struct store *s, enum query q, const struct value *v, size_t n)
{
	return db_run(s->db, q, v, n, NULL, NULL, NULL);
}

enum mf_err
desk_import_add(struct store *s, const char *kind, const char *name,
    const char *actor, int64_t now, int64_t first, int64_t *id)
{
	const struct value v[] = { VS(kind), VS(name), VS(actor), VI(now),
		VI(first) };

	return number(s, Q_IMPORT_ADD, v, N(v), id);
}

enum mf_err
desk_import_count(
    struct store *s, int64_t id, unsigned n, int64_t last, int64_t *total)
{
	const struct value v[] = { VI(id), VI(n), VI(last) };

	return number(s, Q_IMPORT_COUNT, v, N(v), total);
}

enum mf_err
desk_import_state(
    struct store *s, int64_t id, enum import_state from, enum import_state to)
{
	const struct value v[] = { VI(id), VI(from), VI(to) };
	int64_t n;

	return number(s, Q_IMPORT_STATE, v, N(v), &n);
}

enum mf_err
desk_import_give_up_all(struct store *s)
{
	return run(s, Q_IMPORT_GIVE_UP, NULL, 0);
}

struct look {
	const char *vendor;
	int64_t import;
	struct known_serial *known;
};

static bool
look_at(void *arg, const struct row *r)
{
	struct look *l = arg;
	struct known_serial *k = l->known;

	row_text(r, 0, k->vendor, sizeof(k->vendor));
	k->found = k->vendor[0] == '\0' || l->vendor[0] == '\0' ||
	    strcasecmp(k->vendor, l->vendor) == 0;
	k->here = row_int(r, 1) == l->import;
	return !k->found;
}

enum mf_err
desk_import_known(struct store *s, const char *canonical, const char *vendor,
    int64_t import, struct known_serial *k)
{
	struct look l = { vendor, import, k };
	const char *digits = canonical;
	char legacy[SERIAL_SIZE + 1];

	*k = (struct known_serial){ 0 };
	if (!serial_is_legacy(canonical, &digits)) {
		legacy[0] = 'T';
		memcpy(legacy + 1, canonical, strlen(canonical) + 1);
		if (serial_is_legacy(legacy, &digits))
			digits = legacy;
	}
	const struct value v[] = { VS(canonical), VS(digits) };
	return db_run(s->db, Q_IMPORT_KNOWN, v, N(v), look_at, &l, NULL);
}

static bool
take_left(void *arg, const struct row *r)
{
	struct import_left *l = arg;

	l->id = row_int(r, 0);
	l->first = row_int(r, 1);
	l->last = row_int(r, 2);
	return false;
}

static bool
take_unnoted(void *arg, const struct row *r)
{
	struct import_left *l = arg;

	l->id = row_int(r, 0);
	row_text(r, 1, l->actor, sizeof(l->actor));
	row_text(r, 2, l->name, sizeof(l->name));
	return false;
}

enum mf_err
desk_import_left(struct store *s, struct import_left *l)
{
	enum mf_err e;

	*l = (struct import_left){ 0 };
	e = db_run(s->db, Q_IMPORT_LEFT, NULL, 0, take_left, l, NULL);
	return e != MF_OK ? e : l->id == 0 ? MF_ENOENT : MF_OK;
}

enum mf_err
desk_import_unnoted(struct store *s, struct import_left *l)
{
	enum mf_err e;

	*l = (struct import_left){ 0 };
	e = db_run(s->db, Q_IMPORT_UNNOTED, NULL, 0, take_unnoted, l, NULL);
	return e != MF_OK ? e : l->id == 0 ? MF_ENOENT : MF_OK;
}

enum mf_err
desk_import_clear(struct store *s, int64_t id, int64_t from, int64_t to)
{
	const struct value v[] = { VI(id), VI(from), VI(to) };
	enum mf_err e;

	if ((e = run(s, Q_IMPORT_CLEAR_HOT, v, N(v))) != MF_OK)
		return e;
	return run(s, Q_IMPORT_CLEAR, v, N(v));
}

enum mf_err
desk_import_unbind(struct store *s, int64_t id, unsigned limit, size_t *n)
{
	const struct value v[] = { VI(id), VI(limit) };

	return db_run(s->db, Q_IMPORT_UNBIND, v, N(v), NULL, NULL, n);
}

enum mf_err
desk_import_any(struct store *s, const struct import_left *l, int64_t *device)
{
	const struct value v[] = { VI(l->id), VI(l->first), VI(l->last) };
	enum mf_err e = number(s, Q_IMPORT_ANY, v, N(v), device);

	return e == MF_ECONFLICT ? MF_ENOENT : e;
}

enum mf_err
desk_import_remove(struct store *s, int64_t id)
{
	const struct value v[] = { VI(id) };

	return run(s, Q_IMPORT_REMOVE, v, N(v));
}

struct bound {
	int64_t import;
	struct import_bound *out;
	size_t n, max;
};

static bool
take_bound(void *arg, const struct row *r)
{
	struct bound *b = arg;

	b->out[b->n++] = (struct import_bound){
		.device = row_int(r, 0),
		.account = row_int(r, 1),
		.state = (enum device_state)row_int(r, 2),
		.created = row_int(r, 3) == b->import,
	};
	return b->n < b->max;
}

enum mf_err
desk_import_bound(struct store *s, int64_t id, unsigned limit,
    struct import_bound *out, size_t *n)
{
	struct bound b = { id, out, 0, limit };
	const struct value v[] = { VI(id), VI(limit) };
	enum mf_err e;

	e = db_run(s->db, Q_IMPORT_BOUND, v, N(v), take_bound, &b, NULL);
	*n = b.n;
	return e;
}

enum mf_err
desk_import_bound_noted(struct store *s, int64_t device)
{
	const struct value v[] = { VI(device) };

	return run(s, Q_IMPORT_BOUND_NOTED, v, N(v));
}

enum mf_err
desk_import_noted(struct store *s, int64_t id)
{
	const struct value v[] = { VI(id) };

	return run(s, Q_IMPORT_NOTED, v, N(v));
}
