#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/start.h"
#include "server/backup.h"
#include "server/batch.h"
#include "server/chores.h"
#include "server/control.h"
#include "server/courier.h"
#include "server/decoys.h"
#include "server/grid.h"
#include "server/guard.h"
#include "server/hash.h"
#include "server/health.h"
#include "server/listen.h"
#include "server/notes.h"
#include "server/refs.h"
#include "server/replies.h"
#include "server/reseal.h"
#include "server/reserve.h"
#include "server/ring.h"
#include "server/sandbox.h"
#include "server/settle.h"
#include "server/snapshots.h"
#include "server/unconfirmed.h"
#include "server/upkeep.h"
#include "server/wal.h"
#include "store/audit.h"
#include "util/folder.h"
#include "util/log.h"
#include "util/notify.h"

static void
say(void *arg, enum conf_severity severity, const char *line)
{
	(void)arg;
	log_say(severity == CONF_WARNING ? LOG_LEVEL_WARN : LOG_LEVEL_ERROR,
	    "configuration", "%s", line);
}

int
engine_lock(const struct conf *c, char *why, size_t size)
{
	char path[512];
	int fd;

	if (folder_is_remote(c->state)) {
		snprintf(why, size,
		    "%s is on a network file system, where a database is not "
		    "safe. Set state to a folder on a local disk.",
		    c->state);
		return -1;
	}
	snprintf(path, sizeof(path), "%s/lock", c->state);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd == -1) {
		snprintf(why, size,
		    "%s: %s. Make the folder %s, owned by the engine's user.",
		    path, strerror(errno), c->state);
		return -1;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) == -1) {
		snprintf(why, size,
		    "another engine holds the database in %s. Stop it first, "
		    "or give this one a state folder of its own.",
		    c->state);
		close(fd);
		return -1;
	}
	return fd;
}

static enum mf_err
open_keys(struct engine *e, char *why, size_t size)
{
	char database[512];
	struct text t;
	enum mf_err err;

	snprintf(
	    database, sizeof(database), "%s/multifactor.db", e->conf->state);
	err = notes_expect(e->conf->notes, database, why, size);
	if (err != MF_OK)
		return err;
	text_init(&t, why, size);
	if (access(e->conf->keyring, F_OK) == -1 && errno == ENOENT &&
	    !e->conf->keyring_is_lent) {
		if (access(database, F_OK) == 0) {
			text_printf(&t,
			    "the keyring %s is gone, but the database it "
			    "sealed is there. Put the keyring back; without "
			    "it no token works.",
			    e->conf->keyring);
			return MF_ENOENT;
		}
		err = keyring_create(e->conf->keyring, time(NULL), &t);
		if (err != MF_OK)
			return err;
		log_say(LOG_LEVEL_WARN, "keyring-made",
		    "a new keyring is in %s; keep a copy of it apart from the "
		    "database's backups",
		    e->conf->keyring);
	}
	return keyring_load(
	    e->conf->keyring, e->conf->keyring_is_lent, &e->keys, &t);
}

static enum mf_err
open_store(struct engine *e, char *why, size_t size)
{
	char path[512];
	const struct store_options o = { .path = path,
		.keys = e->keys,
		.cache_mib = e->conf->store.cache_mib };

	snprintf(path, sizeof(path), "%s/multifactor.db", e->conf->state);
	return store_open(&o, &e->store, why, size);
}

static enum mf_err
open_notes(struct engine *e, char *why, size_t size)
{
	enum notes_standing standing;
	enum mf_err err;

	err = notes_open(
	    e->conf->notes, e->store, &e->notes, &standing, why, size);
	if (err != MF_OK)
		return err;
	switch (standing) {
	case NOTES_NEW:
	case NOTES_MATCH:
		return MF_OK;
	case NOTES_NONE:
		snprintf(why, size,
		    "the database in %s has no notes in %s, so used codes "
		    "might open it again. If it was put back from a copy, "
		    "run: multifactord --accept-restored",
		    e->conf->state, e->conf->notes);
		break;
	case NOTES_FOREIGN:
		snprintf(why, size,
		    "the notes in %s are of another database than the one in "
		    "%s. Put the right ones together, or run: multifactord "
		    "--accept-restored",
		    e->conf->notes, e->conf->state);
		break;
	case NOTES_AHEAD:
		snprintf(why, size,
		    "the database in %s lies behind its notes in %s: it was "
		    "put back from a copy. Run: multifactord "
		    "--accept-restored",
		    e->conf->state, e->conf->notes);
		break;
	}
	return MF_ECONFLICT;
}

void
engine_take_conf(struct engine *e)
{
	e->names = (struct name_rules){ e->conf->names.realms,
		e->conf->names.domains };
	e->matches_groups = false;
	e->ungiven[0] = '\0'; /* it may have been corrected */
	for (size_t i = 0; i < e->conf->npolicies; i++) {
		const char *const *g = e->conf->policies[i].match.group;

		if (g != NULL && g[0] != NULL)
			e->matches_groups = true;
	}
	log_set_level(e->conf->log_level);
}

static enum mf_err
open_parts(struct engine *e, char *why, size_t size)
{
	enum mf_err err;

	(void)clock_start(&e->clock, audit_head(e->store)->at_ms,
	    time(NULL) * 1000LL, boot_ms());
	if (clock_is_jumped(&e->clock))
		log_say(LOG_LEVEL_ERROR, "clock",
		    "the wall clock is far from the last login's; TOTP "
		    "stands still until it is right or mfctl clock accept");
	err = replies_open(
	    e->conf->state, e->keys, engine_now(e), &e->replies, why, size);
	if (err != MF_OK)
		return err;
	if ((e->ring = ring_new()) == NULL ||
	    (e->decoys = decoys_new()) == NULL ||
	    (e->guard = guard_new(&e->conf->limits, e->store)) == NULL)
		return MF_ENOMEM;
	if ((err = refs_open(e->store, e->keys, &e->refs)) != MF_OK ||
	    (err = claims_load(&e->claims, e->store)) != MF_OK ||
	    (err = guard_load(e->guard)) != MF_OK) {
		snprintf(why, size, "the database: %s", store_error(e->store));
		return err;
	}
	reserve_open(e);
	backup_clean(e->conf);
	return MF_OK;
}

static enum mf_err
open_loop(struct engine *e, char *why, size_t size)
{
	struct text t;
	enum mf_err err;

	if ((e->batch = batch_new(e)) == NULL)
		return MF_ENOMEM;
	if ((err = listen_open(e, why, size)) != MF_OK)
		return err;
	text_init(&t, why, size);
	if ((err = sandbox_enter(e->conf, &t)) != MF_OK)
		return err;
	if ((err = grid_new(e, &e->grid)) != MF_OK)
		return err;
	TAILQ_INIT(&e->hashing);
	e->hasher = hasher_new(
	    e, e->conf->password.hash_threads, &e->conf->password.cost);
	if (e->hasher == NULL || (e->desk = desk_new(e)) == NULL ||
	    (e->post = post_new(e)) == NULL)
		return MF_ENOMEM;
	if ((err = wal_start(e)) != MF_OK || (err = settle_start(e)) != MF_OK)
		return err;
	return upkeep_start(e);
}

static enum mf_err
start(struct engine *e, bool debug, char *why, size_t size)
{
	const struct conf_report report = { say, NULL };
	enum mf_err err;

	if ((err = conf_load(e->conf_path, &report, &e->conf)) != MF_OK) {
		snprintf(why, size, "%s has errors.", e->conf_path);
		return err;
	}
	engine_take_conf(e);
	log_init("multifactord", !debug && e->conf->log_to == CONF_LOG_SYSLOG,
	    debug ? LOG_LEVEL_DEBUG : e->conf->log_level);
	if ((e->lock_fd = engine_lock(e->conf, why, size)) == -1)
		return MF_ECONFLICT;
	if ((err = open_keys(e, why, size)) != MF_OK ||
	    (err = open_store(e, why, size)) != MF_OK ||
	    (err = open_notes(e, why, size)) != MF_OK ||
	    (err = health_open(e, why, size)) != MF_OK ||
	    (err = open_parts(e, why, size)) != MF_OK)
		return err;
	return open_loop(e, why, size);
}

enum mf_err
engine_start(
    const char *conf, bool debug, struct engine **out, char *why, size_t size)
{
	struct engine *e = calloc(1, sizeof(*e));
	enum mf_err err;

	*out = NULL;
	snprintf(why, size, "%s.", mf_strerror(MF_ENOMEM));
	if (e == NULL)
		return MF_ENOMEM;
	e->conf_path = conf;
	e->lock_fd = -1;
	umask(077);
	if (uv_loop_init(&e->loop) != 0) {
		free(e);
		return MF_ENOMEM;
	}
	why[0] = '\0';
	if ((err = start(e, debug, why, size)) != MF_OK) {
		if (why[0] == '\0')
			snprintf(why, size, "%s.", mf_strerror(err));
		engine_stop(&e);
		return err;
	}
	e->started_ms = engine_now_ms(e);
	health_start(e);
	notify_ready();
	LOG(LOG_LEVEL_INFO, "engine-ready", F_STR("state", e->conf->state),
	    F_STR("login", e->conf->login.path),
	    F_INT("policies", e->conf->npolicies));
	*out = e;
	return MF_OK;
}

static void
close_handle(uv_handle_t *h, void *arg)
{
	(void)arg;
	if (!uv_is_closing(h))
		uv_close(h, NULL);
}

/* No new questions; what was asked is dropped, and the NAS asks again. */
void
engine_stop(struct engine **ep)
{
	struct engine *e = *ep;

	if (e == NULL)
		return;
	notify_stopping();
	settle_stop(e->settle);
	grid_stop(e->grid);
	listen_close(e);
	hasher_stop(e->hasher);
	chores_stop(e);
	desk_stop(e->desk);
	snapshots_stop(e);
	health_stop(e);
	uv_walk(&e->loop, close_handle, NULL);
	(void)uv_run(&e->loop, UV_RUN_DEFAULT);
	(void)uv_loop_close(&e->loop);
	hasher_free(&e->hasher);
	desk_free(&e->desk);
	post_free(&e->post);
	upkeep_stop(e);
	batch_free(&e->batch);
	settle_free(&e->settle);
	wal_stop(e);
	notes_close(&e->notes);
	replies_free(&e->replies);
	refs_free(&e->refs);
	guard_free(&e->guard);
	ring_free(&e->ring);
	decoys_free(&e->decoys);
	grid_free(&e->grid);
	free(e->listeners);
	snapshots_free(&e->snapshots);
	chores_free(&e->chores);
	backup_free(e);
	store_close(&e->store);
	health_close(e);
	reseal_free(&e->reseal);
	unconfirmed_free(&e->unconfirmed);
	keyring_free(&e->keys);
	if (e->lock_fd != -1)
		close(e->lock_fd);
	conf_free(&e->conf);
	free(e);
	*ep = NULL;
}

void
engine_reload(struct engine *e)
{
	const struct conf_report report = { say, NULL };
	struct conf *next = NULL;

	notify_reloading();
	if (conf_load(e->conf_path, &report, &next) != MF_OK ||
	    !conf_reloadable(e->conf, next, &report)) {
		conf_free(&next);
		log_say(LOG_LEVEL_ERROR, "not-reloaded",
		    "the engine goes on with the configuration it has");
	} else {
		settle_now(e->settle);
		conf_free(&e->conf);
		e->conf = next;
		engine_take_conf(e);
		listen_take_conf(e);
		guard_set_limits(e->guard, &e->conf->limits);
		hasher_set_cost(e->hasher, &e->conf->password.cost);
		LOG(LOG_LEVEL_INFO, "reloaded",
		    F_INT("policies", e->conf->npolicies));
	}
	notify_ready();
}
