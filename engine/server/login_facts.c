/* Gathers what a login is decided by: who, where, what was typed. */

#include <string.h>

#include "core/pin.h"
#include "core/prompt.h"
#include "core/station.h"
#include "server/facts.h"
#include "server/sending.h"
#include "util/log.h"

#define LOST_PAUSE_MS (24 * 3600 * 1000LL)

static void
take(const struct login *l, enum wire_tag tag, char *out, size_t size)
{
	(void)wire_str(&l->msg, tag, out, size);
}

static void
place(struct login *l)
{
	take(l, TAG_CLIENT, l->client, sizeof(l->client));
	take(l, TAG_STATION, l->station, sizeof(l->station));
	station_fold(l->station);
	take(l, TAG_CALLED, l->called, sizeof(l->called));
	take(l, TAG_SERVER, l->server, sizeof(l->server));
	take(l, TAG_SERVICE, l->service, sizeof(l->service));
	take(l, TAG_NAS_PORT_TYPE, l->port_type, sizeof(l->port_type));
	const struct slice parts[] = { slice_str(l->client),
		slice_str(l->station), slice_str("password") };
	sending_source(l->client, l->station, l->source);
	keyed_hash(NULL, parts, 3, l->password_source, SOURCE_SIZE);
}

/* Groups of the account first, then those that FreeRADIUS named. */
static enum mf_err
collect_groups(struct login *l)
{
	const struct wire_field *list = &l->msg.field[TAG_GROUPS];
	struct wire_field item;
	size_t at = 0, n = 0, used = 0;
	enum mf_err e;

	l->groups[0] = NULL;
	if (!l->engine->matches_groups)
		return MF_OK;
	if (l->has_account) {
		e = store_groups(l->engine->store, l->account.facts.id,
		    l->group_text, sizeof(l->group_text), l->groups,
		    GROUPS_MAX);
		if (e != MF_OK)
			return e;
	}
	for (; l->groups[n] != NULL; n++)
		used += strlen(l->groups[n]) + 1;
	while (wire_list_next(list, &at, &item)) {
		char canonical[NAME_SIZE];
		size_t len;

		if (group_canonical(
			(struct slice){ item.p, item.n }, canonical) != MF_OK)
			continue;
		len = strlen(canonical) + 1;
		/* One that is left out might be a stricter policy's. */
		if (n + 1 >= GROUPS_MAX || len > sizeof(l->group_text) - used)
			return MF_EFULL;
		l->groups[n++] = l->group_text + used;
		memcpy(l->group_text + used, canonical, len);
		used += len;
	}
	l->groups[n] = NULL;
	return MF_OK;
}

enum mf_err
facts_identify(struct login *l)
{
	const struct wire_field *user = &l->msg.field[TAG_USER];
	struct engine *e = l->engine;
	struct policy_facts facts = {
		.nas = l->client,
		.server = l->server,
		.service = l->service,
		.realm = l->name.realm,
		.port_type = l->port_type,
		.called = l->called,
		.groups = l->groups,
	};
	enum mf_err err;

	place(l);
	err = name_canonical(
	    &e->names, (struct slice){ user->p, user->n }, &l->name);
	if (err != MF_OK)
		return err;
	err = store_account(e->store, l->name.canonical, &l->account);
	if (err != MF_OK && err != MF_ENOENT)
		return err;
	l->has_account = err == MF_OK;
	if ((err = collect_groups(l)) != MF_OK)
		return err;
	l->policy = policy_find(e->conf->policies, e->conf->npolicies, &facts);
	return MF_OK;
}

enum mf_err
facts_gather(struct login *l)
{
	struct engine *e = l->engine;
	int64_t now = l->now_ms / 1000;
	enum mf_err err;

	for (size_t i = 0; i < l->ndevices; i++)
		device_clear(&l->devices[i]);
	err = store_devices(
	    e->store, l->account.facts.id, l->devices, &l->ndevices);
	if (err != MF_OK)
		return err;
	err = store_guesses(
	    e->store, l->account.facts.id, l->source, now, &l->step.guesses);
	if (err != MF_OK)
		return err;
	l->step.now = now;
	l->step.clock_jumped = clock_is_jumped(&e->clock);
	l->step.policy = l->policy;
	l->step.limits = &e->conf->limits;
	l->step.windows = &e->conf->otp;
	l->step.pins = &e->conf->pins;
	l->step.account = &l->account.facts;
	l->step.devices = l->devices;
	l->step.ndevices = l->ndevices;
	return MF_OK;
}

static size_t
prompted(const struct login *l)
{
	const struct device *d;

	if (!l->has_ticket) {
		d = dialogue_default(&l->step);
		return d == NULL ? SIZE_MAX : (size_t)(d - l->devices);
	}
	for (size_t i = 0; i < l->ndevices; i++)
		if (l->devices[i].id == l->ticket.device)
			return i;
	return SIZE_MAX;
}

static size_t
list_length(const struct login *l)
{
	const struct device *list[DEVICES_MAX];
	uint32_t hash;

	if (!l->has_ticket || l->ticket.list == 0)
		return 0;
	return dialogue_list(&l->step, list, &hash);
}

static const char *
realm_language(const struct login *l)
{
	return l->policy == NULL || l->policy->language == NULL
	    ? l->engine->conf->names.language
	    : l->policy->language;
}

/* Until the first factor is right, and with decoys, the realm's. */
static const char *
reader_language(const struct login *l)
{
	return l->first == FIRST_RIGHT && l->has_account &&
		!l->policy->decoys && l->policy->first != FIRST_NONE &&
		l->account.language[0] != '\0'
	    ? l->account.language
	    : realm_language(l);
}

/* A refusal without a dialogue does not tell that the password was right. */
const char *
language_of(const struct login *l)
{
	const struct step_out *r = &l->result;
	bool plain = !l->has_ticket && r->verdict == VERDICT_REJECT &&
	    r->reason != REASON_SENT && r->reason != REASON_WORD;

	return plain ? realm_language(l) : reader_language(l);
}

const char *
owner_language(const struct login *l)
{
	return l->account.language[0] != '\0' ? l->account.language
					      : realm_language(l);
}

/* Only what a prompt of this round has shown: a list shows no challenge. */
static void
ask_prompted(struct login *l, size_t i)
{
	if (i >= l->ndevices || !l->has_ticket ||
	    (l->ticket.stage != STAGE_CODE && l->ticket.stage != STAGE_SYNC))
		return;
	l->devices[i].asked_before = !challenge_of(l, &l->devices[i],
	    &l->ticket, l->ticket_key, l->devices[i].challenge);
}

void
facts_read_input(struct login *l)
{
	struct input_context c = { .devices = l->input_devices };

	l->step.now = l->now_ms / 1000;
	l->step.policy = l->policy;
	l->step.limits = &l->engine->conf->limits;
	l->step.windows = &l->engine->conf->otp;
	l->step.pins = &l->engine->conf->pins;
	l->step.account = l->has_account ? &l->account.facts : NULL;
	if (!l->has_ticket)
		l->step.fresh = sending_dialogue(l->engine, l->now_ms);
	else
		l->step.ticket = &l->ticket;
	for (size_t i = 0; i < l->ndevices; i++)
		l->input_devices[i] =
		    (struct input_device){ .serial = l->devices[i].canonical,
			    .digits = l->devices[i].digits,
			    .letters = device_letters(&l->devices[i]),
			    .pin = pin_is_set(&l->devices[i]) };
	c.ndevices = l->ndevices;
	c.prompted = prompted(l);
	ask_prompted(l, c.prompted);
	c.words = prompt_words(reader_language(l), &c.nwords);
	c.list = list_length(l);
	c.pin = l->has_ticket && pin_is_asked_for(&l->ticket);
	c.sync = l->has_ticket && l->ticket.stage == STAGE_SYNC;
	c.registers = l->policy->self_register && l->has_ticket;
	c.sms = KIND_SMS;
	c.email = KIND_EMAIL;
	c.claim = claim_is_allowed(&l->step);
	c.adds = claim_may_follow(&l->step);
	input_read(&c, l->typed, &l->input);
}

/* Free tokens that what was typed might name: one store look-up a split. */
enum mf_err
facts_claims(struct login *l)
{
	struct engine *e = l->engine;
	enum reason why;
	enum mf_err err = MF_OK;

	l->nfree = 0;
	if (l->input.kind == INPUT_LOST && l->has_account)
		err = store_lost_since(e->store, l->account.facts.id,
		    l->now_ms - LOST_PAUSE_MS, &l->step.lost_today);
	if (l->input.nclaims == 0)
		return err;
	if (l->first != FIRST_RIGHT || !guess_is_allowed(&l->step, &why))
		return err; /* strangers and locked ones use up nobody's */
	/* Behind a code it is charged when that is right: facts_charge(). */
	l->step.claims.allowed =
	    (l->input.kind == INPUT_CLAIM ? claims_take : claims_left)(
		&e->claims, e->conf->limits.claims_hour, l->now_ms / 1000);
	for (size_t i = 0; i < l->input.nclaims && err == MF_OK; i++) {
		size_t n = 0;

		err = store_claimable(e->store, l->input.claims[i].serial,
		    &l->free[l->nfree], CLAIMS_MAX - l->nfree, &n);
		for (; n > 0; n--)
			l->claims[l->nfree++] = l->input.claims[i];
	}
	l->step.claims.devices = l->free;
	l->step.claims.claims = l->claims;
	l->step.claims.n = l->nfree;
	return err;
}

void
facts_charge(const struct login *l)
{
	struct engine *e = l->engine;

	if (l->result.charged)
		(void)claims_take(
		    &e->claims, e->conf->limits.claims_hour, l->now_ms / 1000);
}
