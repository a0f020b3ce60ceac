/* why: a login by its reference, or the latest ones of an account. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/admin_commands.h"
#include "server/admin_find.h"
#include "server/refs.h"
#include "server/ring.h"
#include "server/why_facts.h"
#include "server/why_messages.h"

#define LOGINS     5 /* told unless more are asked for */
#define LOGINS_MAX 50
#define LOOK_BACK  64  /* records of an account around a login */
#define LOOK_PAGE  200 /* in one query */
#define LOOK_MOST  20000
#define LATELY_MS  (3600 * 1000)

/* What only the loop may look at, as it was when the question came. */
struct why {
	char value[254];
	int64_t reference;             /* 0: value is none */
	const struct references *refs; /* its key never changes */
	struct forms forms;
	unsigned limit;
	struct ring_entry ring[LOGINS_MAX]; /* newest first */
	size_t nring;
	int64_t ring_since;
	struct why_policies policies;
	/* found by the thread that reads */
	char account[NAME_SIZE];
	struct event events[LOGINS_MAX]; /* newest first */
	size_t nevents, looked;
	int64_t before;
};

static void
copy_policies(struct why_policies *w, const struct conf *c)
{
	static const enum story_first firsts[] = {
		[FIRST_PASSWORD] = STORY_FIRST_PASSWORD,
		[FIRST_RADIUS] = STORY_FIRST_RADIUS,
		[FIRST_NONE] = STORY_FIRST_NONE,
	};

	for (size_t i = 0;
	     i < c->npolicies && w->n < sizeof(w->of) / sizeof(w->of[0]); i++) {
		snprintf(w->of[w->n].name, sizeof(w->of[0].name), "%s",
		    c->policies[i].name);
		w->of[w->n++].first = firsts[c->policies[i].first];
	}
}

static bool
is_asked_for(const struct why *w, const struct ring_entry *r)
{
	if (w->reference != 0 && r->reference == w->reference)
		return true;
	for (size_t i = 0; i < w->forms.n; i++)
		if (r->user[0] != '\0' &&
		    strcmp(r->user, w->forms.form[i]) == 0)
			return true;
	return false;
}

static void
copy_ring(struct why *w, const struct ring *ring)
{
	const struct ring_entry *r;

	for (size_t i = 0; (r = ring_at(ring, i)) != NULL; i++) {
		w->ring_since = r->at_ms;
		if (w->nring < w->limit && is_asked_for(w, r))
			w->ring[w->nring++] = *r;
	}
}

enum mf_err
why_begin(struct command_in *in)
{
	struct why *w = command_own(in, sizeof(*w));
	int64_t limit = wire_int(in->msg, TAG_LIMIT, LOGINS);

	if (w == NULL)
		return MF_ENOMEM;
	field_text(in, TAG_VALUE, w->value, sizeof(w->value));
	w->refs = in->engine->refs;
	if (refs_parse(w->refs, w->value, &w->reference) != MF_OK)
		w->reference = 0;
	identity_forms(in->engine, slice_str(w->value), &w->forms);
	w->limit = limit < 1     ? 1
	    : limit > LOGINS_MAX ? LOGINS_MAX
				 : (unsigned)limit;
	copy_policies(&w->policies, in->engine->conf);
	copy_ring(w, in->engine->ring);
	return MF_OK;
}

/* Earlier in the same login: wrong code at 09:13:40, word "?" at 09:13:55. */
static void
tell_steps(const struct told *t, struct text *out)
{
	char date[DATE_SIZE], word[65], line[STORY_SIZE];
	struct text l;

	if (t->nsteps == 0)
		return;
	text_init(&l, line, sizeof(line));
	text_put(&l, "Earlier in the same login: ");
	for (size_t i = t->nsteps; i-- > 0;) {
		const struct event *e = &t->steps[i];

		detail_get(e->detail, "reason", word, sizeof(word));
		for (char *p = word; (p = strchr(p, '-')) != NULL;)
			*p = ' ';
		text_put(&l, word);
		if (detail_get(e->detail, "word", word, sizeof(word)))
			text_printf(&l, " \"%s\"", word);
		date_format(e->at_ms / 1000, date);
		text_printf(&l, " at %s%s", date + 11, i == 0 ? "." : ", ");
	}
	text_put(out, "\n");
	why_wrap(line, out);
}

static enum mf_err
put_row(struct command_in *in, const struct why *w, const struct told *t,
    int64_t reference, uint64_t dialogue)
{
	static const char *const ends[] = { [STORY_REJECTED] = "rejected",
		[STORY_ASKED] = "asked",
		[STORY_ACCEPTED] = "accepted" };
	struct wire_out *o = row_begin(in, "login");
	char text[4096], shown[10];
	struct text out;
	enum mf_err e;

	text_init(&out, text, sizeof(text));
	why_tell(&t->story, &out);
	tell_steps(t, &out);
	e = why_messages(in->store, dialogue, in->now_ms, &out);
	refs_format(w->refs, reference, shown);
	wire_put_int(o, TAG_TIME, t->story.at_ms / 1000);
	wire_put_str(o, TAG_REFERENCE, shown);
	wire_put_str(o, TAG_ACCOUNT, t->story.account);
	wire_put_str(o, TAG_STATUS, ends[t->story.end]);
	wire_put_str(o, TAG_NAS, t->story.nas);
	wire_put_str(o, TAG_SOURCE, t->story.station);
	wire_put_str(o, TAG_TEXT, text);
	row_end(in);
	return e;
}

static enum mf_err
tell_event(struct command_in *in, const struct why *w, const struct event *e)
{
	struct told *t = calloc(1, sizeof(*t));
	enum mf_err err;

	if (t == NULL)
		return MF_ENOMEM;
	err = told_fill(in->store, &w->policies, e, in->now_ms, t);
	if (err == MF_OK)
		err = put_row(in, w, t, e->reference, e->dialogue);
	free(t);
	return err;
}

static enum mf_err
tell_ring(
    struct command_in *in, const struct why *w, const struct ring_entry *r)
{
	struct told *t = calloc(1, sizeof(*t));
	enum mf_err e;

	if (t == NULL)
		return MF_ENOMEM;
	t->story = (struct story){ .at_ms = r->at_ms,
		.now_ms = in->now_ms,
		.reason = r->reason,
		.account = r->user,
		.nas = r->nas,
		.station = r->station };
	e = put_row(in, w, t, r->reference, 0);
	free(t);
	return e;
}

/* One record a login: its last. */
static bool
collect(void *arg, const struct event *e)
{
	struct why *w = arg;

	w->looked++;
	w->before = e->seq;
	if (!told_is_login(e))
		return true;
	for (size_t i = 0; i < w->nevents; i++)
		if (e->dialogue != 0 && e->dialogue == w->events[i].dialogue)
			return true;
	w->events[w->nevents++] = *e;
	return w->nevents < w->limit;
}

static enum mf_err
tell_account(struct command_in *in, struct why *w, int64_t account)
{
	size_t i = 0, k = 0, seen = LOOK_PAGE;
	enum mf_err e = MF_OK;

	w->before = INT64_MAX;
	while (account != 0 && e == MF_OK && seen == LOOK_PAGE &&
	    w->nevents < w->limit && w->looked < LOOK_MOST &&
	    still_wanted(in)) {
		seen = w->looked;
		e = history_walk(
		    in->store, account, w->before, LOOK_PAGE, collect, w);
		seen = w->looked - seen;
	}
	for (unsigned n = 0; e == MF_OK && n < w->limit; n++) {
		if (k < w->nring &&
		    (i == w->nevents || w->ring[k].at_ms > w->events[i].at_ms))
			e = tell_ring(in, w, &w->ring[k++]);
		else if (i < w->nevents)
			e = tell_event(in, w, &w->events[i++]);
	}
	return e;
}

/* Older messages may be of logins that were not asked for. */
static int64_t
since_when(const struct command_in *in, const struct why *w)
{
	int64_t lately = in->now_ms - LATELY_MS;

	if (w->nevents == w->limit && w->events[w->nevents - 1].at_ms > lately)
		return w->events[w->nevents - 1].at_ms;
	return lately;
}

/* Somebody who says that no code came has not answered: no login yet. */
static enum mf_err
tell_unanswered(struct command_in *in, const struct why *w, int64_t account)
{
	uint64_t known[LOGINS_MAX];
	char text[2048];
	struct text t;
	enum mf_err e;

	for (size_t i = 0; i < w->nevents; i++)
		known[i] = w->events[i].dialogue;
	text_init(&t, text, sizeof(text));
	e = why_unanswered(in->store, account, since_when(in, w), known,
	    w->nevents, in->now_ms, &t);
	if (e == MF_OK && t.len > 0)
		say(in, "%sSent in the last hour, and not answered:%s",
		    in->said.len > 0 ? "\n" : "", text);
	return e;
}

static enum mf_err
refuse_unknown(struct command_in *in, const struct why *w)
{
	char since[DATE_SIZE], ring[DATE_SIZE], typed[256];
	struct text t;
	int64_t begin;
	enum mf_err e;

	if ((e = history_begin(in->store, &begin)) != MF_OK)
		return e;
	date_format(begin / 1000, since);
	date_format(
	    (w->ring_since != 0 ? w->ring_since : in->now_ms) / 1000, ring);
	text_init(&t, typed, sizeof(typed));
	text_escape(&t, slice_str(w->value), 250);
	return refuse(in, REFUSED_ABSENT,
	    "%s is neither a reference that is known nor an account.\n"
	    "Logins are on record since %s UTC, those without a right "
	    "password since %s.",
	    typed, begin == 0 ? "now" : since, ring);
}

static enum mf_err
tell_reference(struct command_in *in, struct why *w, bool *found)
{
	enum mf_err e = MF_ENOENT;

	*found = false;
	if (w->reference == 0)
		return MF_OK;
	e = history_find(in->store, w->reference, &w->events[0]);
	if (e == MF_OK) {
		*found = true;
		return tell_event(in, w, &w->events[0]);
	}
	if (e != MF_ENOENT)
		return e;
	for (size_t i = 0; i < w->nring && !*found; i++)
		if (w->ring[i].reference == w->reference) {
			*found = true;
			return tell_ring(in, w, &w->ring[i]);
		}
	return MF_OK;
}

enum mf_err
why_run(struct command_in *in)
{
	struct why *w = in->own;
	struct desk_account a = { 0 };
	bool found;
	enum mf_err e;

	if ((e = tell_reference(in, w, &found)) != MF_OK || found)
		return e;
	e = MF_ENOENT;
	for (size_t i = 0; i < w->forms.n && e == MF_ENOENT; i++)
		e = desk_account(in->store, w->forms.form[i], &a);
	if (e == MF_ENOENT && w->nring == 0)
		return refuse_unknown(in, w);
	if (e != MF_OK && e != MF_ENOENT)
		return e;
	if ((e = tell_account(in, w, a.id)) == MF_OK && w->nevents == 0 &&
	    w->nring == 0)
		say(in, "No login of %s is on record.", a.name);
	return e == MF_OK && a.id != 0 ? tell_unanswered(in, w, a.id) : e;
}
