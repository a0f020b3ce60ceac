#include <string.h>

#include "core/pin.h"
#include "core/dialogue_parts.h"
#include "core/evaluate.h"
#include "core/typed.h"

bool
pin_is_set(const struct device *d)
{
	return d->record[0] != '\0' || d->pin_unknown;
}

bool
pin_is_asked_for(const struct ticket *t)
{
	return t != NULL &&
	    (t->stage == STAGE_NEW_PIN || t->stage == STAGE_NEW_PIN_AGAIN);
}

bool
pin_has_length(const struct device *d, size_t n)
{
	return pin_is_set(d) && d->digits != 0 && n >= d->digits + PIN_LEAST &&
	    n <= d->digits + PIN_MOST;
}

bool
pin_split(const struct device *d, struct slice *code, struct slice *pin)
{
	*pin = (struct slice){ code->p, 0 };
	if (!pin_is_set(d))
		return true;
	if (!pin_has_length(d, code->n))
		return false;
	pin->n = code->n - d->digits;
	*code = (struct slice){ code->p + pin->n, d->digits };
	return true;
}

size_t
pin_field(const struct device *d)
{
	if (!pin_is_set(d) || d->digits == 0)
		return 0;
	return d->pin_digits == 0 ? SIZE_MAX : d->pin_digits;
}

bool
pin_is_fit(const struct pin_rules *r, struct slice pin)
{
	int step;

	if (pin.n < r->least || pin.n > r->most || pin.n < 2)
		return false;
	for (size_t i = 0; i < pin.n; i++)
		if (!ascii_is_digit((char)pin.p[i]))
			return false;
	step = pin.p[1] - pin.p[0];
	for (size_t i = 2; i < pin.n; i++)
		if (pin.p[i] - pin.p[i - 1] != step)
			return true;
	return step < -1 || step > 1;
}

bool
pin_was_right(const struct step_in *in, const struct device *d)
{
	return in->pin.device == d->id && in->pin.right;
}

/* Whether what stands behind the PIN opens d now, or did before. */
static enum mf_err
code_fits(const struct step_in *in, const struct device *d, struct slice typed,
    bool *fits, struct slice *pin)
{
	const struct input *i = in->input;
	struct factor_result r = { 0 };
	enum mf_err e;

	*fits = false;
	if (!pin_is_set(d) || !pin_split(d, &typed, pin))
		return MF_OK;
	if (i->kind != INPUT_TWO_CODES)
		e = d->ops->check(
		    d, in->windows, typed, in->now, GUESS_PROMPTED, &r);
	else
		e = d->ops->resync(d, in->windows, false, typed,
		    slice_str(i->other_code), in->now, &r);
	*fits = e == MF_OK && r.match != MATCH_NO;
	return e;
}

static bool
may_be_meant(const struct step_in *in, const struct device *d,
    const struct device *prompted)
{
	enum reason ignored = REASON_NONE;

	if (!pin_is_set(d) || !pin_has_length(d, strlen(in->input->code)) ||
	    !evaluate_may_answer(in, d, &ignored))
		return false;
	if (in->input->kind == INPUT_TWO_CODES)
		return d == prompted;
	return in->input->kind != INPUT_SERIAL_CODE ||
	    serial_same(d->canonical, in->devices[in->input->device].canonical);
}

/*
 * One hash a reply: of the device whose code it is, else of the first that it
 * could be, so that a wrong code takes as long as a wrong PIN.
 */
static enum mf_err
ask_before_code(const struct step_in *in, const struct device *prompted,
    struct pin_question *q)
{
	struct slice pin;
	bool fits;
	enum mf_err e;

	for (size_t i = 0; i <= in->ndevices; i++) {
		const struct device *d =
		    i == 0 ? prompted : &in->devices[i - 1];

		if (d == NULL || !may_be_meant(in, d, prompted))
			continue;
		e = code_fits(in, d, slice_str(in->input->code), &fits, &pin);
		if (e != MF_OK)
			return e;
		if (fits || q->task == PIN_NOTHING)
			*q = (struct pin_question){ PIN_CHECK, d, pin };
		if (fits)
			break;
	}
	return MF_OK;
}

enum mf_err
pin_ask(const struct step_in *in, struct pin_question *q)
{
	const struct device *prompted = dialogue_prompted(in);
	enum reason ignored;

	*q = (struct pin_question){ PIN_NOTHING };
	if (in->input == NULL || in->account == NULL || !in->account->active ||
	    in->first != FIRST_RIGHT || !guess_is_allowed(in, &ignored))
		return MF_OK;
	if (!pin_is_asked_for(in->ticket))
		return in->input->kind == INPUT_CODE ||
			in->input->kind == INPUT_SERIAL_CODE ||
			in->input->kind == INPUT_TWO_CODES
		    ? ask_before_code(in, prompted, q)
		    : MF_OK;
	if (prompted == NULL || in->input->kind != INPUT_PIN ||
	    !pin_is_fit(in->pins, slice_str(in->input->code)))
		return MF_OK;
	*q = (struct pin_question){
		in->ticket->stage == STAGE_NEW_PIN ? PIN_MAKE : PIN_COMPARE,
		prompted, slice_str(in->input->code)
	};
	return MF_OK;
}

/* Where nothing can be asked the code is spent, and opens nothing. */
void
ask_pin(const struct step_in *in, struct step_out *out, const struct device *d)
{
	if (in->policy->mode == MODE_CHALLENGE)
		ask_for(in, out, ASK_NEW_PIN, d, REASON_NEW_PIN);
	else
		put_reject(out, REASON_NEW_PIN);
	out->device = d;
}

static void
ask_again(
    const struct step_in *in, struct step_out *out, const struct device *d)
{
	ask_for(in, out, ASK_NEW_PIN_BAD, d, REASON_NEW_PIN);
}

/* The factor was right before; what was typed now is no guess. */
void
answer_pin(
    const struct step_in *in, struct step_out *out, const struct device *d)
{
	struct effect *fx;

	if (d == NULL || !d->pin_change || !device_is_usable(d, in->now) ||
	    !device_is_allowed(in, d)) {
		put_reject(out, REASON_CONFLICT);
		return;
	}
	out->device = d;
	if (in->ticket->stage == STAGE_NEW_PIN) {
		if (in->pin.device != d->id || in->pin.right ||
		    in->pin.record == NULL) {
			ask_again(in, out, d);
			return;
		}
		ask_for(in, out, ASK_NEW_PIN_AGAIN, d, REASON_NEW_PIN);
		put_effect(out, FX_PIN_KEEP, d)->record = in->pin.record;
		return;
	}
	if (!pin_was_right(in, d) || in->pin.record == NULL) {
		ask_again(in, out, d);
		return;
	}
	fx = put_effect(out, FX_PIN_SET, d);
	fx->record = in->pin.record;
	fx->digits = (unsigned)strlen(in->input->code);
	put_effect(out, FX_CLEAR, d);
	out->verdict = VERDICT_ACCEPT;
	out->reason = REASON_ACCEPTED;
	if (in->wish != NULL)
		out->opened = OPENED_UNCONFIRMED;
}
