#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

#include "server/hash.h"
#include "core/secret.h"
#include "server/background.h"
#include "server/engine.h"

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
	char dummy[PASSWORD_RECORD];
};

static void
work_on(struct hash_task *t, const struct password_cost *cost)
{
	struct slice password = { t->password, t->n };

	t->fresh[0] = '\0';
	t->right = false;
	if (t->make) {
		if (password_hash(cost, password, t->fresh) != MF_OK)
			t->fresh[0] = '\0';
		return;
	}
	t->right = password_verify(t->record, password);
	if (t->right && password_is_stale(t->record, cost) &&
	    password_hash(cost, password, t->fresh) != MF_OK)
		t->fresh[0] = '\0';
}

static void *
worker(void *arg)
{
	struct hasher *h = arg;
	struct hash_task *t;
	struct password_cost cost;

	/* Whoever types a code does not wait for somebody's password. */
	background();
	pthread_mutex_lock(&h->lock);
	for (;;) {
		while (h->head == NULL && !h->stop)
			pthread_cond_wait(&h->work, &h->lock);
		if (h->stop)
			break;
		t = h->head;
		h->head = t->next;
		if (h->head == NULL)
			h->tail = &h->head;
		cost = h->cost;
		pthread_mutex_unlock(&h->lock);
		work_on(t, &cost);
		wipe(t->password, sizeof(t->password));
		pthread_mutex_lock(&h->lock);
		t->next = h->finished;
		h->finished = t;
		uv_async_send(&h->ready);
	}
	pthread_mutex_unlock(&h->lock);
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

static bool
make_dummy(struct hasher *h)
{
	uint8_t nobody[32];

	random_bytes(nobody, sizeof(nobody));
	return password_hash(&h->cost, (struct slice){ nobody, sizeof(nobody) },
		   h->dummy) == MF_OK;
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
	if (!make_dummy(h) || uv_async_init(&e->loop, &h->ready, ready) != 0) {
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
hash_task_fill(struct hasher *h, struct hash_task *t, const char *record,
    struct slice password)
{
	*t = (struct hash_task){ 0 };
	memcpy(
	    t->record, record == NULL ? h->dummy : record, sizeof(t->record));
	return password_prepare(
		   password, t->password, sizeof(t->password), &t->n) == MF_OK;
}

bool
hasher_submit(struct hasher *h, struct hash_task *t, unsigned bound)
{
	bool room;

	t->next = NULL;
	pthread_mutex_lock(&h->lock);
	room = h->load < h->nthreads || h->load < bound;
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
