#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "server/guard.h"

#define ENTRIES_MAX 65536
#define HOUR        3600
#define SLICES      6 /* of an hour */

struct count { /* of an account and source; source all zero: the account */
	int64_t account;
	uint8_t source[SOURCE_SIZE];
	unsigned in_row, reserved;
	int64_t locked_until, last;
	unsigned slice[SLICES]; /* of the account: failures of ten minutes */
	int64_t slice_of[SLICES];
	bool dirty;
	struct count *next; /* all entries, newest first */
};

struct guard {
	void *tree;
	struct count *all;
	unsigned n;
	bool dirty;
	struct limits limits;
};

static int
compare(const void *pa, const void *pb)
{
	const struct count *a = pa, *b = pb;

	if (a->account != b->account)
		return a->account < b->account ? -1 : 1;
	return memcmp(a->source, b->source, SOURCE_SIZE);
}

static const uint8_t whole[SOURCE_SIZE];

static struct count *
find(const struct guard *g, int64_t account, const uint8_t *source)
{
	struct count key = { .account = account };
	struct count *const *hit;

	memcpy(key.source, source, SOURCE_SIZE);
	hit = tfind(&key, &g->tree, compare);
	return hit == NULL ? NULL : *hit;
}

/* What no longer locks or counts makes room. */
static void
sweep(struct guard *g, int64_t now)
{
	for (struct count **p = &g->all; *p != NULL;) {
		struct count *x = *p;

		if (x->reserved > 0 || x->dirty || now < x->locked_until ||
		    now - x->last < 2 * HOUR) {
			p = &x->next;
			continue;
		}
		*p = x->next;
		(void)tdelete(x, &g->tree, compare);
		free(x);
		g->n--;
	}
}

static struct count *
entry(struct guard *g, int64_t account, const uint8_t *source, int64_t now)
{
	struct count *x = find(g, account, source);

	if (x != NULL)
		return x;
	if (g->n >= ENTRIES_MAX)
		sweep(g, now);
	if (g->n >= ENTRIES_MAX || (x = calloc(1, sizeof(*x))) == NULL)
		return NULL; /* the caller refuses: fail closed */
	x->account = account;
	memcpy(x->source, source, SOURCE_SIZE);
	x->last = now;
	if (tsearch(x, &g->tree, compare) == NULL) {
		free(x);
		return NULL;
	}
	x->next = g->all;
	g->all = x;
	g->n++;
	return x;
}

static unsigned
in_hour(const struct count *x, int64_t now)
{
	unsigned sum = 0;

	for (int i = 0; i < SLICES; i++)
		if (now / (HOUR / SLICES) - x->slice_of[i] < SLICES)
			sum += x->slice[i];
	return sum;
}

static void
count_hour(struct count *x, int64_t now)
{
	int64_t slice = now / (HOUR / SLICES);
	int i = (int)(slice % SLICES);

	if (x->slice_of[i] != slice) {
		x->slice_of[i] = slice;
		x->slice[i] = 0;
	}
	x->slice[i]++;
}

struct guard *
guard_new(const struct limits *l)
{
	struct guard *g = calloc(1, sizeof(*g));

	if (g != NULL)
		g->limits = *l;
	return g;
}

void
guard_free(struct guard **gp)
{
	struct guard *g = *gp;
	struct count *next;

	if (g == NULL)
		return;
	for (struct count *x = g->all; x != NULL; x = next) {
		next = x->next;
		(void)tdelete(x, &g->tree, compare);
		free(x);
	}
	free(g);
	*gp = NULL;
}

void
guard_set_limits(struct guard *g, const struct limits *l)
{
	g->limits = *l;
}

/* After a lock one attempt at a time, before it as many as are left. */
static bool
has_place(const struct guard *g, const struct count *x)
{
	return x->in_row >= g->limits.password_soft
	    ? x->reserved == 0
	    : x->in_row + x->reserved < g->limits.password_soft;
}

bool
guard_reserve(struct guard *g, int64_t account,
    const uint8_t source[SOURCE_SIZE], bool known, int64_t now)
{
	struct count *all = entry(g, account, whole, now), *x;

	/* First of all, so that who is not heard takes no room. */
	if (all == NULL ||
	    (!known &&
		in_hour(all, now) + all->reserved >= g->limits.password_hour))
		return false;
	all->reserved++; /* and no sweep takes it away */
	x = entry(g, account, source, now);
	if (x == NULL || now < x->locked_until || !has_place(g, x)) {
		all->reserved--;
		return false;
	}
	x->reserved++;
	return true;
}

void
guard_release(
    struct guard *g, int64_t account, const uint8_t source[SOURCE_SIZE])
{
	struct count *x = find(g, account, source);
	struct count *all = find(g, account, whole);

	if (x != NULL && x->reserved > 0)
		x->reserved--;
	if (all != NULL && all->reserved > 0)
		all->reserved--;
}

static int64_t
lock_of(const struct limits *l, unsigned in_row, int64_t now)
{
	unsigned wait = l->soft_seconds;

	if (in_row < l->password_soft)
		return 0;
	for (unsigned i = l->password_soft; i < in_row && wait < l->soft_max;
	     i++)
		wait *= 2;
	return now + (wait < l->soft_max ? wait : l->soft_max);
}

void
guard_result(struct guard *g, int64_t account,
    const uint8_t source[SOURCE_SIZE], bool right, int64_t now)
{
	struct count *x = find(g, account, source);
	struct count *all = find(g, account, whole);

	guard_release(g, account, source);
	if (x == NULL || all == NULL || (right && x->in_row == 0))
		return;
	x->in_row = right ? 0 : x->in_row + 1;
	x->locked_until = right ? 0 : lock_of(&g->limits, x->in_row, now);
	x->last = now;
	x->dirty = g->dirty = true;
	if (!right) {
		count_hour(all, now);
		all->last = now;
	}
}

void
guard_forget(struct guard *g, int64_t account)
{
	for (struct count *x = g->all; x != NULL; x = x->next)
		if (x->account == account) {
			x->in_row = 0;
			x->locked_until = 0;
			memset(x->slice, 0, sizeof(x->slice));
			x->dirty = g->dirty = true;
		}
}

int64_t
guard_locked_until(const struct guard *g, int64_t account, int64_t now)
{
	int64_t until = 0;

	for (const struct count *x = g->all; x != NULL; x = x->next)
		if (x->account == account && x->locked_until > now &&
		    x->locked_until > until)
			until = x->locked_until;
	return until;
}

unsigned
guard_locks(const struct guard *g, int64_t now)
{
	unsigned n = 0;

	for (const struct count *x = g->all; x != NULL; x = x->next)
		n += x->locked_until > now;
	return n;
}

struct loading {
	struct guard *g;
	int64_t now;
};

static void
load_one(void *arg, const struct password_failure *f)
{
	struct loading *l = arg;
	struct count *x = entry(l->g, f->account, f->source, l->now);

	if (x == NULL)
		return;
	x->in_row = f->in_row;
	x->locked_until = f->locked_until;
	x->last = f->last;
}

enum mf_err
guard_load(struct guard *g, struct store *s, int64_t now)
{
	struct loading l = { g, now };

	return store_password_failures(s, ENTRIES_MAX / 2, load_one, &l);
}

bool
guard_is_dirty(const struct guard *g)
{
	return g->dirty;
}

/* If the batch fails they stay dirty in spirit: the next failure writes. */
enum mf_err
guard_save(struct guard *g, struct store *s)
{
	enum mf_err e = MF_OK;

	for (struct count *x = g->all; e == MF_OK && x != NULL; x = x->next) {
		struct password_failure f = { x->account, { 0 }, x->in_row,
			x->locked_until, x->last };

		if (!x->dirty || memcmp(x->source, whole, SOURCE_SIZE) == 0)
			continue;
		memcpy(f.source, x->source, SOURCE_SIZE);
		if ((e = store_password_failure(s, &f)) == MF_OK)
			x->dirty = false;
	}
	g->dirty = e != MF_OK;
	return e;
}
