#include <stdlib.h>
#include <string.h>

#include "server/why_facts.h"
#include "core/shorten.h"

#define AROUND 64 /* records of an account around a login */

static enum story_end
end_of(const struct event *e)
{
	static const struct {
		const char *event;
		enum story_end end;
	} ends[] = {
		{ "login.accept", STORY_ACCEPTED },
		{ "login.again", STORY_ASKED },
		{ "prove.accept", STORY_ACCEPTED },
		{ "prove.begin", STORY_ASKED },
		{ "sign.accept", STORY_ACCEPTED },
		{ "sign.begin", STORY_ASKED },
	};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (strcmp(e->event, ends[i].event) == 0)
			return ends[i].end;
	return STORY_REJECTED;
}

bool
told_is_login(const struct event *e)
{
	return strcmp(e->event, "login.accept") == 0 ||
	    strcmp(e->event, "login.again") == 0 ||
	    strcmp(e->event, "login.reject") == 0;
}

struct spent {
	int64_t value;
	struct event by; /* seq 0: none */
	bool exactly;
	bool any_order; /* a list's: others come before and after */
};

/* From the newest on: the first with the value, or the last above it. */
static bool
look_at_opened(void *arg, const struct event *e)
{
	struct spent *s = arg;
	int64_t value = detail_number(e->detail, "value", -1);

	if (s->any_order && value != s->value)
		return true;
	if (value < s->value)
		return false;
	s->by = *e;
	s->exactly = value == s->value;
	return !s->exactly;
}

struct around {
	const struct event *of;
	int64_t locked_until;
	struct told *told;
};

static bool
look_around(void *arg, const struct event *e)
{
	struct around *a = arg;
	int64_t until = detail_number(e->detail, "locked", 0);

	if (a->locked_until == 0 && until > a->of->at_ms / 1000)
		a->locked_until = until;
	if (told_is_login(e) && a->of->dialogue != 0 &&
	    e->dialogue == a->of->dialogue && a->told->nsteps < STEPS_MAX)
		a->told->steps[a->told->nsteps++] = *e;
	return true;
}

static enum story_single
single_of(const struct desk_token *t)
{
	return t->ops == &factor_temporary ? SINGLE_TEMPORARY
	    : t->ops == &factor_recovery   ? SINGLE_RECOVERY
	    : t->ops == &factor_sms        ? SINGLE_SMS
	    : t->ops == &factor_email      ? SINGLE_EMAIL
					   : SINGLE_NONE;
}

static const char *
shorten(const struct desk_token *d, char out[TOLD_ADDRESS])
{
	struct text t;

	text_init(&t, out, TOLD_ADDRESS);
	if (d->ops == &factor_sms && d->address[0] != '\0')
		shorten_phone(&t, d->address);
	else if (d->address[0] != '\0')
		shorten_email(&t, d->address);
	return out;
}

static enum mf_err
fill_device(struct store *s, const struct event *e, struct told *t)
{
	struct story *st = &t->story;
	int64_t value = detail_number(e->detail, "value", -1);
	struct suite suite;
	enum mf_err err;

	if (e->used == 0)
		return MF_OK;
	if ((err = desk_token_by_id(s, e->used, &t->token)) != MF_OK)
		return err == MF_ENOENT ? MF_OK : err;
	st->title =
	    t->token.ops != NULL ? t->token.ops->title : t->token.factor;
	st->serial = t->token.serial;
	st->label = t->token.label;
	st->step = t->token.step;
	st->single = single_of(&t->token);
	st->asked = suite_read(t->token.suite, &suite) == MF_OK;
	st->touched = t->token.ops == &factor_yubikey;
	st->pin = t->token.pin && !st->asked;
	st->still =
	    st->touched || (st->asked && !suite.counter && suite.step == 0);
	st->address = shorten(&t->token, t->address);
	if (value >= 0 && st->step != 0)
		st->shown = (value - t->token.drift) * st->step;
	return MF_OK;
}

static enum mf_err
fill_spent(struct store *s, const struct event *e, struct told *t)
{
	struct spent spent = { .value = detail_number(e->detail, "value", -1),
		.any_order = t->story.single == SINGLE_RECOVERY };
	enum mf_err err;

	if (t->story.reason != REASON_USED_CODE || spent.value < 0)
		return MF_OK;
	err = history_opened(
	    s, e->account, e->used, e->seq, AROUND, look_at_opened, &spent);
	if (err != MF_OK || spent.by.seq == 0)
		return err;
	t->story.used_ms = spent.by.at_ms;
	t->story.used_newer = !spent.exactly;
	detail_get(spent.by.detail, "nas", t->used_nas, sizeof(t->used_nas));
	t->story.used_nas = t->used_nas;
	return MF_OK;
}

static enum mf_err
fill_around(struct store *s, const struct event *e, struct told *t)
{
	struct around a = { .of = e, .told = t };
	enum reason r = t->story.reason;
	enum mf_err err;

	err = history_walk(s, e->account, e->seq, AROUND, look_around, &a);
	t->story.locked_until = detail_number(e->detail, "locked", 0);
	if (r == REASON_LOCKED_SOFT)
		t->story.locked_until = a.locked_until;
	return err;
}

/* A login goes on after the word "lost", with the next device. */
static enum mf_err
fill_lost(struct store *s, struct told *t)
{
	char word[65];
	enum mf_err err;

	for (size_t i = 0; i < t->nsteps; i++) {
		const struct event *e = &t->steps[i];

		detail_get(e->detail, "reason", word, sizeof(word));
		if (why_reason(word) != REASON_LOST || e->used == 0)
			continue;
		err = desk_token_by_id(s, e->used, &t->lost);
		if (err != MF_OK)
			return err == MF_ENOENT ? MF_OK : err;
		t->story.lost_title =
		    t->lost.ops != NULL ? t->lost.ops->title : t->lost.factor;
		t->story.lost_serial = t->lost.serial;
		t->story.lost_single = single_of(&t->lost);
		t->story.lost_address = shorten(&t->lost, t->lost_address);
		t->story.lost_label = t->lost.label;
	}
	return MF_OK;
}

static enum opened
opened_of(const char *detail)
{
	char word[17];

	detail_get(detail, "by", word, sizeof(word));
	for (int i = 0; i < OPENED_MAX; i++)
		if (strcmp(opened_words[i], word) == 0)
			return (enum opened)i;
	return OPENED_BY_CODE;
}

enum mf_err
told_fill(struct store *s, const struct why_policies *policies,
    const struct event *e, int64_t now_ms, struct told *t)
{
	struct desk_account a;
	char word[65];
	enum mf_err err;

	*t = (struct told){ .story = { .at_ms = e->at_ms,
				.now_ms = now_ms,
				.end = end_of(e),
				.account = t->account,
				.nas = t->nas,
				.station = t->station,
				.policy = t->policy } };
	if (detail_get(e->detail, "form", t->form, sizeof(t->form)))
		t->story.form = t->form;
	t->story.proof = strncmp(e->event, "prove.", 6) == 0;
	t->story.fields = t->fields;
	detail_get(e->detail, "fields", t->fields, sizeof(t->fields));
	detail_get(e->detail, "reason", word, sizeof(word));
	t->story.reason = why_reason(word);
	t->story.opened = opened_of(e->detail);
	t->story.claimed = t->claimed;
	detail_get(e->detail, "claimed", t->claimed, sizeof(t->claimed));
	t->story.word = t->word;
	detail_get(e->detail, "word", t->word, sizeof(t->word));
	detail_get(e->detail, "lost", word, sizeof(word));
	t->story.lost_today = strcmp(word, "today") == 0;
	t->story.attribute = t->attribute;
	t->story.fault = t->fault;
	detail_get(e->detail, "attribute", t->attribute, sizeof(t->attribute));
	detail_get(e->detail, "fault", t->fault, sizeof(t->fault));
	detail_get(e->detail, "nas", t->nas, sizeof(t->nas));
	detail_get(e->detail, "station", t->station, sizeof(t->station));
	detail_get(e->detail, "policy", t->policy, sizeof(t->policy));
	for (size_t i = 0; i < policies->n; i++)
		if (strcmp(policies->of[i].name, t->policy) == 0)
			t->story.first = policies->of[i].first;
	err = desk_account_by_id(s, e->account, &a);
	if (err == MF_OK)
		memcpy(t->account, a.name, sizeof(a.name));
	else if (err != MF_ENOENT)
		return err;
	if ((err = fill_device(s, e, t)) != MF_OK ||
	    (err = fill_spent(s, e, t)) != MF_OK ||
	    (err = fill_around(s, e, t)) != MF_OK)
		return err;
	return fill_lost(s, t);
}
