#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "server/guard_table.h"

#define ENTRIES_MAX 65536
#define LOOK_MAX    1024 /* entries in use or unwritten, before giving up */

static const uint8_t whole[SOURCE_SIZE];

bool
count_is_account(const struct count *x)
{
	return memcmp(x->source, whole, SOURCE_SIZE) == 0;
}

static int
compare(const void *pa, const void *pb)
{
	const struct count *a = pa, *b = pb;

	if (a->account != b->account)
		return a->account < b->account ? -1 : 1;
	return memcmp(a->source, b->source, SOURCE_SIZE);
}

void
guard_table_init(struct guard_table *t, struct store *s)
{
	TAILQ_INIT(&t->used);
	TAILQ_INIT(&t->unwritten);
	t->store = s;
}

static void
drop(struct guard_table *t, struct count *x)
{
	(void)tdelete(x, &t->tree, compare);
	TAILQ_REMOVE(&t->used, x, used);
	free(x);
	t->n--;
}

void
guard_table_clear(struct guard_table *t)
{
	while (!TAILQ_EMPTY(&t->used))
		drop(t, TAILQ_FIRST(&t->used));
}

struct count *
guard_table_find(
    const struct guard_table *t, int64_t account, const uint8_t *source)
{
	struct count key = { .account = account };
	struct count *const *hit;

	memcpy(key.source, source, SOURCE_SIZE);
	hit = tfind(&key, &t->tree, compare);
	return hit == NULL ? NULL : *hit;
}

/* What is written already can be read again. */
static bool
make_room(struct guard_table *t)
{
	unsigned looked = 0;

	if (t->n < ENTRIES_MAX)
		return true;
	for (struct count *x = TAILQ_LAST(&t->used, counts);
	     x != NULL && looked < LOOK_MAX;
	     x = TAILQ_PREV(x, counts, used), looked++)
		if (x->reserved == 0 && !x->dirty) {
			drop(t, x);
			return true;
		}
	return false;
}

static struct count *
add(struct guard_table *t, int64_t account, const uint8_t *source)
{
	struct count *x;

	if (!make_room(t) || (x = calloc(1, sizeof(*x))) == NULL)
		return NULL;
	x->account = account;
	memcpy(x->source, source, SOURCE_SIZE);
	if (tsearch(x, &t->tree, compare) == NULL) {
		free(x);
		return NULL;
	}
	TAILQ_INSERT_HEAD(&t->used, x, used);
	t->n++;
	return x;
}

static void
take_slice(void *arg, int64_t slice, unsigned n)
{
	struct count *x = arg;
	size_t i = (size_t)slice % PASSWORD_SLICES;

	x->slice[i] = n;
	x->slice_of[i] = slice;
}

static enum mf_err
read_back(struct guard_table *t, struct count *x, int64_t now)
{
	struct password_failure f = { .account = x->account };
	enum mf_err e;

	x->last = now;
	if (t->store == NULL)
		return MF_OK;
	if (count_is_account(x))
		return store_password_hour(t->store, x->account,
		    now / PASSWORD_SLICE - PASSWORD_SLICES, take_slice, x);
	memcpy(f.source, x->source, SOURCE_SIZE);
	if ((e = store_password_failure(t->store, &f)) != MF_OK)
		return e;
	x->in_row = f.in_row;
	x->locked_until = f.locked_until;
	return MF_OK;
}

struct count *
guard_table_take(
    struct guard_table *t, int64_t account, const uint8_t *source, int64_t now)
{
	struct count *x = guard_table_find(t, account, source);

	if (x != NULL) {
		TAILQ_REMOVE(&t->used, x, used);
		TAILQ_INSERT_HEAD(&t->used, x, used);
		return x;
	}
	if ((x = add(t, account, source)) == NULL)
		return NULL;
	if (read_back(t, x, now) == MF_OK)
		return x;
	drop(t, x);
	return NULL;
}

void
guard_table_mark(struct guard_table *t, struct count *x)
{
	if (!x->dirty)
		TAILQ_INSERT_TAIL(&t->unwritten, x, unwritten);
	x->dirty = true;
}

static void
load_one(void *arg, const struct password_failure *f)
{
	struct guard_table *t = arg;
	struct count *x = guard_table_find(t, f->account, f->source);

	if (x == NULL && (x = add(t, f->account, f->source)) == NULL)
		return; /* it is read when it is asked for */
	x->in_row = f->in_row;
	x->locked_until = f->locked_until;
	x->last = f->last;
}

enum mf_err
guard_table_load(struct guard_table *t)
{
	return t->store == NULL
	    ? MF_OK
	    : store_password_failures(t->store, ENTRIES_MAX / 2, load_one, t);
}

static enum mf_err
save_hour(struct store *s, const struct count *x)
{
	enum mf_err e = MF_OK;

	for (size_t i = 0; i < PASSWORD_SLICES && e == MF_OK; i++)
		if ((x->changed & 1U << i) != 0)
			e = store_password_hour_put(
			    s, x->account, x->slice_of[i], x->slice[i]);
	return e;
}

enum mf_err
guard_table_save(struct guard_table *t)
{
	struct count *x;
	enum mf_err e = MF_OK;

	TAILQ_FOREACH(x, &t->unwritten, unwritten)
	{
		struct password_failure f = { x->account, { 0 }, x->in_row,
			x->locked_until, x->last };

		memcpy(f.source, x->source, SOURCE_SIZE);
		e = t->store == NULL ? MF_OK
		    : count_is_account(x)
		    ? save_hour(t->store, x)
		    : store_password_failure_put(t->store, &f);
		if (e != MF_OK)
			break;
	}
	return e;
}

void
guard_table_saved(struct guard_table *t)
{
	struct count *x;

	while ((x = TAILQ_FIRST(&t->unwritten)) != NULL) {
		TAILQ_REMOVE(&t->unwritten, x, unwritten);
		x->dirty = false;
		x->changed = 0;
	}
}
