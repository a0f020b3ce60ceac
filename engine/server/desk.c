#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "server/desk.h"
#include "server/admin_import.h"
#include "util/background.h"
#include "server/batch.h"
#include "util/log.h"

#define READS_MAX    64  /* that wait for the thread */
#define STEP_BUSY_US 300 /* of staged work in a batch while logins come */
#define STEP_IDLE_US 4000
#define BUSY_US      50000 /* that a login counts as lately */

struct desk {
	struct engine *engine;
	/* staged work */
	struct job *head, **tail;
	struct import *import;
	uint64_t seen; /* logins answered */
	int64_t busy_until;
	/* commands whose answer comes later */
	struct control *held;
	bool stopped;
	/* the thread that reads */
	pthread_t thread;
	bool started;
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct control *first, **last, *finished;
	unsigned n;
	atomic_bool stop, stale;
	uv_async_t ready;
};

int64_t
boot_us(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_BOOTTIME, &ts);
	return ts.tv_sec * 1000000LL + ts.tv_nsec / 1000;
}

/* The next command to read, taken off the list; NULL: the engine ends. */
static struct control *
next_read(struct desk *d)
{
	struct control *k = NULL;

	pthread_mutex_lock(&d->lock);
	while (d->first == NULL && !atomic_load(&d->stop))
		pthread_cond_wait(&d->work, &d->lock);
	if (!atomic_load(&d->stop)) {
		k = d->first;
		d->first = control_links(k)->waiting;
		if (d->first == NULL)
			d->last = &d->first;
		d->n--;
	}
	pthread_mutex_unlock(&d->lock);
	return k;
}

/* The connection is kept from one command to the next. */
static struct store *
reopen(struct desk *d, struct store **s)
{
	if (atomic_exchange(&d->stale, false))
		store_close(s);
	if (*s == NULL && store_reader(d->engine->store, s) != MF_OK)
		LOG(LOG_LEVEL_ERROR, "reader-failed",
		    F_STR("reason", "the database does not open"));
	return *s;
}

static void *
reader(void *arg)
{
	struct desk *d = arg;
	struct store *s = NULL;
	struct control *k;

	background();
	while ((k = next_read(d)) != NULL) {
		control_read(k, reopen(d, &s), &d->stop);
		pthread_mutex_lock(&d->lock);
		control_links(k)->waiting = d->finished;
		d->finished = k;
		pthread_mutex_unlock(&d->lock);
		uv_async_send(&d->ready);
	}
	store_close(&s);
	return NULL;
}

static void
ready(uv_async_t *a)
{
	struct desk *d = a->data;
	struct control *k, *next;

	pthread_mutex_lock(&d->lock);
	k = d->finished;
	d->finished = NULL;
	pthread_mutex_unlock(&d->lock);
	for (; k != NULL; k = next) {
		next = control_links(k)->waiting;
		control_was_read(k);
	}
}

bool
desk_read(struct desk *d, struct control *k)
{
	bool room;

	pthread_mutex_lock(&d->lock);
	room = d->n < READS_MAX && d->started;
	if (room) {
		control_links(k)->waiting = NULL;
		*d->last = k;
		d->last = &control_links(k)->waiting;
		d->n++;
		pthread_cond_signal(&d->work);
	}
	pthread_mutex_unlock(&d->lock);
	if (room)
		desk_hold(d, k);
	return room;
}

void
desk_reopen(struct desk *d)
{
	atomic_store(&d->stale, true);
}

void
desk_hold(struct desk *d, struct control *k)
{
	struct control_links *l = control_links(k);

	l->prev = NULL;
	l->next = d->held;
	if (d->held != NULL)
		control_links(d->held)->prev = k;
	d->held = k;
}

void
desk_release(struct desk *d, struct control *k)
{
	struct control_links *l = control_links(k);

	if (l->prev != NULL)
		control_links(l->prev)->next = l->next;
	else
		d->held = l->next;
	if (l->next != NULL)
		control_links(l->next)->prev = l->prev;
	l->next = l->prev = NULL;
}

struct desk *
desk_new(struct engine *e)
{
	struct desk *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return NULL;
	d->engine = e;
	d->tail = &d->head;
	d->last = &d->first;
	atomic_init(&d->stop, false);
	atomic_init(&d->stale, false);
	pthread_mutex_init(&d->lock, NULL);
	pthread_cond_init(&d->work, NULL);
	d->ready.data = d;
	if ((d->import = import_new(e)) == NULL ||
	    uv_async_init(&e->loop, &d->ready, ready) != 0) {
		free(d->import);
		free(d);
		return NULL;
	}
	e->desk = d;
	import_resume(d->import);
	d->started = pthread_create(&d->thread, NULL, reader, d) == 0;
	return d;
}

void
desk_stop(struct desk *d)
{
	if (d == NULL)
		return;
	pthread_mutex_lock(&d->lock);
	atomic_store(&d->stop, true);
	pthread_cond_broadcast(&d->work);
	pthread_mutex_unlock(&d->lock);
	if (d->started)
		pthread_join(d->thread, NULL);
	d->started = false;
	d->stopped = true;
	while (d->held != NULL) {
		struct control *k = d->held;

		desk_release(d, k);
		control_released(k);
	}
}

void
desk_free(struct desk **dp)
{
	struct desk *d = *dp;

	if (d == NULL)
		return;
	desk_stop(d);
	pthread_cond_destroy(&d->work);
	pthread_mutex_destroy(&d->lock);
	free(d->import);
	free(d);
	*dp = NULL;
}

struct import **
desk_import(struct desk *d)
{
	return &d->import;
}

void
desk_start(struct desk *d, struct job *j)
{
	if (j->queued || d->stopped)
		return;
	j->queued = true;
	j->next = NULL;
	*d->tail = j;
	d->tail = &j->next;
	batch_again(d->engine->batch);
}

bool
job_is_queued(const struct job *j)
{
	return j->queued;
}

bool
desk_is_busy(const struct desk *d)
{
	return boot_us() < d->busy_until;
}

static void
watch_logins(struct desk *d)
{
	const struct engine *e = d->engine;
	uint64_t n = e->accepted + e->rejected + e->challenged + e->silent;

	if (n != d->seen)
		d->busy_until = boot_us() + BUSY_US;
	d->seen = n;
}

/* Round and round: a job that is not done goes to the end of the list. */
void
control_work(struct desk *d)
{
	int64_t until;

	watch_logins(d);
	if (d->head == NULL)
		return;
	until = boot_us() + (desk_is_busy(d) ? STEP_BUSY_US : STEP_IDLE_US);
	for (struct job *j, *end = NULL; (j = d->head) != NULL;) {
		d->head = j->next;
		if (d->head == NULL)
			d->tail = &d->head;
		j->queued = false;
		if (j->step(j, until)) {
			desk_start(d, j);
			end = end == NULL ? j : end;
		}
		if (boot_us() >= until || d->head == end)
			break;
	}
}

bool
control_has_work(const struct desk *d)
{
	return d->head != NULL;
}
