/*
 * What a challenge-response token is asked to be found again: a row as of a
 * transaction to sign, which one pair of answers ends.
 */

#include <string.h>

#include "server/admin_resync.h"
#include "core/shorten.h"
#include "server/refs.h"
#include "server/why.h"
#include "util/shell.h"

#define WAITING_MOST 16 /* of one account, or of what is nobody's, at once */

static enum mf_err
may_be_asked(
    struct command_in *in, const struct resync *x, const struct device *d)
{
	const char *serial = x->token.serial;

	if (x->suite.pin != 0 && d->pinlen != hash_size(x->suite.pin))
		return refuse(in, REFUSED_STATE,
		    "token %s answers with a PIN that was not set.\n"
		    "Set it: mfctl token pin %s",
		    serial, QUOTED(serial));
	if (x->suite.session && x->row.nsession == 0)
		return refuse(in, REFUSED_STATE,
		    "token %s answers with a session.\n"
		    "Give it: mfctl token resync %s --session HEX",
		    serial, QUOTED(serial));
	return MF_OK;
}

/* What it was asked, if it waits for this token's answers. */
static enum mf_err
find_asked(struct command_in *in, struct resync *x)
{
	const char *serial = x->token.serial;
	enum mf_err e = MF_ENOENT;

	if (x->reference != 0)
		e = signature_get(in->store, x->reference, &x->row);
	if (e != MF_OK && e != MF_ENOENT)
		return e;
	if (e == MF_ENOENT || strcmp(x->row.form, FORM_RESYNC) != 0 ||
	    x->row.device != x->token.id)
		return refuse(in, REFUSED_ABSENT,
		    "token %s answers what it is asked, and --reference does "
		    "not say what that was.\nAsk it: mfctl token resync %s",
		    serial, QUOTED(serial));
	if (x->row.state == SIGNATURE_OPEN && in->now < x->row.expires)
		return MF_OK;
	return refuse(in, REFUSED_STATE,
	    "what token %s was asked %s.\nAsk it anew: mfctl token resync %s",
	    serial,
	    x->row.state == SIGNATURE_OPEN ? "has expired"
					   : "was answered; each is asked once",
	    QUOTED(serial));
}

enum mf_err
resync_challenge(struct command_in *in, struct resync *x, struct device *d)
{
	enum mf_err e;

	if (suite_read(d->suite, &x->suite) != MF_OK)
		return MF_EINVAL;
	if (!x->asks && (e = find_asked(in, x)) != MF_OK)
		return e;
	memcpy(d->challenge, x->row.challenge, sizeof(d->challenge));
	d->session = (struct slice){ x->row.session, x->row.nsession };
	return may_be_asked(in, x, d);
}

static void
tell(struct command_in *in, const struct resync *x, const char *grouped,
    const char *reference)
{
	char later[SPAN_SIZE];

	if (x->suite.counter) {
		say(in, "Key %s into token %s twice, for two answers in a row.",
		    grouped, x->token.serial);
	} else {
		why_span(x->suite.step, later);
		say(in,
		    "Key %s into token %s, and again %s later, for two answers "
		    "in a row.",
		    grouped, x->token.serial, later);
	}
	say(in, "\nThen: mfctl token resync %s CODE NEXT-CODE --reference %s",
	    QUOTED(x->token.serial), QUOTED(reference));
}

enum mf_err
resync_ask(struct command_in *in, struct resync *x)
{
	char reference[10], grouped[CHALLENGE_SIZE * 2];
	struct signature *row = &x->row;
	struct wire_out *o;
	struct text t;
	int64_t n;
	enum mf_err e;

	row->account = x->token.account;
	row->device = x->token.id;
	memcpy(row->form, FORM_RESYNC, sizeof(FORM_RESYNC));
	if ((e = signature_count(in->store, row->account, in->now, &n)) !=
	    MF_OK)
		return e;
	if (n >= WAITING_MOST)
		return refuse(in, REFUSED_STATE,
		    "token %s is not asked now: %d others wait for answers.\n"
		    "Let some be answered, or expire.",
		    x->token.serial, WAITING_MOST);
	if ((e = sign_draw(in, row, &x->suite, NULL, 0)) != MF_OK)
		return e;
	row->at = in->now;
	row->expires =
	    in->now + in->engine->conf->signing.life + 2 * x->suite.step;
	row->tries = 1;
	if ((row->reference = refs_draw(in->engine->refs)) == 0)
		return MF_EFULL;
	if ((e = signature_add(in->store, row)) != MF_OK)
		return e;
	refs_format(in->engine->refs, row->reference, reference);
	text_init(&t, grouped, sizeof(grouped));
	shorten_challenge(&t, row->challenge);
	o = row_begin(in, "challenge");
	wire_put_str(o, TAG_REFERENCE, reference);
	wire_put_str(o, TAG_SERIAL, x->token.serial);
	wire_put_str(o, TAG_CHALLENGE, grouped);
	wire_put_int(o, TAG_EXPIRY, row->expires);
	row_end(in);
	tell(in, x, grouped, reference);
	return MF_OK;
}

enum mf_err
resync_spend(struct command_in *in, const struct resync *x)
{
	bool right = x->result.match == MATCH_YES;
	const char *serial = x->token.serial;
	enum mf_err e;

	e = signature_try(
	    in->store, &x->row, right ? SIGNATURE_SIGNED : SIGNATURE_REFUSED);
	if (e == MF_ECONFLICT)
		return refuse(in, REFUSED_STATE,
		    "what token %s was asked has been answered just now.\n"
		    "Look at it, then try again: mfctl token show %s",
		    serial, QUOTED(serial));
	if (e != MF_OK || right)
		return e;
	return refuse_and_keep(in, REFUSED_STATE,
	    "token %s does not give these two answers in a row to what it was "
	    "asked.\nAsk it anew: mfctl token resync %s",
	    serial, QUOTED(serial));
}
