/* token.resync: two codes in a row, searched for where the loop is not. */

#include <string.h>

#include "server/admin_resync.h"
#include "core/input.h"
#include "server/admin_commands.h"
#include "server/notes.h"
#include "server/refs.h"
#include "util/shell.h"

/*
 * Digits, which tokens print in groups; a whole HMAC, which one shows that
 * answers challenges, has letters.
 */
static enum mf_err
read_code(struct command_in *in, enum wire_tag tag, char out[CODE_TYPED])
{
	size_t n = sign_read_code(in, tag, false, out);
	size_t digits = strspn(out, "0123456789");

	if (n > 0 &&
	    (digits == n
		    ? n < CODE_SIZE || n >= HMAC_LEAST
		    : n >= HMAC_LEAST && strspn(out, "0123456789abcdef") == n))
		return MF_OK;
	return refuse(in, REFUSED_USAGE,
	    "code: this is no code of a token.\n"
	    "Type the digits as the token shows them.");
}

static enum mf_err
read_reference(struct command_in *in, struct resync *x)
{
	char typed[16] = "";

	field_text(in, TAG_REFERENCE, typed, sizeof(typed));
	if (typed[0] == '\0' ||
	    refs_parse(in->engine->refs, typed, &x->reference) == MF_OK)
		return MF_OK;
	return refuse(in, REFUSED_ABSENT,
	    "%s is no reference of a challenge.\nLeave it out, and the token "
	    "is asked: mfctl token resync SERIAL",
	    typed);
}

enum mf_err
token_resync_begin(struct command_in *in)
{
	struct resync *x = command_own(in, sizeof(*x));
	enum mf_err e;

	if (x == NULL)
		return MF_ENOMEM;
	x->windows = in->engine->conf->otp;
	x->asks = !wire_has(in->msg, TAG_CODE);
	if (x->asks != !wire_has(in->msg, TAG_OTHER_CODE))
		return refuse(in, REFUSED_USAGE,
		    "code: there is one alone.\n"
		    "Give two in a row, the older one first.");
	if (x->asks)
		return sign_read_session(in, &x->row);
	if ((e = read_reference(in, x)) != MF_OK ||
	    (e = read_code(in, TAG_CODE, x->code[0])) != MF_OK)
		return e;
	return read_code(in, TAG_OTHER_CODE, x->code[1]);
}

static enum mf_err
may_resync(
    struct command_in *in, const struct desk_token *t, const struct device *d)
{
	if (d == NULL || !device_resyncs(d))
		return refuse(in, REFUSED_STATE,
		    t->suite[0] != '\0'
			? "token %s has nothing to resynchronise: its suite "
			  "has neither a counter (C) nor a time (T).\n"
			  "See what it is: mfctl token show %s"
			: "token %s is of a kind that has nothing to "
			  "resynchronise.\nSee what it is: mfctl token show "
			  "%s",
		    t->serial, QUOTED(t->serial));
	if (t->state == DEVICE_ACTIVE || t->state == DEVICE_REBIND ||
	    t->state == DEVICE_FREE)
		return MF_OK;
	return refuse(in, REFUSED_STATE,
	    "token %s is %s.\nEnable it first: mfctl token enable %s",
	    t->serial, device_state_names[t->state], QUOTED(t->serial));
}

static enum mf_err
search(struct command_in *in, struct resync *x, const struct device *d)
{
	enum mf_err e = d->ops->resync(d, &x->windows, true,
	    slice_str(x->code[0]), slice_str(x->code[1]), in->now, &x->result);

	/* A challenge is spent either way, which takes a write. */
	if (e != MF_OK || x->result.match == MATCH_YES || x->challenged)
		return e;
	return refuse(in, REFUSED_STATE,
	    "token %s does not show these two codes in a row, or has shown "
	    "them before its last login.\n"
	    "Wait for a new code, give it and the one after it, the older one "
	    "first.",
	    x->token.serial);
}

/* Codes of another length are not looked for: a slip of the keys. */
static enum mf_err
check_length(
    struct command_in *in, const struct resync *x, const struct device *d)
{
	for (size_t i = 0; i < 2 && !x->asks && d->digits > 0; i++) {
		size_t n = strlen(x->code[i]);

		if (n != d->digits)
			return refuse(in, REFUSED_USAGE,
			    "code: token %s shows %u digits, and one of these "
			    "codes has %zu.\n"
			    "Type both as the token shows them, the older one "
			    "first.",
			    x->token.serial, d->digits, n);
	}
	return MF_OK;
}

enum mf_err
token_resync_think(struct command_in *in)
{
	struct resync *x = in->own;
	struct device d = { 0 };
	enum mf_err e;

	if ((e = find_token(in, TAG_SERIAL, &x->token)) != MF_OK)
		return e;
	if (x->token.ops == NULL) /* a kind of another engine */
		return may_resync(in, &x->token, NULL);
	if ((e = desk_secret(in->store, x->token.id, &d)) != MF_OK ||
	    (e = may_resync(in, &x->token, &d)) != MF_OK ||
	    (e = check_length(in, x, &d)) != MF_OK)
		goto out;
	x->challenged = x->token.ops->challenge != NULL;
	if (x->challenged)
		e = resync_challenge(in, x, &d);
	if (e == MF_OK && !x->asks)
		e = search(in, x, &d);
out:
	device_clear(&d);
	return e;
}

static enum mf_err
is_unchanged(
    struct command_in *in, const struct desk_token *was, struct desk_token *t)
{
	enum mf_err e;

	if ((e = desk_token_by_id(in->store, was->id, t)) != MF_OK ||
	    (t->state == was->state && t->account == was->account &&
		t->counter == was->counter))
		return e;
	return refuse(in, REFUSED_STATE,
	    "token %s has been used or changed just now.\n"
	    "Look at it, then try again: mfctl token show %s",
	    t->serial, QUOTED(t->serial));
}

static enum mf_err
move(struct command_in *in, const struct resync *x, const struct desk_token *t)
{
	uint64_t counter;
	enum mf_err e;

	e = desk_token_sync(
	    in->store, t->id, x->result.counter, x->result.drift, &counter);
	if (e == MF_OK && t->state == DEVICE_REBIND)
		e = store_device_state(
		    in->store, t->id, DEVICE_REBIND, DEVICE_ACTIVE);
	if (e != MF_OK)
		return e;
	notes_counter(in->engine->notes, t->id, counter);
	if (t->state == DEVICE_REBIND)
		notes_binding(
		    in->engine->notes, t->id, t->account, DEVICE_ACTIVE);
	return MF_OK;
}

enum mf_err
token_resync(struct command_in *in)
{
	struct resync *x = in->own;
	char detail[300];
	struct desk_token t;
	struct text d;
	enum mf_err e;

	if (x->asks)
		return x->challenged ? resync_ask(in, x) : MF_OK;
	if ((e = is_unchanged(in, &x->token, &t)) != MF_OK ||
	    (x->challenged && (e = resync_spend(in, x)) != MF_OK) ||
	    (e = move(in, x, &t)) != MF_OK)
		return e;
	text_init(&d, detail, sizeof(detail));
	detail_put(&d, "serial", t.serial);
	text_printf(&d, " drift=%d", x->result.drift);
	say(in,
	    "Token %s is in step again; these two codes are used up. Its next "
	    "code logs in.",
	    t.serial);
	return record(in, "token.resync", t.account, t.id, &d);
}
