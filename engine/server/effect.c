#include "server/effect.h"
#include "server/login_relief.h"
#include "server/login_sending.h"
#include "server/login_wish.h"
#include "server/notes.h"
#include "store/pending.h"

/* What only a login does: messages leave, and what they are for. */
static enum mf_err
of_login(struct login *l, const struct effect *fx)
{
	switch (fx->kind) {
	case FX_SEND:
		return sending_apply(l, fx);
	case FX_RELIEF:
		return relief_apply(l, fx);
	default:
		return wish_apply(l, fx);
	}
}

static enum mf_err
set_pin(const struct deed *d, const struct effect *fx)
{
	struct store *s = d->engine->store;
	enum mf_err e = store_pin_set(s, fx, d->account);

	return e != MF_OK ? e : notes_pin(d->engine->notes, s, fx->device);
}

static enum mf_err
advance(const struct deed *d, const struct effect *fx)
{
	enum mf_err e = store_advance(d->engine->store, fx, d->account, d->now);

	if (e == MF_OK && d->login != NULL)
		e = challenge_use(d->login, fx->device);
	notes_counter(d->engine->notes, fx->device, fx->counter);
	return e;
}

enum mf_err
effect_apply(const struct deed *d, const struct effect *fx)
{
	struct store *s = d->engine->store;
	struct notes *notes = d->engine->notes;
	const struct account_facts *a = d->account;
	enum mf_err e = MF_OK;

	switch (fx->kind) {
	case FX_NONE:
	case FX_PIN_KEEP: /* with the answer */
		break;
	case FX_BLAME:
		e = store_blame(s, fx, a->id, d->source, d->now);
		notes_failure(notes, a->id, fx->device, d->now);
		break;
	case FX_ADVANCE:
		e = advance(d, fx);
		break;
	case FX_PIN_SET:
		e = set_pin(d, fx);
		break;
	case FX_BIND:
		e = store_bind(s, fx->device, a->id, d->now);
		notes_binding(notes, fx->device, a->id, DEVICE_ACTIVE);
		break;
	case FX_SUSPEND:
		e = store_device_state(
		    s, fx->device, DEVICE_ACTIVE, DEVICE_SUSPENDED);
		notes_binding(notes, fx->device, a->id, DEVICE_SUSPENDED);
		break;
	case FX_REBIND:
		e = store_device_state(
		    s, fx->device, DEVICE_ACTIVE, DEVICE_REBIND);
		notes_binding(notes, fx->device, a->id, DEVICE_REBIND);
		break;
	case FX_SEND:
	case FX_RELIEF:
	case FX_ENROL:
	case FX_CONFIRM:
	case FX_DROP:
		e = d->login == NULL ? MF_EINVAL : of_login(d->login, fx);
		break;
	case FX_SPEND:
		e = store_pending_spend(s, fx, a, d->now);
		break;
	case FX_LOSE:
		e = store_device_state(
		    s, fx->device, DEVICE_SUSPENDED, DEVICE_LOST);
		notes_binding(notes, fx->device, a->id, DEVICE_LOST);
		break;
	case FX_CLEAR:
		e = store_clear(s, a->id, d->source, d->guesses, d->now);
		break;
	case FX_SEEN:
		e = store_seen(s, a->id, d->password_source, d->now);
		break;
	}
	return e;
}
