#include <string.h>

#include "core/evaluate.h"
#include "core/pin.h"

bool
evaluate_may_answer(
    const struct step_in *in, const struct device *d, enum reason *why)
{
	if (!device_is_current(d, in->now) || !device_is_allowed(in, d) ||
	    d->ops->check == NULL)
		return false;
	if (d->ops->challenge != NULL && d->challenge[0] == '\0')
		return false; /* nobody asked it anything */
	if (d->step != 0 && in->clock_jumped) {
		*why = REASON_CLOCK;
		return false;
	}
	if (!device_is_open(in, d)) {
		*why = REASON_LOCKED_DEVICE;
		return false;
	}
	return true;
}

/* Behind a wrong PIN no code is right, nor was one used. */
static void
without_pin(const struct step_in *in, const struct device *d,
    struct factor_result *r, struct evaluation *ev)
{
	if (!pin_is_set(d) || pin_was_right(in, d) || r->match == MATCH_NO)
		return;
	r->match = MATCH_NO;
	if (ev->match != MATCH_NO)
		return;
	ev->device = d;
	ev->wrong_pin = true;
}

static enum mf_err
try_device(const struct step_in *in, const struct device *d, struct slice code,
    unsigned *budget, struct evaluation *ev)
{
	struct factor_result r;
	struct slice pin;
	enum mf_err e;

	ev->counted = true;
	if (!pin_split(d, &code, &pin))
		return MF_OK; /* a code alone is none of it */
	e = d->ops->check(d, in->windows, code, in->now, *budget, &r);
	if (e != MF_OK)
		return e;
	if (d == ev->prompted && code.n == d->digits && r.cost > 0)
		ev->looked = true;
	without_pin(in, d, &r, ev);
	*budget -= r.cost < *budget ? r.cost : *budget;
	ev->counted = true;
	if (r.match == MATCH_YES ||
	    (r.match == MATCH_USED && ev->match == MATCH_NO)) {
		ev->match = r.match;
		ev->device = d;
		ev->result = r;
	}
	return MF_OK;
}

static bool
has_length(const struct device *d, size_t n)
{
	return n == d->digits || n == device_letters(d) || pin_has_length(d, n);
}

/* The prompted device first, then the others, latest success first. */
static enum mf_err
one_code(const struct step_in *in, const struct device *prompted,
    struct slice code, struct evaluation *ev)
{
	unsigned budget = GUESS_PROMPTED;
	enum mf_err e;

	if (prompted != NULL &&
	    evaluate_may_answer(in, prompted, &ev->reason)) {
		e = try_device(in, prompted, code, &budget, ev);
		if (e != MF_OK || ev->match == MATCH_YES)
			return e;
	} else if (ev->reason != REASON_WRONG_CODE) {
		return MF_OK; /* locked: nothing is evaluated */
	}
	ev->counted = true;
	budget += GUESS_BUDGET - GUESS_PROMPTED;
	for (size_t i = 0; i < in->ndevices && ev->match != MATCH_YES; i++) {
		const struct device *d = &in->devices[i];
		enum reason ignored;

		if (d == prompted || !has_length(d, code.n) ||
		    !evaluate_may_answer(in, d, &ignored))
			continue;
		if ((e = try_device(in, d, code, &budget, ev)) != MF_OK)
			return e;
	}
	return MF_OK;
}

/* Of two vendors' equal serials the one whose codes match; both: wrong. */
static enum mf_err
named_device(const struct step_in *in, const struct device *named,
    struct slice code, struct evaluation *ev)
{
	unsigned budget = GUESS_PROMPTED, hits = 0;
	enum mf_err e;

	ev->device = named;
	for (size_t i = 0; i < in->ndevices; i++) {
		const struct device *d = &in->devices[i];
		struct evaluation one = *ev;

		if (!serial_same(d->canonical, named->canonical) ||
		    !has_length(d, code.n) ||
		    !evaluate_may_answer(in, d, &ev->reason))
			continue;
		one.match = MATCH_NO;
		one.counted = false;
		if ((e = try_device(in, d, code, &budget, &one)) != MF_OK)
			return e;
		if (!ev->counted) /* what the first one left */
			budget += GUESS_BUDGET - GUESS_PROMPTED;
		ev->counted = true;
		hits += one.match == MATCH_YES;
		if (one.match == MATCH_YES || ev->match == MATCH_NO) {
			*ev = one;
			ev->counted = true;
		}
	}
	if (hits > 1)
		ev->match = MATCH_NO;
	return MF_OK;
}

static enum mf_err
two_codes(
    const struct step_in *in, const struct device *d, struct evaluation *ev)
{
	struct slice code = slice_str(in->input->code), pin;

	if (d == NULL || !evaluate_may_answer(in, d, &ev->reason) ||
	    !device_resyncs(d))
		return MF_OK;
	ev->counted = true;
	if (!pin_split(d, &code, &pin))
		return MF_OK;
	if (d->ops->resync(d, in->windows, false, code,
		slice_str(in->input->other_code), in->now,
		&ev->result) != MF_OK)
		return MF_ECRYPTO;
	ev->looked = true;
	without_pin(in, d, &ev->result, ev);
	ev->match = ev->result.match;
	return MF_OK;
}

bool
claim_is_allowed(const struct step_in *in)
{
	return in->policy->claim && in->account != NULL &&
	    !in->account->had_device && in->ndevices == 0;
}

bool
claim_may_follow(const struct step_in *in)
{
	return in->policy->claim && in->account != NULL && in->ndevices > 0;
}

/* Exactly one free token may match; unknown and wrong fail alike. */
static enum mf_err
find_claimed(const struct step_in *in, const struct device **found,
    struct factor_result *out)
{
	const struct claim_facts *c = &in->claims;
	struct factor_result r;
	unsigned hits = 0;
	enum mf_err e;

	*found = NULL;
	for (size_t i = 0; i < c->n; i++) {
		const struct device *d = &c->devices[i];

		if (!device_resyncs(d) || !device_is_allowed(in, d) ||
		    !device_is_dated(d, in->now) ||
		    (d->step != 0 && in->clock_jumped))
			continue;
		e = d->ops->resync(d, in->windows, false,
		    slice_str(c->claims[i].code),
		    slice_str(c->claims[i].other_code), in->now, &r);
		if (e != MF_OK)
			return e;
		if (r.match != MATCH_YES)
			continue;
		hits++;
		*found = d;
		*out = r;
	}
	if (hits != 1)
		*found = NULL;
	return MF_OK;
}

static enum mf_err
claim(const struct step_in *in, struct evaluation *ev)
{
	enum mf_err e;

	ev->reason = REASON_CLAIM;
	ev->counted = true;
	if (!in->claims.allowed) {
		ev->reason = REASON_CLAIM_LIMIT;
		return MF_OK;
	}
	if (!claim_is_allowed(in))
		ev->device = NULL;
	else if ((e = find_claimed(in, &ev->device, &ev->result)) != MF_OK)
		return e;
	ev->claimed = ev->device != NULL;
	ev->match = ev->claimed ? MATCH_YES : MATCH_NO;
	return MF_OK;
}

/* Behind a code that is right; when this is not, all of it was not. */
static enum mf_err
add(const struct step_in *in, struct evaluation *ev)
{
	enum mf_err e;

	ev->charged = claim_may_follow(in) && in->claims.allowed;
	if (ev->charged &&
	    (e = find_claimed(in, &ev->added, &ev->added_result)) != MF_OK)
		return e;
	if (ev->added != NULL)
		return MF_OK;
	ev->match = MATCH_NO;
	ev->reason = in->claims.allowed ? REASON_CLAIM : REASON_CLAIM_LIMIT;
	ev->device = NULL;
	return MF_OK;
}

enum mf_err
evaluate(const struct step_in *in, const struct device *prompted,
    struct evaluation *ev)
{
	const struct input *typed = in->input;
	enum mf_err e = MF_OK;

	*ev = (struct evaluation){ .reason = REASON_WRONG_CODE,
		.device = prompted,
		.prompted = prompted };
	switch (typed->kind) {
	case INPUT_CODE:
		e = one_code(in, prompted, slice_str(typed->code), ev);
		break;
	case INPUT_SERIAL_CODE:
		e = named_device(in, &in->devices[typed->device],
		    slice_str(typed->code), ev);
		break;
	case INPUT_TWO_CODES:
		e = two_codes(in, prompted, ev);
		break;
	case INPUT_CLAIM:
		e = claim(in, ev);
		break;
	default:
		/* Nonsense spends a try only where a code would. */
		if (prompted != NULL)
			(void)!evaluate_may_answer(in, prompted, &ev->reason);
		if (ev->reason == REASON_WRONG_CODE) {
			ev->reason = REASON_UNREADABLE;
			ev->counted = true;
		}
		break;
	}
	if (e == MF_OK && ev->match == MATCH_YES && !ev->claimed &&
	    typed->nclaims > 0)
		e = add(in, ev);
	/* Rule 4: unless a lock or the clock forbids it, it is a guess. */
	if (ev->reason == REASON_WRONG_CODE)
		ev->counted = true;
	if (ev->match == MATCH_USED)
		ev->reason = REASON_USED_CODE;
	else if (ev->wrong_pin)
		ev->reason = REASON_WRONG_PIN;
	return e;
}
