#include "core/dialogue.h"
#include "core/dialogue_parts.h"
#include "core/evaluate.h"
#include "core/pin.h"

/* What nothing is right for; a word uses no try there either. */
static void
answer_decoy(const struct step_in *in, struct step_out *out, enum reason why)
{
	if (in->policy->decoys && is_word(in->input))
		ask_decoy(in, out, why);
	else
		refuse_try(in, out, why);
}

static enum opened
opened_by(const struct step_in *in, const struct evaluation *ev)
{
	if (ev->claimed)
		return OPENED_BY_CLAIM;
	if (ev->added != NULL)
		return OPENED_AND_CLAIMED;
	return in->input->kind == INPUT_TWO_CODES ? OPENED_BY_RESYNC
						  : OPENED_BY_CODE;
}

/* Reported lost in this login, which another factor completes (rule 13). */
static void
put_loss(
    const struct step_in *in, struct step_out *out, const struct device *used)
{
	int64_t lost = in->ticket == NULL ? 0 : in->ticket->lost;

	for (size_t i = 0; i < in->ndevices && lost != 0; i++)
		if (in->devices[i].id == lost && &in->devices[i] != used &&
		    in->devices[i].state == DEVICE_SUSPENDED)
			put_effect(out, FX_LOSE, &in->devices[i]);
}

static void
put_use(
    struct step_out *out, const struct device *d, const struct factor_result *r)
{
	struct effect *fx;

	fx = put_effect(out, d->ops->sends ? FX_SPEND : FX_ADVANCE, d);
	fx->dialogue = d->sent.dialogue;
	fx->resend = d->sent.resend;
	fx->counter = r->counter;
	/* Codes in any order: a later one must not give an earlier one back. */
	fx->exact = d->ops->uses > 1;
	fx->was = d->counter;
	fx->drift = r->drift;
	fx->anchor = r->anchor;
}

static void
put_claim(struct step_out *out, const struct device *d)
{
	put_effect(out, FX_BIND, d);
	out->claimed = d;
}

static void
accept(
    const struct step_in *in, struct step_out *out, const struct evaluation *ev)
{
	if (ev->claimed)
		put_claim(out, ev->device);
	put_use(out, ev->device, &ev->result);
	put_effect(out, FX_CLEAR, ev->device);
	if (ev->added != NULL) {
		put_claim(out, ev->added);
		put_use(out, ev->added, &ev->added_result);
	}
	put_loss(in, out, ev->device);
	if (ev->device->pin_change) {
		ask_pin(in, out, ev->device);
		return;
	}
	if (wish_is_due(in)) {
		ask_confirm(in, out, ev->device);
		out->opened = opened_by(in, ev);
		return;
	}
	out->verdict = VERDICT_ACCEPT;
	out->reason = REASON_ACCEPTED;
	out->opened = opened_by(in, ev);
	if (in->wish != NULL && out->opened == OPENED_BY_CODE)
		out->opened = OPENED_UNCONFIRMED;
	out->device = ev->device;
}

/* Aged in its box, its clock may be far off: ask for two codes. */
static enum ask
after_miss(const struct evaluation *ev, const struct device *prompted)
{
	return prompted != NULL && ev->looked &&
		ev->reason == REASON_WRONG_CODE && prompted->last_used == 0 &&
		device_resyncs(prompted)
	    ? ASK_SYNC
	    : ASK_AGAIN;
}

static void
miss(const struct step_in *in, struct step_out *out,
    const struct evaluation *ev, const struct device *prompted)
{
	unsigned tries = in->ticket == NULL ? 0 : in->ticket->tries;
	const struct device *blamed = ev->device;

	/* What is out of use already takes no blame; the account does. */
	if (blamed != NULL && !device_is_usable(blamed, in->now))
		blamed = NULL;
	out->device = ev->device;
	out->used_counter = ev->result.counter;
	if (!ev->counted) {
		refuse_try(in, out, ev->reason);
		return;
	}
	put_effect(out, FX_BLAME, blamed)->locked_until = guess_lock(in);
	if (blamed != NULL && blamed->failures + 1 >= in->limits->device)
		put_effect(out, FX_REBIND, blamed);
	/* A prompt says whose token it is: not to who only gave a name. */
	if (tries + 1 >= in->policy->tries || guess_lock(in) != 0 ||
	    in->policy->mode != MODE_CHALLENGE ||
	    (in->ticket == NULL && !in->policy->decoys)) {
		refuse_try(in, out, ev->reason);
		return;
	}
	ask_after_miss(in, out, after_miss(ev, prompted), prompted, ev->reason);
	out->changed = ev->device; /* not the prompted one, it may be */
	out->ticket.tries = (uint8_t)(tries + 1);
}

static enum mf_err
judge(const struct step_in *in, struct step_out *out,
    const struct device *prompted)
{
	struct evaluation ev;
	enum mf_err e;

	if ((e = evaluate(in, prompted, &ev)) != MF_OK)
		return e;
	out->charged = ev.charged;
	if (ev.match == MATCH_YES)
		accept(in, out, &ev);
	else
		miss(in, out, &ev, prompted);
	return MF_OK;
}

/* The password alone sends a code, unless one is on its way already. */
static void
ask_in_append(
    const struct step_in *in, struct step_out *out, const struct device *d)
{
	if (d == NULL || !d->ops->sends) {
		put_reject(out, REASON_NO_CODE);
	} else if (d->sent.open) {
		put_reject(out, REASON_SENT);
		out->device = d;
	} else {
		send_in_append(in, out, d);
	}
}

static bool
is_append_word(const struct step_in *in)
{
	return in->policy->mode == MODE_APPEND_SEPARATOR &&
	    in->policy->append_words && is_word(in->input);
}

/* The first packet: the first factor is judged, then a device is named. */
static enum mf_err
first_packet(const struct step_in *in, struct step_out *out)
{
	const struct device *d = dialogue_default(in);
	enum reason why;

	if (in->account == NULL || in->first != FIRST_RIGHT ||
	    !in->account->active) {
		why = in->account == NULL  ? REASON_UNKNOWN
		    : !in->account->active ? REASON_DISABLED
					   : in->first_reason;
		refuse_first(in, out, why);
		return MF_OK;
	}
	if (in->policy->second == SECOND_NEVER) {
		/* A password alone clears nothing of the second factor's. */
		put_effect(out, FX_SEEN, NULL);
		out->verdict = VERDICT_ACCEPT;
		out->reason = REASON_ACCEPTED;
		return MF_OK;
	}
	if (!guess_is_allowed(in, &why)) {
		refuse_first(in, out, why);
		return MF_OK;
	}
	if (d == NULL && !claim_is_allowed(in)) {
		why = dialogue_no_device(in, &d);
		refuse_first(in, out, why);
		out->device = d;
		return MF_OK;
	}
	if (is_append_word(in)) {
		append_word(in, out, d);
		return MF_OK;
	}
	if (in->input != NULL && in->input->kind != INPUT_EMPTY)
		return judge(in, out, d);
	if (in->policy->mode == MODE_CHALLENGE)
		ask_code(in, out, d, REASON_ASKED);
	else
		ask_in_append(in, out, d);
	return MF_OK;
}

const struct device *
dialogue_prompted(const struct step_in *in)
{
	if (in->ticket == NULL)
		return dialogue_default(in);
	for (size_t i = 0; i < in->ndevices; i++)
		if (in->devices[i].id == in->ticket->device)
			return &in->devices[i];
	return NULL;
}

static enum mf_err
answer(const struct step_in *in, struct step_out *out)
{
	const struct device *prompted = dialogue_prompted(in);
	enum reason why;

	out->answers = true;
	if (in->ticket->stage == STAGE_DECOY) {
		answer_decoy(in, out, REASON_DECOY);
		return MF_OK;
	}
	if (in->account == NULL || !in->account->active) {
		put_reject(out, REASON_DISABLED);
		return MF_OK;
	}
	if (in->ticket->stage == STAGE_CONFIRM)
		return answer_confirm(in, out, prompted);
	if (!guess_is_allowed(in, &why)) {
		answer_decoy(in, out, why);
		return MF_OK;
	}
	if (pin_is_asked_for(in->ticket)) {
		answer_pin(in, out, prompted);
		return MF_OK;
	}
	if (answer_word(in, out, prompted))
		return MF_OK;
	return judge(in, out, prompted);
}

int64_t
dialogue_life(const struct step_in *in)
{
	const struct device *d =
	    in->ticket == NULL ? NULL : dialogue_prompted(in);

	return d != NULL && d->ops->sends && in->sent_life > in->policy->ttl
	    ? in->sent_life
	    : in->policy->ttl;
}

enum mf_err
dialogue_step(const struct step_in *in, struct step_out *out)
{
	*out = (struct step_out){ .verdict = VERDICT_REJECT };

	if (in->ticket == NULL)
		return first_packet(in, out);
	if (in->ticket->policy != ticket_policy(in->policy->name)) {
		put_reject(out, REASON_TICKET);
		return MF_OK;
	}
	if (in->now >= in->ticket->issued + dialogue_life(in) ||
	    in->ticket->round == 0 || in->ticket->round > ROUNDS_MAX) {
		put_reject(out, REASON_LATE);
		return MF_OK;
	}
	return answer(in, out);
}
