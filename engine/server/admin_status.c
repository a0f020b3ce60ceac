/* status: how the engine is, in rows that people and machines read. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>

#include "server/admin_status.h"
#include "server/admin_commands.h"
#include "server/admin_find.h"
#include "server/audit_health.h"
#include "server/guard.h"
#include "server/hash.h"
#include "server/health.h"
#include "server/listen.h"
#include "server/notes.h"
#include "server/reserve.h"
#include "server/reseal.h"
#include "server/ring.h"
#include "server/settle.h"
#include "server/why.h"
#include "store/history.h"

#define MIB         (INT64_C(1024) * 1024)
#define DISK_WARN   10 /* percent left */
#define DISK_ALARM  2
#define LONG_US     1000000 /* by then logins were left unanswered */
#define BACKUP_WARN (8 * INT64_C(86400)) /* a weekly one may be late */

/* What only the loop knows, as of the question. */
struct status {
	char state[512], notes[512];
	int64_t started, accepted, rejected, challenged, unanswered, refused;
	int64_t hashes, connections, password_locks;
	int64_t longest_us;
	enum turn longest;
	bool jumped, reserve_spent, notes_failed;
	enum health_state health;
	char health_why[256];
	char ungiven[512];
	int64_t wal_pages, wal_max, notes_size;
	bool wal_doubt;
	int64_t key, key_created, last_backup, created;
	struct reseal_progress reseal;
	struct status_post post;
	/* as rows go out */
	unsigned warnings, alarms;
	char worst[400]; /* what the alarms say, or the warnings */
};

enum mf_err
status_begin(struct command_in *in)
{
	struct status *s = command_own(in, sizeof(*s));
	struct engine *e = in->engine;
	const char *why;

	if (s == NULL)
		return MF_ENOMEM;
	snprintf(s->state, sizeof(s->state), "%s", e->conf->state);
	snprintf(s->notes, sizeof(s->notes), "%s", e->conf->notes);
	s->started = e->started_ms / 1000;
	s->accepted = (int64_t)e->accepted;
	s->rejected = (int64_t)e->rejected;
	s->challenged = (int64_t)e->challenged;
	s->unanswered = (int64_t)e->silent;
	s->refused = (int64_t)ring_total(e->ring);
	s->hashes = hasher_load(e->hasher);
	s->connections = listen_logins(e);
	s->longest_us = turns_longest(&e->turns, &s->longest);
	s->password_locks = guard_locks(e->guard, in->now);
	s->jumped = clock_is_jumped(&e->clock);
	s->reserve_spent = reserve_is_spent(e);
	s->notes_failed = notes_failed(e->notes);
	s->health = health_of(e, &why);
	snprintf(s->health_why, sizeof(s->health_why), "%s", why);
	snprintf(s->ungiven, sizeof(s->ungiven), "%s", e->ungiven);
	s->wal_pages = store_wal_pages(e->store);
	s->wal_doubt = settle_doubts(e->settle);
	s->wal_max = e->conf->store.wal_max_mib * MIB / 4096;
	s->notes_size = (int64_t)notes_size(e->notes);
	s->key = keyring_newest_id(e->keys);
	s->key_created = keyring_newest_created(e->keys);
	reseal_progress(e, &s->reseal);
	status_post_begin(e, &s->post);
	return MF_OK;
}

void
status_put(struct command_in *in, const char *name, int64_t number,
    enum grade g, const char *text)
{
	static const char *const grades[] = { "ok", "warning", "alarm" };
	struct status *s = in->own;
	struct wire_out *o = row_begin(in, "status");

	wire_put_str(o, TAG_NAME, name);
	wire_put_int(o, TAG_NUMBER, number);
	wire_put_str(o, TAG_STATUS, grades[g]);
	wire_put_str(o, TAG_TEXT, text);
	row_end(in);
	s->warnings += g == GRADE_WARNING;
	s->alarms += g == GRADE_ALARM;
	if (g == GRADE_ALARM || (g == GRADE_WARNING && s->worst[0] == '\0'))
		snprintf(s->worst, sizeof(s->worst), "%s", text);
}

void
status_putf(struct command_in *in, const char *name, int64_t number,
    enum grade g, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	status_put(in, name, number, g, text);
}

/* "3 logins let in since then" */
static void
put_count(struct command_in *in, const char *name, int64_t n, const char *one,
    const char *rest)
{
	char count[64];

	status_putf(
	    in, name, n, GRADE_OK, "%s %s", plural(n, one, count), rest);
}

static void
put_counts(struct command_in *in, const struct status *s)
{
	char span[SPAN_SIZE];

	why_span(in->now - s->started, span);
	status_putf(
	    in, "engine.since", s->started, GRADE_OK, "runs for %s", span);
	put_count(
	    in, "logins.accepted", s->accepted, "login", "let in since then");
	status_putf(in, "logins.rejected", s->rejected, GRADE_OK,
	    "%" PRId64 " refused, %" PRId64 " before a right first factor",
	    s->rejected, s->refused);
	put_count(in, "logins.challenged", s->challenged, "code", "asked for");
	status_putf(in, "logins.unanswered", s->unanswered, GRADE_OK,
	    "%" PRId64 " left unanswered; the log says why", s->unanswered);
	put_count(in, "load.hashes", s->hashes, "password",
	    "being checked or waiting");
	status_putf(in, "load.longest", s->longest_us,
	    s->longest_us > LONG_US ? GRADE_WARNING : GRADE_OK,
	    "%.1f ms was the longest that logins waited for one piece of work "
	    "lately: %s",
	    (double)s->longest_us / 1000, turn_name(s->longest));
	status_putf(in, "connections.login", s->connections,
	    s->connections == 0 ? GRADE_WARNING : GRADE_OK,
	    s->connections == 0       ? "no FreeRADIUS is connected"
		: s->connections == 1 ? "1 thread of FreeRADIUS is connected"
				      : "%" PRId64 " threads of FreeRADIUS are "
					"connected",
	    s->connections);
}

static enum mf_err
put_locks(struct command_in *in, const struct status *s)
{
	int64_t pairs;
	enum mf_err e = history_locked(in->store, in->now, &pairs);

	if (e != MF_OK)
		return e;
	put_count(in, "locks.password", s->password_locks, "lock",
	    "of an account and a place after wrong passwords");
	put_count(in, "locks.code", pairs, "lock",
	    "of an account and a place after wrong codes");
	return MF_OK;
}

static void
put_clock(struct command_in *in, const struct status *s)
{
	struct timex t = { 0 };
	int state = adjtimex(&t);
	bool known = state != -1;
	bool synced = known && (t.status & STA_UNSYNC) == 0;

	status_put(in, "clock.state", s->jumped,
	    s->jumped ? GRADE_ALARM : GRADE_OK,
	    s->jumped ? "the server's clock jumped: time-based tokens stand "
			"still until it is right, or mfctl clock accept"
		      : "the clock runs");
	status_put(in, "clock.synchronised", synced,
	    synced ? GRADE_OK : GRADE_WARNING,
	    synced      ? "the clock is set by a time server"
		: known ? "no time server sets the clock; start chrony or "
			  "systemd-timesyncd"
			: "the kernel does not say whether the clock is set "
			  "by a time server");
}

static void
put_disk(struct command_in *in, const char *name, const char *folder)
{
	struct statvfs fs;
	int64_t free, all;
	enum grade g;

	if (statvfs(folder, &fs) == -1) {
		status_putf(in, name, 0, GRADE_WARNING,
		    "%s cannot be looked at", folder);
		return;
	}
	free = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
	all = (int64_t)fs.f_blocks * (int64_t)fs.f_frsize;
	g = free < all / 100 * DISK_ALARM  ? GRADE_ALARM
	    : free < all / 100 * DISK_WARN ? GRADE_WARNING
					   : GRADE_OK;
	status_putf(in, name, free, g,
	    "%" PRId64 " MiB of %" PRId64 " free for %s", free / MIB, all / MIB,
	    folder);
}

static void
put_files(struct command_in *in, const struct status *s)
{
	char path[600], count[64];
	struct stat st = { 0 };

	put_disk(in, "disk.free", s->state);
	put_disk(in, "disk.notes", s->notes);
	status_put(in, "disk.reserve", !s->reserve_spent,
	    s->reserve_spent ? GRADE_ALARM : GRADE_OK,
	    s->reserve_spent ? "the reserve was given up, for the disk was "
			       "full: free some space now"
			     : "the reserve for a full disk is there");
	snprintf(path, sizeof(path), "%s/multifactor.db", s->state);
	(void)stat(path, &st);
	status_putf(in, "database.size", st.st_size, GRADE_OK,
	    "%" PRId64 " MiB", (int64_t)st.st_size / MIB);
	status_putf(in, "database.log", s->wal_pages,
	    s->wal_doubt                    ? GRADE_ALARM
		: s->wal_pages > s->wal_max ? GRADE_WARNING
					    : GRADE_OK,
	    s->wal_doubt ? "%s to be moved into the database; the disk did "
			   "not keep them, so nobody is let in: check it, "
			   "and start the engine again"
			 : "%s to be moved into the database",
	    plural(s->wal_pages, "page", count));
	status_putf(in, "notes.size", s->notes_size,
	    s->notes_failed ? GRADE_ALARM : GRADE_OK,
	    s->notes_failed ? "the notes cannot be written, so nobody is let "
			      "in; look at %s"
			    : "the notes are written to %s",
	    s->notes);
	status_putf(in, "database.schema", SCHEMA_VERSION, GRADE_OK,
	    "version %d", SCHEMA_VERSION);
}

static void
put_health(struct command_in *in, const struct status *s)
{
	switch (s->health) {
	case HEALTH_FINE:
		status_put(in, "database.health", 1, GRADE_OK, "whole");
		break;
	case HEALTH_CHECKING:
		status_put(in, "database.health", 1, GRADE_OK, "being checked");
		break;
	case HEALTH_FAULT:
		status_putf(in, "database.health", 0, GRADE_ALARM,
		    "damaged, so nobody is let in (%s); restore a backup: "
		    "multifactord --restore FILE",
		    s->health_why);
		break;
	}
}

static enum mf_err
put_audit(struct command_in *in)
{
	struct audit_health h;
	char when[DATE_SIZE], span[SPAN_SIZE];
	enum mf_err e = audit_health_read(in->store, &h);

	if (e != MF_OK)
		return e;
	if (h.fault != 0) {
		date_format(h.found, when);
		status_putf(in, "audit.health", 0, GRADE_ALARM,
		    "record %" PRId64 " was changed or is missing, found "
		    "%s UTC; see all of it: mfctl audit verify",
		    h.fault, when);
	} else if (h.verified != 0) {
		why_span(in->now - h.verified, span);
		status_putf(in, "audit.health", 1, GRADE_OK,
		    "whole when it was verified, %s ago", span);
	} else {
		status_put(in, "audit.health", 1, GRADE_OK,
		    "no fault is known; it was never verified: mfctl audit "
		    "verify");
	}
	return MF_OK;
}

static void
put_attributes(struct command_in *in, const struct status *s)
{
	if (s->ungiven[0] == '\0')
		status_put(in, "reply.attributes", 1, GRADE_OK,
		    "FreeRADIUS refused none since they were read");
	else
		status_putf(in, "reply.attributes", 0, GRADE_ALARM,
		    "FreeRADIUS does not take the reply attribute %s, so "
		    "nobody is let in there; correct it in multifactord.conf",
		    s->ungiven);
}

static void
put_key(struct command_in *in, const struct status *s)
{
	char date[DATE_SIZE];

	date_format(s->key_created, date);
	status_putf(in, "key.newest", s->key, GRADE_OK,
	    "key %" PRId64 " of %.10s", s->key, date);
	if (s->reseal.running)
		status_putf(in, "key.resealing", s->reseal.done, GRADE_OK,
		    "%" PRId64 " of %" PRId64 " secrets sealed anew",
		    s->reseal.done, s->reseal.total);
}

static enum mf_err
put_backup(struct command_in *in)
{
	char span[SPAN_SIZE];
	int64_t last, begin, age;
	enum mf_err e = store_meta_get_int(in->store, "backup.last", &last);

	if (e == MF_ENOENT) {
		if ((e = history_begin(in->store, &begin)) != MF_OK)
			return e;
		age = begin == 0 ? 0 : in->now - begin / 1000;
		status_put(in, "backup.last", 0,
		    age > BACKUP_WARN ? GRADE_WARNING : GRADE_OK,
		    "there was none yet: mfctl backup FILE");
		return MF_OK;
	}
	if (e != MF_OK)
		return e;
	age = in->now - last;
	why_span(age, span);
	status_putf(in, "backup.last", last,
	    age > BACKUP_WARN ? GRADE_WARNING : GRADE_OK, "%s ago", span);
	return MF_OK;
}

enum mf_err
status_run(struct command_in *in)
{
	struct status *s = in->own;
	enum mf_err e;

	put_counts(in, s);
	if ((e = put_locks(in, s)) != MF_OK)
		return e;
	put_clock(in, s);
	put_files(in, s);
	put_health(in, s);
	if ((e = put_audit(in)) != MF_OK)
		return e;
	put_attributes(in, s);
	put_key(in, s);
	if ((e = status_post_run(in, &s->post)) != MF_OK ||
	    (e = put_backup(in)) != MF_OK)
		return e;
	wire_put_str(done_fields(in), TAG_STATUS,
	    s->alarms > 0         ? "alarm"
		: s->warnings > 0 ? "warning"
				  : "ok");
	if (s->alarms == 0 && s->warnings == 0)
		say(in, "All is well.");
	else
		say(in, "%u alarm%s, %u warning%s: %s.", s->alarms,
		    s->alarms == 1 ? "" : "s", s->warnings,
		    s->warnings == 1 ? "" : "s", s->worst);
	return MF_OK;
}
