#include "server/login_relief.h"
#include "core/sent.h"
#include "server/login_sending.h"
#include "server/notes.h"
#include "server/sending.h"
#include "store/desk.h"
#include "store/outbox.h"

#define HOUR 3600

/* From when, until when: engine time, seconds. */
struct span {
	int64_t from, until;
};

static struct span
span_of(const struct login *l)
{
	int64_t from = l->now_ms / 1000 + (int64_t)l->policy->relief_delay;
	unsigned hours = l->engine->conf->temporary.hours;

	return (struct span){ from, from + (int64_t)hours * HOUR };
}

/* The code is a device of its own, as the helpdesk's temporary codes are. */
static enum mf_err
add_code(struct login *l, const struct pending *p, struct span s)
{
	struct new_token t = {
		.factor = factor_temporary.name,
		.vendor = "",
		.hash = HASH_SHA1,
		.start = s.from,
		.expiry = s.until,
		.account = p->account,
		.now = l->now_ms / 1000,
	};
	char code[CODE_SIZE];
	enum mf_err e;

	if ((e = sending_code(l->engine, p, SENT_LOGIN, code)) != MF_OK)
		return e;
	t.secret = slice_str(code);
	e = desk_token_add(l->engine->store, p->device, &t);
	wipe(code, sizeof(code));
	return e;
}

static enum mf_err
put_message(struct login *l, const struct device *to, const struct pending *p,
    struct span s)
{
	char detail[OUTBOX_DETAIL];
	struct text t;
	const struct outbox_new m = {
		.channel =
		    to->ops->kind == KIND_SMS ? CHANNEL_SMS : CHANNEL_EMAIL,
		.address = to->address,
		.account = p->account,
		.device = p->device,
		.text = "relief",
		.language = owner_language(l),
		.detail = detail,
		.code = { p->dialogue, p->round, p->resend, p->key },
		.at_ms = l->now_ms,
		.due_ms = s.from * 1000,
		.expires_ms = s.until * 1000,
	};

	text_init(&t, detail, sizeof(detail));
	text_put(&t, "account=\"");
	text_escape(&t, slice_str(l->account.name), 128);
	text_printf(&t, "\" hours=%u", l->engine->conf->temporary.hours);
	return store_outbox_add(l->engine->store, &m, NULL);
}

enum mf_err
relief_apply(struct login *l, const struct effect *fx)
{
	struct store *store = l->engine->store;
	const struct device *to = sending_device(l, fx->device);
	const struct span s = span_of(l);
	struct pending p = {
		.dialogue = fx->dialogue,
		.account = l->account.facts.id,
		.round = fx->round,
		.key = keyring_newest_id(l->engine->keys),
		.at = l->now_ms / 1000,
		.expires = s.until,
	};
	enum mf_err e;

	if (to == NULL)
		return MF_EINVAL;
	if ((e = desk_token_next(store, &p.device)) != MF_OK ||
	    (e = add_code(l, &p, s)) != MF_OK)
		return e;
	notes_binding(l->engine->notes, p.device, p.account, DEVICE_ACTIVE);
	/* so that the courier's text can be made, and no login be joined */
	e = store_pending_put(store, &p, NULL, (struct slice){ NULL, 0 });
	if (e != MF_OK || (e = put_message(l, to, &p, s)) != MF_OK)
		return e;
	return sending_charge(l, to);
}
