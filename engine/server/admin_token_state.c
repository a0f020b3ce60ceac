/* Tokens: enabled, disabled, lost, replaced. */

#include <string.h>

#include "server/admin_assign.h"
#include "server/admin_commands.h"
#include "server/admin_release.h"
#include "server/admin_tell.h"
#include "server/notes.h"
#include "util/shell.h"

static enum mf_err
set_state(struct command_in *in, const struct desk_token *t,
    enum device_state to, const char *event)
{
	char detail[300];
	struct text d;
	enum mf_err e;

	e = store_device_state(in->store, t->id, t->state, to);
	if (e != MF_OK)
		return e;
	notes_binding(in->engine->notes, t->id, t->account, to);
	text_init(&d, detail, sizeof(detail));
	detail_put(&d, "serial", t->serial);
	detail_put(&d, "owner", t->owner);
	detail_put(&d, "from", device_state_names[t->state]);
	return record(in, event, t->account, t->id, &d);
}

static enum mf_err
refuse_enable(struct command_in *in, const struct desk_token *t)
{
	switch (t->state) {
	case DEVICE_LOST:
		return refuse(in, REFUSED_RIGHTS,
		    "token %s was reported lost, which is for good.\n"
		    "If it was found, an admin can enable it; or replace it: "
		    "mfctl token replace %s NEW-SERIAL",
		    t->serial, QUOTED(t->serial));
	case DEVICE_REBIND:
		return refuse(in, REFUSED_RIGHTS,
		    "token %s had too many wrong codes in a row.\n"
		    "With it at hand: mfctl token resync %s",
		    t->serial, QUOTED(t->serial));
	default:
		return refuse(in, REFUSED_STATE,
		    "token %s is %s already.\nNothing is to be done.",
		    t->serial, device_state_names[t->state]);
	}
}

enum mf_err
token_enable(struct command_in *in)
{
	struct desk_token t;
	uint64_t counter;
	enum mf_err e;

	if ((e = find_token(in, TAG_SERIAL, &t)) != MF_OK)
		return e;
	if (t.state == DEVICE_FREE || t.state == DEVICE_ACTIVE ||
	    ((t.state == DEVICE_LOST || t.state == DEVICE_REBIND) &&
		in->role < ROLE_ADMIN))
		return refuse_enable(in, &t);
	e = set_state(in, &t, t.account != 0 ? DEVICE_ACTIVE : DEVICE_FREE,
	    "token.enable");
	if (e == MF_OK)
		e = desk_token_pass(in->store, t.id, t.counter, &counter);
	if (e == MF_OK && t.account != 0 && t.state == DEVICE_SUSPENDED)
		e = end_relief(in, t.account);
	if (e != MF_OK)
		return e;
	if (t.account != 0)
		say(in, "Token %s logs %s in again.", t.serial, t.owner);
	else
		say(in, "Token %s is free: it can be assigned.", t.serial);
	return MF_OK;
}

enum mf_err
token_disable(struct command_in *in)
{
	struct desk_token t;
	enum mf_err e;

	if ((e = find_token(in, TAG_SERIAL, &t)) != MF_OK)
		return e;
	if (t.state == DEVICE_DISABLED || t.state == DEVICE_LOST)
		return refuse(in, REFUSED_STATE,
		    "token %s is %s already: none of its codes is accepted.\n"
		    "Nothing is to be done.",
		    t.serial, device_state_names[t.state]);
	if (t.held)
		return token_is_free(in, &t);
	if ((e = set_state(in, &t, DEVICE_DISABLED, "token.disable")) != MF_OK)
		return e;
	say(in,
	    "Token %s is disabled: none of its codes is accepted until "
	    "mfctl token enable %s.",
	    t.serial, QUOTED(t.serial));
	return MF_OK;
}

/* What the person can do meanwhile. */
static enum mf_err
say_what_is_left(struct command_in *in, const struct desk_token *t)
{
	char count[64];
	unsigned in_use, all;
	enum mf_err e;

	if (t->account == 0)
		return MF_OK;
	e = count_tokens(in->store, t->account, &in_use, &all);
	if (e != MF_OK)
		return e;
	if (in_use > 0)
		say(in, "\n%s has %s more to log in with.", t->owner,
		    plural(in_use, "token", count));
	else
		say(in,
		    "\n%s has no token to log in with now. For the time being: "
		    "mfctl account temporary %s",
		    t->owner, QUOTED(t->owner));
	return MF_OK;
}

enum mf_err
token_lost(struct command_in *in)
{
	struct desk_token t;
	enum mf_err e;

	if ((e = find_token(in, TAG_SERIAL, &t)) != MF_OK)
		return e;
	if (t.state == DEVICE_LOST)
		return refuse(in, REFUSED_STATE,
		    "token %s was reported lost already.\n"
		    "To give another one: mfctl token replace %s NEW-SERIAL",
		    t.serial, QUOTED(t.serial));
	if (t.held)
		return token_is_free(in, &t);
	if (!asked_for(in, TAG_CONFIRM))
		return refuse(in, REFUSED_CONFIRM,
		    "token %s%s%s will be lost for good: none of its codes "
		    "will be accepted.\n"
		    "If it may turn up again: mfctl token disable %s",
		    t.serial, t.account != 0 ? " of " : "", t.owner,
		    QUOTED(t.serial));
	if ((e = set_state(in, &t, DEVICE_LOST, "token.lost")) != MF_OK)
		return e;
	say(in, "Token %s is lost: none of its codes is accepted any more.",
	    t.serial);
	return say_what_is_left(in, &t);
}

static enum mf_err
check_pair(struct command_in *in, const struct desk_token *old,
    const struct desk_token *new)
{
	if (old->id == new->id)
		return refuse(in, REFUSED_USAGE,
		    "token %s cannot replace itself.\n"
		    "Give the serial of another one.",
		    old->serial);
	if (old->account == 0)
		return refuse(in, REFUSED_STATE,
		    "token %s belongs to nobody.\n"
		    "To hand the other one out: mfctl token assign %s "
		    "ACCOUNT",
		    old->serial, QUOTED(new->serial));
	return token_is_free(in, new);
}

/* The old one ends lost, and nobody's; the new one gets all it had. */
static enum mf_err
swap(struct command_in *in, const struct desk_token *old,
    const struct desk_token *new)
{
	const struct desk_account owner = { .id = old->account };
	struct desk_token bound = *new;
	struct notes *notes = in->engine->notes;
	enum mf_err e;

	if ((e = desk_token_unbind(
		 in->store, old->id, old->state, DEVICE_LOST)) != MF_OK ||
	    (e = desk_token_bind(in->store, new->id, owner.id, in->now, 0)) !=
		MF_OK ||
	    (e = desk_token_label(in->store, new->id, old->label)) != MF_OK ||
	    (e = notes_pin(notes, in->store, old->id)) != MF_OK)
		return e;
	notes_binding(notes, old->id, 0, DEVICE_LOST);
	notes_binding(notes, new->id, owner.id, DEVICE_ACTIVE);
	if (old->state != DEVICE_DISABLED)
		return MF_OK;
	bound.state = DEVICE_ACTIVE;
	bound.account = owner.id;
	return set_state(in, &bound, DEVICE_DISABLED, "token.disable");
}

enum mf_err
token_replace(struct command_in *in)
{
	struct desk_token old, new;
	struct desk_account owner;
	char detail[400];
	struct text d;
	enum mf_err e;

	if ((e = find_token(in, TAG_SERIAL, &old)) != MF_OK ||
	    (e = find_token(in, TAG_OTHER_SERIAL, &new)) != MF_OK ||
	    (e = check_pair(in, &old, &new)) != MF_OK)
		return e;
	if (!asked_for(in, TAG_CONFIRM))
		return refuse(in, REFUSED_CONFIRM,
		    "token %s will be lost for good, and token %s will belong "
		    "to %s in its place.\n"
		    "See that the new one is at hand.",
		    old.serial, new.serial, old.owner);
	if ((e = desk_account_by_id(in->store, old.account, &owner)) != MF_OK ||
	    (e = swap(in, &old, &new)) != MF_OK ||
	    (e = tell_owner(in, &owner, MESSAGE_CLAIMED, &new)) != MF_OK)
		return e;
	text_init(&d, detail, sizeof(detail));
	detail_put(&d, "serial", old.serial);
	detail_put(&d, "by", new.serial);
	detail_put(&d, "owner", old.owner);
	if ((e = record(in, "token.replace", old.account, old.id, &d)) !=
		MF_OK ||
	    (e = record(in, "token.assign", old.account, new.id, &d)) != MF_OK)
		return e;
	say(in,
	    "Token %s now belongs to %s in the place of %s, which is lost for "
	    "good.%s",
	    new.serial, old.owner, old.serial,
	    old.state == DEVICE_DISABLED ? " It is disabled as that was." : "");
	return MF_OK;
}
