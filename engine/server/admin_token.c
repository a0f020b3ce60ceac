/* Tokens: whose they are, and what they are called. */

#include <string.h>

#include "server/admin_assign.h"
#include "server/admin_commands.h"
#include "server/admin_release.h"
#include "server/admin_tell.h"
#include "server/notes.h"
#include "util/shell.h"

enum mf_err
token_is_free(struct command_in *in, const struct desk_token *t)
{
	char day[DATE_SIZE];

	if (t->held)
		return refuse(in, REFUSED_STATE,
		    "token %s is being handed out by an import.\n"
		    "Wait until that has ended, then look again.",
		    t->serial);
	if (t->account != 0) {
		day_format(t->bound, day);
		return refuse(in, REFUSED_STATE,
		    "token %s belongs to %s since %s.\n"
		    "To move it: mfctl token unassign %s, then assign it "
		    "again.",
		    t->serial, t->owner, day, QUOTED(t->serial));
	}
	if (t->state == DEVICE_FREE)
		return MF_OK;
	return refuse(in, REFUSED_STATE,
	    "token %s is %s, and belongs to nobody.\n"
	    "If it is to be used: mfctl token enable %s, then assign it.",
	    t->serial, device_state_names[t->state], QUOTED(t->serial));
}

/* Handed out all the same; but whoever does so should know. */
static void
say_dates(struct command_in *in, const struct desk_token *t)
{
	char day[DATE_SIZE];

	if (t->expiry != 0 && in->now >= t->expiry) {
		day_format(t->expiry, day);
		say(in, " It expired on %s: none of its codes logs in.", day);
	} else if (t->start != 0 && in->now < t->start) {
		day_format(t->start, day);
		say(in, " Its codes log in from %s on.", day);
	}
}

enum mf_err
assign_token(struct command_in *in, const struct desk_token *t,
    const struct desk_account *a)
{
	char words[TOKEN_TEXT], detail[300];
	unsigned in_use, before;
	struct text d;
	enum mf_err e;

	if ((e = count_tokens(in->store, a->id, &in_use, &before)) != MF_OK ||
	    (e = desk_token_bind(in->store, t->id, a->id, in->now, 0)) !=
		MF_OK ||
	    (e = desk_had_device(in->store, a->id)) != MF_OK ||
	    (e = tell_owner(in, a, MESSAGE_CLAIMED, t)) != MF_OK)
		return e;
	notes_binding(in->engine->notes, t->id, a->id, DEVICE_ACTIVE);
	token_format(t, words, sizeof(words));
	if (before == 0)
		say(in, "Token %s now belongs to %s, who had no token before.",
		    words, a->name);
	else
		say(in, "Token %s now belongs to %s, who has %u tokens now.",
		    words, a->name, before + 1);
	say_dates(in, t);
	text_init(&d, detail, sizeof(detail));
	detail_put(&d, "serial", t->serial);
	detail_put(&d, "owner", a->name);
	return record(in, "token.assign", a->id, t->id, &d);
}

enum mf_err
token_assign(struct command_in *in)
{
	struct desk_account a;
	struct desk_token t;
	enum mf_err e;

	if ((e = find_token(in, TAG_SERIAL, &t)) != MF_OK ||
	    (e = find_account(in, &a)) != MF_OK)
		return e;
	if (t.account == a.id && t.account != 0)
		return refuse(in, REFUSED_STATE,
		    "token %s belongs to %s already.\nNothing is to be done.",
		    t.serial, a.name);
	if ((e = token_is_free(in, &t)) != MF_OK)
		return e;
	return assign_token(in, &t, &a);
}

enum mf_err
token_unassign(struct command_in *in)
{
	enum device_state left;
	struct desk_token t;
	unsigned in_use, all;
	enum mf_err e;

	if ((e = find_token(in, TAG_SERIAL, &t)) != MF_OK)
		return e;
	if (t.account == 0)
		return refuse(in, REFUSED_STATE,
		    "token %s belongs to nobody.\nNothing is to be done.",
		    t.serial);
	if ((e = count_tokens(in->store, t.account, &in_use, &all)) != MF_OK)
		return e;
	if (t.state == DEVICE_ACTIVE && in_use == 1 &&
	    !asked_for(in, TAG_CONFIRM))
		return refuse(in, REFUSED_CONFIRM,
		    "token %s is the only one that %s can log in with; it "
		    "will belong to nobody.\n"
		    "Until another one is assigned: mfctl account temporary "
		    "%s",
		    t.serial, t.owner, QUOTED(t.owner));
	if ((e = release_token(in, &t, "token.unassign")) != MF_OK)
		return e;
	left = state_without_owner(&t);
	say(in, "Token %s belonged to %s and now belongs to nobody; ", t.serial,
	    t.owner);
	if (left == DEVICE_FREE)
		say(in, "its next owner starts from its next code.");
	else
		say(in, "it stays %s.", device_state_names[left]);
	return MF_OK;
}

enum mf_err
token_label(struct command_in *in)
{
	char label[LABEL_SIZE], detail[400];
	struct desk_token t;
	struct text d;
	enum mf_err e;

	if ((e = find_token(in, TAG_SERIAL, &t)) != MF_OK)
		return e;
	field_text(in, TAG_LABEL, label, sizeof(label));
	if (!utf8_is_plain(slice_str(label)))
		return refuse(in, REFUSED_USAGE,
		    "label: it has a line's end, another control character or "
		    "a byte that is not UTF-8.\nPlease type it again.");
	if ((e = desk_token_label(in->store, t.id, label)) != MF_OK)
		return e;
	text_init(&d, detail, sizeof(detail));
	detail_put(&d, "serial", t.serial);
	detail_put(&d, "label", label);
	say(in, "Token %s is called \"%s\" from now on.", t.serial, label);
	return record(in, "token.label", t.account, t.id, &d);
}
