#include "core/dialogue.h"
#include "core/evaluate.h"

/* Callers add at most EFFECTS_MAX. */
static struct effect *
effect(struct step_out *out, enum effect_kind kind, const struct device *d)
{
	struct effect *fx = &out->fx[out->nfx++];

	fx->kind = kind;
	fx->device = d == NULL ? 0 : d->id;
	return fx;
}

static void
reject(struct step_out *out, enum reason why)
{
	out->verdict = VERDICT_REJECT;
	out->reason = why;
}

static void
ask(const struct step_in *in, struct step_out *out, enum ask what,
    const struct device *d, enum reason why)
{
	struct ticket *t = &out->ticket;

	if (in->ticket != NULL && in->ticket->round >= ROUNDS_MAX) {
		reject(out, REASON_ROUNDS);
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
	t->stage = what == ASK_SYNC ? STAGE_SYNC : STAGE_CODE;
	t->list = 0;
	out->verdict = VERDICT_CHALLENGE;
	out->reason = why;
	out->ask = in->policy->decoys ? ASK_GENERIC : what;
	out->device = d;
}

static void
ask_decoy(const struct step_in *in, struct step_out *out, enum reason why)
{
	ask(in, out, ASK_GENERIC, NULL, why);
	out->ticket.stage = STAGE_DECOY;
}

static bool
is_word(const struct input *typed)
{
	switch (typed == NULL ? INPUT_UNREADABLE : typed->kind) {
	case INPUT_MENU:
	case INPUT_NUMBER:
	case INPUT_FACTOR:
	case INPUT_SYNC:
	case INPUT_RESEND:
	case INPUT_LOST:
		return true;
	default:
		return false;
	}
}

/* A try that came to nothing; with decoys on it looks like any other. */
static void
refuse_try(const struct step_in *in, struct step_out *out, enum reason why)
{
	unsigned tries = in->ticket == NULL ? 0 : in->ticket->tries;

	if (!in->policy->decoys || in->policy->mode != MODE_CHALLENGE ||
	    tries + 1 >= in->policy->tries) {
		reject(out, why);
		return;
	}
	ask_decoy(in, out, why);
	out->ticket.tries = (uint8_t)(tries + 1);
}

/* The same face for unknown, locked and wrong. */
static void
refuse_first(const struct step_in *in, struct step_out *out, enum reason why)
{
	if (in->policy->first == FIRST_NONE) /* a code was typed: a try */
		refuse_try(in, out, why);
	else if (in->policy->decoys && in->policy->mode == MODE_CHALLENGE)
		ask_decoy(in, out, why);
	else
		reject(out, why);
}

/* What nothing is right for; a word uses no try there either. */
static void
answer_decoy(const struct step_in *in, struct step_out *out, enum reason why)
{
	if (in->policy->decoys && is_word(in->input))
		ask_decoy(in, out, why);
	else
		refuse_try(in, out, why);
}

static void
ask_list(const struct step_in *in, struct step_out *out,
    const struct device *prompted, enum reason why)
{
	const struct device *list[DEVICES_MAX];
	uint32_t hash;

	(void)dialogue_list(in, list, &hash);
	ask(in, out, ASK_LIST, prompted, why);
	/* With decoys on nobody is shown one: a number is a wrong code. */
	if (out->verdict == VERDICT_CHALLENGE && !in->policy->decoys) {
		out->ticket.stage = STAGE_LIST;
		out->ticket.list = hash;
	}
}

static void
choose_number(const struct step_in *in, struct step_out *out,
    const struct device *prompted)
{
	const struct device *list[DEVICES_MAX];
	uint32_t hash;
	size_t n = dialogue_list(in, list, &hash), i = in->input->number;

	if (hash != in->ticket->list || i < 1 || i > n)
		ask_list(in, out, prompted, REASON_WORD);
	else
		ask(in, out, ASK_CODE, list[i - 1], REASON_WORD);
}

static void
choose_factor(const struct step_in *in, struct step_out *out,
    const struct device *prompted)
{
	const struct device *list[DEVICES_MAX];
	uint32_t hash;
	size_t n = dialogue_list(in, list, &hash);

	for (size_t i = 0; i < n; i++)
		if (device_kind(list[i]) ==
		    (enum prompt_kind)in->input->factor) {
			ask(in, out, ASK_CODE, list[i], REASON_WORD);
			return;
		}
	ask_list(in, out, prompted, REASON_WORD);
}

static void
lost(const struct step_in *in, struct step_out *out,
    const struct device *prompted)
{
	struct step_in rest = *in;
	struct device others[DEVICES_MAX];
	const struct device *next;

	if (!in->policy->lost || in->lost_today || prompted == NULL ||
	    in->policy->first == FIRST_NONE) {
		ask(in, out, ASK_CODE, prompted, REASON_WORD);
		return;
	}
	rest.ndevices = 0;
	for (size_t i = 0; i < in->ndevices; i++)
		if (&in->devices[i] != prompted)
			others[rest.ndevices++] = in->devices[i];
	rest.devices = others;
	next = dialogue_default(&rest);
	if (next != NULL) { /* point at what the caller has */
		for (size_t i = 0; i < in->ndevices; i++)
			if (in->devices[i].id == next->id)
				next = &in->devices[i];
		ask(in, out, ASK_CODE, next, REASON_LOST);
	} else if (in->policy->decoys) {
		ask(in, out, ASK_GENERIC, NULL, REASON_LOST);
	} else {
		reject(out, REASON_LOST);
	}
	out->changed = prompted;
	for (size_t i = 0; i < rest.ndevices; i++)
		device_clear(&others[i]);
	effect(out, FX_SUSPEND, prompted);
}

/* A word uses a round, not a guess.  False: it is not a word. */
static bool
word(const struct step_in *in, struct step_out *out,
    const struct device *prompted)
{
	switch (in->input->kind) {
	case INPUT_MENU:
		ask_list(in, out, prompted, REASON_WORD);
		return true;
	case INPUT_NUMBER:
		choose_number(in, out, prompted);
		return true;
	case INPUT_FACTOR:
		choose_factor(in, out, prompted);
		return true;
	case INPUT_SYNC:
		ask(in, out, prompted == NULL ? ASK_GENERIC : ASK_SYNC,
		    prompted, REASON_WORD);
		return true;
	case INPUT_RESEND: /* nothing was sent that could be sent again */
		ask(in, out, prompted == NULL ? ASK_GENERIC : ASK_CODE,
		    prompted, REASON_WORD);
		return true;
	case INPUT_LOST:
		lost(in, out, prompted);
		return true;
	default:
		return false;
	}
}

static enum opened
opened_by(const struct step_in *in, const struct evaluation *ev)
{
	if (ev->claimed)
		return OPENED_BY_CLAIM;
	return in->input->kind == INPUT_TWO_CODES ? OPENED_BY_RESYNC
						  : OPENED_BY_CODE;
}

static void
accept(
    const struct step_in *in, struct step_out *out, const struct evaluation *ev)
{
	struct effect *fx;

	if (ev->claimed)
		effect(out, FX_BIND, ev->device);
	fx = effect(out, FX_ADVANCE, ev->device);
	fx->counter = ev->result.counter;
	fx->drift = ev->result.drift;
	fx->anchor = ev->result.anchor;
	effect(out, FX_CLEAR, ev->device);
	out->verdict = VERDICT_ACCEPT;
	out->reason = REASON_ACCEPTED;
	out->opened = opened_by(in, ev);
	out->device = ev->device;
}

/* Aged in its box, its clock may be far off: ask for two codes. */
static enum ask
after_miss(const struct device *prompted)
{
	return prompted != NULL && prompted->last_used == 0 &&
		prompted->ops->resync != NULL
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
	effect(out, FX_BLAME, blamed)->locked_until = guess_lock(in);
	if (blamed != NULL && blamed->failures + 1 >= in->limits->device)
		effect(out, FX_REBIND, blamed);
	/* A prompt says whose token it is: not to who only gave a name. */
	if (tries + 1 >= in->policy->tries || guess_lock(in) != 0 ||
	    in->policy->mode != MODE_CHALLENGE ||
	    (in->ticket == NULL && !in->policy->decoys)) {
		refuse_try(in, out, ev->reason);
		return;
	}
	ask(in, out, after_miss(prompted), prompted, ev->reason);
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
	if (ev.match == MATCH_YES)
		accept(in, out, &ev);
	else
		miss(in, out, &ev, prompted);
	return MF_OK;
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
		effect(out, FX_SEEN, NULL);
		out->verdict = VERDICT_ACCEPT;
		out->reason = REASON_ACCEPTED;
		return MF_OK;
	}
	if (!guess_is_allowed(in, &why)) {
		refuse_first(in, out, why);
		return MF_OK;
	}
	if (d == NULL && !(in->policy->claim && !in->account->had_device)) {
		refuse_first(in, out, dialogue_no_device(in));
		return MF_OK;
	}
	if (in->input != NULL && in->input->kind != INPUT_EMPTY)
		return judge(in, out, d);
	if (in->policy->mode != MODE_CHALLENGE)
		reject(out, REASON_NO_CODE);
	else
		ask(in, out, d == NULL ? ASK_GENERIC : ASK_CODE, d,
		    REASON_ASKED);
	return MF_OK;
}

static const struct device *
prompted_device(const struct step_in *in)
{
	for (size_t i = 0; i < in->ndevices; i++)
		if (in->devices[i].id == in->ticket->device)
			return &in->devices[i];
	return NULL;
}

static enum mf_err
answer(const struct step_in *in, struct step_out *out)
{
	const struct device *prompted = prompted_device(in);
	enum reason why;

	out->answers = true;
	if (in->ticket->stage == STAGE_DECOY) {
		answer_decoy(in, out, REASON_DECOY);
		return MF_OK;
	}
	if (in->account == NULL || !in->account->active) {
		reject(out, REASON_DISABLED);
		return MF_OK;
	}
	if (!guess_is_allowed(in, &why)) {
		answer_decoy(in, out, why);
		return MF_OK;
	}
	if (word(in, out, prompted))
		return MF_OK;
	return judge(in, out, prompted);
}

enum mf_err
dialogue_step(const struct step_in *in, struct step_out *out)
{
	*out = (struct step_out){ .verdict = VERDICT_REJECT };

	if (in->ticket == NULL)
		return first_packet(in, out);
	if (in->ticket->policy != ticket_policy(in->policy->name)) {
		reject(out, REASON_TICKET);
		return MF_OK;
	}
	if (in->now >= in->ticket->issued + (int64_t)in->policy->ttl ||
	    in->ticket->round == 0 || in->ticket->round > ROUNDS_MAX) {
		reject(out, REASON_LATE);
		return MF_OK;
	}
	return answer(in, out);
}
