/* token.resync: two codes in a row, searched for where the loop is not. */

#include <string.h>

#include "core/input.h"
#include "core/typed.h"
#include "server/admin_commands.h"
#include "server/admin_find.h"
#include "server/notes.h"

struct resync {
	struct otp_windows windows; /* as of when it began */
	char code[2][CODE_SIZE];
	struct desk_token token;
	struct factor_result result;
};

/* Digits alone: tokens print theirs in groups. */
static enum mf_err
read_code(struct command_in *in, enum wire_tag tag, char out[CODE_SIZE])
{
	const struct wire_field *f = &in->msg->field[tag];
	char plain[33];
	size_t n = 0, len = 0;
	bool fits;

	fits = f->n < sizeof(plain) &&
	    typed_fold((struct slice){ f->p, f->n }, plain, &n) == MF_OK;
	for (size_t i = 0; i < n && fits; i++) {
		if (plain[i] == ' ' || plain[i] == '-')
			continue;
		fits = ascii_is_digit(plain[i]) && len < CODE_SIZE - 1;
		if (fits)
			out[len++] = plain[i];
	}
	out[len] = '\0';
	wipe(plain, sizeof(plain));
	if (fits && len > 0)
		return MF_OK;
	return refuse(in, REFUSED_USAGE,
	    "code: this is no code of a token.\n"
	    "Type the digits as the token shows them.");
}

enum mf_err
token_resync_begin(struct command_in *in)
{
	struct resync *x = command_own(in, sizeof(*x));
	enum mf_err e;

	if (x == NULL)
		return MF_ENOMEM;
	x->windows = in->engine->conf->otp;
	if ((e = read_code(in, TAG_CODE, x->code[0])) != MF_OK)
		return e;
	return read_code(in, TAG_OTHER_CODE, x->code[1]);
}

static enum mf_err
may_resync(struct command_in *in, const struct desk_token *t)
{
	if (t->ops == NULL || t->ops->resync == NULL)
		return refuse(in, REFUSED_STATE,
		    "token %s is of a kind that has nothing to "
		    "resynchronise.\nSee what it is: mfctl token show '%s'",
		    t->serial, t->serial);
	if (t->state == DEVICE_ACTIVE || t->state == DEVICE_REBIND ||
	    t->state == DEVICE_FREE)
		return MF_OK;
	return refuse(in, REFUSED_STATE,
	    "token %s is %s.\nEnable it first: mfctl token enable %s",
	    t->serial, device_state_names[t->state], t->serial);
}

enum mf_err
token_resync_think(struct command_in *in)
{
	struct resync *x = in->own;
	const struct desk_token *t = &x->token;
	struct device d = { 0 };
	enum mf_err e;

	if ((e = find_token(in, TAG_SERIAL, &x->token)) != MF_OK ||
	    (e = may_resync(in, t)) != MF_OK ||
	    (e = desk_secret(in->store, t->id, &d)) != MF_OK)
		return e;
	e = d.ops->resync(&d, &x->windows, true, slice_str(x->code[0]),
	    slice_str(x->code[1]), in->now, &x->result);
	device_clear(&d);
	if (e != MF_OK || x->result.match == MATCH_YES)
		return e;
	return refuse(in, REFUSED_STATE,
	    "token %s does not show these two codes in a row, or has shown "
	    "them before its last login.\n"
	    "Wait for a new code, give it and the one after it, the older one "
	    "first.",
	    t->serial);
}

enum mf_err
token_resync(struct command_in *in)
{
	const struct resync *x = in->own;
	const struct desk_token *was = &x->token;
	char detail[300];
	struct desk_token t;
	uint64_t counter;
	struct text d;
	enum mf_err e;

	if ((e = desk_token_by_id(in->store, was->id, &t)) != MF_OK)
		return e;
	if (t.state != was->state || t.account != was->account ||
	    t.counter > was->counter)
		return refuse(in, REFUSED_STATE,
		    "token %s has been used or changed just now.\n"
		    "Look at it, then try again: mfctl token show '%s'",
		    t.serial, t.serial);
	e = desk_token_sync(
	    in->store, t.id, x->result.counter, x->result.drift, &counter);
	if (e == MF_OK && t.state == DEVICE_REBIND)
		e = store_device_state(
		    in->store, t.id, DEVICE_REBIND, DEVICE_ACTIVE);
	if (e != MF_OK)
		return e;
	notes_counter(in->engine->notes, t.id, counter);
	if (t.state == DEVICE_REBIND)
		notes_binding(
		    in->engine->notes, t.id, t.account, DEVICE_ACTIVE);
	text_init(&d, detail, sizeof(detail));
	detail_put(&d, "serial", t.serial);
	text_printf(&d, " drift=%d", x->result.drift);
	say(in,
	    "Token %s is in step again; these two codes are used up. Its next "
	    "code logs in.",
	    t.serial);
	return record(in, "token.resync", t.account, t.id, &d);
}
