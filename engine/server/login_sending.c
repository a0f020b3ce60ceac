#include <string.h>

#include "server/login_sending.h"
#include "server/replies.h"
#include "server/sending.h"

#define COUNT(a)     (sizeof(a) / sizeof((a)[0]))
#define WORD_JOIN_MS 30000 /* then it was typed again */

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

struct device *
sending_device(struct login *l, int64_t id)
{
	for (size_t i = 0; i < l->ndevices; i++)
		if (l->devices[i].id == id)
			return &l->devices[i];
	if (l->step.wish != NULL && l->wish.id == id)
		return &l->wish;
	return NULL;
}

static enum mf_err
take_pending(struct login *l, const struct pending *p)
{
	struct device *d = sending_device(l, p->device);

	if (d == NULL || !d->ops->sends || p->account != l->account.facts.id)
		return MF_OK;
	return sending_take(l->engine, p, sending_length(d->state), d);
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
	    (l->typed.n > 0 || l->station[0] != '\0') &&
	    (e = find_repeated(l, list, &l->repeat)) == MF_OK)
		n = l->typed.n > 0 || !list[0].dropped;
	if (e == MF_ENOENT)
		e = MF_OK;
	for (size_t i = 0; i < n && e == MF_OK; i++)
		e = take_pending(l, &list[i]);
	return e;
}

/* A number that is not confirmed may be anybody's, who needs the last ones. */
static struct sending_who
who_of(const struct login *l, const struct device *d)
{
	return (struct sending_who){
		.account = l->account.facts.id,
		.address = d->address,
		.source = l->station[0] == '\0' ? NULL : l->source,
		.stranger =
		    !l->step.guesses.known || d->state == DEVICE_UNCONFIRMED,
	};
}

enum mf_err
sending_limits_of(struct login *l, struct device *d)
{
	const struct sending_who who = who_of(l, d);
	unsigned left;
	enum mf_err e;

	e = sending_left(l->engine, &who, l->now_ms / 1000, &left);
	d->sent.barred = left == 0 ||
	    !sending_reaches(&l->engine->conf->sending, d->ops, d->address);
	d->sent.last = left == 1;
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
		    (e = sending_limits_of(l, &l->devices[i])) != MF_OK)
			return e;
	return gather_sent(l);
}

bool
sending_by_word(const struct login *l)
{
	return !l->has_ticket && l->typed.n > 0 && l->station[0] != '\0' &&
	    l->policy->mode == MODE_APPEND_SEPARATOR &&
	    l->policy->append_words &&
	    (l->input.kind == INPUT_RESEND || l->input.kind == INPUT_FACTOR);
}

/*
 * A client that takes the refusal for a lost packet sends the word again, which
 * must not end the code that it sent: l->repeat has what the first one was
 * told.
 */
static enum mf_err
find_word(struct login *l)
{
	enum mf_err e = repetition_of(l, true);

	if (e == MF_OK && l->now_ms - l->repeat.at_ms > WORD_JOIN_MS)
		e = MF_ENOENT;
	return e;
}

enum mf_err
sending_join(struct login *l)
{
	struct pending p;
	const struct device *d;
	enum reason why;
	enum mf_err e;

	if (l->has_ticket || l->first != FIRST_RIGHT || l->station[0] == '\0' ||
	    !login_may_send(l) || !l->account.facts.active ||
	    !guess_is_allowed(&l->step, &why) ||
	    (l->typed.n > 0 && !sending_by_word(l)))
		return MF_ENOENT;
	if ((e = find_repeated(l, &p, &l->repeat)) != MF_OK)
		return e;
	d = sending_device(l, p.device);
	if (p.used || p.answered || p.dropped || d == NULL ||
	    !device_is_usable(d, l->now_ms / 1000) ||
	    !device_is_allowed(&l->step, d))
		return MF_ENOENT;
	if (l->typed.n > 0 && (e = find_word(l)) != MF_OK)
		return e;
	if (l->repeat.n == 0)
		return MF_ENOENT;
	l->repeated = true;
	return MF_OK;
}

enum mf_err
sending_apply(struct login *l, const struct effect *fx)
{
	const struct device *d = sending_device(l, fx->device);
	const struct slice said = { l->reply.buf, l->reply.len };
	uint8_t key[REPLY_SIZE];
	bool first = !l->has_ticket && l->password.n > 0;

	if (d == NULL || said.n > ANSWER_MAX)
		return MF_EINVAL;
	const struct sending x = {
		.device = d,
		.who = who_of(l, d),
		.dialogue = fx->dialogue,
		.round = fx->round,
		.resend = fx->resend,
		.account = l->account.name,
		.language = owner_language(l),
		.service = l->policy->name,
		.now_ms = l->now_ms,
	};
	if (first)
		first_packet_hash(l, false, key);
	return sending_put(l->engine, &x, first ? key : NULL, said);
}

enum mf_err
sending_charge(struct login *l, const struct device *d)
{
	const struct sending_who who = who_of(l, d);

	return store_sending_add(l->engine->store, &who, l->now_ms / 1000);
}
