/* The facts that stand in a story's sentences, each in words of its own. */

#include <string.h>

#include "server/why.h"
#include "util/shell.h"

#define DAY 86400

static bool
is_sent(enum story_single s)
{
	return s == SINGLE_SMS || s == SINGLE_EMAIL;
}

static const char *
known(const char *s)
{
	return s == NULL ? "" : s;
}

/* With its date where that is not the login's. */
static void
put_time(const struct story *s, int64_t seconds, struct text *t)
{
	char date[DATE_SIZE];

	date_format(seconds, date);
	text_put(t, seconds / DAY == s->at_ms / 1000 / DAY ? date + 11 : date);
}

static void
put_device(const struct story *s, struct text *t)
{
	bool serial = known(s->serial)[0] != '\0';
	bool label = known(s->label)[0] != '\0';

	if (s->title == NULL) {
		text_put(t, "any token of the account");
	} else if (is_sent(s->single) && known(s->address)[0] != '\0') {
		text_put(t,
		    s->single == SINGLE_SMS ? "the number " : "the address ");
		text_put(t, s->address);
	} else if (s->single != SINGLE_NONE) {
		text_printf(t, "the %s", why_singles[s->single].name);
	} else if (label) {
		text_put(t, "\"");
		text_escape(t, slice_str(s->label), 64);
		text_printf(t, serial ? "\" (token %s)" : "\"", s->serial);
	} else if (serial) {
		text_printf(t, "token %s", s->serial);
	} else {
		text_printf(t, "the %s app", s->title);
	}
}

static void
put_used_where(const struct story *s, struct text *t)
{
	text_put(t, " had already opened a login at ");
	put_time(s, s->used_ms / 1000, t);
	if (known(s->used_nas)[0] != '\0')
		text_printf(t, " on %s", s->used_nas);
	text_put(t, ".");
}

static void
put_used(const struct story *s, struct text *t)
{
	if (s->single != SINGLE_NONE) {
		text_printf(
		    t, "The %s was right, but it", why_singles[s->single].name);
	} else {
		text_put(t, "The code was ");
		text_put(t, s->step != 0 ? "one that " : "an earlier one of ");
		put_device(s, t);
		if (s->step != 0)
			text_put(t, " showed");
		if (s->step != 0 && s->shown != 0) {
			text_put(t, " at ");
			put_time(s, s->shown, t);
		}
		text_put(
		    t, s->used_newer ? ", but a newer one" : ", but that code");
	}
	if (s->used_ms != 0)
		put_used_where(s, t);
	else
		text_put(t,
		    s->single != SINGLE_NONE
			? " had already been used."
			: " or a newer one had already been used.");
}

static void
put_first(const struct story *s, struct text *t)
{
	static const char *const words[] = {
		[STORY_FIRST_UNKNOWN] = "The first factor was right. ",
		[STORY_FIRST_PASSWORD] = "The password was right. ",
		[STORY_FIRST_RADIUS] =
		    "The password was right, as FreeRADIUS found. ",
		[STORY_FIRST_NONE] = "",
	};

	text_put(t, words[s->first]);
}

static void
put_accepted(const struct story *s, struct text *t)
{
	if (s->opened == OPENED_BY_CONFIRM) {
		text_put(t,
		    "So was the code before, and then the one that went to "
		    "the new number or address: codes go there from now on.");
	} else if (s->opened == OPENED_UNCONFIRMED) {
		text_put(t,
		    "So was the code; the new number or address was not "
		    "confirmed, and none go there.");
	} else if (s->title == NULL) {
		text_put(t, "No code is asked for there.");
	} else if (s->opened == OPENED_BY_CLAIM) {
		why_expand(s,
		    "{Device} was claimed at the prompt, by its serial and two "
		    "codes in a row, and assigned to ",
		    t);
		text_printf(t, "%s.",
		    known(s->account)[0] != '\0' ? s->account : "NAME");
	} else if (s->opened == OPENED_BY_RESYNC) {
		why_expand(s,
		    "Two codes in a row of {device} were right: it was "
		    "resynchronised, and both are used up.",
		    t);
	} else if (s->single != SINGLE_NONE) {
		text_printf(t, "So was the %s, which has ended now.",
		    why_singles[s->single].name);
	} else {
		text_put(t,
		    s->first == STORY_FIRST_NONE ? "The code of "
						 : "So was the code of ");
		put_device(s, t);
		text_put(t, s->first == STORY_FIRST_NONE ? " was right." : ".");
	}
	if (known(s->claimed)[0] != '\0')
		text_printf(t,
		    " Token %s was claimed with it, by its serial and two "
		    "codes in a row.",
		    s->claimed);
}

static void
put_lock(const struct story *s, const char *before, struct text *t)
{
	if (s->locked_until == 0)
		return;
	text_put(t, before);
	put_time(s, s->locked_until, t);
}

static void
put_locked(const struct story *s, struct text *t)
{
	put_lock(s,
	    " It was one too many in a row: nothing from there is looked at "
	    "until ",
	    t);
	if (s->locked_until != 0)
		text_put(t, ".");
}

/* "Token 12-3456789 had ...": the same, as a sentence begins. */
static void
put_capital(const struct story *s, struct text *t)
{
	size_t at = t->len;

	put_device(s, t);
	if (t->len > at && t->buf[at] >= 'a' && t->buf[at] <= 'z')
		t->buf[at] = (char)(t->buf[at] - 'a' + 'A');
}

static void
put_wait(const struct story *s, struct text *t)
{
	char span[SPAN_SIZE];
	int64_t left = s->locked_until - s->now_ms / 1000;

	if (s->locked_until == 0)
		return;
	why_span(left, span);
	text_printf(t, left > 0 ? " another %s" : " no longer", span);
}

static void
put_next_code(const struct story *s, struct text *t)
{
	if (s->single != SINGLE_NONE)
		text_put(t, why_singles[s->single].next);
	else if (s->step != 0)
		text_printf(
		    t, "wait for the token's next code (every %u s)", s->step);
	else
		text_put(t, "press the token for its next code");
}

/* Of a command, which is pasted. */
static void
put_argument(const char *word, const char *otherwise, struct text *t)
{
	text_put(t, known(word)[0] != '\0' ? QUOTED(word) : otherwise);
}

static void
put_account(const struct story *s, struct text *t)
{
	put_argument(s->account, "NAME", t);
}

static void
put_policy(const struct story *s, struct text *t)
{
	text_put(t, known(s->policy)[0] != '\0' ? s->policy : "its policy");
}

static void
put_serial(const struct story *s, struct text *t)
{
	put_argument(s->serial, "SERIAL", t);
}

/* What is drawn by the engine is in step with nothing. */
static void
put_resync(const struct story *s, struct text *t)
{
	why_expand(s,
	    s->single != SINGLE_NONE ? why_singles[s->single].again
		: s->still
		? "see mfctl token show {serial} for whose token it is"
		: "run mfctl token resync {serial} with two codes in a row",
	    t);
}

static const struct manner *
manner(const struct story *s)
{
	return &why_manners[s->asked ? MANNER_ASKED
		: s->touched         ? MANNER_TOUCHED
		: s->pin             ? MANNER_PIN
				     : MANNER_SHOWN];
}

static void
put_retry(const struct story *s, struct text *t)
{
	text_put(t,
	    s->single != SINGLE_NONE ? why_singles[s->single].retry
				     : manner(s)->retry);
	text_put(t, "; if that fails, too, ");
	put_resync(s, t);
}

static void
put_wrong(const struct story *s, struct text *t)
{
	why_expand(s,
	    s->single != SINGLE_NONE ? why_singles[s->single].wrong
				     : manner(s)->wrong,
	    t);
}

static void
put_until(const struct story *s, struct text *t)
{
	put_lock(s, "; nothing is until ", t);
}

/* What brings back a device that was reported lost, and what does not. */
static void
put_found(const struct story *s, struct text *t)
{
	const char *found = why_singles[s->single].found;

	why_expand(s, found != NULL ? found : "mfctl token enable {serial}", t);
}

static void
put_gone(const struct story *s, struct text *t)
{
	const char *gone = why_singles[s->single].gone;

	why_expand(s, gone != NULL ? gone : "mfctl token lost {serial}", t);
}

/* "type the digits that the token shows, and nothing else" */
static void
put_type(const struct story *s, struct text *t)
{
	if (s->single != SINGLE_NONE) {
		text_put(t, why_singles[s->single].retry);
		text_put(t, ", and nothing else");
	} else {
		why_expand(s, manner(s)->type, t);
	}
}

/* Of a login that went on with another device. */
static void
put_lost(const struct story *s, struct text *t)
{
	const struct story lost = { .title = s->lost_title,
		.account = s->account,
		.single = s->lost_single,
		.address = s->lost_address,
		.serial = s->lost_serial,
		.label = s->lost_label };

	if (s->lost_title == NULL)
		return;
	why_expand(&lost,
	    " Before that, {device} was reported lost at the prompt and "
	    "suspended; {found} ",
	    t);
	text_put(t,
	    s->lost_single == SINGLE_RECOVERY ? "makes another list."
					      : "lifts it.");
}

static void
put_attribute(const struct story *s, struct text *t)
{
	if (known(s->attribute)[0] == '\0') {
		text_put(t, "one of the reply attributes");
		return;
	}
	text_put(t, "the reply attribute \"");
	text_escape(t, slice_str(s->attribute), 253);
	text_put(t, "\"");
}

static void
put_fault(const struct story *s, struct text *t)
{
	if (known(s->fault)[0] == '\0')
		return;
	text_put(t, " (");
	text_escape(t, slice_str(s->fault), 253);
	text_put(t, ")");
}

static const struct {
	const char *name;
	void (*put)(const struct story *, struct text *);
} facts[] = {
	{ "first", put_first },
	{ "account", put_account },
	{ "policy", put_policy },
	{ "serial", put_serial },
	{ "device", put_device },
	{ "Device", put_capital },
	{ "used", put_used },
	{ "accepted", put_accepted },
	{ "lost", put_lost },
	{ "found", put_found },
	{ "gone", put_gone },
	{ "type", put_type },
	{ "attribute", put_attribute },
	{ "fault", put_fault },
	{ "next code", put_next_code },
	{ "resync", put_resync },
	{ "retry", put_retry },
	{ "wrong", put_wrong },
	{ "until", put_until },
	{ "wait", put_wait },
	{ "locked", put_locked },
};

static void
put_fact(const struct story *s, const char *name, size_t n, struct text *t)
{
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		if (strlen(facts[i].name) == n &&
		    memcmp(facts[i].name, name, n) == 0)
			facts[i].put(s, t);
}

void
why_expand(const struct story *s, const char *sentence, struct text *t)
{
	for (const char *p = sentence; *p != '\0';) {
		size_t n = strcspn(p, "{");

		text_putn(t, p, n);
		p += n;
		if (*p != '{')
			continue;
		n = strcspn(p, "}");
		put_fact(s, p + 1, n - 1, t);
		p += n + 1;
	}
}
