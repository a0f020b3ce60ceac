#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "server/health.h"
#include "server/audit_health.h"
#include "util/background.h"
#include "server/notes.h"
#include "server/settle.h"
#include "store/restore.h"
#include "util/log.h"

#define LOOKS    3         /* before a fault is believed */
#define PAUSE_NS 200000000 /* between two of them */

struct health {
	uv_work_t work;
	struct engine *engine;
	struct store *reader;
	struct audit_head last; /* of the audit, when this began */
	enum health_state state;
	enum mf_err error, audit;
	int64_t fault; /* the audit's */
	bool unclean;
	atomic_bool stopped;
	bool running; /* the worker */
	char why[256];
};

static void
path_of(const struct engine *e, char *out, size_t size)
{
	snprintf(out, size, "%s/running", e->conf->state);
}

static enum mf_err
check_tail(struct engine *e, char *why, size_t size)
{
	int64_t fault;
	enum mf_err err =
	    audit_health_tail(e->store, audit_head(e->store), &fault);

	if (err == MF_ECRYPTO)
		snprintf(why, size,
		    "the audit in %s is damaged at record %" PRId64 ": %s. "
		    "Restore a backup: multifactord --restore FILE.",
		    e->conf->state, fault, mf_strerror(err));
	else if (err != MF_OK)
		snprintf(why, size,
		    "the audit in %s cannot be read: %s (%s). Look at the "
		    "disk and the memory of this machine and start again, or "
		    "restore a backup: multifactord --restore FILE.",
		    e->conf->state, mf_strerror(err), store_error(e->store));
	return err;
}

/* It has to last from here on, or a crash would go unseen. */
static enum mf_err
mark(struct engine *e, bool *was_there)
{
	char path[512];
	int fd, folder;
	enum mf_err err = MF_EIO;

	path_of(e, path, sizeof(path));
	*was_there = access(path, F_OK) == 0;
	if (*was_there)
		return MF_OK;
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	folder = open(e->conf->state, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd != -1 && folder != -1 && fsync(folder) == 0)
		err = MF_OK;
	if (fd != -1)
		close(fd);
	if (folder != -1)
		close(folder);
	return err;
}

enum mf_err
health_open(struct engine *e, char *why, size_t size)
{
	struct health *h = calloc(1, sizeof(*h));
	enum mf_err err;

	if (h == NULL)
		return MF_ENOMEM;
	e->health = h;
	h->engine = e;
	h->work.data = h;
	if ((err = mark(e, &h->unclean)) != MF_OK) {
		h->unclean = true; /* nothing was marked */
		snprintf(why, size,
		    "%s cannot be written: %s. It must belong to the engine's "
		    "user.",
		    e->conf->state, strerror(errno));
		return err;
	}
	if (!h->unclean)
		return MF_OK;
	LOG(LOG_LEVEL_WARN, "unclean-stop", F_STR("state", e->conf->state));
	notes_renew(e->notes);
	return check_tail(e, why, size);
}

static void
check(uv_work_t *w)
{
	const struct timespec pause = { 0, PAUSE_NS };
	struct health *h = w->data;

	background();
	/* Damage lasts; a read that failed once may have been the moment's. */
	for (int i = 0; i < LOOKS && !h->stopped; i++) {
		h->error = store_check(h->reader, h->why, sizeof(h->why));
		if (h->error == MF_OK)
			break;
		(void)nanosleep(&pause, NULL);
	}
	if (h->error == MF_OK && !h->stopped)
		h->audit = audit_health_tail(h->reader, &h->last, &h->fault);
}

static enum mf_err
note_fault(struct engine *e, int64_t record)
{
	enum mf_err err;

	if (!settle_is_sure(e->settle))
		return MF_ESTORE;
	if ((err = store_begin(e->store)) != MF_OK)
		return err;
	if ((err = audit_health_fault(e->store, record, engine_now(e))) ==
	    MF_OK)
		return store_commit(e->store);
	store_rollback(e->store);
	return err;
}

/* An alarm, not a reason to refuse: who is let in does not hang on it. */
static void
tell_audit(struct health *h)
{
	struct engine *e = h->engine;
	struct audit_health known = { .fault = h->fault };

	if (h->audit != MF_OK && h->audit != MF_ECRYPTO)
		log_say(LOG_LEVEL_WARN, "audit-unchecked",
		    "the end of the audit could not be read: %s. Try mfctl "
		    "audit verify",
		    mf_strerror(h->audit));
	if (h->audit == MF_ECRYPTO && note_fault(e, h->fault) != MF_OK)
		LOG(LOG_LEVEL_ERROR, "write-failed",
		    F_STR("database", store_error(e->store)));
	if (known.fault == 0 && audit_health_read(e->store, &known) != MF_OK)
		return;
	if (known.fault != 0)
		log_say(LOG_LEVEL_ERROR, "audit-damaged",
		    "record %" PRId64 " of the audit was changed or is "
		    "missing; logins go on. See how much is: mfctl audit "
		    "verify",
		    known.fault);
}

static void
checked(uv_work_t *w, int status)
{
	struct health *h = w->data;

	(void)status;
	h->running = false;
	store_close(&h->reader);
	if (h->stopped)
		return;
	if (h->error == MF_OK) {
		h->state = HEALTH_FINE;
		h->unclean = false;
		LOG(LOG_LEVEL_INFO, "database-checked",
		    F_STR("result", "whole"));
		tell_audit(h);
		return;
	}
	h->state = HEALTH_FAULT;
	h->engine->faulty = true;
	log_say(LOG_LEVEL_ERROR, "database-damaged",
	    "nobody is let in any more, for the database in %s is damaged: "
	    "%s. Stop the engine and restore a backup: multifactord --restore "
	    "FILE",
	    h->engine->conf->state, h->why);
}

void
health_start(struct engine *e)
{
	struct health *h = e->health;

	h->state = HEALTH_CHECKING;
	h->last = *audit_head(e->store);
	h->running = store_reader(e->store, &h->reader) == MF_OK &&
	    uv_queue_work(&e->loop, &h->work, check, checked) == 0;
	if (h->running)
		return;
	h->error = MF_ESTORE;
	snprintf(h->why, sizeof(h->why), "it cannot be read");
	checked(&h->work, 0);
}

enum health_state
health_of(const struct engine *e, const char **why)
{
	*why = e->health->state == HEALTH_FAULT ? e->health->why : "";
	return e->health->state;
}

void
health_stop(struct engine *e)
{
	struct health *h = e->health;

	if (h == NULL || !h->running)
		return;
	h->stopped = true;
	store_interrupt(h->reader);
}

void
health_close(struct engine *e)
{
	char path[512];

	if (e->health == NULL)
		return;
	path_of(e, path, sizeof(path));
	if (!e->health->unclean && !e->faulty)
		(void)unlink(path);
	free(e->health);
	e->health = NULL;
}
