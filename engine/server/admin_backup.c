/*
 * backup: the database is copied beside itself in steps on the loop, checked
 * on a worker, and sent from there part by part; then the copy is removed.
 */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "server/admin_commands.h"
#include "server/admin_find.h"
#include "server/backup.h"
#include "server/batch.h"
#include "server/chore.h"
#include "server/desk.h"
#include "store/audit.h"
#include "store/copy.h"

#define COPY        "backup.tmp"
#define PAGES       32 /* between two looks at the time */
#define CHUNK       49152
#define PROGRESS_US 2000000
#define WAIT_MS     5 /* for a peer that takes nothing more */

struct backup {
	struct job job;
	struct engine *engine;
	struct command_in *in;
	struct store_copy *copy;
	char path[600];
	int64_t told_us, since;
};

struct sending {
	char path[600];
	int fd;
	bool checked;
	char why[256];
	int64_t size, sent, record; /* the last of the audit in it */
	size_t n;                   /* in chunk, not sent yet; 0: read more */
	bool put;
	int64_t told_us;
	uint8_t chunk[CHUNK];
};

static void
remove_copy(const char *path)
{
	static const char *const beside[] = { "", "-journal", "-wal", "-shm" };
	char name[640];

	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		snprintf(name, sizeof(name), "%s%s", path, beside[i]);
		(void)unlink(name);
	}
}

void
backup_clean(const struct conf *c)
{
	char path[600];

	snprintf(path, sizeof(path), "%s/" COPY, c->state);
	remove_copy(path);
}

void
backup_free(struct engine *e)
{
	struct backup *b = e->backup;

	if (b == NULL)
		return;
	store_copy_end(&b->copy);
	remove_copy(b->path);
	free(b);
	e->backup = NULL;
}

static void
progress(struct command_in *in, int64_t count, int64_t size, const char *what)
{
	struct wire_out *o = row_begin(in, "progress");

	wire_put_int(o, TAG_COUNT, count);
	wire_put_int(o, TAG_SIZE, size);
	wire_put_str(o, TAG_TEXT, what);
	row_end(in);
}

/* ---- on a worker: checking and reading the copy ------------------------- */

static bool
check(struct chore *c, struct sending *s)
{
	struct stat st;

	if (store_copy_check(s->path, s->why, sizeof(s->why)) != MF_OK)
		return false;
	s->fd = open(s->path, O_RDONLY | O_CLOEXEC);
	if (s->fd == -1 || fstat(s->fd, &st) == -1) {
		c->err = MF_EIO;
		return false;
	}
	s->size = st.st_size;
	s->checked = true;
	return true;
}

static bool
read_part(struct chore *c)
{
	const struct timespec wait = { 0, WAIT_MS * 1000000L };
	struct sending *s = c->own;
	ssize_t n;

	if (!s->checked)
		return check(c, s);
	if (s->n > 0) {
		(void)nanosleep(&wait, NULL);
		return true;
	}
	if (s->sent == s->size)
		return false;
	n = pread(s->fd, s->chunk, sizeof(s->chunk), s->sent);
	if (n <= 0) {
		c->err = MF_EIO;
		return false;
	}
	s->n = (size_t)n;
	return true;
}

/* ---- on the loop --------------------------------------------------------- */

static void
send_part(struct chore *c, struct command_in *in)
{
	struct sending *s = c->own;
	struct wire_out *o;

	if (s->n > 0 && !s->put) {
		o = row_begin(in, "chunk");
		wire_put_int(o, TAG_PLACE, s->sent);
		wire_put(o, TAG_CHUNK, s->chunk, s->n);
		row_end(in);
		s->put = true;
	}
	if (!rows_flush(in))
		return;
	s->sent += (int64_t)s->n;
	s->n = 0;
	s->put = false;
}

static enum mf_err
write_down(struct command_in *in, const struct sending *s)
{
	struct batch *b = in->engine->batch;
	char detail[48];
	struct text t;
	enum mf_err e;

	text_init(&t, detail, sizeof(detail));
	text_printf(&t, "size=%" PRId64, s->size);
	if ((e = batch_write(b)) != MF_OK)
		return e;
	if ((e = store_meta_put_int(
		 in->engine->store, "backup.last", in->now)) == MF_OK &&
	    (e = record(in, "engine.backup", 0, 0, &t)) == MF_OK &&
	    (e = batch_keep(b)) == MF_OK)
		return MF_OK;
	batch_undo(b);
	return e;
}

static enum mf_err
end(struct chore *c, struct command_in *in)
{
	struct sending *s = c->own;
	enum mf_err e;

	if (!s->checked)
		return refuse(in, REFUSED_FAULT,
		    "the copy is not whole: %s.\n"
		    "The database may be damaged: see mfctl status. There is "
		    "no backup.",
		    s->why);
	if ((e = write_down(in, s)) != MF_OK)
		return e;
	wire_put_int(done_fields(in), TAG_SIZE, s->size);
	say(in,
	    "The backup is whole: %" PRId64 " bytes, up to audit "
	    "record %" PRId64 ".\n"
	    "Keep it apart from the keyring; both are needed to put it back: "
	    "multifactord --restore FILE",
	    s->size, s->record);
	return MF_OK;
}

static void
done(struct chore *c)
{
	struct sending *s = c->own;

	if (s->fd != -1)
		close(s->fd);
	backup_free(c->engine);
}

static const struct chore_ops sending = {
	.part = read_part, .tell = send_part, .end = end, .drop = done
};

static enum mf_err
go_on_sending(struct backup *b)
{
	struct sending *s = calloc(1, sizeof(*s));

	if (s != NULL) {
		memcpy(s->path, b->path, sizeof(s->path));
		s->fd = -1;
		s->record = audit_head(b->engine->store)->seq;
	}
	return chore_go_on(b->in, &sending, s);
}

static bool
copy_step(struct job *j, int64_t until)
{
	struct backup *b = j->arg;
	struct engine *engine = b->engine;
	struct command_in *in = b->in;
	int left = 1, all = 0;
	enum mf_err e = MF_OK;

	do {
		e = store_copy_step(b->copy, PAGES, &left, &all);
	} while (e == MF_OK && left > 0 && boot_us() < until);
	if (e == MF_OK && left > 0) {
		if (boot_us() > b->told_us + PROGRESS_US) {
			progress(in, all - left, all, "pages copied");
			b->told_us = boot_us();
		}
		(void)!rows_flush(in);
		if (!in->gone)
			return true;
		e = MF_EIO;
	}
	store_copy_end(&b->copy);
	if (e == MF_OK)
		e = go_on_sending(b);
	if (e != MF_OK) {
		command_ready(in, e);
		backup_free(engine); /* or the chore did */
	}
	return false;
}

static enum mf_err
check_room(struct command_in *in)
{
	const struct conf *c = in->engine->conf;
	char path[600];
	struct statvfs fs;
	struct stat st;
	int64_t need, room;

	snprintf(path, sizeof(path), "%s/multifactor.db", c->state);
	if (stat(path, &st) == -1 || statvfs(c->state, &fs) == -1)
		return MF_EIO;
	need = st.st_size + store_wal_pages(in->engine->store) * 4096LL +
	    (int64_t)c->store.reserve_mib * 1024 * 1024;
	room = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
	if (room >= need)
		return MF_OK;
	return refuse(in, REFUSED_FAULT,
	    "the disk of %s has %" PRId64 " MiB left; a backup needs %" PRId64
	    " for a while.\nFree some space there and try again.",
	    c->state, room >> 20, need >> 20);
}

enum mf_err
backup_start(struct command_in *in)
{
	struct engine *e = in->engine;
	struct backup *b;
	char date[DATE_SIZE];
	enum mf_err err;

	if (e->backup != NULL) {
		date_format(e->backup->since, date);
		return refuse(in, REFUSED_STATE,
		    "another backup is being made since %s UTC.\n"
		    "Wait for it to end, and try again.",
		    date);
	}
	if ((err = check_room(in)) != MF_OK)
		return err;
	if ((b = e->backup = calloc(1, sizeof(*b))) == NULL)
		return MF_ENOMEM;
	*b = (struct backup){
		.engine = e, .in = in, .since = in->now, .told_us = boot_us()
	};
	b->job = (struct job){ .step = copy_step, .arg = b };
	snprintf(b->path, sizeof(b->path), "%s/" COPY, e->conf->state);
	remove_copy(b->path);
	if ((err = store_copy_start(e->store, b->path, &b->copy)) != MF_OK) {
		backup_free(e);
		return err;
	}
	desk_start(e->desk, &b->job);
	return command_defer(in);
}
