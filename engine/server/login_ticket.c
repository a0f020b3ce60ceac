/* The ticket of a later packet, and what was already answered. */

#include <string.h>

#include "server/decoys.h"
#include "server/facts.h"
#include "server/notes.h"
#include "server/replies.h"

#define COUNT(a)          (sizeof(a) / sizeof((a)[0]))
#define REPEAT_MS         30000 /* the same answer for the same reply */
#define REPEAT_APPEND_MS  10000 /* rule 15 */
#define REPEAT_APPEND_MAX 3
/*
 * A packet is known for a day: who recorded it has nothing of sending it.  Not
 * longer than yesterday's key.
 */
#define PACKET_KNOWN_MS 86400000LL
#define PERSON_KNOWN_MS 60000LL

struct ticket_binding
binding_of(const struct login *l, bool decoy)
{
	return (struct ticket_binding){
		.name = slice_str(l->name.canonical),
		.nas = slice_str(l->client),
		.account = decoy ? 0 : l->account.facts.id,
		.epoch = decoy ? 0 : l->account.facts.epoch,
		.generation = store_generation(l->engine->store),
	};
}

/* REASON_NONE when it opened. */
enum reason
ticket_of(struct login *l)
{
	const struct wire_field *f = &l->msg.field[TAG_STATE];
	struct slice state = { f->p, f->n };
	struct ticket_binding b;
	uint8_t key[KEY_SIZE];
	struct sealed_ticket sealed;
	enum mf_err e;

	if (ticket_decode(state, &sealed) != MF_OK ||
	    keyring_key(l->engine->keys, KEY_TICKET, sealed.key_id, key) !=
		MF_OK)
		return REASON_TICKET;
	b = binding_of(l, !l->has_account);
	e = ticket_open(&sealed, &b, key, &l->ticket);
	if (e != MF_OK && l->has_account) {
		b = binding_of(l, true);
		e = ticket_open(&sealed, &b, key, &l->ticket);
		if (e == MF_OK && l->ticket.stage != STAGE_DECOY)
			e = MF_ECRYPTO;
	}
	wipe(key, sizeof(key));
	l->has_ticket = e == MF_OK;
	l->ticket_key = sealed.key_id;
	return e == MF_OK ? REASON_NONE : REASON_TICKET;
}

enum mf_err
ticket_seal_anew(struct login *l)
{
	struct ticket_binding b = binding_of(l, false);
	uint8_t key[KEY_SIZE];
	char state[TICKET_TEXT + 1];
	struct sealed_ticket sealed;
	struct ticket t;
	struct wire_msg m;
	struct wire_field f;
	size_t n;
	enum mf_err e;

	if (!wire_parse(&m, l->repeat.bytes, l->repeat.n))
		return MF_EINVAL;
	f = m.field[TAG_STATE];
	if (f.p == NULL)
		return MF_OK;
	if ((e = ticket_decode((struct slice){ f.p, f.n }, &sealed)) != MF_OK)
		return e;
	e = keyring_key(l->engine->keys, KEY_TICKET, sealed.key_id, key);
	if (e == MF_OK && (e = ticket_open(&sealed, &b, key, &t)) == MF_OK) {
		ticket_seal(&t, &b, sealed.key_id, key, state, &n);
		if (n == f.n)
			memcpy(l->repeat.bytes + (f.p - l->repeat.bytes), state,
			    n);
		else
			e = MF_EINVAL;
	}
	wipe(key, sizeof(key));
	return e;
}

/* Of this person alone: what another's dialogue was told is nobody else's. */
void
reply_hash_of(struct login *l, bool yesterday, uint8_t out[REPLY_SIZE])
{
	const struct account_facts *a = &l->account.facts;
	const struct slice parts[] = { slice_str("reply"), slice_str(l->client),
		slice_str(l->name.canonical), slice_str(l->policy->name),
		{ (const uint8_t *)&a->id, sizeof(a->id) },
		{ (const uint8_t *)&a->epoch, sizeof(a->epoch) },
		{ (const uint8_t *)&l->ticket.dialogue, 8 },
		{ &l->ticket.round, 1 }, l->typed };

	replies_hash(l->engine->replies, yesterday, parts, COUNT(parts), out);
}

bool
may_come_again(const struct login *l)
{
	return l->policy->append_repeat && l->typed.n > 0 &&
	    l->station[0] != '\0';
}

/* Rule 14: the identical packet.  Rule 15: the same person at the same door. */
void
packet_hash_of(
    struct login *l, bool person, bool yesterday, uint8_t out[REPLY_SIZE])
{
	const struct wire_field *auth = &l->msg.field[TAG_AUTHENTICATOR];
	const struct wire_field *id = &l->msg.field[TAG_PACKET_ID];
	const struct wire_field *pw = &l->msg.field[TAG_PASSWORD];
	const struct account_facts *a = &l->account.facts;
	const struct slice parts[] = {
		slice_str(person ? "person" : "packet"),
		slice_str(l->client),
		person ? slice_str(l->station)
		       : (struct slice){ auth->p, auth->n },
		person ? slice_str("") : (struct slice){ id->p, id->n },
		slice_str(l->name.canonical),
		slice_str(l->policy->name),
		{ (const uint8_t *)&a->id, sizeof(a->id) },
		{ (const uint8_t *)&a->epoch, sizeof(a->epoch) },
		{ pw->p, pw->n },
	};

	replies_hash(l->engine->replies, yesterday, parts, COUNT(parts), out);
}

static enum mf_err
repeat_reply(struct login *l)
{
	uint8_t old[REPLY_SIZE];
	enum mf_err e;

	reply_hash_of(l, false, l->reply_key);
	e = l->ticket.stage == STAGE_DECOY
	    ? decoys_find(l->engine->decoys, l->ticket.dialogue, &l->repeat)
	    : store_dialogue(l->engine->store, l->ticket.dialogue, &l->repeat);
	if (e != MF_OK)
		return e;
	if (l->ticket.round != l->repeat.round)
		return l->ticket.round > l->repeat.round ? MF_ENOENT
							 : MF_ECONFLICT;
	reply_hash_of(l, true, old);
	l->repeated = l->now_ms - l->repeat.at_ms <= REPEAT_MS &&
	    (same(l->repeat.reply, l->reply_key, REPLY_SIZE) ||
		same(l->repeat.reply, old, REPLY_SIZE)) &&
	    l->repeat.n > 0;
	return l->repeated ? MF_OK : MF_ECONFLICT;
}

enum mf_err
repetition_of(struct login *l, bool person)
{
	enum mf_err e;

	packet_hash_of(l, person, false, l->reply_key);
	e = store_repetition(l->engine->store, l->reply_key, &l->repeat);
	if (e != MF_ENOENT)
		return e;
	packet_hash_of(l, person, true, l->reply_key);
	return store_repetition(l->engine->store, l->reply_key, &l->repeat);
}

enum mf_err
repetition_keep(
    struct login *l, bool person, const uint8_t key[REPLY_SIZE], int64_t at_ms)
{
	const struct slice said = { l->reply.buf, l->reply.len };

	return store_repetition_add(l->engine->store, key, at_ms,
	    at_ms + (person ? PERSON_KNOWN_MS : PACKET_KNOWN_MS), said);
}

static enum mf_err
repeat_packet(struct login *l)
{
	int64_t life = REPEAT_MS;
	enum mf_err e = repetition_of(l, false);

	l->came_again = false;
	if (e == MF_OK && l->now_ms - l->repeat.at_ms > life)
		return MF_ECONFLICT;
	if (e == MF_ENOENT && may_come_again(l)) {
		life = REPEAT_APPEND_MS;
		l->came_again = true;
		e = repetition_of(l, true);
	}
	if (e != MF_OK)
		return e;
	if (l->now_ms - l->repeat.at_ms > life || l->repeat.n == 0 ||
	    (l->came_again && l->repeat.repeats >= REPEAT_APPEND_MAX))
		return MF_ENOENT; /* a login of its own */
	l->repeated = true;
	return MF_OK;
}

/* An Accept is not said again once its device is out of use. */
static bool
still_opens(const struct login *l)
{
	struct wire_msg m;
	char serial[SERIAL_SIZE], factor[17];

	if (!wire_parse(&m, l->repeat.bytes, l->repeat.n))
		return false;
	if (m.field[TAG_VERDICT].p == NULL ||
	    m.field[TAG_VERDICT].p[0] != VERDICT_ACCEPT ||
	    !wire_str(&m, TAG_FACTOR, factor, sizeof(factor)))
		return true;
	(void)wire_str(&m, TAG_SERIAL, serial, sizeof(serial));
	if (strcmp(factor, factor_temporary.name) == 0)
		return true; /* spent, and so out of use, by this login */
	for (size_t i = 0; i < l->ndevices; i++) {
		const struct device *d = &l->devices[i];

		if (strcmp(d->ops->name, factor) == 0 &&
		    strcmp(d->serial, serial) == 0 && d->state == DEVICE_ACTIVE)
			return true;
	}
	return false;
}

enum mf_err
repeat_of(struct login *l)
{
	enum mf_err e = l->has_ticket ? repeat_reply(l) : repeat_packet(l);

	if (e == MF_OK && !still_opens(l)) {
		l->repeated = false;
		return MF_ECONFLICT;
	}
	/* Rule 24: while its note is missing it is not said. */
	return e == MF_OK && notes_failed(l->engine->notes) ? MF_EIO : e;
}
