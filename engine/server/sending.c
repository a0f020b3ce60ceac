#include <limits.h>
#include <string.h>

#include "server/sending.h"
#include "core/message.h"
#include "core/sent.h"
#include "core/ticket.h"
#include "server/admin_find.h"
#include "server/engine.h"
#include "store/outbox.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define LIMIT(n, w, ...)                                                       \
	{                                                                      \
#n, w, offsetof(struct sending_counts, n),                     \
		    offsetof(struct conf_sending, n), __VA_ARGS__              \
	}

const struct sending_limit sending_limits[] = {
	LIMIT(account_hour, "to the account in an hour", .keeps = true),
	LIMIT(account_day, "to the account in a day", .keeps = true),
	LIMIT(
	    address_hour, "to the number or address in an hour", .keeps = true),
	LIMIT(address_day, "to the number or address in a day", .keeps = true),
	LIMIT(
	    source_hour, "from one NAS and station in an hour", .keeps = false),
	LIMIT(all_day, "in all in a day", .keeps = false),
	LIMIT(notices_day, "for notices to the account in a day",
	    .notices = true),
};

const size_t sending_nlimits = COUNT(sending_limits);

unsigned
sending_count(const struct sending_limit *l, const struct sending_counts *c)
{
	unsigned n;

	memcpy(&n, (const char *)c + l->count, sizeof(n));
	return n;
}

unsigned
sending_most(const struct sending_limit *l, const struct conf_sending *c)
{
	unsigned n;

	memcpy(&n, (const char *)c + l->most, sizeof(n));
	return n;
}

void
sending_source(
    const char *client, const char *station, uint8_t source[SOURCE_SIZE])
{
	const struct slice parts[] = { slice_str(client), slice_str(station) };

	keyed_hash(NULL, parts, COUNT(parts), source, SOURCE_SIZE);
}

static bool
goes_anywhere(const struct conf_sending *c)
{
	return c->prefixes == NULL || c->prefixes[0] == NULL;
}

bool
sending_is_open(const struct conf_sending *c, const struct policy *p)
{
	return p->self_register && goes_anywhere(c);
}

bool
sending_reaches(
    const struct conf_sending *c, const struct factor_ops *ops, const char *to)
{
	if (ops->kind != KIND_SMS || goes_anywhere(c))
		return true;
	for (size_t i = 0; c->prefixes[i] != NULL; i++)
		if (strncmp(to, c->prefixes[i], strlen(c->prefixes[i])) == 0)
			return true;
	return false;
}

/* The owner's last ones are not a stranger's, as with guesses (rule 8). */
static unsigned
open_to(const struct sending_limit *l, const struct conf_sending *c,
    const struct sending_who *who)
{
	unsigned most = sending_most(l, c);

	if (!who->stranger || !l->keeps)
		return most;
	return most - (c->kept < most / 2 ? c->kept : most / 2);
}

/* The limit that lets fewest leave, and how many those are. */
static enum mf_err
narrowest(struct engine *e, const struct sending_who *who, int64_t now,
    const struct sending_limit **limit, unsigned *left)
{
	struct sending_counts n;
	enum mf_err err;

	*limit = &sending_limits[0];
	*left = 0;
	if ((err = store_sending(e->store, who, now, &n)) != MF_OK)
		return err;
	*left = UINT_MAX;
	for (size_t i = 0; i < sending_nlimits; i++) {
		const struct sending_limit *l = &sending_limits[i];
		unsigned most = open_to(l, &e->conf->sending, who);
		unsigned count = sending_count(l, &n);
		unsigned rest = count < most ? most - count : 0;

		if (!l->notices && rest < *left) {
			*left = rest;
			*limit = l;
		}
	}
	return MF_OK;
}

enum mf_err
sending_barrier(struct engine *e, const struct sending_who *who, int64_t now,
    const struct sending_limit **reached)
{
	unsigned left;
	enum mf_err err = narrowest(e, who, now, reached, &left);

	if (left > 0)
		*reached = NULL;
	return err;
}

enum mf_err
sending_left(struct engine *e, const struct sending_who *who, int64_t now,
    unsigned *left)
{
	const struct sending_limit *limit;

	return narrowest(e, who, now, &limit, left);
}

size_t
sending_length(enum device_state state)
{
	return state == DEVICE_ACTIVE ? SENT_LOGIN : SENT_CONFIRM;
}

enum mf_err
sending_code(
    struct engine *e, const struct pending *p, size_t n, char out[CODE_SIZE])
{
	const struct sent what = {
		.generation = store_generation(e->store),
		.dialogue = p->dialogue,
		.device = p->device,
		.round = p->round,
		.resend = p->resend,
	};
	uint8_t key[KEY_SIZE];
	enum mf_err err = keyring_key(e->keys, KEY_SENT, p->key, key);

	if (err != MF_OK)
		return err;
	sent_code(key, &what, n, out);
	wipe(key, sizeof(key));
	return MF_OK;
}

enum mf_err
sending_take(
    struct engine *e, const struct pending *p, size_t n, struct device *d)
{
	char code[CODE_SIZE];
	enum mf_err err;

	d->secretlen = 0;
	if ((err = sending_code(e, p, n, code)) != MF_OK)
		return err == MF_ENOENT ? MF_OK : err;
	memcpy(d->secret, code, n);
	d->secretlen = n;
	d->sent.dialogue = p->dialogue;
	d->sent.resend = p->resend;
	d->sent.known = true;
	d->sent.open = !p->used;
	d->sent.used = p->used;
	wipe(code, sizeof(code));
	return MF_OK;
}

static enum mf_err
put_message(struct engine *e, const struct sending *x, const struct pending *p)
{
	const struct device *d = x->device;
	char detail[OUTBOX_DETAIL];
	struct text t;
	const struct outbox_new m = {
		.channel =
		    d->ops->kind == KIND_SMS ? CHANNEL_SMS : CHANNEL_EMAIL,
		.address = d->address,
		.account = p->account,
		.device = d->id,
		.text =
		    message_words[d->state == DEVICE_ACTIVE ? MESSAGE_CODE
							    : MESSAGE_CONFIRM],
		.language = x->language,
		.detail = detail,
		.code = { p->dialogue, p->round, p->resend, p->key },
		.at_ms = x->now_ms,
		.expires_ms = p->expires * 1000,
	};
	enum mf_err err = MF_OK;

	text_init(&t, detail, sizeof(detail));
	text_printf(&t, "minutes=%u", e->conf->sending.life / 60);
	detail_put(&t, "account", x->account);
	detail_put(&t, "service", x->service);
	if (p->resend > 0) /* else it is the first of them */
		err = store_outbox_replace(
		    e->store, p->dialogue, d->id, x->now_ms);
	return err != MF_OK ? err : store_outbox_add(e->store, &m, NULL);
}

enum mf_err
sending_put(struct engine *e, const struct sending *x, const uint8_t *repeat,
    struct slice answer)
{
	const struct pending p = {
		.dialogue = x->dialogue,
		.device = x->device->id,
		.account = x->who.account,
		.round = x->round,
		.resend = x->resend,
		.key = keyring_newest_id(e->keys),
		.at = x->now_ms / 1000,
		.expires = x->now_ms / 1000 + e->conf->sending.life,
	};
	enum mf_err err;

	if ((err = store_pending_put(e->store, &p, repeat, answer)) != MF_OK ||
	    (err = put_message(e, x, &p)) != MF_OK)
		return err;
	return store_sending_add(e->store, &x->who, p.at);
}

/* Within a millisecond they count up, so that no two are the same. */
uint64_t
sending_dialogue(struct engine *e, int64_t now_ms)
{
	uint64_t id = dialogue_id(now_ms, random_u64());

	if (e->dialogue >= dialogue_id_floor(now_ms) &&
	    e->dialogue < dialogue_id_floor(now_ms + 1000))
		id = e->dialogue + 1;
	e->dialogue = id;
	return id;
}
