/* What may be typed instead of a code: it uses a round, not a guess. */

#include "core/dialogue_parts.h"

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
		return true;
	default:
		return false;
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
		ask_code(in, out, list[i - 1], REASON_WORD);
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
			ask_code(in, out, list[i], REASON_WORD);
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
		ask_code(in, out, prompted, REASON_WORD);
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
		ask_code(in, out, next, REASON_LOST);
	} else if (in->policy->decoys) {
		ask_for(in, out, ASK_GENERIC, NULL, REASON_LOST);
	} else {
		put_reject(out, REASON_LOST);
	}
	out->changed = prompted;
	for (size_t i = 0; i < rest.ndevices; i++)
		device_clear(&others[i]);
	put_effect(out, FX_SUSPEND, prompted);
}

static void
resynchronise(const struct step_in *in, struct step_out *out,
    const struct device *prompted)
{
	if (prompted != NULL && prompted->ops->resync != NULL)
		ask_for(in, out, ASK_SYNC, prompted, REASON_WORD);
	else
		ask_code(in, out, prompted, REASON_WORD);
}

/* A new code, and the old one is none any more; unless there were too many. */
static void
send_again(const struct step_in *in, struct step_out *out,
    const struct device *prompted)
{
	if (prompted == NULL || !prompted->ops->sends || !prompted->sent.open) {
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
	default:
		return false;
	}
}
