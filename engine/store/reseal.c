#include <string.h>

#include "store/reseal.h"
#include "store/internal.h"

#define PAGE   100
#define SEALED 1024

struct item {
	int64_t id;
	uint8_t sealed[SEALED];
	size_t n;
};

struct page {
	struct item of[PAGE];
	size_t n;
};

static bool
take(void *arg, const struct row *r)
{
	struct page *p = arg;
	struct slice s = row_bytes(r, 1);
	struct item *i = &p->of[p->n++];

	i->id = row_int(r, 0);
	i->n = s.n <= SEALED ? s.n : 0;
	if (i->n > 0)
		memcpy(i->sealed, s.p, s.n);
	return p->n < PAGE;
}

static bool
is_new(const struct store *s, const struct item *i)
{
	uint16_t id = (uint16_t)keyring_newest_id(s->keys);

	return i->n >= 2 && (i->sealed[0] << 8 | i->sealed[1]) == id;
}

/* Compare and set: a login may have sealed it anew in between. */
static enum mf_err
seal_anew(struct store *s, enum sealed kind, const struct item *i,
    struct reseal_counts *c)
{
	uint8_t plain[SEALED], sealed[SEALED + SEALED_EXTRA];
	size_t n, m;
	enum mf_err e;

	if (is_new(s, i))
		return MF_OK;
	e = store_unseal(s, kind, i->id, (struct slice){ i->sealed, i->n },
	    plain, sizeof(plain), &n);
	if (e == MF_ECRYPTO) {
		c->damaged++;
		return MF_OK;
	}
	if (e == MF_OK)
		e = store_seal(
		    s, kind, i->id, (struct slice){ plain, n }, sealed, &m);
	wipe(plain, sizeof(plain));
	if (e != MF_OK)
		return e;
	const struct value v[] = { VI(i->id), VB(sealed, m),
		VB(i->sealed, i->n) };
	c->sealed++;
	return db_run(
	    s->db, sealed_queries[kind].reseal, v, 3, NULL, NULL, NULL);
}

enum mf_err
reseal_rows(struct store *s, struct reseal_place *at, unsigned limit,
    struct reseal_counts *c, bool *more)
{
	const enum sealed kind = at->kind;
	struct page p = { .n = 0 };
	const struct value v[] = { VI(at->last),
		VI(limit < PAGE ? limit : PAGE) };
	enum mf_err e;

	e = db_run(s->db, sealed_queries[kind].all, v, 2, take, &p, NULL);
	for (size_t i = 0; i < p.n && e == MF_OK; i++) {
		e = seal_anew(s, kind, &p.of[i], c);
		at->last = p.of[i].id;
		c->seen++;
	}
	if (e == MF_OK && p.n == 0 && kind + 1 < SEALED_KINDS)
		*at = (struct reseal_place){ .kind = kind + 1 };
	else if (e == MF_OK && p.n == 0)
		*more = false;
	return e;
}

static bool
take_count(void *arg, const struct row *r)
{
	*(int64_t *)arg = row_int(r, 0);
	return false;
}

enum mf_err
reseal_total(struct store *s, int64_t *rows)
{
	*rows = 0;
	return db_run(s->db, Q_SEALED_ROWS, NULL, 0, take_count, rows, NULL);
}

void
store_use_keys(struct store *s, const struct keyring *keys)
{
	s->keys = keys;
}
