/*
 * Effects in the batch's transaction.  Any error undoes all of this login;
 * MF_ECONFLICT: somebody was first.
 */

#include <inttypes.h>
#include <string.h>

#include "server/effect.h"
#include "server/facts.h"
#include "server/login_sending.h"
#include "server/notice.h"
#include "store/audit.h"

#define WISH_LIFE 900 /* a wish outlasts the next prompt: sending.life */

static const char *
event_of(const struct step_out *r)
{
	switch (r->verdict) {
	case VERDICT_ACCEPT:
		return "login.accept";
	case VERDICT_CHALLENGE:
		return "login.again";
	case VERDICT_REJECT:
		break;
	}
	return "login.reject";
}

/* In the module's words, which come from another program: escaped. */
static void
describe_ungiven(const struct login *l, struct text *t)
{
	const struct wire_field *why = &l->msg.field[TAG_REASON];
	struct wire_field item = { NULL, 0 };
	size_t at = 0;

	(void)wire_list_next(&l->msg.field[TAG_ATTRIBUTES], &at, &item);
	text_put(t, " attribute=\"");
	text_escape(t, (struct slice){ item.p, item.n }, 200);
	text_put(t, "\" fault=\"");
	text_escape(t, (struct slice){ why->p, why->n }, 120);
	text_put(t, "\"");
}

/* why_facts.c reads it back. */
static void
describe(const struct login *l, struct text *t)
{
	const struct step_out *r = &l->result;
	const char *word = r->reason == REASON_WORD && l->step.input != NULL
	    ? word_name(l->step.input)
	    : "";

	if (r->ask == ASK_REGISTER_NOT)
		word = WORD_REGISTER_NOT;

	text_printf(t, "reason=%s nas=\"", reason_words[r->reason]);
	text_escape(t, slice_str(l->client), 253);
	text_put(t, "\" station=\"");
	text_escape(t, slice_str(l->station), 64);
	text_printf(t, "\" policy=%s round=%u", l->policy->name,
	    l->has_ticket ? l->ticket.round : 0);
	if (r->reason == REASON_UNGIVEN)
		describe_ungiven(l, t);
	if (word[0] != '\0')
		text_printf(t, " word=%s%s", word,
		    l->step.lost_today && l->policy->lost ? " lost=today" : "");
	if (r->reason == REASON_USED_CODE)
		text_printf(t, " value=%" PRIu64, r->used_counter);
	for (size_t i = 0; i < r->nfx; i++) {
		if (r->fx[i].kind == FX_ADVANCE &&
		    r->fx[i].device == r->device->id)
			text_printf(t, " value=%" PRIu64 " drift=%d",
			    device_value(r->device, r->fx[i].counter),
			    r->fx[i].drift);
		if (r->fx[i].locked_until != 0)
			text_printf(
			    t, " locked=%" PRId64, r->fx[i].locked_until);
	}
	if (r->opened != OPENED_BY_CODE)
		text_printf(t, " by=%s", opened_words[r->opened]);
	if (r->opened == OPENED_AND_CLAIMED)
		text_printf(t, " claimed=%s", r->claimed->canonical);
	if (l->step.wish != NULL) {
		text_put(t, " to=\"");
		text_escape(t, slice_str(l->wish.address), 253);
		text_put(t, "\"");
	}
	if (l->rehash)
		text_put(t, " rehashed=yes");
}

/* Whose code it was, or what was reported lost. */
static const struct device *
used_by(const struct step_out *r)
{
	return r->changed != NULL ? r->changed : r->device;
}

enum mf_err
apply_record(struct login *l, const char *event, int64_t changed)
{
	const struct step_out *r = &l->result;
	const struct device *about = used_by(r);
	char detail[DETAIL_SIZE];
	struct text t;
	struct audit_record a = {
		.at_ms = l->now_ms,
		.event = event,
		.account = l->account.facts.id,
		.device = changed,
		.used = about == NULL ? 0 : about->id,
		.dialogue =
		    l->has_ticket ? l->ticket.dialogue : r->ticket.dialogue,
		.reference = l->reference,
		.actor = slice_str("login"),
	};

	text_init(&t, detail, sizeof(detail));
	describe(l, &t);
	a.detail = (struct slice){ (const uint8_t *)t.buf, t.len };
	return audit_append(l->engine->store, &a);
}

static const struct {
	enum effect_kind kind;
	const char *event;
} changes[] = {
	{ FX_BIND, "device.claim" },
	{ FX_PIN_SET, "device.pin" },
	{ FX_SUSPEND, "device.suspend" },
	{ FX_REBIND, "device.rebind" },
	{ FX_SEND, "device.send" },
	{ FX_LOSE, "device.lost" },
	{ FX_RELIEF, "device.relief" },
	{ FX_ENROL, "device.enrol" },
	{ FX_CONFIRM, "device.confirm" },
	{ FX_DROP, "device.drop" },
};

/* Rules 12 and 13, and the printed list: all addresses are told. */
static enum mf_err
tell(struct login *l, enum message_id text, const struct device *d)
{
	const struct prompt_device about = {
		.kind = device_kind(d),
		.serial = d->serial,
		.label = d->label,
		.address = d->address,
	};
	const struct notice n = {
		.text = text,
		.account = l->account.facts.id,
		.name = l->account.name,
		.language = owner_language(l),
		.device = &about,
		.address = d->address,
		.except = text == MESSAGE_CHANGED ? d->address : NULL,
		.now_ms = l->now_ms,
	};

	return notice_put(l->engine, &n);
}

static enum mf_err
tell_changes(struct login *l)
{
	const struct step_out *r = &l->result;
	enum mf_err e = MF_OK;

	for (size_t i = 0; i < r->nfx && e == MF_OK; i++)
		if (r->fx[i].kind == FX_BIND)
			e = tell(l, MESSAGE_CLAIMED, r->claimed);
		else if (r->fx[i].kind == FX_SUSPEND)
			e = tell(l, MESSAGE_LOST, r->changed);
		else if (r->fx[i].kind == FX_CONFIRM)
			e = tell(l, MESSAGE_CHANGED, r->changed);
		else if (r->fx[i].kind == FX_ADVANCE && used_by(r) != NULL &&
		    r->fx[i].device == used_by(r)->id &&
		    used_by(r)->ops->kind == KIND_RECOVERY)
			e = tell(l, MESSAGE_RECOVERY, used_by(r));
	return e;
}

static enum mf_err
record_changes(struct login *l)
{
	const struct step_out *r = &l->result;
	enum mf_err e = MF_OK;

	if (r->opened == OPENED_BY_RESYNC)
		e = apply_record(l, "device.resync", used_by(r)->id);
	for (size_t i = 0; i < r->nfx; i++)
		for (size_t k = 0; k < sizeof(changes) / sizeof(changes[0]);
		     k++)
			if (r->fx[i].kind == changes[k].kind && e == MF_OK)
				e = apply_record(
				    l, changes[k].event, r->fx[i].device);
	return e;
}

static bool
sends(const struct step_out *r)
{
	for (size_t i = 0; i < r->nfx; i++)
		if (r->fx[i].kind == FX_SEND)
			return true;
	return false;
}

/* What is still wished when the dialogue goes on. */
static const char *
wish_of(const struct login *l)
{
	return l->step.wish != NULL && l->result.verdict == VERDICT_CHALLENGE &&
		l->result.ticket.stage != STAGE_CONFIRM
	    ? l->wish.address
	    : NULL;
}

/* Of a new PIN that was typed once. */
static const char *
record_of(const struct step_out *r)
{
	for (size_t i = 0; i < r->nfx; i++)
		if (r->fx[i].kind == FX_PIN_KEEP)
			return r->fx[i].record;
	return NULL;
}

/* What is needed to say it again: rules 2, 14 and 15. */
static enum mf_err
remember(struct login *l)
{
	struct slice said = { l->reply.buf, l->reply.len };
	int64_t expires = l->ticket.issued + dialogue_life(&l->step) + 60;
	const char *wish = wish_of(l);
	uint8_t key[REPLY_SIZE];
	enum mf_err e;

	if (said.n > ANSWER_MAX)
		return MF_EFULL;
	if (l->has_ticket)
		return store_answer(l->engine->store, l->ticket.dialogue,
		    l->ticket.round, l->reply_key, l->now_ms,
		    wish == NULL ? expires : expires + WISH_LIFE, said, wish,
		    record_of(&l->result));
	if (l->typed.n == 0 && !sends(&l->result))
		return MF_OK;
	packet_hash_of(l, false, false, key);
	e = repetition_keep(l, false, key, l->now_ms);
	if (e != MF_OK ||
	    !(may_come_again(l) || (sending_by_word(l) && sends(&l->result))))
		return e;
	packet_hash_of(l, true, false, key);
	return repetition_keep(l, true, key, l->now_ms);
}

enum mf_err
apply(struct login *l)
{
	const struct step_out *r = &l->result;
	const struct deed deed = { .engine = l->engine,
		.account = &l->account.facts,
		.login = l,
		.source = l->source,
		.password_source = l->password_source,
		.guesses = &l->step.guesses,
		.now = l->now_ms / 1000 };
	enum mf_err e;

	for (size_t i = 0; i < r->nfx; i++)
		if ((e = effect_apply(&deed, &r->fx[i])) != MF_OK)
			return e;
	if (l->rehash &&
	    (e = store_rehash(l->engine->store, l->account.facts.id,
		 l->account.facts.epoch, l->hash.fresh)) != MF_OK)
		return e;
	if ((e = remember(l)) != MF_OK)
		return e;
	if ((e = record_changes(l)) != MF_OK || (e = tell_changes(l)) != MF_OK)
		return e;
	if (r->verdict == VERDICT_CHALLENGE && r->reason == REASON_ASKED)
		return MF_OK; /* only a new password record was kept */
	return apply_record(l, event_of(r), 0);
}
