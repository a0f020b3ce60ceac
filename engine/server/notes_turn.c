/* Snapshots: made while logins go on, or for a database put back. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/notes.h"
#include "server/notes_file.h"
#include "store/restore.h"

struct notes_turn {
	struct notes *notes;
	char folder[512];
	struct notes_header header;
	struct note head;
	int fd;      /* of the new log; -1: not yet, or handed over */
	int old;     /* of the log before; -1: closed */
	bool rotate; /* false: log.old is still there from another turn */
	bool behind; /* as it was when the turn began */
};

static const enum note_kind kinds[FACT_MAX] = {
	[FACT_COUNTER] = NOTE_COUNTER,
	[FACT_BINDING] = NOTE_BINDING,
	[FACT_EPOCH] = NOTE_EPOCH,
	[FACT_BUDGET] = NOTE_BUDGET,
	[FACT_FAILURES] = NOTE_BLAMED,
	[FACT_FAILURE] = NOTE_FAILURE,
	[FACT_PIN] = NOTE_PIN,
};

struct snapshot {
	FILE *fp;
	struct audit_head head;
	int64_t n; /* notes written */
	const atomic_bool *stop;
	bool stopped;
};

static bool
put(struct snapshot *w, const struct note *n)
{
	w->n++;
	return fwrite(n, sizeof(*n), 1, w->fp) == 1;
}

/* The head is the first note: a reader has to know what it covers. */
static bool
put_fact(void *arg, const struct fact *f)
{
	struct snapshot *w = arg;
	struct note n;

	if (w->n == 0) {
		note_head(&n, &w->head);
		if (!put(w, &n))
			return false;
	}
	w->stopped = w->stop != NULL && atomic_load(w->stop);
	note_make(&n, kinds[f->kind], f->id, f->a, f->b);
	return !w->stopped && put(w, &n);
}

static enum mf_err
finish_snapshot(struct snapshot *w)
{
	struct note n;

	if (w->n == 0) {
		note_head(&n, &w->head);
		(void)put(w, &n);
	}
	note_make(&n, NOTE_END, w->n, 0, 0);
	(void)put(w, &n);
	return !ferror(w->fp) && fflush(w->fp) == 0 && fsync(fileno(w->fp)) == 0
	    ? MF_OK
	    : MF_EIO;
}

/* folder/snapshot.new, synced. */
static enum mf_err
write_snapshot(const char *folder, const struct notes_header *h,
    struct store *s, const atomic_bool *stop)
{
	struct snapshot w = { .stop = stop };
	char path[NOTES_PATH];
	enum mf_err e = MF_EIO;
	int fd;

	notes_path(folder, NOTES_SNAPSHOT, NOTES_FRESH, path);
	fd = open(
	    path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd == -1 || (w.fp = fdopen(fd, "w")) == NULL)
		goto out;
	if (fwrite(h, sizeof(*h), 1, w.fp) != 1)
		goto out;
	e = store_facts(s, &w.head, put_fact, &w);
	if (e == MF_OK && w.stopped)
		e = MF_ECONFLICT;
	/* What was read may be on its way to the disk yet: not after this. */
	if (e == MF_OK && (e = store_sync(s)) == MF_OK)
		e = finish_snapshot(&w);
out:
	if (w.fp != NULL && fclose(w.fp) != 0 && e == MF_OK)
		e = MF_EIO;
	if (w.fp == NULL && fd != -1)
		close(fd);
	return e;
}

struct notes_turn *
notes_turn_new(struct notes *n, struct store *s)
{
	struct notes_turn *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return NULL;
	t->notes = n;
	t->fd = t->old = -1;
	t->rotate = !n->has_old;
	t->behind = n->behind;
	n->behind = false;
	memcpy(t->folder, n->folder, sizeof(t->folder));
	notes_header(s, NOTES_NEXT, &t->header);
	note_head(&t->head, audit_head(s));
	return t;
}

/* The loop goes on writing to the log it has open, whatever its name. */
enum mf_err
notes_turn_files(struct notes_turn *t)
{
	char log[NOTES_PATH], old[NOTES_PATH];
	enum mf_err e;

	if (!t->rotate)
		return MF_OK;
	if ((e = notes_new_log(t->folder, &t->header, &t->head)) != MF_OK)
		return e;
	notes_path(t->folder, NOTES_LOG, "", log);
	notes_path(t->folder, NOTES_OLD_LOG, "", old);
	if (rename(log, old) == -1 && errno != ENOENT)
		return MF_EIO;
	if (notes_place(t->folder, NOTES_LOG) != MF_OK) {
		(void)!rename(old, log);
		return MF_EIO;
	}
	t->fd = open(log, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
	if (t->fd == -1)
		return MF_EIO;
	return notes_sync_folder(t->folder);
}

void
notes_turn_swap(struct notes_turn *t)
{
	struct notes *n = t->notes;

	if (!t->rotate)
		return;
	t->old = atomic_exchange(&n->fd, t->fd);
	t->fd = -1;
	n->size = sizeof(t->header) + sizeof(t->head);
	n->has_old = true;
	n->failed = false;
}

enum mf_err
notes_turn_snapshot(
    struct notes_turn *t, struct store *reader, const atomic_bool *stop)
{
	struct notes_header h = t->header;
	char old[NOTES_PATH];
	enum mf_err e = MF_OK;

	if (t->old != -1) {
		pthread_mutex_lock(&t->notes->close);
		if (fdatasync(t->old) == -1)
			e = MF_EIO;
		close(t->old);
		t->old = -1;
		pthread_mutex_unlock(&t->notes->close);
	}
	memcpy(h.magic, NOTES_WHOLE, sizeof(h.magic));
	if (e != MF_OK ||
	    (e = write_snapshot(t->folder, &h, reader, stop)) != MF_OK ||
	    (e = notes_place(t->folder, NOTES_SNAPSHOT)) != MF_OK ||
	    (e = notes_sync_folder(t->folder)) != MF_OK)
		return e;
	notes_path(t->folder, NOTES_OLD_LOG, "", old);
	return unlink(old) == 0 || errno == ENOENT ? MF_OK : MF_EIO;
}

void
notes_turn_done(struct notes_turn **tp, bool whole)
{
	struct notes_turn *t = *tp;

	if (t == NULL)
		return;
	if (whole) {
		t->notes->has_old = false;
		t->notes->missing = t->notes->missing && t->notes->behind;
	} else {
		t->notes->behind = t->notes->behind || t->behind;
	}
	if (t->fd != -1)
		close(t->fd);
	if (t->old != -1)
		close(t->old);
	free(t);
	*tp = NULL;
}

enum mf_err
notes_prepare_anew(const char *folder, struct store *s)
{
	struct notes_header h;
	struct note head;
	enum mf_err e;

	notes_header(s, NOTES_WHOLE, &h);
	if ((e = write_snapshot(folder, &h, s, NULL)) != MF_OK)
		return e;
	memcpy(h.magic, NOTES_NEXT, sizeof(h.magic));
	note_head(&head, audit_head(s));
	return notes_new_log(folder, &h, &head);
}

void
notes_set_aside(const char *folder)
{
	static const char *const names[] = { NOTES_SNAPSHOT, NOTES_OLD_LOG,
		NOTES_LOG };
	char from[NOTES_PATH], to[NOTES_PATH];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		notes_path(folder, names[i], "", from);
		notes_path(folder, names[i], ".before", to);
		(void)!rename(from, to);
	}
}

/* The log comes last: until then it says that this is not done yet. */
enum mf_err
notes_take_anew(const char *folder)
{
	char old[NOTES_PATH];
	enum mf_err e;

	notes_path(folder, NOTES_OLD_LOG, "", old);
	if ((e = notes_place(folder, NOTES_SNAPSHOT)) != MF_OK)
		return e;
	if (unlink(old) == -1 && errno != ENOENT)
		return MF_EIO;
	if ((e = notes_sync_folder(folder)) != MF_OK ||
	    (e = notes_place(folder, NOTES_LOG)) != MF_OK)
		return e;
	return notes_sync_folder(folder);
}
