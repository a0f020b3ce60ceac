/*
 * what-if: a login's path with a right password and no code yet, decided by
 * the same functions as a real one.  Nothing is written, counted or sent.
 */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/pin.h"
#include "server/admin_commands.h"
#include "server/admin_find.h"
#include "server/facts.h"
#include "server/guard.h"
#include "server/what_if.h"
#include "server/why.h"

struct play {
	struct command_in *in;
	struct login l;
	char user[254];
};

static void step(struct play *p, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static void
step(struct play *p, const char *fmt, ...)
{
	struct wire_out *o = row_begin(p->in, "step");
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	wire_put_str(o, TAG_TEXT, text);
	row_end(p->in);
}

/* The message that the module would send; a login reads it as its own. */
static bool
ask(struct play *p)
{
	static const enum wire_tag same_tags[] = { TAG_USER, TAG_CLIENT_ADDR,
		TAG_NAS_IDENTIFIER, TAG_NAS_PORT_TYPE, TAG_STATION, TAG_CALLED,
		TAG_SERVER, TAG_SERVICE, TAG_GROUPS, TAG_FIRST_FACTOR };
	const struct wire_msg *m = p->in->msg;
	struct login *l = &p->l;
	struct wire_out o;

	l->engine = p->in->engine;
	l->now_ms = wire_has(m, TAG_TIME) ? wire_int(m, TAG_TIME, 0) * 1000
					  : p->in->now_ms;
	wire_begin(&o, l->in, sizeof(l->in), WIRE_LOGIN);
	for (size_t i = 0; i < sizeof(same_tags) / sizeof(same_tags[0]); i++)
		if (wire_has(m, same_tags[i]))
			wire_put(&o, same_tags[i], m->field[same_tags[i]].p,
			    m->field[same_tags[i]].n);
	wire_put(&o, TAG_CLIENT, m->field[TAG_NAS].p, m->field[TAG_NAS].n);
	l->inlen = o.len;
	field_text(p->in, TAG_USER, p->user, sizeof(p->user));
	return !o.full && wire_parse(&l->msg, l->in, l->inlen);
}

static enum mf_err
end(struct play *p, enum verdict v, const char *prompt)
{
	static const char *const words[] = { [VERDICT_REJECT] = "reject",
		[VERDICT_CHALLENGE] = "challenge",
		[VERDICT_ACCEPT] = "accept" };
	static const char *const said[] = {
		[VERDICT_REJECT] = "The login would be refused.",
		[VERDICT_CHALLENGE] = "A code would be asked for:",
		[VERDICT_ACCEPT] = "The login would be let in without a code.",
	};

	wire_put_str(done_fields(p->in), TAG_STATUS, words[v]);
	if (prompt != NULL && prompt[0] != '\0')
		wire_put_str(done_fields(p->in), TAG_PROMPT, prompt);
	say(p->in, "%s", said[v]);
	return MF_OK;
}

static enum mf_err
refused(struct play *p, enum reason why)
{
	const struct login *l = &p->l;
	char line[STORY_SIZE];
	struct text t;
	struct story s = { .reason = why,
		.account = l->has_account ? l->account.name : l->name.canonical,
		.policy = l->policy == NULL ? NULL : l->policy->name };

	text_init(&t, line, sizeof(line));
	why_happened(&s, &t);
	step(p, "%s", line);
	text_init(&t, line, sizeof(line));
	if (why == REASON_NO_POLICY) /* why would send one here */
		text_put(&t,
		    "Next: add a policy to multifactord.conf, or correct what "
		    "does not fit.");
	else
		why_next(&s, &t);
	if (t.len > 0)
		step(p, "%s", line);
	return end(p, VERDICT_REJECT, NULL);
}

static void
tell_name(struct play *p)
{
	const struct login *l = &p->l;
	const struct account *a = &l->account;

	if (l->name.realm[0] != '\0')
		step(p, "The name is read as %s, of the realm %s.",
		    l->name.canonical, l->name.realm);
	else
		step(p, "The name is read as %s.", l->name.canonical);
	if (!l->has_account)
		step(p, "No account has that name.");
	else if (strcmp(a->name, l->name.canonical) != 0)
		step(p, "It leads to the account %s%s.", a->name,
		    a->facts.active ? "" : ", which is disabled");
	else
		step(p, "There is an account of that name%s.",
		    a->facts.active ? "" : "; it is disabled");
}

static bool
is_believed(const struct play *p, char *who, size_t size)
{
	const char *const *v = p->l.policy->verifiers;

	(void)wire_str(&p->l.msg, TAG_FIRST_FACTOR, who, size);
	for (; who[0] != '\0' && v != NULL && *v != NULL; v++)
		if (strcmp(*v, who) == 0)
			return true;
	return false;
}

/* REASON_NONE when a right password would do. */
static enum reason
tell_first(struct play *p)
{
	struct login *l = &p->l;
	char who[254] = "", date[DATE_SIZE];
	int64_t until;

	switch (l->policy->first) {
	case FIRST_NONE:
		step(p, "The policy asks for no password.");
		break;
	case FIRST_RADIUS:
		if (!is_believed(p, who, sizeof(who)))
			return REASON_UNVERIFIED;
		step(p,
		    "The password was found right by %s, which the policy "
		    "believes.",
		    who);
		break;
	case FIRST_PASSWORD:
		if (!l->has_account)
			break;
		if (!l->account.has_password)
			return REASON_NO_PASSWORD;
		until = guard_locked_until(p->in->engine->guard,
		    l->account.facts.id, l->now_ms / 1000);
		date_format(until, date);
		if (until != 0)
			step(p,
			    "After wrong passwords some places wait until "
			    "%s UTC: from there it would be refused.",
			    date);
		step(p, "The password is checked here; say that it is right.");
		break;
	}
	if (!l->has_account)
		return REASON_UNKNOWN;
	return l->account.facts.active ? REASON_NONE : REASON_DISABLED;
}

static const char *
hindrance(const struct login *l, const struct device *d)
{
	int64_t now = l->now_ms / 1000;

	if (d->state != DEVICE_ACTIVE)
		return device_state_names[d->state];
	if (factor_is_spent(d->ops, d->counter))
		return "has been used";
	if (d->start != 0 && now < d->start)
		return "not good yet";
	if (d->expiry != 0 && now >= d->expiry)
		return "no longer good";
	if (d->pin_unknown)
		return "its PIN is to be set again, for a backup was put back";
	if (!device_is_open(&l->step, d))
		return "had too many wrong codes in a row";
	if (d->step != 0 && l->step.clock_jumped)
		return "stands still, for the clock jumped";
	return NULL;
}

static void
tell_devices(struct play *p)
{
	const struct login *l = &p->l;

	if (l->ndevices == 0)
		step(p, "The account has no token.");
	for (size_t i = 0; i < l->ndevices; i++) {
		const struct device *d = &l->devices[i];
		const char *why = hindrance(l, d);

		if (why == NULL && device_lacks_length(&l->step, d))
			why = "not used there, for a code that is sent is not "
			      "found by its length";
		if (why == NULL && !device_is_allowed(&l->step, d))
			why = "the policy does not allow this kind";
		step(p, "%s %s%s%s%s: %s.", d->ops->title,
		    d->serial[0] != '\0' ? d->serial : "without a serial",
		    d->label[0] != '\0' ? " \"" : "", d->label,
		    d->label[0] != '\0' ? "\"" : "",
		    why == NULL ? "can be used" : why);
	}
}

static void
tell_field(struct play *p)
{
	const struct login *l = &p->l;
	const struct device *d = dialogue_default(&l->step);
	bool pin = d != NULL && pin_is_set(d);

	if (d == NULL && l->policy->mode == MODE_APPEND_LENGTH)
		return; /* what is said next is why */
	step(p, "Password and code come in one field there, %s.",
	    l->policy->mode == MODE_APPEND_LENGTH
		? pin ? "PIN and code last" : "the code last"
		: pin ? "a separator before PIN and code"
		      : "a separator between them");
	if (pin && l->policy->mode == MODE_APPEND_LENGTH &&
	    pin_field(d) == SIZE_MAX)
		step(p,
		    "How long the PIN of token %s is was not kept when it was "
		    "set, so it cannot be used there until it is set again.",
		    d->serial);
}

static enum mf_err
decide(struct play *p)
{
	struct login *l = &p->l;
	struct wire_msg answer;
	char prompt[254] = "";
	enum reason why;
	enum mf_err e;

	l->first = FIRST_RIGHT;
	facts_read_input(l);
	l->step.input = NULL;
	l->step.first = FIRST_RIGHT;
	tell_devices(p);
	if (l->policy->second != SECOND_NEVER &&
	    !guess_is_allowed(&l->step, &why))
		return refused(p, why);
	if (l->policy->mode != MODE_CHALLENGE &&
	    l->policy->second != SECOND_NEVER)
		tell_field(p);
	if ((e = dialogue_step(&l->step, &l->result)) != MF_OK)
		return e;
	if (l->result.verdict == VERDICT_REJECT &&
	    l->result.reason != REASON_NO_CODE)
		return refused(p, l->result.reason);
	if (l->result.verdict == VERDICT_REJECT) {
		step(p, "With the code behind the password it is let in.");
		return end(p, VERDICT_REJECT, NULL);
	}
	reply_encode(l);
	if (wire_parse(&answer, l->reply.buf, l->reply.len))
		(void)wire_str(&answer, TAG_PROMPT, prompt, sizeof(prompt));
	return end(p, l->result.verdict, prompt);
}

static void
tell_policy(void *arg, const char *sentence)
{
	step(arg, "%s", sentence);
}

enum mf_err
what_if(struct command_in *in)
{
	struct play *p = command_own(in, sizeof(*p));
	struct login *l;
	enum reason why;
	enum mf_err e;

	if (p == NULL)
		return MF_ENOMEM;
	if ((e = what_if_given(in)) != MF_OK)
		return e;
	p->in = in;
	l = &p->l;
	if (!ask(p))
		return refuse(in, REFUSED_USAGE,
		    "what was given does not fit a login's message.\n"
		    "Leave something out, or make it shorter.");
	e = facts_identify(l);
	if (e == MF_EINVAL)
		return refused(p, REASON_BAD_NAME);
	if (e != MF_OK)
		return e;
	tell_name(p);
	what_if_policy(l, tell_policy, p);
	if (l->policy == NULL)
		return refused(p, REASON_NO_POLICY);
	if (l->has_account && (e = facts_gather(l)) != MF_OK)
		return e;
	if ((why = tell_first(p)) != REASON_NONE)
		return refused(p, why);
	return decide(p);
}
