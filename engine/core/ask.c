/* What a step answers with: the next question, or a refusal. */

#include "core/dialogue_parts.h"

/* Callers add at most EFFECTS_MAX. */
struct effect *
put_effect(struct step_out *out, enum effect_kind kind, const struct device *d)
{
	struct effect *fx = &out->fx[out->nfx++];

	fx->kind = kind;
	fx->device = d == NULL ? 0 : d->id;
	return fx;
}

void
put_reject(struct step_out *out, enum reason why)
{
	out->verdict = VERDICT_REJECT;
	out->reason = why;
}

static uint8_t
stage_of(enum ask what)
{
	switch (what) {
	case ASK_SYNC:
		return STAGE_SYNC;
	case ASK_NEW_PIN:
	case ASK_NEW_PIN_BAD:
		return STAGE_NEW_PIN;
	case ASK_NEW_PIN_AGAIN:
		return STAGE_NEW_PIN_AGAIN;
	default:
		return STAGE_CODE;
	}
}

void
ask_for(const struct step_in *in, struct step_out *out, enum ask what,
    const struct device *d, enum reason why)
{
	struct ticket *t = &out->ticket;

	if (in->ticket != NULL && in->ticket->round >= ROUNDS_MAX) {
		put_reject(out, REASON_ROUNDS);
		return;
	}
	if (in->ticket != NULL)
		*t = *in->ticket;
	else
		*t = (struct ticket){ .dialogue = in->fresh,
			.policy = ticket_policy(in->policy->name) };
	t->round++;
	t->issued = in->now;
	t->device = d == NULL ? 0 : d->id;
	t->stage = stage_of(what);
	t->list = 0;
	t->page = 0;
	out->verdict = VERDICT_CHALLENGE;
	out->reason = why;
	/* Who is asked for a new PIN has shown both factors. */
	out->ask =
	    in->policy->decoys && what < ASK_NEW_PIN ? ASK_GENERIC : what;
	out->device = d;
}

void
put_send(struct step_out *out, const struct device *d, const struct ticket *t)
{
	struct effect *fx = put_effect(out, FX_SEND, d);

	fx->dialogue = t->dialogue;
	fx->round = t->round;
	fx->resend = d->sent.known ? d->sent.resend + 1 : 0;
}

/* Suspended since it was prompted for, say in another login. */
static const struct device *
whom(const struct step_in *in, const struct device *d)
{
	return d == NULL || device_is_usable(d, in->now) ? d
							 : dialogue_default(in);
}

static void
send_and_ask(const struct step_in *in, struct step_out *out, enum ask what,
    const struct device *d, enum reason why)
{
	ask_for(in, out, what, d, why);
	if (d != NULL && d->ops->sends && !d->sent.open &&
	    out->verdict == VERDICT_CHALLENGE)
		put_send(out, d, &out->ticket);
}

/* A kind that sends does so when it is first asked for. */
void
ask_code(const struct step_in *in, struct step_out *out, const struct device *d,
    enum reason why)
{
	d = whom(in, d);
	if (d != NULL && d->ops->sends && !d->sent.open && d->sent.barred)
		ask_other(in, out, d);
	else
		send_and_ask(
		    in, out, d == NULL ? ASK_GENERIC : ASK_CODE, d, why);
}

void
ask_after_miss(const struct step_in *in, struct step_out *out, enum ask what,
    const struct device *d, enum reason why)
{
	const struct device *left = whom(in, d);

	/* A wrong code alone makes no other one leave. */
	if (left == d)
		ask_for(in, out, what, d, why);
	else
		send_and_ask(in, out, ASK_AGAIN, left, why);
}

void
ask_decoy(const struct step_in *in, struct step_out *out, enum reason why)
{
	ask_for(in, out, ASK_GENERIC, NULL, why);
	out->ticket.stage = STAGE_DECOY;
}

/* "?" and "?" again: what comes behind the part that was shown. */
static uint8_t
next_page(const struct step_in *in, uint32_t list)
{
	const struct ticket *t = in->ticket;

	return t != NULL && t->stage == STAGE_LIST && t->list == list &&
		in->input->kind == INPUT_MENU
	    ? t->page + 1
	    : 0;
}

void
ask_list(const struct step_in *in, struct step_out *out,
    const struct device *prompted, enum reason why)
{
	const struct device *list[DEVICES_MAX];
	uint32_t hash;

	(void)dialogue_list(in, list, &hash);
	ask_for(in, out, ASK_LIST, prompted, why);
	/* With decoys on nobody is shown one: a number is a wrong code. */
	if (out->verdict == VERDICT_CHALLENGE && !in->policy->decoys) {
		out->ticket.stage = STAGE_LIST;
		out->ticket.list = hash;
		out->ticket.page = next_page(in, hash);
	}
}

/* Nothing may be sent to d now: what else is there? */
void
ask_other(
    const struct step_in *in, struct step_out *out, const struct device *d)
{
	const struct device *list[DEVICES_MAX];
	uint32_t hash;

	if (dialogue_list(in, list, &hash) > 1)
		ask_list(in, out, d, REASON_SEND_LIMIT);
	else
		refuse_first(in, out, REASON_SEND_LIMIT);
}

/* A try that came to nothing; with decoys on it looks like any other. */
void
refuse_try(const struct step_in *in, struct step_out *out, enum reason why)
{
	unsigned tries = in->ticket == NULL ? 0 : in->ticket->tries;

	if (!in->policy->decoys || in->policy->mode != MODE_CHALLENGE ||
	    tries + 1 >= in->policy->tries) {
		put_reject(out, why);
		return;
	}
	ask_decoy(in, out, why);
	out->ticket.tries = (uint8_t)(tries + 1);
}

/* The same face for unknown, locked and wrong. */
void
refuse_first(const struct step_in *in, struct step_out *out, enum reason why)
{
	if (in->policy->first == FIRST_NONE) /* a code was typed: a try */
		refuse_try(in, out, why);
	else if (in->policy->decoys && in->policy->mode == MODE_CHALLENGE)
		ask_decoy(in, out, why);
	else
		put_reject(out, why);
}
