/*
 * prove.begin: the server proves to who holds a token that it knows it, and
 * asks for the same proof (core/mutual.h).  A row as of a transaction to sign,
 * whose only field is what the token asked.
 */

#include <string.h>

#include "core/mutual.h"
#include "core/shorten.h"
#include "server/admin_commands.h"
#include "server/admin_sign.h"
#include "server/refs.h"
#include "store/challenge.h"
#include "util/shell.h"

#define DRAWS_MOST 8

struct proving {
	struct signing signing;
	struct desk_token token;
	struct device *device; /* among the account's */
	struct suite suite;
	char theirs[CHALLENGE_SIZE], ours[CHALLENGE_SIZE];
	char answer[OCRA_CODE]; /* the server's */
};

/* The token, whose it is, and what it gives. */
static enum mf_err
gather(struct command_in *in, struct proving *x)
{
	struct signing *g = &x->signing;
	const char *serial = x->token.serial;
	struct desk_account a;
	enum mf_err e;

	if (x->token.account == 0)
		return refuse(in, REFUSED_STATE,
		    "token %s belongs to nobody.\n"
		    "Assign it first: mfctl token assign %s ACCOUNT",
		    serial, QUOTED(serial));
	if ((e = desk_account_by_id(in->store, x->token.account, &a)) != MF_OK)
		return e;
	memcpy(g->name, a.name, sizeof(g->name));
	memcpy(g->row.form, FORM_PROVE, sizeof(FORM_PROVE));
	g->account = (struct account_facts){
		.id = a.id, .epoch = a.epoch, .active = !a.disabled
	};
	if ((e = sign_gather(in, g)) != MF_OK)
		return e;
	for (size_t i = 0; i < g->ndevices; i++)
		if (g->devices[i].id == x->token.id &&
		    device_is_usable(&g->devices[i], in->now))
			x->device = &g->devices[i];
	if (x->device != NULL)
		return MF_OK;
	return refuse(in, REFUSED_STATE,
	    "token %s is not in use.\nSee why: mfctl token show %s", serial,
	    QUOTED(serial));
}

static enum mf_err
can_prove(struct command_in *in, struct proving *x)
{
	const struct signature *row = &x->signing.row;
	const char *serial = x->token.serial;
	struct suite *s = &x->suite;

	if (suite_read(x->device->suite, s) != MF_OK || !mutual_is_safe(s))
		return refuse(in, REFUSED_STATE,
		    "token %s cannot prove this: it takes a challenge-response "
		    "token with challenges of %d characters and answers of %d "
		    "digits.\nSee what it is: mfctl token show %s",
		    serial, MUTUAL_LEAST, MUTUAL_LEAST, QUOTED(serial));
	if (s->pin != 0 && x->device->pinlen != hash_size(s->pin))
		return refuse(in, REFUSED_STATE,
		    "token %s answers with a PIN that was not set.\n"
		    "Set it: mfctl token pin %s",
		    serial, QUOTED(serial));
	if (s->session != (row->nsession > 0))
		return refuse(in, REFUSED_USAGE,
		    "session: the suite of token %s has %s.\n"
		    "%s --session HEX.",
		    serial, s->session ? "one" : "none",
		    s->session ? "Give it with" : "Leave out");
	if (mutual_challenge(s, field_slice(in, TAG_CHALLENGE), x->theirs) ==
	    MF_OK)
		return MF_OK;
	return refuse(in, REFUSED_USAGE,
	    "challenge: token %s shows none like this.\n"
	    "Give all %u %s of what it shows; not all of them are zeros.",
	    serial, s->length,
	    s->format == 'N'       ? "digits"
		: s->format == 'H' ? "hexadecimal digits"
				   : "letters and digits");
}

/* One that the token was never asked with this one of its own. */
static enum mf_err
draw(struct command_in *in, struct proving *x)
{
	struct signature *row = &x->signing.row;
	bool asked = true;
	enum mf_err e = MF_OK;

	row->device = x->device->id;
	for (unsigned i = 0; e == MF_OK && asked; i++) {
		e = i == DRAWS_MOST ? MF_EFULL
				    : sign_draw(in, row, &x->suite, NULL, 0);
		if (e != MF_OK)
			break;
		memcpy(x->ours, row->challenge, sizeof(x->ours));
		mutual_ask(x->theirs, x->ours, row->challenge);
		e = challenge_was_asked(
		    in->store, row->device, row->challenge, &asked);
		/* Else the server's answer were the token's. */
		asked = asked || strcasecmp(x->ours, x->theirs) == 0;
	}
	if (e != MF_OK)
		return e;
	x->device->session = (struct slice){ row->session, row->nsession };
	return mutual_proof(
	    x->device, &x->suite, x->theirs, x->ours, in->now, x->answer);
}

static enum mf_err
keep(struct command_in *in, struct proving *x)
{
	const struct conf_signing *c = &in->engine->conf->signing;
	struct signature *row = &x->signing.row;
	struct text t;

	text_init(&t, row->fields, sizeof(row->fields));
	text_printf(&t, "challenge=%s", x->theirs);
	row->account = x->signing.account.id;
	row->epoch = x->signing.account.epoch;
	row->at = in->now;
	row->expires = in->now + c->life;
	row->tries = c->tries;
	if ((row->reference = refs_draw(in->engine->refs)) == 0)
		return MF_EFULL;
	return signature_add(in->store, row);
}

static void
answer(struct command_in *in, const struct proving *x)
{
	char reference[10], grouped[CHALLENGE_SIZE * 2];
	const char *name = x->signing.name, *serial = x->token.serial;
	struct wire_out *o = row_begin(in, "proof");
	struct text t;

	refs_format(in->engine->refs, x->signing.row.reference, reference);
	text_init(&t, grouped, sizeof(grouped));
	shorten_challenge(&t, x->ours);
	wire_put_str(o, TAG_REFERENCE, reference);
	wire_put_str(o, TAG_ACCOUNT, name);
	wire_put_str(o, TAG_SERIAL, serial);
	wire_put_str(o, TAG_CHALLENGE, grouped);
	wire_put_str(o, TAG_CODE, x->answer);
	wire_put_int(o, TAG_EXPIRY, x->signing.row.expires);
	row_end(in);
	say(in,
	    "Tell %s the challenge %s and the answer %s: token %s knows that "
	    "the answer is right, and gives one of its own.\n"
	    "Then: mfctl prove check %s CODE",
	    name, grouped, x->answer, serial, QUOTED(reference));
}

enum mf_err
prove_begin(struct command_in *in)
{
	struct proving *x = command_own(in, sizeof(*x));
	enum mf_err e;

	if (x == NULL)
		return MF_ENOMEM;
	if ((e = find_token(in, TAG_SERIAL, &x->token)) != MF_OK ||
	    (e = sign_read_session(in, &x->signing.row)) != MF_OK ||
	    (e = gather(in, x)) != MF_OK ||
	    (e = sign_may_begin(in, &x->signing)) != MF_OK ||
	    (e = can_prove(in, x)) != MF_OK || (e = draw(in, x)) != MF_OK ||
	    (e = keep(in, x)) != MF_OK)
		return e;
	answer(in, x);
	return sign_record(in, &x->signing, "prove.begin", REASON_ASKED);
}
