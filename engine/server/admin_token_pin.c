/*
 * token.pin: the PIN that goes into a challenge-response token's answers, or
 * that the engine keeps for a token which has none.
 */

#include <string.h>

#include "core/pin.h"
#include "core/typed.h"
#include "server/admin_commands.h"
#include "server/admin_find.h"
#include "server/notes.h"
#include "util/shell.h"

#define KEYED_LEAST 4
#define KEYED_MOST  32

static enum mf_err
read_suite(struct command_in *in, const struct desk_token *t, struct suite *s)
{
	if (suite_read(t->suite, s) == MF_OK && s->pin != 0)
		return MF_OK;
	return refuse(in, REFUSED_STATE,
	    "token %s has no PIN in its answers.\n"
	    "See what it is: mfctl token show %s",
	    t->serial, QUOTED(t->serial));
}

static enum mf_err
check_pin(struct command_in *in, struct slice pin)
{
	bool fits = pin.n >= KEYED_LEAST && pin.n <= KEYED_MOST;

	for (size_t i = 0; i < pin.n && fits; i++)
		fits = ascii_is_alnum((char)pin.p[i]);
	if (fits)
		return MF_OK;
	return refuse(in, REFUSED_USAGE,
	    "this PIN is not of 4 to 32 digits or letters.\n"
	    "Give it as the person keys it into the token.");
}

static enum mf_err
set_answers(struct command_in *in, const struct desk_token *t)
{
	struct slice pin = field_slice(in, TAG_SECRET);
	uint8_t hash[MAC_MAX];
	struct suite s;
	enum mf_err e;

	if ((e = read_suite(in, t, &s)) != MF_OK ||
	    (e = check_pin(in, pin)) != MF_OK)
		return e;
	if ((e = digest(s.pin, &pin, 1, hash)) == MF_OK)
		e = desk_token_pin(
		    in->store, t->id, (struct slice){ hash, hash_size(s.pin) });
	wipe(hash, sizeof(hash));
	if (e == MF_OK)
		say(in, "Token %s takes its answers with that PIN from now on.",
		    t->serial);
	return e;
}

static enum mf_err
check_kept(struct command_in *in, const struct desk_token *t)
{
	const struct pin_rules *rules = &in->engine->conf->pins;

	if (t->ops != &factor_hotp && t->ops != &factor_totp)
		return refuse(in, REFUSED_STATE,
		    "token %s shows no codes that a PIN could come before.\n"
		    "See what it is: mfctl token show %s",
		    t->serial, QUOTED(t->serial));
	if (t->account == 0)
		return refuse(in, REFUSED_STATE,
		    "token %s belongs to nobody, and a PIN to a person.\n"
		    "Assign it first: mfctl token assign %s ACCOUNT",
		    t->serial, QUOTED(t->serial));
	if (t->pin_unknown && in->record == NULL && asked_for(in, TAG_CHANGE))
		return refuse(in, REFUSED_STATE,
		    "nobody knows the PIN of token %s since a backup was put "
		    "back, so it cannot be typed to change it.\n"
		    "Set one: mfctl token pin %s; or take it away with "
		    "--clear, and then --must-change.",
		    t->serial, QUOTED(t->serial));
	if (in->record != NULL &&
	    !pin_is_fit(rules, field_slice(in, TAG_SECRET)))
		return refuse(in, REFUSED_USAGE,
		    "this PIN is not of %u to %u digits, or they are all the "
		    "same or in a row.\nPlease choose another one.",
		    rules->least, rules->most);
	return MF_OK;
}

static enum mf_err
set_kept(struct command_in *in, const struct desk_token *t)
{
	bool change = asked_for(in, TAG_CHANGE), clear = in->record == NULL;
	enum mf_err e;

	if ((e = check_kept(in, t)) != MF_OK ||
	    (e = desk_token_record(in->store, t->id, in->record,
		 (unsigned)field_slice(in, TAG_SECRET).n, change)) != MF_OK)
		return e;
	if (change)
		say(in,
		    "%s is asked for a new PIN at the next login with token "
		    "%s.",
		    t->owner, t->serial);
	else if (clear)
		say(in, "Token %s has no PIN: its codes are enough.",
		    t->serial);
	else
		say(in,
		    "Token %s has a PIN: %s types it before each of its codes.",
		    t->serial, t->owner);
	return MF_OK;
}

enum mf_err
token_pin(struct command_in *in)
{
	bool change = asked_for(in, TAG_CHANGE), ocra;
	char detail[400];
	struct desk_token t;
	struct text d;
	enum mf_err e;

	if ((e = find_token(in, TAG_SERIAL, &t)) != MF_OK)
		return e;
	ocra = t.ops == &factor_ocra;
	if (ocra && (in->record == NULL || change))
		return refuse(in, REFUSED_USAGE,
		    "token %s has its PIN in its answers; it can only be set."
		    "\nGive it as the person keys it into the token.",
		    t.serial);
	if ((e = ocra ? set_answers(in, &t) : set_kept(in, &t)) != MF_OK ||
	    (e = notes_pin(in->engine->notes, in->store, t.id)) != MF_OK)
		return e;
	text_init(&d, detail, sizeof(detail));
	detail_put(&d, "serial", t.serial);
	detail_put(&d, "pin",
	    in->record != NULL ? "set"
		: change       ? "to change"
			       : "cleared");
	return record(in, "token.pin", t.account, t.id, &d);
}
