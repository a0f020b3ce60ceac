/* What may be typed instead of a code: it uses a round, not a guess. */

#include "core/dialogue_parts.h"
#include "core/text_list.h"

bool
is_word(const struct input *typed)
{
	switch (typed == NULL ? INPUT_UNREADABLE : typed->kind) {
	case INPUT_MENU:
	case INPUT_NUMBER:
	case INPUT_FACTOR:
	case INPUT_SYNC:
	case INPUT_RESEND:
	case INPUT_LOST:
	case INPUT_REGISTER:
		return true;
	default:
		return false;
	}
}

const char *
word_name(const struct input *typed)
{
#define WORD_ROW(kind, factor, name, english, note) { kind, factor, name },
	static const struct {
		enum input_kind kind;
		unsigned factor;
		const char *name;
	} rows[] = { { INPUT_MENU, 0, "?" }, { INPUT_NUMBER, 0, WORD_NUMBER },
		{ INPUT_REGISTER, 0, WORD_REGISTER }, WORD_TEXTS(WORD_ROW) };
#undef WORD_ROW
	enum input_kind kind = typed->kind;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].kind == kind &&
		    (kind != INPUT_FACTOR || rows[i].factor == typed->factor))
			return rows[i].name;
	return "";
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
		ask_code(in, out, list[i - 1], REASON_WORD);
}

/* One that is told a number is a token to its owner, as any other. */
static enum prompt_kind
called(const struct device *d)
{
	enum prompt_kind kind = device_kind(d);

	return kind == KIND_CHALLENGE ? KIND_TOKEN : kind;
}

/* The first of the list that is of the kind that was typed. */
static const struct device *
of_factor(const struct step_in *in)
{
	const struct device *list[DEVICES_MAX];
	uint32_t hash;
	size_t n = dialogue_list(in, list, &hash);

	for (size_t i = 0; i < n; i++)
		if (called(list[i]) == (enum prompt_kind)in->input->factor)
			return list[i];
	return NULL;
}

static void
choose_factor(const struct step_in *in, struct step_out *out,
    const struct device *prompted)
{
	const struct device *d = of_factor(in);

	if (d != NULL)
		ask_code(in, out, d, REASON_WORD);
	else
		ask_list(in, out, prompted, REASON_WORD);
}

/* All but the prompted one: what there is without it. */
static const struct device *
next_without(const struct step_in *in, const struct device *prompted)
{
	struct step_in rest = *in;
	struct device others[DEVICES_MAX];
	const struct device *next;
	int64_t id;

	rest.ndevices = 0;
	for (size_t i = 0; i < in->ndevices; i++)
		if (&in->devices[i] != prompted)
			others[rest.ndevices++] = in->devices[i];
	rest.devices = others;
	next = dialogue_default(&rest);
	id = next == NULL ? 0 : next->id;
	for (size_t i = 0; i < rest.ndevices; i++)
		device_clear(&others[i]);
	for (size_t i = 0; i < in->ndevices && id != 0; i++)
		if (in->devices[i].id == id)
			return &in->devices[i];
	return NULL;
}

/*
 * Where the policy lets a temporary code go: never to what was lost, nor as
 * one message too many after the code that leaves now.
 */
static const struct device *
relief_for(
    const struct step_in *in, const struct device *lost, bool sends_already)
{
	enum prompt_kind kind =
	    in->policy->relief == RELIEF_SMS ? KIND_SMS : KIND_EMAIL;

	for (size_t i = 0;
	     i < in->ndevices && in->policy->relief != RELIEF_NONE; i++) {
		const struct device *d = &in->devices[i];

		if (d != lost && d->ops->sends && d->ops->kind == kind &&
		    !d->sent.barred && !(d->sent.last && sends_already) &&
		    device_is_usable(d, in->now))
			return d;
	}
	return NULL;
}

static bool
may_be_lost(const struct step_in *in, const struct device *prompted)
{
	return in->policy->lost && !in->lost_today && prompted != NULL &&
	    device_is_usable(prompted, in->now) &&
	    in->policy->first != FIRST_NONE;
}

static void
put_lost(const struct step_in *in, struct step_out *out,
    const struct device *prompted)
{
	const struct device *relief = relief_for(in, prompted, out->nfx > 0);
	struct effect *fx;

	out->changed = prompted;
	out->ticket.lost = prompted->id;
	put_effect(out, FX_SUSPEND, prompted);
	if (relief == NULL)
		return;
	fx = put_effect(out, FX_RELIEF, relief);
	fx->dialogue = in->ticket == NULL ? in->fresh : in->ticket->dialogue;
	fx->round = in->ticket == NULL ? 1 : in->ticket->round;
}

static void
lost(const struct step_in *in, struct step_out *out,
    const struct device *prompted)
{
	const struct device *next;

	if (!may_be_lost(in, prompted)) {
		ask_code(in, out, prompted, REASON_WORD);
		return;
	}
	if ((next = next_without(in, prompted)) != NULL)
		ask_code(in, out, next, REASON_LOST);
	else if (in->policy->decoys)
		ask_for(in, out, ASK_GENERIC, NULL, REASON_LOST);
	else
		put_reject(out, REASON_LOST);
	put_lost(in, out, prompted);
}

static void
resynchronise(const struct step_in *in, struct step_out *out,
    const struct device *prompted)
{
	if (prompted != NULL && device_resyncs(prompted) &&
	    device_is_usable(prompted, in->now))
		ask_for(in, out, ASK_SYNC, prompted, REASON_WORD);
	else
		ask_code(in, out, prompted, REASON_WORD);
}

/* A new code, and the old one is none any more; unless there were too many. */
static void
send_again(const struct step_in *in, struct step_out *out,
    const struct device *prompted)
{
	if (prompted == NULL || !prompted->ops->sends || !prompted->sent.open ||
	    !device_is_usable(prompted, in->now)) {
		ask_code(in, out, prompted, REASON_WORD);
		return;
	}
	ask_for(in, out, ASK_CODE, prompted,
	    prompted->sent.barred ? REASON_SEND_LIMIT : REASON_WORD);
	if (!prompted->sent.barred && out->verdict == VERDICT_CHALLENGE)
		put_send(out, prompted, &out->ticket);
}

bool
answer_word(const struct step_in *in, struct step_out *out,
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
		resynchronise(in, out, prompted);
		return true;
	case INPUT_RESEND:
		send_again(in, out, prompted);
		return true;
	case INPUT_LOST:
		lost(in, out, prompted);
		return true;
	case INPUT_REGISTER:
		answer_register(in, out, prompted);
		return true;
	default:
		return false;
	}
}

/* ---- where the word stands behind the password ----------------------------
 */

/* Rule 18: a code is on its way, and comes behind the next password. */
void
send_in_append(
    const struct step_in *in, struct step_out *out, const struct device *d)
{
	const struct ticket t = { .round = 1,
		.dialogue = d->sent.known ? d->sent.dialogue : in->fresh };

	put_reject(out, d->sent.barred ? REASON_SEND_LIMIT : REASON_SENT);
	out->device = d;
	if (!d->sent.barred)
		put_send(out, d, &t);
}

/* The device to which a code went, else the one that is asked for. */
static const struct device *
on_its_way(const struct step_in *in, const struct device *otherwise)
{
	for (size_t i = 0; i < in->ndevices; i++)
		if (in->devices[i].sent.open &&
		    device_is_usable(&in->devices[i], in->now))
			return &in->devices[i];
	return otherwise;
}

/* What can be done without an answer; else the list of what there is. */
void
append_word(
    const struct step_in *in, struct step_out *out, const struct device *d)
{
	const struct device *chosen = d;

	if (in->input->kind == INPUT_FACTOR)
		chosen = of_factor(in);
	if (in->input->kind == INPUT_RESEND)
		chosen = on_its_way(in, d);
	if (in->input->kind == INPUT_LOST && may_be_lost(in, d)) {
		put_reject(out, REASON_LOST);
		put_lost(in, out, d);
	} else if ((in->input->kind == INPUT_FACTOR ||
		       in->input->kind == INPUT_RESEND) &&
	    chosen != NULL && chosen->ops->sends) {
		send_in_append(in, out, chosen);
	} else {
		put_reject(out, REASON_WORD);
		out->device = d;
	}
}
