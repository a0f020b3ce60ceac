#include <string.h>

#include "server/login_wish.h"
#include "core/identity.h"
#include "server/admin_address.h"
#include "server/login_sending.h"
#include "server/notes.h"
#include "server/sending.h"
#include "server/unconfirmed.h"

/* Its canonical form; false: it has none. */
static bool
read_typed(const struct login *l, char out[ADDRESS_SIZE])
{
	const struct slice typed = slice_str(l->input.argument);
	char phone[PHONE_SIZE], email[EMAIL_SIZE];
	enum phone_fault fault;

	if (l->input.factor == KIND_EMAIL) {
		if (email_canonical(typed, email) != MF_OK)
			return false;
		memcpy(out, email, sizeof(email));
	} else {
		if (phone_canonical(typed, l->engine->conf->names.country,
			phone, &fault) != MF_OK)
			return false;
		memcpy(out, phone, sizeof(phone));
	}
	return true;
}

/* Not what the account has; one that waits to be confirmed is used again. */
static bool
may_be_new(const struct login *l, struct device *w)
{
	unsigned n = 0;

	for (size_t i = 0; i < l->ndevices; i++) {
		const struct device *d = &l->devices[i];

		if (d->ops != w->ops)
			continue;
		if (strcmp(d->address, w->address) != 0) {
			n++;
			continue;
		}
		if (d->state != DEVICE_UNCONFIRMED)
			return false;
		w->id = d->id;
	}
	return w->id != 0 || n < ADDRESSES_MAX;
}

static enum mf_err
prepare(struct login *l)
{
	struct device *w = &l->wish;
	enum mf_err e = MF_OK;

	w->ops = w->address[0] == '+' ? &factor_sms : &factor_email;
	w->state = DEVICE_UNCONFIRMED;
	w->account = l->account.facts.id;
	if (!sending_reaches(&l->engine->conf->sending, w->ops, w->address) ||
	    !may_be_new(l, w))
		return MF_OK;
	if (w->id == 0)
		e = desk_token_next(l->engine->store, &w->id);
	if (e == MF_OK)
		e = sending_limits_of(l, w);
	if (e == MF_OK)
		l->step.wish = w;
	return e;
}

enum mf_err
wish_gather(struct login *l)
{
	l->step.wish = NULL;
	device_clear(&l->wish);
	if (!l->has_ticket || !l->has_account || !l->policy->self_register ||
	    l->ticket.stage == STAGE_CONFIRM || l->ticket.stage == STAGE_DECOY)
		return MF_OK;
	if (l->input.kind == INPUT_REGISTER) {
		if (!read_typed(l, l->wish.address))
			return MF_OK;
	} else {
		memcpy(l->wish.address, l->repeat.wish, sizeof(l->repeat.wish));
	}
	return l->wish.address[0] == '\0' ? MF_OK : prepare(l);
}

static enum mf_err
enrol(struct login *l, int64_t id)
{
	const struct device *w = &l->wish;
	const struct new_token t = {
		.factor = w->ops->name,
		.vendor = "",
		.address = w->address,
		.hash = HASH_SHA1,
		.state = DEVICE_UNCONFIRMED,
		.account = w->account,
		.now = l->now_ms / 1000,
		.expiry = l->now_ms / 1000 + UNCONFIRMED_LIFE,
		.secret = slice_str(""),
	};
	enum mf_err e;

	for (size_t i = 0; i < l->ndevices; i++)
		if (l->devices[i].id == id) /* it waits there already */
			return desk_address_until(
			    l->engine->store, id, t.expiry);
	if ((e = desk_token_add(l->engine->store, id, &t)) != MF_OK)
		return e;
	notes_binding(l->engine->notes, id, w->account, DEVICE_UNCONFIRMED);
	return MF_OK;
}

static enum mf_err
confirm(struct login *l, int64_t id)
{
	int64_t account = l->account.facts.id;
	enum mf_err e;

	e = store_device_state(
	    l->engine->store, id, DEVICE_UNCONFIRMED, DEVICE_ACTIVE);
	if (e == MF_OK)
		e = desk_address_until(l->engine->store, id, 0);
	if (e == MF_OK)
		e = desk_had_device(l->engine->store, account);
	if (e == MF_OK)
		notes_binding(l->engine->notes, id, account, DEVICE_ACTIVE);
	return e;
}

static enum mf_err
drop(struct login *l, int64_t id)
{
	enum mf_err e;

	e = desk_token_unbind(
	    l->engine->store, id, DEVICE_UNCONFIRMED, DEVICE_RETIRED);
	if (e == MF_OK)
		e = store_pending_void(
		    l->engine->store, l->account.facts.id, id);
	if (e == MF_OK)
		notes_binding(l->engine->notes, id, 0, DEVICE_RETIRED);
	return e;
}

enum mf_err
wish_apply(struct login *l, const struct effect *fx)
{
	switch (fx->kind) {
	case FX_ENROL:
		return enrol(l, fx->device);
	case FX_CONFIRM:
		return confirm(l, fx->device);
	case FX_DROP:
		return drop(l, fx->device);
	default:
		return MF_EINVAL;
	}
}
