/*
 * Registering a number or an address at the prompt, as what a login goes
 * through (dialogue.c has the rest):
 *
 *	"phone NUMBER" -------> CHALLENGE  the wish; a code is asked for
 *	that code right ------> CHALLENGE  spent; the number gets its own
 *	that one right -------> ACCEPT	   the number is the account's
 *	empty, or none right -> ACCEPT	   it is not
 *
 * Who knows the password is not yet the person: until the second factor was
 * right there is nothing but the wish, and no message goes anywhere.  Once it
 * was, the login is good whatever becomes of the number.
 */

#include "core/dialogue_parts.h"

void
answer_register(const struct step_in *in, struct step_out *out,
    const struct device *prompted)
{
	ask_code(in, out, prompted, REASON_WORD);
	if (out->verdict == VERDICT_CHALLENGE && out->ask == ASK_CODE)
		out->ask = in->wish != NULL ? ASK_REGISTER : ASK_REGISTER_NOT;
}

bool
wish_is_due(const struct step_in *in)
{
	return in->wish != NULL && !in->wish->sent.barred &&
	    in->ticket != NULL && in->ticket->round < ROUNDS_MAX &&
	    in->policy->mode == MODE_CHALLENGE;
}

static void
wait_for(const struct step_in *in, struct step_out *out, enum ask what,
    const struct device *waiting, enum reason why)
{
	ask_for(in, out, what, waiting, why);
	out->ticket.stage = STAGE_CONFIRM;
}

void
ask_confirm(
    const struct step_in *in, struct step_out *out, const struct device *used)
{
	wait_for(in, out, ASK_CODE, in->wish, REASON_REGISTER);
	out->ticket.tries = 0;
	out->ticket.used = used->id;
	out->changed = used;
	put_effect(out, FX_ENROL, in->wish);
	put_send(out, in->wish, &out->ticket);
}

/*
 * Whose code was right a while ago; NULL: what it was of may have been reported
 * lost since.
 */
static const struct device *
opens_still(const struct step_in *in)
{
	for (size_t i = 0; i < in->ndevices; i++)
		if (in->devices[i].id == in->ticket->used)
			return in->devices[i].state == DEVICE_ACTIVE
			    ? &in->devices[i]
			    : NULL;
	return NULL;
}

/* With what was right before, not with the number. */
static void
let_in(struct step_out *out, enum opened how, const struct device *used)
{
	out->verdict = VERDICT_ACCEPT;
	out->reason = REASON_ACCEPTED;
	out->opened = how;
	out->device = used;
}

static void
confirm(struct step_out *out, const struct device *waiting,
    const struct device *used)
{
	struct effect *fx;

	put_effect(out, FX_CONFIRM, waiting);
	fx = put_effect(out, FX_SPEND, waiting);
	fx->dialogue = waiting->sent.dialogue;
	fx->resend = waiting->sent.resend;
	let_in(out, OPENED_BY_CONFIRM, used);
	out->changed = waiting;
}

/* One that the helpdesk began has no end, and is not the person's to drop. */
static void
drop(struct step_out *out, const struct device *waiting)
{
	if (waiting != NULL && waiting->expiry != 0)
		put_effect(out, FX_DROP, waiting);
	out->changed = waiting;
}

static void
give_up(struct step_out *out, const struct device *waiting,
    const struct device *used)
{
	drop(out, waiting);
	let_in(out, OPENED_UNCONFIRMED, used);
}

static void
resend(const struct step_in *in, struct step_out *out,
    const struct device *waiting)
{
	bool barred = waiting->sent.barred;

	wait_for(in, out, ASK_CODE, waiting,
	    barred ? REASON_SEND_LIMIT : REASON_WORD);
	if (!barred)
		put_send(out, waiting, &out->ticket);
}

enum mf_err
answer_confirm(const struct step_in *in, struct step_out *out,
    const struct device *waiting)
{
	const struct device *used = opens_still(in);
	unsigned tries = in->ticket->tries + 1U;
	struct factor_result r = { .match = MATCH_NO };
	enum mf_err e = MF_OK;

	if (waiting != NULL && waiting->state != DEVICE_UNCONFIRMED)
		waiting = NULL; /* the helpdesk was there first */
	if (used == NULL) {
		drop(out, waiting);
		put_reject(out, REASON_NO_DEVICE);
		return MF_OK;
	}
	if (waiting == NULL) {
		give_up(out, NULL, used);
		return MF_OK;
	}
	if (in->input->kind == INPUT_RESEND && in->ticket->round < ROUNDS_MAX) {
		resend(in, out, waiting);
		return MF_OK;
	}
	if (in->input->kind == INPUT_CODE)
		e = waiting->ops->check(waiting, in->windows,
		    slice_str(in->input->code), in->now, GUESS_PROMPTED, &r);
	if (e != MF_OK)
		return e;
	if (r.match == MATCH_YES) {
		confirm(out, waiting, used);
	} else if (in->input->kind == INPUT_EMPTY ||
	    tries >= in->policy->tries || in->ticket->round >= ROUNDS_MAX) {
		give_up(out, waiting, used);
	} else {
		wait_for(in, out, ASK_AGAIN, waiting, REASON_CONFIRM_WRONG);
		out->ticket.tries = (uint8_t)tries;
	}
	return MF_OK;
}
