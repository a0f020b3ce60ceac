#include <string.h>

#include "store/restore.h"
#include "store/internal.h"

#define REFERENCES_AHEAD 1000000000 /* more than any two backups are apart */
#define PAGE             1000
#define SEALED_MAX       1024
#define META_LAID        "restore.laid"
#define META_REFERENCE   "reference.next"

#define N(v) (sizeof(v) / sizeof((v)[0]))

enum mf_err
restore_begin(struct store *s)
{
	enum mf_err e = db_script(s->db, "PRAGMA synchronous = OFF");

	return e != MF_OK ? e : store_begin(s);
}

static unsigned
key_of(struct slice sealed)
{
	return (unsigned)sealed.p[0] << 8 | sealed.p[1];
}

static bool
has_key(const struct store *s, unsigned id)
{
	uint8_t key[KEY_SIZE];
	enum mf_err e = keyring_key(s->keys, KEY_DEVICE, id, key);

	wipe(key, sizeof(key));
	return e == MF_OK;
}

struct opening {
	struct store *s;
	struct restore_seals *seals;
	enum sealed kind;
	int64_t last;
};

static bool
open_one(void *arg, const struct row *r)
{
	struct opening *o = arg;
	struct slice sealed = row_bytes(r, 1);
	uint8_t plain[SEALED_MAX];
	size_t n;

	o->last = row_int(r, 0);
	o->seals->total++;
	if (sealed.n < SEALED_EXTRA) {
		o->seals->damaged++;
		return true;
	}
	if (!has_key(o->s, key_of(sealed)))
		o->seals->missing = key_of(sealed);
	else if (store_unseal(o->s, o->kind, o->last, sealed, plain,
		     sizeof(plain), &n) != MF_OK)
		o->seals->damaged++;
	wipe(plain, sizeof(plain));
	return true;
}

enum mf_err
restore_unseal(struct store *s, struct restore_seals *seals)
{
	enum mf_err e = MF_OK;

	*seals = (struct restore_seals){ 0 };
	for (unsigned i = 0; i < SEALED_KINDS && e == MF_OK; i++) {
		struct opening o = { s, seals, (enum sealed)i, 0 };
		size_t rows = PAGE;

		while (rows == PAGE && e == MF_OK) {
			const struct value v[] = { VI(o.last), VI(PAGE) };

			e = db_run(s->db, sealed_queries[i].all, v, N(v),
			    open_one, &o, &rows);
		}
	}
	return e;
}

static enum mf_err
change(struct store *s, enum query q, const struct value *v, size_t n,
    size_t *changed)
{
	size_t rows = 0;
	enum mf_err e = db_run(s->db, q, v, n, NULL, NULL, &rows);

	*changed += rows;
	return e;
}

/* Whoever a token was given to since has had one, too. */
static enum mf_err
lay_binding(struct store *s, const struct fact *f, struct restore_changes *c)
{
	const struct value v[] = { VI(f->id), VI(f->a), VI(f->b), VI(c->now) };
	const struct value had[] = { VI(f->a) };
	enum mf_err e = change(s, Q_LAY_BINDING, v, N(v), &c->bindings);

	if (e != MF_OK || f->a == 0 || f->b == DEVICE_UNCONFIRMED)
		return e;
	return db_run(s->db, Q_HAD_DEVICE, had, 1, NULL, NULL, NULL);
}

/* Nothing takes back that somebody had one. */
static enum mf_err
lay_epoch(struct store *s, const struct fact *f, struct restore_changes *c)
{
	const struct value v[] = { VI(f->id), VI(f->a),
		VI(f->b & FACT_DISABLED) };
	enum mf_err e = change(s, Q_LAY_EPOCH, v, N(v), &c->accounts);

	if (e != MF_OK || (f->b & FACT_HAD_DEVICE) == 0)
		return e;
	return db_run(s->db, Q_HAD_DEVICE, v, 1, NULL, NULL, NULL);
}

static enum mf_err
lay_failure(struct store *s, const struct fact *f, struct restore_changes *c)
{
	const struct value device[] = { VI(f->a) };
	const struct value day[] = { VI(f->id), VI(f->b / SECONDS_PER_DAY) };
	enum mf_err e = MF_OK;

	c->failures++;
	if (f->a != 0)
		e = db_run(s->db, Q_BLAME, device, 1, NULL, NULL, NULL);
	return e != MF_OK
	    ? e
	    : db_run(s->db, Q_BUDGET_ADD, day, 2, NULL, NULL, NULL);
}

static enum mf_err
lay_pin(struct store *s, const struct fact *f)
{
	const struct value v[] = { VI(f->id), VI(f->a),
		VI((f->b & FACT_PIN_SET) != 0),
		VI((f->b & FACT_PIN_CHANGE) != 0) };

	return db_run(s->db, Q_LAY_PIN, v, N(v), NULL, NULL, NULL);
}

static bool
is_of_device(enum fact_kind k)
{
	return k == FACT_COUNTER || k == FACT_BINDING || k == FACT_FAILURES ||
	    k == FACT_PIN;
}

enum mf_err
restore_lay(struct store *s, const struct fact *f, struct restore_changes *c)
{
	const struct value v[] = { VI(f->id), VI(f->a), VI(f->b) };
	int64_t *last =
	    is_of_device(f->kind) ? &c->last_device : &c->last_account;

	if (f->id > *last)
		*last = f->id;
	switch (f->kind) {
	case FACT_COUNTER:
		return change(s, Q_LAY_COUNTER, v, 2, &c->counters);
	case FACT_BINDING:
		return lay_binding(s, f, c);
	case FACT_EPOCH:
		return lay_epoch(s, f, c);
	case FACT_BUDGET:
		return change(s, Q_LAY_BUDGET, v, 3, &c->failures);
	case FACT_FAILURES:
		return change(s, Q_LAY_FAILURES, v, 2, &c->failures);
	case FACT_FAILURE:
		return lay_failure(s, f, c);
	case FACT_PIN:
		return lay_pin(s, f);
	case FACT_MAX:
		break;
	}
	return MF_EINVAL;
}

static bool
take_pin(void *arg, const struct row *r)
{
	struct restore_pins *p = arg;

	if (p->n < RESTORE_PINS)
		row_text(r, 0, p->serial[p->n], SERIAL_SIZE);
	p->n++;
	return true;
}

enum mf_err
restore_pins(struct store *s, struct restore_pins *p)
{
	*p = (struct restore_pins){ 0 };
	return db_run(s->db, Q_UNKNOWN_PINS, NULL, 0, take_pin, p, NULL);
}

enum mf_err
restore_unknown(
    struct store *s, int64_t now, unsigned around, struct restore_without *w)
{
	const struct value v[] = { VI(now), VI(around) };
	enum mf_err e;

	*w = (struct restore_without){ 0 };
	if ((e = change(s, Q_UNKNOWN_STEPS, v, N(v), &w->waiting)) != MF_OK ||
	    (e = change(s, Q_UNKNOWN_CODES, NULL, 0, &w->ended)) != MF_OK)
		return e;
	return change(s, Q_UNKNOWN_COUNTERS, NULL, 0, &w->rebind);
}

/* A number once shown in a reject must not be drawn again. */
static enum mf_err
skip_references(struct store *s)
{
	int64_t next;
	enum mf_err e = store_meta_get_int(s, META_REFERENCE, &next);

	if (e == MF_ENOENT)
		next = 1;
	else if (e != MF_OK)
		return e;
	return store_meta_put_int(s, META_REFERENCE, next + REFERENCES_AHEAD);
}

/* Tickets and sent codes are of the old generation: nobody joins them. */
static const enum query void_queries[] = {
	Q_NO_DIALOGUES,
	Q_NO_PENDINGS,
	Q_NO_SIGNATURES,
	Q_NO_REPETITIONS,
};

static enum mf_err
begin_anew(struct store *s, const struct restore_changes *c)
{
	enum mf_err e;

	s->generation = random_u64();
	if ((e = store_meta_put(s, "generation", &s->generation,
		 sizeof(s->generation))) != MF_OK ||
	    (e = db_ids_beyond(s->db, "device", c->last_device)) != MF_OK ||
	    (e = db_ids_beyond(s->db, "account", c->last_account)) != MF_OK ||
	    (e = skip_references(s)) != MF_OK)
		return e;
	for (size_t i = 0; i < N(void_queries) && e == MF_OK; i++)
		e = db_run(s->db, void_queries[i], NULL, 0, NULL, NULL, NULL);
	return e;
}

enum mf_err
restore_finish(struct store *s, const struct restore_changes *c,
    struct audit_record *r, struct restore_laid *laid)
{
	enum mf_err e;

	if ((e = begin_anew(s, c)) != MF_OK ||
	    (e = audit_append(s, r)) != MF_OK)
		return e;
	laid->seq = r->seq;
	if ((e = store_meta_put(s, META_LAID, laid, sizeof(*laid))) != MF_OK)
		return e;
	return store_commit(s);
}

static bool
take_laid(void *arg, const struct row *r)
{
	struct restore_laid *laid = arg;
	struct slice v = row_bytes(r, 0);

	if (v.n == sizeof(*laid))
		memcpy(laid, v.p, v.n);
	return false;
}

bool
restore_is_fresh(struct store *s, struct restore_laid *laid)
{
	const struct value v[] = { VS(META_LAID) };

	*laid = (struct restore_laid){ .seq = -1 };
	if (db_run(s->db, Q_META_GET, v, 1, take_laid, laid, NULL) != MF_OK)
		return false;
	return laid->seq == s->head.seq;
}

/* What its log holds goes into the file, and the log away. */
enum mf_err
restore_settle(const char *path)
{
	const struct db_options o = { .cache_mib = 2 };
	struct db *db = NULL;
	int64_t version;
	enum mf_err e;

	if ((e = db_open(path, &o, &db)) != MF_OK)
		return e;
	if ((e = db_number(db, "PRAGMA user_version", &version)) == MF_OK)
		e = db_checkpoint(db, true);
	db_close(&db);
	return e;
}

static bool
take_id(void *arg, const struct row *r)
{
	struct slice v = row_bytes(r, 0);

	if (v.n == 16)
		memcpy(arg, v.p, v.n);
	return false;
}

enum mf_err
restore_id_of(const char *path, uint8_t id[16])
{
	const struct db_options o = { .read_only = true, .cache_mib = 1 };
	const struct value v[] = { VS("id") };
	struct db *db = NULL;
	size_t n = 0;
	enum mf_err e;

	if ((e = db_open(path, &o, &db)) == MF_OK &&
	    (e = db_prepare(db)) == MF_OK)
		e = db_run(db, Q_META_GET, v, 1, take_id, id, &n);
	db_close(&db);
	return e == MF_OK && n == 0 ? MF_ENOENT : e;
}
