/* Which device a prompt names, and the list that "?" shows. */

#include <string.h>

#include "core/dialogue.h"
#include "util/crypto.h"

static bool
is_among_factors(const struct policy *p, const struct device *d, size_t *rank)
{
	*rank = 0;
	if (p->factors == NULL || p->factors[0] == NULL)
		return true;
	for (; p->factors[*rank] != NULL; (*rank)++)
		if (strcmp(p->factors[*rank], d->ops->name) == 0)
			return true;
	return false;
}

static bool
is_allowed(const struct policy *p, const struct device *d, size_t *rank)
{
	/* Nothing is sent to who only gave a name, or cannot be asked. */
	return is_among_factors(p, d, rank) &&
	    !(d->ops->sends &&
		(p->first == FIRST_NONE || p->mode == MODE_APPEND_LENGTH));
}

bool
device_is_allowed(const struct step_in *in, const struct device *d)
{
	size_t rank;

	return is_allowed(in->policy, d, &rank);
}

bool
device_lacks_length(const struct step_in *in, const struct device *d)
{
	size_t rank;

	return d->ops->sends && in->policy->mode == MODE_APPEND_LENGTH &&
	    is_among_factors(in->policy, d, &rank);
}

/* With decoys on a prompt names nothing, and so no challenge. */
static bool
shows_challenge(const struct policy *p)
{
	return p->mode == MODE_CHALLENGE && !p->decoys;
}

/* Whether d could answer if it were asked here; *why says what forbids it. */
static bool
is_askable(const struct step_in *in, const struct device *d, size_t *rank,
    enum reason *why)
{
	if (!device_is_usable(d, in->now) || !is_allowed(in->policy, d, rank))
		return false;
	if (d->pin_unknown) {
		*why = REASON_PIN_UNKNOWN;
		return false;
	}
	if (d->ops->fits_prompt != NULL && !d->ops->fits_prompt(d)) {
		*why = REASON_NO_PROMPT;
		return false;
	}
	if (d->ops->challenge != NULL && !shows_challenge(in->policy)) {
		*why = REASON_CHALLENGE;
		return false;
	}
	return true;
}

/* Of codes that work once one stands for all: any of them answers. */
static bool
is_shown(const struct device *const *list, size_t n, const struct device *d)
{
	for (size_t i = 0; i < n; i++)
		if (d->ops->uses == 1 && list[i]->ops == d->ops)
			return true;
	return false;
}

size_t
dialogue_list(const struct step_in *in, const struct device *out[DEVICES_MAX],
    uint32_t *hash)
{
	struct slice parts[DEVICES_MAX];
	uint8_t h[16];
	size_t n = 0, rank;
	enum reason why;

	for (size_t i = 0; i < in->ndevices && n < DEVICES_MAX; i++) {
		const struct device *d = &in->devices[i];

		if (!is_askable(in, d, &rank, &why) || is_shown(out, n, d))
			continue;
		parts[n] =
		    (struct slice){ (const uint8_t *)&d->id, sizeof(d->id) };
		out[n++] = d;
	}
	keyed_hash(NULL, parts, n, h, sizeof(h));
	memcpy(hash, h, sizeof(*hash));
	*hash |= 1; /* never 0, which means that none was shown */
	return n;
}

/*
 * Where the policy has no order, nothing is sent while another device could
 * answer at once; what is a last resort stays one.
 */
static unsigned
place(const struct policy *p, const struct device *d)
{
	bool ordered = p->factors != NULL && p->factors[0] != NULL;

	return d->ops->last_choice ? 2 : d->ops->sends && !ordered ? 1 : 0;
}

/* Devices come latest success first: of equals the earlier one stays. */
static bool
is_better(const struct policy *p, const struct device *d, size_t rank,
    const struct device *best, size_t best_rank)
{
	if (best == NULL || place(p, best) != place(p, d))
		return best == NULL || place(p, best) > place(p, d);
	return rank < best_rank;
}

/* A code has to come from somewhere: one that is there, or may be sent. */
static bool
can_answer(const struct device *d)
{
	return !d->ops->sends || d->sent.open || !d->sent.barred;
}

const struct device *
dialogue_default(const struct step_in *in)
{
	const struct device *best = NULL;
	size_t best_rank = SIZE_MAX, rank;
	enum reason why;

	for (size_t i = 0; i < in->ndevices; i++) {
		const struct device *d = &in->devices[i];

		if (!is_askable(in, d, &rank, &why) || !can_answer(d) ||
		    !is_better(in->policy, d, rank, best, best_rank))
			continue;
		best = d;
		best_rank = rank;
	}
	return best;
}

enum reason
dialogue_no_device(const struct step_in *in, const struct device **which)
{
	enum reason why = REASON_NO_DEVICE, its;
	size_t rank;

	*which = NULL;
	for (size_t i = 0; i < in->ndevices; i++) {
		const struct device *d = &in->devices[i];

		its = device_is_usable(d, in->now) && device_lacks_length(in, d)
		    ? REASON_NO_LENGTH
		    : REASON_NO_DEVICE;
		if (is_askable(in, d, &rank, &its) && !can_answer(d))
			its = REASON_SEND_LIMIT;
		if (its != REASON_NO_DEVICE &&
		    (its != REASON_NO_LENGTH || why == REASON_NO_DEVICE))
			why = its;
		if (its == REASON_PIN_UNKNOWN)
			*which = d;
	}
	return why;
}
