#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

#include "server/hash.h"
#include "core/secret.h"
#include "util/background.h"
#include "server/desk.h"
#include "server/engine.h"
#include "util/kept.h"

#define THREADS_MAX 64

struct hasher {
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct hash_task *head, **tail; /* waiting */
	struct hash_task *finished;
	unsigned load;
	bool stop;
	struct password_cost cost;
	pthread_t thread[THREADS_MAX];
	unsigned nthreads;
	uv_async_t ready;
	unsigned typical_us; /* that one takes, lately */
};

/* Somebody who is not there costs what a record of today would. */
static void
work_on(struct hash_task *t, const struct password_cost *cost)
{
	struct slice password = { t->password, t->n };

	t->fresh[0] = '\0';
	t->right = t->make && t->record[0] != '\0' &&
	    password_verify(t->record, password);
	if (t->make || t->record[0] == '\0') {
		if (password_hash(cost, password, t->fresh) != MF_OK ||
		    !t->make)
			wipe(t->fresh, sizeof(t->fresh));
		return;
	}
	t->right = password_verify(t->record, password);
	if (t->right && password_is_stale(t->record, cost) &&
	    password_hash(cost, password, t->fresh) != MF_OK)
		t->fresh[0] = '\0';
}

/* A running mean: the eighth part of each. */
static void
learn(struct hasher *h, int64_t us)
{
	int64_t old = h->typical_us;

	if (us > 60000000)
		us = 60000000;
	h->typical_us = (unsigned)(old == 0 ? us : old + (us - old) / 8);
}

/* Locked before and after.  What a password left goes while nobody waits. */
static bool
wait_for_work(struct hasher *h)
{
	if (h->head == NULL && !h->stop) {
		pthread_mutex_unlock(&h->lock);
		kept_wipe();
		pthread_mutex_lock(&h->lock);
	}
	while (h->head == NULL && !h->stop)
		pthread_cond_wait(&h->work, &h->lock);
	return !h->stop;
}

static void *
worker(void *arg)
{
	struct hasher *h = arg;
	struct hash_task *t;
	struct password_cost cost;
	int64_t begun;

	/* Whoever types a code does not wait for somebody's password. */
	background();
	kept_begin();
	pthread_mutex_lock(&h->lock);
	while (wait_for_work(h)) {
		t = h->head;
		h->head = t->next;
		if (h->head == NULL)
			h->tail = &h->head;
		cost = h->cost;
		pthread_mutex_unlock(&h->lock);
		begun = boot_us();
		work_on(t, &cost);
		wipe(t->password, sizeof(t->password));
		pthread_mutex_lock(&h->lock);
		learn(h, boot_us() - begun);
		t->next = h->finished;
		h->finished = t;
		uv_async_send(&h->ready);
	}
	pthread_mutex_unlock(&h->lock);
	kept_end();
	return NULL;
}

static void
ready(uv_async_t *a)
{
	struct hasher *h = a->data;
	struct hash_task *t, *next;

	pthread_mutex_lock(&h->lock);
	t = h->finished;
	h->finished = NULL;
	for (struct hash_task *i = t; i != NULL; i = i->next)
		h->load--;
	pthread_mutex_unlock(&h->lock);
	for (; t != NULL; t = next) {
		next = t->next;
		t->done(t);
	}
}

struct hasher *
hasher_new(struct engine *e, unsigned threads, const struct password_cost *cost)
{
	struct hasher *h = calloc(1, sizeof(*h));
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	if (h == NULL)
		return NULL;
	h->cost = *cost;
	h->tail = &h->head;
	pthread_mutex_init(&h->lock, NULL);
	pthread_cond_init(&h->work, NULL);
	h->ready.data = h;
	if (uv_async_init(&e->loop, &h->ready, ready) != 0) {
		free(h);
		return NULL;
	}
	if (threads == 0)
		threads = cores < 1 ? 1 : (unsigned)cores;
	if (threads > THREADS_MAX)
		threads = THREADS_MAX;
	while (h->nthreads < threads &&
	    pthread_create(&h->thread[h->nthreads], NULL, worker, h) == 0)
		h->nthreads++;
	if (h->nthreads == 0)
		hasher_free(&h);
	return h;
}

void
hasher_stop(struct hasher *h)
{
	if (h == NULL)
		return;
	pthread_mutex_lock(&h->lock);
	h->stop = true;
	pthread_cond_broadcast(&h->work);
	pthread_mutex_unlock(&h->lock);
	for (unsigned i = 0; i < h->nthreads; i++)
		pthread_join(h->thread[i], NULL);
	h->nthreads = 0;
}

void
hasher_free(struct hasher **hp)
{
	struct hasher *h = *hp;

	if (h == NULL)
		return;
	hasher_stop(h);
	pthread_cond_destroy(&h->work);
	pthread_mutex_destroy(&h->lock);
	wipe(h, sizeof(*h));
	free(h);
	*hp = NULL;
}

void
hasher_set_cost(struct hasher *h, const struct password_cost *cost)
{
	pthread_mutex_lock(&h->lock);
	h->cost = *cost;
	pthread_mutex_unlock(&h->lock);
}

bool
hash_task_fill(struct hash_task *t, const char *record, struct slice password)
{
	*t = (struct hash_task){ 0 };
	if (record != NULL)
		memcpy(t->record, record, sizeof(t->record));
	return password_prepare(
		   password, t->password, sizeof(t->password), &t->n) == MF_OK;
}

/* Whether one more would be done in time, half as long again allowed for. */
static bool
is_in_time(const struct hasher *h, int64_t left_ms)
{
	int64_t turns;

	if (h->nthreads == 0) /* the engine ends */
		return false;
	turns = h->load / h->nthreads + 1;
	return h->load == 0 || turns * h->typical_us * 3 / 2000 < left_ms;
}

bool
hasher_submit(
    struct hasher *h, struct hash_task *t, unsigned bound, int64_t left_ms)
{
	bool room;

	t->next = NULL;
	pthread_mutex_lock(&h->lock);
	room = (h->load < h->nthreads || h->load < bound) &&
	    is_in_time(h, left_ms);
	if (room) {
		h->load++;
		*h->tail = t;
		h->tail = &t->next;
		pthread_cond_signal(&h->work);
	}
	pthread_mutex_unlock(&h->lock);
	return room;
}

unsigned
hasher_load(const struct hasher *h)
{
	return h->load;
}
