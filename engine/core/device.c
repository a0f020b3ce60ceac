#include "core/factor.h"
#include "core/sent.h"
#include "util/crypto.h"

const char *const device_state_names[DEVICE_STATE_MAX] = {
	[DEVICE_FREE] = "free",
	[DEVICE_ACTIVE] = "active",
	[DEVICE_DISABLED] = "disabled",
	[DEVICE_SUSPENDED] = "suspended",
	[DEVICE_LOST] = "lost",
	[DEVICE_REBIND] = "rebind",
	[DEVICE_RETIRED] = "retired",
	[DEVICE_UNCONFIRMED] = "unconfirmed",
};

void
device_clear(struct device *d)
{
	if (d == NULL)
		return;
	wipe(d->secret, sizeof(d->secret));
	wipe(d->pin, sizeof(d->pin));
	wipe(d->record, sizeof(d->record));
	*d = (struct device){ 0 };
}

enum prompt_kind
factor_kind(const struct factor_ops *ops, const char *serial)
{
	bool printed = serial[0] != '\0' && !serial_is_made(serial);

	return ops->kind == KIND_TOKEN && !printed ? KIND_APP : ops->kind;
}

enum prompt_kind
device_kind(const struct device *d)
{
	return factor_kind(d->ops, d->canonical);
}

unsigned
guess_chance(unsigned digits)
{
	unsigned chance = 1000000000;

	while (digits-- > 0 && chance > 10)
		chance /= 10;
	return chance;
}

int32_t
device_drift(const struct device *d, const struct otp_windows *w, int64_t ahead)
{
	int64_t low = d->anchor - (int64_t)w->drift_max;
	int64_t high = d->anchor + (int64_t)w->drift_max;

	return (int32_t)(ahead < low ? low : ahead > high ? high : ahead);
}

unsigned
device_letters(const struct device *d)
{
	if (d->state == DEVICE_UNCONFIRMED)
		return SENT_CONFIRM;
	return d->ops->uses == 1 && d->digits == 0 ? (unsigned)d->secretlen
						   : d->ops->letters;
}

bool
device_resyncs(const struct device *d)
{
	return d->ops->resync != NULL &&
	    (d->ops->moves == NULL || d->ops->moves(d));
}

bool
device_is_dated(const struct device *d, int64_t now)
{
	return (d->start == 0 || now >= d->start) &&
	    (d->expiry == 0 || now < d->expiry);
}

unsigned
factor_uses(uint64_t counter)
{
	unsigned n = 0;

	for (; counter != 0; counter &= counter - 1)
		n++;
	return n;
}

bool
factor_is_spent(const struct factor_ops *ops, uint64_t counter)
{
	return ops != NULL && ops->uses != 0 &&
	    factor_uses(counter) >= ops->uses;
}

uint64_t
device_value(const struct device *d, uint64_t counter)
{
	if (d->ops->uses > 1 && counter != d->counter)
		return (uint64_t)__builtin_ctzll(counter ^ d->counter);
	return counter - 1;
}

bool
device_is_current(const struct device *d, int64_t now)
{
	return d->state == DEVICE_ACTIVE && d->ops != NULL &&
	    device_is_dated(d, now);
}

bool
device_is_usable(const struct device *d, int64_t now)
{
	return device_is_current(d, now) &&
	    !factor_is_spent(d->ops, d->counter);
}
