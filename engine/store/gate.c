#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "store/gate.h"

struct gate {
	pthread_mutex_t lock;
	pthread_cond_t opened;
	bool shut;
	unsigned inside;
};

struct gate *
gate_new(void)
{
	struct gate *g = calloc(1, sizeof(*g));
	pthread_condattr_t a;

	if (g == NULL)
		return NULL;
	pthread_mutex_init(&g->lock, NULL);
	pthread_condattr_init(&a);
	pthread_condattr_setclock(&a, CLOCK_MONOTONIC);
	pthread_cond_init(&g->opened, &a);
	pthread_condattr_destroy(&a);
	return g;
}

void
gate_free(struct gate **gp)
{
	struct gate *g = *gp;

	if (g == NULL)
		return;
	pthread_cond_destroy(&g->opened);
	pthread_mutex_destroy(&g->lock);
	free(g);
	*gp = NULL;
}

static struct timespec
soon(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	ts.tv_nsec += GATE_WAIT_MS * 1000000L;
	if (ts.tv_nsec >= 1000000000L) {
		ts.tv_sec++;
		ts.tv_nsec -= 1000000000L;
	}
	return ts;
}

void
gate_enter(struct gate *g)
{
	struct timespec until;

	if (g == NULL)
		return;
	pthread_mutex_lock(&g->lock);
	if (g->shut) {
		until = soon();
		while (g->shut &&
		    pthread_cond_timedwait(&g->opened, &g->lock, &until) == 0)
			continue;
		g->shut = false;
	}
	g->inside++;
	pthread_mutex_unlock(&g->lock);
}

void
gate_leave(struct gate *g)
{
	if (g == NULL)
		return;
	pthread_mutex_lock(&g->lock);
	g->inside--;
	pthread_mutex_unlock(&g->lock);
}

void
gate_shut(struct gate *g)
{
	pthread_mutex_lock(&g->lock);
	g->shut = true;
	pthread_mutex_unlock(&g->lock);
}

void
gate_open(struct gate *g)
{
	pthread_mutex_lock(&g->lock);
	if (g->shut)
		pthread_cond_broadcast(&g->opened);
	g->shut = false;
	pthread_mutex_unlock(&g->lock);
}

bool
gate_is_empty(struct gate *g)
{
	bool empty;

	pthread_mutex_lock(&g->lock);
	empty = g->inside == 0;
	pthread_mutex_unlock(&g->lock);
	return empty;
}
