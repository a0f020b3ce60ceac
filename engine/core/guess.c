/* Limits on guessing, rule 8: who may still guess, and what a miss costs. */

#include "core/dialogue.h"

static unsigned
kept(unsigned limit, unsigned reserve, bool known)
{
	return known ? limit : limit > reserve ? limit - reserve : 0;
}

bool
guess_is_allowed(const struct step_in *in, enum reason *why)
{
	const struct guess_facts *g = &in->guesses;
	const struct limits *l = in->limits;

	*why = REASON_NONE;
	if (in->now < g->locked_until)
		*why = REASON_LOCKED_SOFT;
	else if (g->month >= kept(l->month, l->month_kept, g->known))
		*why = REASON_LOCKED_MONTH;
	else if (g->year >= l->year)
		*why = REASON_LOCKED_YEAR;
	return *why == REASON_NONE;
}

bool
device_is_open(const struct step_in *in, const struct device *d)
{
	return d->failures < kept(in->limits->device, in->limits->device_kept,
				 in->guesses.known);
}

int64_t
guess_lock(const struct step_in *in)
{
	unsigned over, wait = in->limits->soft_seconds;

	if (in->guesses.in_row + 1 < in->limits->soft)
		return 0;
	over = in->guesses.in_row + 1 - in->limits->soft;
	for (; over > 0 && wait < in->limits->soft_max; over--)
		wait *= 2;
	if (wait > in->limits->soft_max)
		wait = in->limits->soft_max;
	return in->now + wait;
}
