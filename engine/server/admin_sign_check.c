/*
 * sign.check, prove.check: the answer to what was begun; one is right, or some
 * are wrong.
 */

#include <string.h>

#include "core/sent.h"
#include "core/typed.h"
#include "server/admin_commands.h"
#include "server/admin_sign.h"
#include "server/effect.h"
#include "server/refs.h"
#include "server/sending.h"
#include "util/shell.h"

size_t
sign_read_code(struct command_in *in, enum wire_tag tag, bool letters,
    char out[CODE_TYPED])
{
	struct slice typed = field_slice(in, tag);
	size_t n = 0, len = 0;

	if (typed.n >= CODE_TYPED || typed_fold(typed, out, &n) != MF_OK)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (out[i] != ' ' && out[i] != '-')
			out[len++] =
			    letters ? ascii_upper(out[i]) : ascii_lower(out[i]);
	return len;
}

/* What there is to answer: the same in two commands. */
struct kind {
	const char *form; /* of the row; NULL: one of the configuration */
	const char *right, *wrong; /* events */
	const char *absent;        /* %s: what was typed */
	const char *what, *given;  /* "transaction X was signed already" */
	const char *not_so, *anew; /* "Not signed", "sign" */
};

static const struct kind signature = {
	.right = "sign.accept",
	.wrong = "sign.reject",
	.absent = "no transaction that waits for a signature.\n"
		  "Begin one: mfctl sign begin FORM ACCOUNT FIELD=VALUE ...",
	.what = "transaction",
	.given = "was signed already; each is signed once",
	.not_so = "Not signed",
	.anew = "sign",
};

static const struct kind proof = {
	.form = FORM_PROVE,
	.right = "prove.accept",
	.wrong = "prove.reject",
	.absent = "no proof that waits for a token's answer.\n"
		  "Begin one: mfctl prove begin SERIAL CHALLENGE",
	.what = "proof",
	.given = "was answered already; each is good once",
	.not_so = "Not proved",
	.anew = "prove",
};

static bool
is_of(const struct kind *k, const struct signature *row)
{
	return k->form != NULL ? strcmp(row->form, k->form) == 0
			       : strchr(row->form, '.') == NULL;
}

static enum mf_err
find(struct command_in *in, const struct kind *k, struct signing *x,
    char reference[10])
{
	char typed[16];
	int64_t number;
	enum mf_err e = MF_ENOENT;

	field_text(in, TAG_REFERENCE, typed, sizeof(typed));
	if (refs_parse(in->engine->refs, typed, &number) == MF_OK)
		e = signature_get(in->store, number, &x->row);
	if (e == MF_ENOENT || (e == MF_OK && !is_of(k, &x->row)))
		return refuse(in, REFUSED_ABSENT, "%s is %s", typed, k->absent);
	if (e == MF_OK)
		refs_format(in->engine->refs, number, reference);
	return e;
}

static enum mf_err
is_open(struct command_in *in, const struct kind *k, const struct signing *x,
    const char *reference)
{
	const char *why = x->row.state == SIGNATURE_SIGNED ? k->given
	    : x->row.state == SIGNATURE_REFUSED ? "had too many wrong codes"
	    : in->now >= x->row.expires         ? "has expired"
						: NULL;

	if (why == NULL)
		return MF_OK;
	return refuse(in, REFUSED_STATE,
	    "%s %s %s.\nBegin it anew: mfctl %s begin.", k->what, reference,
	    why, k->anew);
}

static enum mf_err
take_sent(struct command_in *in, const struct signing *x, struct device *d)
{
	struct pending p;
	size_t n;
	enum mf_err e;

	e = store_pendings(in->store, x->row.dialogue, in->now, &p, 1, &n);
	if (e != MF_OK || n == 0)
		return e;
	return sending_take(in->engine, &p, SENT_LOGIN, d);
}

static enum mf_err
find_device(struct command_in *in, struct signing *x, struct device **out)
{
	*out = NULL;
	for (size_t i = 0; i < x->ndevices && *out == NULL; i++)
		if (x->devices[i].id == x->row.device)
			*out = &x->devices[i];
	if (*out == NULL)
		return MF_OK;
	memcpy((*out)->challenge, x->row.challenge, sizeof((*out)->challenge));
	(*out)->session = (struct slice){ x->row.session, x->row.nsession };
	return (*out)->ops->sends ? take_sent(in, x, *out) : MF_OK;
}

static enum mf_err
gather(struct command_in *in, struct signing *x)
{
	struct desk_account a;
	enum mf_err e;

	e = desk_account_by_id(in->store, x->row.account, &a);
	if (e != MF_OK && e != MF_ENOENT)
		return e;
	x->account = (struct account_facts){ .id = x->row.account,
		.epoch = x->row.epoch,
		.active =
		    e == MF_OK && !a.disabled && a.epoch == x->row.epoch };
	if (e == MF_OK)
		memcpy(x->name, a.name, sizeof(x->name));
	return sign_gather(in, x);
}

static enum mf_err
apply(struct command_in *in, const struct kind *k, struct signing *x,
    const struct sign_out *out)
{
	const struct deed deed = { .engine = in->engine,
		.account = &x->account,
		.source = x->source,
		.guesses = &x->guesses,
		.now = in->now };
	enum mf_err e = MF_OK;

	/* What is not looked at is no try. */
	if (out->counted)
		e = signature_try(in->store, &x->row,
		    out->right              ? SIGNATURE_SIGNED
			: x->row.tries == 1 ? SIGNATURE_REFUSED
					    : SIGNATURE_OPEN);
	for (size_t i = 0; i < out->nfx && e == MF_OK; i++)
		e = effect_apply(&deed, &out->fx[i]);
	if (e != MF_OK)
		return e;
	return sign_record(
	    in, x, out->right ? k->right : k->wrong, out->reason);
}

static void
tell_right(struct command_in *in, const struct kind *k, const struct signing *x,
    const struct device *d)
{
	char shown[SIGN_SHOWN];

	sign_show(x, shown);
	if (k->form != NULL)
		say(in, "%s has token %s in hand: its answer was right.",
		    x->name, d->serial);
	else
		say(in,
		    d->ops->sends ? "%s signed %s by SMS."
				  : "%s signed %s with token %s.",
		    x->name, shown, d->serial);
}

static void
tell(struct command_in *in, const struct kind *k, const struct signing *x,
    const struct device *d, const struct sign_out *out, const char *reference)
{
	wire_put_str(
	    done_fields(in), TAG_STATUS, out->right ? "accepted" : "rejected");
	if (out->right)
		tell_right(in, k, x, d);
	else if (!out->counted)
		say(in,
		    "%s: no code of %s is looked at now.\n"
		    "See why: mfctl why %s",
		    k->not_so, x->name, QUOTED(reference));
	else if (x->row.tries > 1)
		say(in, "%s: this is not the code for it. %u %s left.",
		    k->not_so, x->row.tries - 1,
		    x->row.tries == 2 ? "try is" : "tries are");
	else
		say(in,
		    "%s: this is not the code for it, and no try is left.\n"
		    "Begin it anew: mfctl %s begin.",
		    k->not_so, k->anew);
}

static enum mf_err
check(struct command_in *in, const struct kind *k)
{
	struct signing *x = command_own(in, sizeof(*x));
	char code[CODE_TYPED], reference[10];
	const struct conf *c = in->engine->conf;
	struct sign_out out = { .reason = REASON_NO_DEVICE };
	struct device *d;
	enum mf_err e;

	if (x == NULL)
		return MF_ENOMEM;
	if ((e = find(in, k, x, reference)) != MF_OK ||
	    (e = is_open(in, k, x, reference)) != MF_OK ||
	    (e = gather(in, x)) != MF_OK ||
	    (e = find_device(in, x, &d)) != MF_OK)
		return e;
	const struct sign_in step = { .now = in->now,
		.clock_jumped = clock_is_jumped(&in->engine->clock),
		.limits = &c->limits,
		.windows = &c->otp,
		.guesses = &x->guesses,
		.device = d,
		.code = { (const uint8_t *)code,
		    sign_read_code(
			in, TAG_CODE, d != NULL && d->ops->sends, code) } };
	if (!x->account.active)
		out.reason = REASON_DISABLED;
	else if (d != NULL)
		e = sign_step(&step, &out);
	wipe(code, sizeof(code));
	if (e != MF_OK || (out.right && in->engine->faulty))
		return e != MF_OK ? e : MF_ESTORE;
	if ((e = apply(in, k, x, &out)) == MF_OK)
		tell(in, k, x, d, &out, reference);
	return e;
}

enum mf_err
sign_check(struct command_in *in)
{
	return check(in, &signature);
}

enum mf_err
prove_check(struct command_in *in)
{
	return check(in, &proof);
}
