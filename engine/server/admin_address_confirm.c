/*
 * The code that confirms a number or an address: sent there, read out to the
 * helpdesk.
 */

#include <string.h>

#include "core/input.h"
#include "core/sent.h"
#include "server/admin_address.h"
#include "server/admin_commands.h"
#include "server/admin_find.h"
#include "server/sending.h"
#include "store/outbox.h"
#include "util/shell.h"

#define TRIES 5 /* wrong codes, then it needs a new one */

enum mf_err
address_send(struct command_in *in, const struct desk_account *a,
    const struct desk_token *t)
{
	const struct channel_words *c = channel_of(in);
	struct device d = { .id = t->id, .ops = t->ops, .state = t->state };
	char minutes[64];
	const struct sending_limit *reached;
	struct sending x = {
		.device = &d,
		.who = { .account = a->id, .address = t->address },
		.dialogue = sending_dialogue(in->engine, in->now_ms),
		.account = a->name,
		.language = a->language[0] != '\0'
		    ? a->language
		    : in->engine->conf->names.language,
		.now_ms = in->now_ms,
	};
	enum mf_err e;

	memcpy(d.address, t->address, sizeof(d.address));
	e = sending_barrier(in->engine, &x.who, in->now, &reached);
	if (e != MF_OK)
		return e;
	if (reached != NULL)
		return refuse(in, REFUSED_STATE,
		    "%s %s: as many messages as sending.%s allows have gone "
		    "%s.\n"
		    "Wait, or see what is left: mfctl account limits %s",
		    c->noun, t->address, reached->name, reached->what,
		    QUOTED(a->name));
	e = sending_put(in->engine, &x, NULL, (struct slice){ NULL, 0 });
	if (e != MF_OK)
		return e;
	say(in,
	    "A code is on its way by %s to %s, good for %s.\n"
	    "When %s has read it out: mfctl %s confirm %s CODE",
	    c->way, t->address,
	    plural(in->engine->conf->sending.life / 60, "minute", minutes),
	    a->name, c->command, QUOTED(a->name));
	return MF_OK;
}

static enum mf_err
end_codes(struct command_in *in, const struct desk_token *t, const char *why)
{
	enum mf_err e = store_pending_void(in->store, t->account, t->id);

	if (e != MF_OK)
		return e;
	return store_outbox_cancel(
	    in->store, t->account, t->id, why, in->now_ms);
}

/* The one meant: the address that was given, or the only one that waits. */
static enum mf_err
find_waiting(
    struct command_in *in, const struct desk_account *a, struct desk_token *out)
{
	const struct channel_words *c = channel_of(in);
	struct addresses all = { 0 };
	unsigned n = 0;
	enum mf_err e;

	if (wire_has(in->msg, TAG_ADDRESS))
		return address_find(in, a, out);
	if ((e = addresses_of(in, a->id, &all)) != MF_OK)
		return e;
	for (size_t i = 0; i < all.n; i++)
		if (address_waits(&all.list[i]) && n++ == 0)
			*out = all.list[i];
	if (n == 1)
		return MF_OK;
	return refuse(in, n == 0 ? REFUSED_ABSENT : REFUSED_USAGE,
	    "account %s has %s %s that waits for a code.\n"
	    "To see them: mfctl %s list %s",
	    a->name, n == 0 ? "no" : "more than one", c->noun, c->command,
	    QUOTED(a->name));
}

enum mf_err
address_resend(struct command_in *in)
{
	const struct channel_words *c = channel_of(in);
	struct desk_account a;
	struct desk_token t = { 0 };
	uint64_t counter;
	enum mf_err e;

	if ((e = find_account(in, &a)) != MF_OK ||
	    (e = find_waiting(in, &a, &t)) != MF_OK)
		return e;
	if (!address_waits(&t))
		return refuse(in, REFUSED_STATE,
		    "%s %s of %s is %s and needs no code.\n"
		    "Nothing is to be done.",
		    c->noun, t.address, a.name, device_state_names[t.state]);
	if ((e = end_codes(in, &t, "a newer code was sent")) != MF_OK ||
	    (e = desk_address_until(in->store, t.id, 0)) != MF_OK ||
	    (e = desk_token_pass(in->store, t.id, 0, &counter)) != MF_OK ||
	    (e = address_send(in, &a, &t)) != MF_OK)
		return e;
	return address_record(in, c->resend, &a, &t);
}

/* In the form in which codes are compared; false: it has not that form. */
static bool
read_code(const struct command_in *in, char out[CODE_SIZE])
{
	static const struct input_device device = { .serial = "",
		.letters = SENT_CONFIRM };
	const struct input_context c = {
		.devices = &device, .ndevices = 1, .prompted = SIZE_MAX
	};
	struct input typed;
	bool is_code;

	input_read(&c, field_slice(in, TAG_CODE), &typed);
	is_code = typed.kind == INPUT_CODE;
	memcpy(out, typed.code, sizeof(typed.code));
	input_wipe(&typed);
	return is_code;
}

/* MF_ENOENT: none of it is good any more. */
static enum mf_err
compare(struct command_in *in, const struct desk_token *t, const char *typed,
    bool *right)
{
	char code[CODE_SIZE] = "";
	struct pending p;
	enum mf_err e;

	*right = false;
	e = store_pending_of_device(in->store, t->account, t->id, in->now, &p);
	if (e == MF_OK)
		e = sending_code(in->engine, &p, SENT_CONFIRM, code);
	if (e == MF_OK)
		*right = same(code, typed, SENT_CONFIRM);
	wipe(code, sizeof(code));
	return e;
}

struct waiting {
	const struct desk_token *right;
	const struct desk_token *open[ADDRESSES_MAX]; /* have a code */
	size_t n;
};

static enum mf_err
look(struct command_in *in, const struct addresses *all, const char *typed,
    struct waiting *w)
{
	bool right;
	enum mf_err e = MF_OK;

	*w = (struct waiting){ NULL };
	for (size_t i = 0; i < all->n && e == MF_OK; i++) {
		if (!address_waits(&all->list[i]))
			continue;
		e = compare(in, &all->list[i], typed, &right);
		if (e == MF_OK)
			w->open[w->n++] = &all->list[i];
		if (right)
			w->right = &all->list[i];
		if (e == MF_ENOENT)
			e = MF_OK;
	}
	return e;
}

/* Each code there is takes the blame: nobody knows which one was meant. */
static enum mf_err
count_wrong(
    struct command_in *in, const struct desk_account *a, struct waiting *w)
{
	const struct channel_words *c = channel_of(in);
	unsigned ended = 0;
	enum mf_err e = MF_OK;

	for (size_t i = 0; i < w->n && e == MF_OK; i++) {
		e = store_device_blame(in->store, w->open[i]->id);
		if (e != MF_OK || w->open[i]->failures + 1 < TRIES)
			continue;
		ended++;
		e = end_codes(in, w->open[i], "too many wrong codes");
	}
	if (e != MF_OK)
		return e;
	if (ended > 0)
		return refuse_and_keep(in, REFUSED_STATE,
		    "the code is not the one that was sent, and it was the "
		    "last of %d tries.\n"
		    "Send another one: mfctl %s resend %s",
		    TRIES, c->command, QUOTED(a->name));
	return refuse_and_keep(in, REFUSED_STATE,
	    "the code is not the one that was sent; the try is counted.\n"
	    "Ask for it letter by letter, and see where it went: mfctl %s "
	    "list %s",
	    c->command, QUOTED(a->name));
}

enum mf_err
address_confirm(struct command_in *in)
{
	const struct channel_words *c = channel_of(in);
	char typed[CODE_SIZE];
	struct addresses all = { 0 };
	struct desk_account a;
	struct waiting w;
	enum mf_err e;

	if ((e = find_account(in, &a)) != MF_OK)
		return e;
	if (!read_code(in, typed))
		return refuse(in, REFUSED_USAGE,
		    "the code is not of the form that one has.\n"
		    "It has eight letters and digits, as in K7M4-QX9T.");
	if ((e = addresses_of(in, a.id, &all)) != MF_OK ||
	    (e = look(in, &all, typed, &w)) != MF_OK)
		return e;
	wipe(typed, sizeof(typed));
	if (w.n == 0)
		return refuse(in, REFUSED_STATE,
		    "no code to confirm the %s of %s is good now.\n"
		    "Send one: mfctl %s resend %s",
		    c->noun, a.name, c->command, QUOTED(a.name));
	if (w.right == NULL)
		return count_wrong(in, &a, &w);
	if ((e = end_codes(in, w.right, "it was typed already")) != MF_OK)
		return e;
	return address_activate(in, &a, w.right, c->confirm);
}
