/*
 * An Accept that FreeRADIUS could not give: it does not know an attribute of
 * the policy, or takes it for nonsense.  The code is spent, and nobody was let
 * in: that stands in the audit, and is what a repeat is told.
 */

#include "server/batch.h"
#include "server/facts.h"
#include "server/refs.h"
#include "util/log.h"

/* Whether what was told before was the Accept that this is about. */
static bool
was_accepted(const struct login *l)
{
	struct wire_msg m;

	return wire_parse(&m, l->repeat.bytes, l->repeat.n) &&
	    m.field[TAG_VERDICT].p != NULL &&
	    m.field[TAG_VERDICT].p[0] == VERDICT_ACCEPT;
}

static enum mf_err
revise_repetition(struct login *l, bool person)
{
	enum mf_err e = repetition_of(l, person);

	if (e != MF_OK) /* no code was typed, so nothing was kept */
		return e == MF_ENOENT ? MF_OK : e;
	return repetition_keep(l, person, l->reply_key, l->repeat.at_ms);
}

/* Wherever the Accept is kept to be said again. */
static enum mf_err
revise(struct login *l)
{
	struct slice said = { l->reply.buf, l->reply.len };
	enum mf_err e;

	if (l->has_ticket)
		return store_answer_revise(
		    l->engine->store, l->ticket.dialogue, &l->repeat, said);
	if ((e = revise_repetition(l, false)) != MF_OK || !may_come_again(l))
		return e;
	return revise_repetition(l, true);
}

/* For the log now, and for "status" until the policies are read anew. */
static void
warn(struct login *l)
{
	const struct wire_field *why = &l->msg.field[TAG_REASON];
	struct wire_field item = { NULL, 0 };
	struct text t;
	size_t at = 0;

	(void)wire_list_next(&l->msg.field[TAG_ATTRIBUTES], &at, &item);
	text_init(&t, l->engine->ungiven, sizeof(l->engine->ungiven));
	text_printf(&t, "\"%.*s\" of policy %s (%.*s)",
	    item.n < 200 ? (int)item.n : 200, (const char *)item.p,
	    l->policy->name, why->n < 200 ? (int)why->n : 200,
	    (const char *)why->p);
	log_say(LOG_LEVEL_ERROR, "attribute-refused",
	    "FreeRADIUS does not take the reply attribute %s, so nobody is let "
	    "in there. Correct policies.attributes in multifactord.conf and "
	    "reload, or load the attribute's dictionary into FreeRADIUS",
	    l->engine->ungiven);
}

static enum outcome
write_down(struct login *l)
{
	struct batch *b = l->engine->batch;
	enum mf_err err;

	if ((err = batch_write(b)) != MF_OK)
		return login_silence(l, mf_strerror(err));
	if ((err = revise(l)) == MF_OK &&
	    (err = apply_record(l, "login.reject", 0)) == MF_OK &&
	    (err = batch_keep(b)) == MF_OK)
		return OUTCOME_AFTER_COMMIT;
	batch_undo(b);
	return login_silence(l, mf_strerror(err));
}

enum outcome
login_ungiven(struct login *l)
{
	const struct wire_field *f = &l->msg.field[TAG_PASSWORD];
	enum reason why;
	enum mf_err err;

	if (!wire_has(&l->msg, TAG_ATTRIBUTES) ||
	    !wire_has(&l->msg, TAG_REASON))
		return login_silence(l, "malformed message from the module");
	if (!l->has_account)
		return login_refuse(l, REASON_UNKNOWN);
	if (wire_has(&l->msg, TAG_STATE) && (why = ticket_of(l)) != REASON_NONE)
		return login_refuse(l, why);
	l->typed = (struct slice){ f->p, f->n };
	l->first = FIRST_RIGHT;
	switch (err = repeat_of(l)) {
	case MF_OK:
		if (!was_accepted(l))
			return OUTCOME_AFTER_COMMIT; /* told already: again */
		break;
	case MF_ENOENT: /* nothing is kept where no code was typed */
		if (l->has_ticket)
			return login_refuse(l, REASON_TICKET);
		break;
	case MF_ECONFLICT:
		return login_refuse(l, REASON_ANSWERED);
	default:
		return login_silence(l, mf_strerror(err));
	}
	l->repeated = false;
	l->result = (struct step_out){ .verdict = VERDICT_REJECT,
		.reason = REASON_UNGIVEN };
	l->reference = refs_draw(l->engine->refs);
	warn(l);
	reply_encode(l);
	return write_down(l);
}
