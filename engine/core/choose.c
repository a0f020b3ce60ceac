/* Which device a prompt names, and the list that "?" shows. */

#include <string.h>

#include "core/dialogue.h"
#include "util/crypto.h"

static bool
is_allowed(const struct policy *p, const struct device *d, size_t *rank)
{
	*rank = 0;
	if (p->factors == NULL || p->factors[0] == NULL)
		return true;
	for (; p->factors[*rank] != NULL; (*rank)++)
		if (strcmp(p->factors[*rank], d->ops->name) == 0)
			return true;
	return false;
}

bool
device_is_allowed(const struct step_in *in, const struct device *d)
{
	size_t rank;

	return is_allowed(in->policy, d, &rank);
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

/* Of codes that work once each one stands for all: any of them answers. */
static bool
is_shown(const struct device *const *list, size_t n, const struct device *d)
{
	for (size_t i = 0; i < n; i++)
		if (d->ops->once && list[i]->ops == d->ops)
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

/* Devices come latest success first: of equals the earlier one stays. */
static bool
is_better(const struct device *d, size_t rank, const struct device *best,
    size_t best_rank)
{
	if (best == NULL || best->ops->last_choice != d->ops->last_choice)
		return best == NULL || best->ops->last_choice;
	return rank < best_rank;
}

const struct device *
dialogue_default(const struct step_in *in)
{
	const struct device *best = NULL;
	size_t best_rank = SIZE_MAX, rank;
	enum reason why;

	for (size_t i = 0; i < in->ndevices; i++) {
		const struct device *d = &in->devices[i];

		if (!is_askable(in, d, &rank, &why) ||
		    !is_better(d, rank, best, best_rank))
			continue;
		best = d;
		best_rank = rank;
	}
	return best;
}

enum reason
dialogue_no_device(const struct step_in *in)
{
	enum reason why = REASON_NO_DEVICE;
	size_t rank;

	for (size_t i = 0; i < in->ndevices; i++)
		(void)is_askable(in, &in->devices[i], &rank, &why);
	return why;
}
