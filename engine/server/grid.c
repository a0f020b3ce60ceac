#include <stdlib.h>

#include "server/grid.h"
#include "server/facts.h"

struct grid {
	uv_timer_t timer;
	struct login *waiting; /* by next_on_grid */
	unsigned n;
};

static void
line(uv_timer_t *t)
{
	struct grid *g = t->data;
	struct login *l, *next;

	l = g->waiting;
	g->waiting = NULL;
	g->n = 0;
	for (; l != NULL; l = next) {
		next = l->next_on_grid;
		login_send(l);
	}
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
		line(&g->timer);
}

void
grid_free(struct grid **gp)
{
	free(*gp);
	*gp = NULL;
}

void
grid_hold(struct grid *g, struct login *l)
{
	uint64_t wait = GRID_MS - (uint64_t)boot_ms() % GRID_MS;

	l->next_on_grid = g->waiting;
	g->waiting = l;
	if (g->n++ == 0)
		(void)uv_timer_start(&g->timer, line, wait, 0);
}

unsigned
grid_load(const struct grid *g)
{
	return g->n;
}
