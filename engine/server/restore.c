/*
 * multifactord --restore FILE, and --accept-restored for a database that was
 * put back by hand.  All is done to a copy; only when the copy has taken in
 * what was noted since does it get the database's name, at one stroke.  Killed
 * before that, nothing has happened; killed after it, the next start of the
 * engine makes the notes anew, for the database says what it took in.
 */

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "server/restore.h"
#include "server/start.h"

#define PAGE 10000 /* records of the audit */

static void
report(void *arg, enum conf_severity severity, const char *line)
{
	(void)arg;
	if (severity == CONF_ERROR)
		fprintf(stderr, "%s\n", line);
}

static enum mf_err
name_files(struct restore *r, const char *backup)
{
	char log[RESTORE_PATH + 8], stamp[32];
	const time_t now = time(NULL);
	struct tm tm;

	snprintf(r->database, sizeof(r->database), "%s/multifactor.db",
	    r->conf->state);
	snprintf(r->copy, sizeof(r->copy), "%s.restoring", r->database);
	(void)gmtime_r(&now, &tm);
	strftime(stamp, sizeof(stamp), "%Y%m%d-%H%M%S", &tm);
	snprintf(
	    r->before, sizeof(r->before), "%s.before-%s", r->database, stamp);
	r->by_hand = backup == NULL;
	r->source = r->by_hand ? r->database : backup;
	r->now = now;
	snprintf(log, sizeof(log), "%s-wal", r->source);
	r->file = open(r->source, O_RDONLY | O_CLOEXEC);
	if (r->file == -1) {
		snprintf(r->why, sizeof(r->why), "%s: %s.", r->source,
		    strerror(errno));
		return MF_EIO;
	}
	r->log = open(log, O_RDONLY | O_CLOEXEC);
	return MF_OK;
}

/* Root would leave files behind that the engine cannot open. */
static enum mf_err
become_owner(struct restore *r)
{
	const struct peer me = { .uid = getuid() };
	struct stat st;

	peer_name(&me, r->actor);
	if (stat(r->conf->state, &st) == -1) {
		snprintf(r->why, sizeof(r->why), "%s: %s.", r->conf->state,
		    strerror(errno));
		return MF_EIO;
	}
	umask(077);
	if (geteuid() != 0 || st.st_uid == 0)
		return MF_OK;
	if (setgroups(0, NULL) == 0 && setgid(st.st_gid) == 0 &&
	    setuid(st.st_uid) == 0)
		return MF_OK;
	snprintf(r->why, sizeof(r->why),
	    "cannot become user %lu, whom %s belongs to: %s.",
	    (unsigned long)st.st_uid, r->conf->state, strerror(errno));
	return MF_EIO;
}

static enum mf_err
prepare(struct restore *r)
{
	struct text t;
	enum mf_err e;

	if ((r->lock = engine_lock(r->conf, r->why, sizeof(r->why))) == -1)
		return MF_ECONFLICT;
	text_init(&t, r->why, sizeof(r->why));
	if ((e = keyring_load(r->conf->keyring, r->conf->keyring_is_lent,
		 &r->keys, &t)) != MF_OK)
		return e;
	if (r->by_hand && restore_settle(r->database) != MF_OK) {
		snprintf(r->why, sizeof(r->why),
		    "%s cannot be read; put another backup there, or run: "
		    "multifactord --restore FILE.",
		    r->database);
		return MF_ESTORE;
	}
	return restore_copy(r);
}

/* A backup of another installation must not take this one's place. */
static enum mf_err
check_id(struct restore *r)
{
	uint8_t id[16];

	if (r->by_hand || access(r->database, F_OK) == -1 ||
	    restore_id_of(r->database, id) != MF_OK ||
	    memcmp(id, store_id(r->store), sizeof(id)) == 0)
		return MF_OK;
	snprintf(r->why, sizeof(r->why),
	    "%s is a backup of another database than the one in %s. If it is "
	    "to take its place, move multifactor.db out of the way first. "
	    "Nothing was changed.",
	    r->source, r->conf->state);
	return MF_ECONFLICT;
}

static enum mf_err
check_seals(struct restore *r)
{
	const struct restore_seals *s = &r->seals;
	enum mf_err e = restore_unseal(r->store, &r->seals);

	if (e != MF_OK) {
		snprintf(r->why, sizeof(r->why), "%s: %s.", r->source,
		    store_error(r->store));
		return e;
	}
	if (s->missing != 0)
		snprintf(r->why, sizeof(r->why),
		    "%s was sealed with key %u, which the keyring %s does not "
		    "have. Put a copy of the keyring there that was saved "
		    "after the backup. Nothing was changed.",
		    r->source, s->missing, r->conf->keyring);
	else if (s->total > 0 && s->damaged == s->total)
		snprintf(r->why, sizeof(r->why),
		    "the keyring %s is another one than that of %s: it opens "
		    "none of its %zu secret%s. Put the right one there. "
		    "Nothing was changed.",
		    r->conf->keyring, r->source, s->total,
		    s->total == 1 ? "" : "s");
	else
		return MF_OK;
	return MF_ECRYPTO;
}

static enum mf_err
check_audit(struct restore *r)
{
	struct audit_head head = { 0 };
	bool more = true;
	enum mf_err e = MF_OK;

	r->head = *audit_head(r->store);
	while (more && e == MF_OK)
		e = audit_verify(r->store, &head, PAGE, &more);
	r->sound = head.seq;
	return e == MF_ECRYPTO ? MF_OK : e;
}

static enum mf_err
open_copy(struct restore *r)
{
	const struct store_options o = { r->copy, r->keys, 64 };
	char what[256];
	enum mf_err e;

	e = store_open(&o, &r->store, r->why, sizeof(r->why));
	if (e == MF_ESTORE)
		snprintf(r->why, sizeof(r->why),
		    "%s cannot be opened: it is damaged or not whole. Take "
		    "another backup. Nothing was changed.",
		    r->source);
	if (e != MF_OK)
		return e;
	if ((e = store_check(r->store, what, sizeof(what))) != MF_OK) {
		snprintf(r->why, sizeof(r->why),
		    "%s is damaged: %s. Take another backup. Nothing was "
		    "changed.",
		    r->source, what);
		return e;
	}
	if ((e = check_id(r)) != MF_OK || (e = check_seals(r)) != MF_OK)
		return e;
	return check_audit(r);
}

static enum mf_err
lay(void *arg, const struct note *n)
{
	static const struct {
		enum note_kind note;
		enum fact_kind fact;
	} kinds[] = {
		{ NOTE_COUNTER, FACT_COUNTER },
		{ NOTE_BINDING, FACT_BINDING },
		{ NOTE_EPOCH, FACT_EPOCH },
		{ NOTE_BUDGET, FACT_BUDGET },
		{ NOTE_BLAMED, FACT_FAILURES },
		{ NOTE_FAILURE, FACT_FAILURE },
		{ NOTE_PIN, FACT_PIN },
	};
	struct restore *r = arg;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (kinds[i].note == n->kind) {
			const struct fact f = { kinds[i].fact, n->id, n->a,
				n->b };

			return restore_lay(r->store, &f, &r->changes);
		}
	return MF_OK; /* a head */
}

/* Notes of another branch than the database's speak of other records. */
static uint64_t
lineage(struct restore *r)
{
	uint64_t generation = store_generation(r->store);
	const struct note *n = &r->notes.head;
	uint8_t mac[AUDIT_MAC];

	if (n->kind == 0 || n->id == 0 || n->id > r->head.seq)
		return generation;
	return audit_mac(r->store, n->id, mac) == MF_OK &&
		memcmp(mac, &n->a, sizeof(mac)) == 0
	    ? generation
	    : ~r->notes.generation;
}

static enum mf_err
take_in(struct restore *r)
{
	enum mf_err e;

	if (r->head.at_ms / 1000 > r->now)
		r->now = r->head.at_ms / 1000;
	r->changes.now = r->now;
	if ((e = notes_look(r->conf->notes, store_id(r->store), &r->notes)) !=
	    MF_OK)
		return e;
	if (r->notes.foreign)
		r->notes = (struct notes_found){ .foreign = true };
	if (r->notes.any &&
	    (e = notes_read(r->conf->notes, lineage(r), r->head.seq, &r->notes,
		 lay, r)) != MF_OK)
		return e;
	if ((e = restore_pins(r->store, &r->pins)) != MF_OK || r->notes.whole)
		return e;
	return restore_unknown(
	    r->store, r->now, r->conf->otp.totp_around, &r->without);
}

static enum mf_err
write_down(struct restore *r)
{
	char detail[DETAIL_SIZE];
	struct text t;
	struct restore_laid laid = { .generation = r->notes.generation };
	struct audit_record a = { .at_ms = r->now * 1000,
		.event = "engine.restore",
		.actor = slice_str(r->actor) };

	if (r->notes.head.kind != 0)
		memcpy(laid.mac, &r->notes.head.a, sizeof(laid.mac));
	if (!r->notes.log)
		laid.generation = 0;
	text_init(&t, detail, sizeof(detail));
	restore_describe(r, &t);
	a.detail = (struct slice){ (const uint8_t *)t.buf, t.len };
	return restore_finish(r->store, &r->changes, &a, &laid);
}

static enum mf_err
change_copy(struct restore *r)
{
	enum mf_err e;

	if ((e = restore_begin(r->store)) == MF_OK &&
	    (e = take_in(r)) == MF_OK && (e = write_down(r)) == MF_OK &&
	    (e = store_checkpoint(r->store, true)) == MF_OK)
		return MF_OK;
	snprintf(r->why, sizeof(r->why),
	    "%s could not take in the notes of %s: %s. Nothing was changed.",
	    r->source, r->conf->notes,
	    e == MF_EIO ? strerror(errno) : store_error(r->store));
	return e;
}

static enum mf_err
notes_failed_at(struct restore *r, const char *and_then)
{
	snprintf(r->why, sizeof(r->why), "%s: %s. %s", r->conf->notes,
	    strerror(errno), and_then);
	return MF_EIO;
}

static enum mf_err
run(struct restore *r, const char *backup)
{
	enum mf_err e;

	if ((e = name_files(r, backup)) != MF_OK ||
	    (e = become_owner(r)) != MF_OK || (e = prepare(r)) != MF_OK ||
	    (e = open_copy(r)) != MF_OK || (e = change_copy(r)) != MF_OK)
		return e;
	if (notes_prepare_anew(r->conf->notes, r->store) != MF_OK)
		return notes_failed_at(r, "Nothing was changed.");
	store_close(&r->store);
	if ((e = restore_place(r)) != MF_OK)
		return e;
	if (r->notes.foreign)
		notes_set_aside(r->conf->notes);
	if (notes_take_anew(r->conf->notes) != MF_OK)
		return notes_failed_at(
		    r, "The database is in place; run this again.");
	return MF_OK;
}

int
engine_restore(const char *conf, const char *backup)
{
	const struct conf_report to = { report, NULL };
	struct restore r = { .lock = -1, .file = -1, .log = -1 };
	enum mf_err e = conf_load(conf, &to, &r.conf);

	if (e == MF_OK) {
		e = run(&r, backup);
		if (e == MF_OK)
			restore_say(&r);
		else
			fprintf(stderr, "multifactord: %s\n",
			    r.why[0] != '\0' ? r.why : mf_strerror(e));
	}
	store_close(&r.store);
	if (r.lock != -1)
		restore_drop_copy(&r);
	keyring_free(&r.keys);
	if (r.file != -1)
		close(r.file);
	if (r.log != -1)
		close(r.log);
	if (r.lock != -1)
		close(r.lock);
	conf_free(&r.conf);
	return e == MF_OK ? 0 : 1;
}
