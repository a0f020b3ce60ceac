#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/notes.h"
#include "server/notes_file.h"
#include "store/restore.h"

#define MIB ((size_t)1024 * 1024)

/* The last place is kept for the head; a batch too large fails closed. */
static void
add(struct notes *n, enum note_kind kind, int64_t id, uint64_t a, uint64_t b)
{
	if (n->n >= NOTES_PENDING - 1)
		n->failed = true;
	else
		note_make(&n->pending[n->n++], kind, id, a, b);
}

void
notes_counter(struct notes *n, int64_t device, uint64_t counter)
{
	add(n, NOTE_COUNTER, device, counter, 0);
}

void
notes_binding(
    struct notes *n, int64_t device, int64_t account, enum device_state state)
{
	add(n, NOTE_BINDING, device, (uint64_t)account, (uint64_t)state);
}

enum mf_err
notes_pin(struct notes *n, struct store *s, int64_t device)
{
	struct fact f;
	enum mf_err e = store_pin_fact(s, device, &f);

	if (e == MF_OK && (f.a != 0 || f.b != 0))
		add(n, NOTE_PIN, device, f.a, f.b);
	return e;
}

void
notes_epoch(struct notes *n, int64_t account, uint64_t epoch, int state)
{
	add(n, NOTE_EPOCH, account, epoch, (uint64_t)state);
}

void
notes_failure(struct notes *n, int64_t account, int64_t device, int64_t now)
{
	add(n, NOTE_FAILURE, account, (uint64_t)device, (uint64_t)now);
}

void
notes_keep(struct notes *n)
{
	n->kept = n->n;
}

void
notes_undo(struct notes *n)
{
	n->n = n->kept;
}

bool
notes_any(const struct notes *n)
{
	return n->kept > 0;
}

/* They are in the database alone, until a snapshot has them. */
static enum mf_err
lose(struct notes *n, struct store *s)
{
	note_head(&n->lost, audit_head(s));
	n->missing = n->behind = true;
	return MF_EIO;
}

static bool
append(struct notes *n, const struct note *p, size_t count)
{
	ssize_t bytes = (ssize_t)(count * sizeof(*p));
	int fd = atomic_load(&n->fd);

	if (write(fd, p, (size_t)bytes) != bytes) {
		n->failed = ftruncate(fd, (off_t)n->size) == -1 ||
		    lseek(fd, 0, SEEK_END) == -1;
		return false;
	}
	n->size += (size_t)bytes;
	return true;
}

/* What is no note tells a reader that some are missing before this head. */
static bool
append_gap(struct notes *n)
{
	const struct note gap[] = { { 0 }, n->lost };

	if (n->lost.kind == 0)
		return true;
	if (!append(n, gap, 2))
		return false;
	n->lost = (struct note){ 0 };
	return true;
}

enum mf_err
notes_committed(struct notes *n, bool committed, struct store *s)
{
	size_t count;

	n->n = committed ? n->kept : 0;
	n->kept = 0;
	if (!committed)
		return MF_OK;
	if (n->failed)
		return lose(n, s);
	note_head(&n->pending[n->n++], audit_head(s));
	count = n->n;
	n->n = 0;
	if (!append_gap(n) || !append(n, n->pending, count))
		return lose(n, s);
	atomic_store(&n->dirty, true);
	return MF_OK;
}

bool
notes_want_sync(const struct notes *n)
{
	return atomic_load(&n->dirty);
}

enum mf_err
notes_sync(struct notes *n)
{
	enum mf_err e;

	if (!atomic_exchange(&n->dirty, false))
		return MF_OK;
	pthread_mutex_lock(&n->close);
	e = fdatasync(atomic_load(&n->fd)) == 0 ? MF_OK : MF_EIO;
	pthread_mutex_unlock(&n->close);
	return e;
}

size_t
notes_size(const struct notes *n)
{
	return n->size;
}

bool
notes_failed(const struct notes *n)
{
	return n->failed || n->missing;
}

bool
notes_want_snapshot(const struct notes *n)
{
	return n->failed || n->behind || n->has_old ||
	    n->size > NOTES_LOG_MIB * MIB;
}

void
notes_renew(struct notes *n)
{
	n->behind = true;
}

void
notes_close(struct notes **np)
{
	struct notes *n = *np;

	if (n == NULL)
		return;
	if (atomic_load(&n->fd) != -1) {
		(void)!notes_sync(n);
		close(atomic_load(&n->fd));
	}
	pthread_mutex_destroy(&n->close);
	free(n);
	*np = NULL;
}
