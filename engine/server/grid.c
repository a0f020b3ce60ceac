#include <stdlib.h>

#include "server/grid.h"
#include "server/facts.h"

struct grid {
	uv_timer_t timer;
	struct login *waiting; /* by next_on_grid */
	unsigned n;
};

static void line(uv_timer_t *);

/* Wakes at the next line of the grid. */
static void
wake(struct grid *g, int64_t now)
{
	(void)uv_timer_start(
	    &g->timer, line, (uint64_t)(GRID_MS - now % GRID_MS), 0);
}

/* Sends what is due then. */
static void
leave(struct grid *g, int64_t then)
{
	struct login **p = &g->waiting, *due = NULL, *l;

	while ((l = *p) != NULL) {
		if (l->leaves_ms > then) {
			p = &l->next_on_grid;
			continue;
		}
		*p = l->next_on_grid;
		g->n--;
		l->next_on_grid = due;
		due = l;
	}
	while ((l = due) != NULL) {
		due = l->next_on_grid;
		login_send(l);
	}
}

static void
line(uv_timer_t *t)
{
	struct grid *g = t->data;
	int64_t now = boot_ms();

	leave(g, now);
	if (g->waiting != NULL)
		wake(g, now);
}

enum mf_err
grid_new(struct engine *e, struct grid **out)
{
	struct grid *g = calloc(1, sizeof(*g));

	*out = g;
	if (g == NULL)
		return MF_ENOMEM;
	g->timer.data = g;
	(void)uv_timer_init(&e->loop, &g->timer);
	return MF_OK;
}

void
grid_stop(struct grid *g)
{
	if (g != NULL)
		leave(g, INT64_MAX);
}

void
grid_free(struct grid **gp)
{
	free(*gp);
	*gp = NULL;
}

/* A commit that took longer than a whole line leaves at the one after it. */
void
grid_hold(struct grid *g, struct login *l)
{
	int64_t now = boot_ms(), least = l->began_ms + GRID_MS;

	if (least < now)
		least = now;
	l->leaves_ms = least + GRID_MS - least % GRID_MS;
	l->next_on_grid = g->waiting;
	g->waiting = l;
	if (g->n++ == 0)
		wake(g, now);
}

unsigned
grid_load(const struct grid *g)
{
	return g->n;
}
