#include <stdlib.h>
#include <string.h>

#include "server/guard.h"
#include "server/guard_table.h"

struct guard {
	struct guard_table table;
	struct limits limits;
};

static const uint8_t whole[SOURCE_SIZE];

static unsigned
in_hour(const struct count *x, int64_t now)
{
	unsigned sum = 0;

	/* A slice to come is from before the clock was set back. */
	for (int i = 0; i < PASSWORD_SLICES; i++) {
		int64_t age = now / PASSWORD_SLICE - x->slice_of[i];

		if (age >= 0 && age < PASSWORD_SLICES)
			sum += x->slice[i];
	}
	return sum;
}

static void
count_hour(struct count *x, int64_t now)
{
	int64_t slice = now / PASSWORD_SLICE;
	int i = (int)(slice % PASSWORD_SLICES);

	if (x->slice_of[i] != slice) {
		x->slice_of[i] = slice;
		x->slice[i] = 0;
	}
	x->slice[i]++;
	x->changed |= (uint8_t)(1U << i);
}

struct guard *
guard_new(const struct limits *l, struct store *s)
{
	struct guard *g = calloc(1, sizeof(*g));

	if (g == NULL)
		return NULL;
	g->limits = *l;
	guard_table_init(&g->table, s);
	return g;
}

void
guard_free(struct guard **gp)
{
	struct guard *g = *gp;

	if (g == NULL)
		return;
	guard_table_clear(&g->table);
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
	struct count *all = guard_table_take(&g->table, account, whole, now);
	struct count *x;

	/* First of all, so that who is not heard takes no room. */
	if (all == NULL ||
	    (!known &&
		in_hour(all, now) + all->reserved >= g->limits.password_hour))
		return false;
	all->reserved++; /* and it stays in memory */
	x = guard_table_take(&g->table, account, source, now);
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
	struct count *x = guard_table_find(&g->table, account, source);
	struct count *all = guard_table_find(&g->table, account, whole);

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
	struct count *x = guard_table_find(&g->table, account, source);
	struct count *all = guard_table_find(&g->table, account, whole);

	guard_release(g, account, source);
	if (x == NULL || all == NULL || (right && x->in_row == 0))
		return;
	x->in_row = right ? 0 : x->in_row + 1;
	x->locked_until = right ? 0 : lock_of(&g->limits, x->in_row, now);
	x->last = now;
	guard_table_mark(&g->table, x);
	if (!right) {
		count_hour(all, now);
		guard_table_mark(&g->table, all);
	}
}

/* The rows of what is not in memory go by the caller's hand. */
void
guard_forget(struct guard *g, int64_t account)
{
	struct count *x;

	TAILQ_FOREACH(x, &g->table.used, used)
	if (x->account == account) {
		x->in_row = 0;
		x->locked_until = 0;
		memset(x->slice, 0, sizeof(x->slice));
		x->changed = UINT8_MAX;
		guard_table_mark(&g->table, x);
	}
}

int64_t
guard_locked_until(const struct guard *g, int64_t account, int64_t now)
{
	const struct count *x;
	int64_t until = 0;

	TAILQ_FOREACH(x, &g->table.used, used)
	if (x->account == account && x->locked_until > now &&
	    x->locked_until > until)
		until = x->locked_until;
	return until;
}

unsigned
guard_locks(const struct guard *g, int64_t now)
{
	const struct count *x;
	unsigned n = 0;

	TAILQ_FOREACH(x, &g->table.used, used)
	n += x->locked_until > now;
	return n;
}

enum mf_err
guard_load(struct guard *g)
{
	return guard_table_load(&g->table);
}

bool
guard_is_dirty(const struct guard *g)
{
	return !TAILQ_EMPTY(&g->table.unwritten);
}

enum mf_err
guard_save(struct guard *g)
{
	return guard_table_save(&g->table);
}

void
guard_saved(struct guard *g)
{
	guard_table_saved(&g->table);
}
