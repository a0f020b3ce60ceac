#include <string.h>

#include "server/login_sending.h"
#include "core/sent.h"
#include "server/replies.h"
#include "store/outbox.h"
#include "store/pending.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

bool
login_may_send(const struct login *l)
{
	for (size_t i = 0; i < l->ndevices; i++)
		if (l->devices[i].ops->sends)
			return true;
	return false;
}

/* Rules 16 and 18: the same person, password and place. */
static void
first_packet_hash(
    const struct login *l, bool yesterday, uint8_t out[REPLY_SIZE])
{
	const struct account_facts *a = &l->account.facts;
	const struct slice parts[] = { slice_str("first"), slice_str(l->client),
		slice_str(l->station), slice_str(l->policy->name),
		{ (const uint8_t *)&a->id, sizeof(a->id) },
		{ (const uint8_t *)&a->epoch, sizeof(a->epoch) }, l->password };

	replies_hash(l->engine->replies, yesterday, parts, COUNT(parts), out);
}

static enum mf_err
find_repeated(struct login *l, struct pending *p, struct answer *a)
{
	uint8_t key[REPLY_SIZE];
	enum mf_err e;

	if (l->password.n == 0)
		return MF_ENOENT;
	first_packet_hash(l, false, key);
	e = store_pending_repeated(
	    l->engine->store, key, l->now_ms / 1000, p, a);
	if (e != MF_ENOENT)
		return e;
	first_packet_hash(l, true, key);
	return store_pending_repeated(
	    l->engine->store, key, l->now_ms / 1000, p, a);
}

static struct device *
device_of(struct login *l, int64_t id)
{
	for (size_t i = 0; i < l->ndevices; i++)
		if (l->devices[i].id == id)
			return &l->devices[i];
	return NULL;
}

/* The device's secret is the code that was sent. */
static enum mf_err
take_pending(struct login *l, const struct pending *p)
{
	struct device *d = device_of(l, p->device);
	const struct sent what = {
		.generation = store_generation(l->engine->store),
		.dialogue = p->dialogue,
		.device = p->device,
		.round = p->round,
		.resend = p->resend,
	};
	uint8_t key[KEY_SIZE];
	char code[CODE_SIZE];
	enum mf_err e;

	if (d == NULL || !d->ops->sends || p->account != l->account.facts.id)
		return MF_OK;
	e = keyring_key(l->engine->keys, KEY_SENT, p->key, key);
	if (e == MF_ENOENT)
		return MF_OK; /* its key is gone, and so is the code */
	if (e != MF_OK)
		return e;
	sent_code(key, &what, SENT_LOGIN, code);
	memcpy(d->secret, code, SENT_LOGIN);
	d->secretlen = SENT_LOGIN;
	d->sent.dialogue = p->dialogue;
	d->sent.resend = p->resend;
	d->sent.known = true;
	d->sent.open = !p->used;
	d->sent.used = p->used;
	wipe(key, sizeof(key));
	wipe(code, sizeof(code));
	return MF_OK;
}

static enum mf_err
gather_sent(struct login *l)
{
	struct pending list[DEVICES_MAX];
	size_t n = 0;
	enum mf_err e = MF_OK;

	if (l->has_ticket)
		e = store_pendings(l->engine->store, l->ticket.dialogue,
		    l->now_ms / 1000, list, COUNT(list), &n);
	else if (l->policy->mode == MODE_APPEND_SEPARATOR &&
	    (e = find_repeated(l, list, &l->repeat)) == MF_OK)
		n = 1;
	if (e == MF_ENOENT)
		e = MF_OK;
	for (size_t i = 0; i < n && e == MF_OK; i++)
		e = take_pending(l, &list[i]);
	return e;
}

/* Whether a number's country is one that messages may go to. */
static bool
is_reachable(const struct conf_sending *c, const struct device *d)
{
	if (d->ops->kind != KIND_SMS || c->prefixes == NULL ||
	    c->prefixes[0] == NULL)
		return true;
	for (size_t i = 0; c->prefixes[i] != NULL; i++)
		if (strncmp(d->address, c->prefixes[i],
			strlen(c->prefixes[i])) == 0)
			return true;
	return false;
}

static struct sending_who
who_of(const struct login *l, const struct device *d)
{
	return (struct sending_who){
		.account = l->account.facts.id,
		.address = d->address,
		.source = l->station[0] == '\0' ? NULL : l->source,
	};
}

static enum mf_err
gather_limits(struct login *l, struct device *d)
{
	const struct conf_sending *c = &l->engine->conf->sending;
	const struct sending_who who = who_of(l, d);
	struct sending_counts n;
	enum mf_err e;

	e = store_sending(l->engine->store, &who, l->now_ms / 1000, &n);
	d->sent.barred = e != MF_OK || !is_reachable(c, d) ||
	    n.account_hour >= c->account_hour ||
	    n.account_day >= c->account_day ||
	    n.address_hour >= c->address_hour ||
	    n.address_day >= c->address_day ||
	    n.source_hour >= c->source_hour || n.all_day >= c->all_day;
	return e;
}

enum mf_err
sending_gather(struct login *l)
{
	enum mf_err e;

	l->step.sent_life = l->engine->conf->sending.life;
	if (!login_may_send(l) || l->first != FIRST_RIGHT)
		return MF_OK;
	for (size_t i = 0; i < l->ndevices; i++)
		if (l->devices[i].ops->sends &&
		    (e = gather_limits(l, &l->devices[i])) != MF_OK)
			return e;
	return gather_sent(l);
}

enum mf_err
sending_join(struct login *l)
{
	struct pending p;
	const struct device *d;
	enum reason why;
	enum mf_err e;

	if (l->has_ticket || l->typed.n > 0 || l->first != FIRST_RIGHT ||
	    l->station[0] == '\0' || !login_may_send(l) ||
	    !l->account.facts.active || !guess_is_allowed(&l->step, &why))
		return MF_ENOENT;
	if ((e = find_repeated(l, &p, &l->repeat)) != MF_OK)
		return e;
	d = device_of(l, p.device);
	if (p.used || p.answered || d == NULL || l->repeat.n == 0 ||
	    !device_is_usable(d, l->now_ms / 1000))
		return MF_ENOENT;
	l->repeated = true;
	return MF_OK;
}

static enum mf_err
put_message(struct login *l, const struct device *d, const struct pending *p)
{
	struct store *s = l->engine->store;
	char detail[OUTBOX_DETAIL];
	struct text t;
	const struct outbox_new m = {
		.channel =
		    d->ops->kind == KIND_SMS ? CHANNEL_SMS : CHANNEL_EMAIL,
		.address = d->address,
		.account = p->account,
		.device = d->id,
		.text = "code",
		.language = language_of(l),
		.detail = detail,
		.code = { p->dialogue, p->round, p->resend, p->key },
		.at_ms = l->now_ms,
		.expires_ms = p->expires * 1000,
	};
	enum mf_err e;

	text_init(&t, detail, sizeof(detail));
	text_put(&t, "nas=\"");
	text_escape(&t, slice_str(l->client), 64);
	text_put(&t, "\"");
	if ((e = store_outbox_replace(s, p->dialogue, d->id, l->now_ms)) !=
	    MF_OK)
		return e;
	return store_outbox_add(s, &m, NULL);
}

enum mf_err
sending_apply(struct login *l, const struct effect *fx)
{
	struct engine *e = l->engine;
	const struct device *d = device_of(l, fx->device);
	struct sending_who who;
	const struct slice said = { l->reply.buf, l->reply.len };
	const struct pending p = {
		.dialogue = fx->dialogue,
		.device = fx->device,
		.account = l->account.facts.id,
		.round = fx->round,
		.resend = fx->resend,
		.key = keyring_newest_id(e->keys),
		.at = l->now_ms / 1000,
		.expires = l->now_ms / 1000 + e->conf->sending.life,
	};
	uint8_t key[REPLY_SIZE];
	bool first = !l->has_ticket && l->password.n > 0;
	enum mf_err err;

	if (d == NULL || said.n > ANSWER_MAX)
		return MF_EINVAL;
	who = who_of(l, d);
	if (first)
		first_packet_hash(l, false, key);
	err = store_pending_put(e->store, &p, first ? key : NULL, said);
	if (err != MF_OK)
		return err;
	if ((err = put_message(l, d, &p)) != MF_OK)
		return err;
	return store_sending_add(e->store, &who, p.at);
}
