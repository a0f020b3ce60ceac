#include "core/factor.h"
#include "util/crypto.h"

const char *const device_state_names[DEVICE_STATE_MAX] = {
	[DEVICE_FREE] = "free",
	[DEVICE_ACTIVE] = "active",
	[DEVICE_DISABLED] = "disabled",
	[DEVICE_SUSPENDED] = "suspended",
	[DEVICE_LOST] = "lost",
	[DEVICE_REBIND] = "rebind",
	[DEVICE_RETIRED] = "retired",
};

void
device_clear(struct device *d)
{
	if (d == NULL)
		return;
	wipe(d->secret, sizeof(d->secret));
	*d = (struct device){ 0 };
}

enum prompt_kind
device_kind(const struct device *d)
{
	return d->ops->kind == KIND_TOKEN && d->serial[0] == '\0'
	    ? KIND_APP
	    : d->ops->kind;
}

bool
device_is_dated(const struct device *d, int64_t now)
{
	return (d->start == 0 || now >= d->start) &&
	    (d->expiry == 0 || now < d->expiry);
}

bool
factor_is_spent(const struct factor_ops *ops, uint64_t counter)
{
	return ops != NULL && ops->once && counter > 0;
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
