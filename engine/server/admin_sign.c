/* sign.begin: a transaction, and what its person keys in to sign it. */

#include <string.h>

#include "server/admin_sign.h"
#include "core/shorten.h"
#include "server/admin_commands.h"
#include "server/refs.h"
#include "server/sending.h"
#include "store/audit.h"
#include "store/challenge.h"
#include "util/shell.h"

#define OPEN_MOST  16 /* of one account that wait at once */
#define DRAWS_MOST 8  /* for a challenge never asked before */

enum mf_err
sign_gather(struct command_in *in, struct signing *x)
{
	const struct slice parts[] = { slice_str("signing"),
		slice_str(x->row.form) };
	enum mf_err e;

	keyed_hash(NULL, parts, 2, x->source, sizeof(x->source));
	e = store_devices(in->store, x->account.id, x->devices, &x->ndevices);
	if (e != MF_OK)
		return e;
	return store_guesses(
	    in->store, x->account.id, x->source, in->now, &x->guesses);
}

void
sign_show(const struct signing *x, char out[SIGN_SHOWN])
{
	struct text t;
	const char *p = x->row.fields;
	size_t n, name;

	text_init(&t, out, SIGN_SHOWN);
	for (; *p != '\0'; p += n + (p[n] == '\n')) {
		n = strcspn(p, "\n");
		name = strcspn(p, "=\n");
		name += p[name] == '=';
		text_put(&t, p > x->row.fields ? ", " : "");
		text_putn(&t, p, name);
		sign_put_value(
		    &t, (struct slice){ (const uint8_t *)p + name, n - name });
	}
}

enum mf_err
sign_record(struct command_in *in, const struct signing *x, const char *event,
    enum reason why)
{
	char detail[DETAIL_SIZE], shown[SIGN_SHOWN];
	const char *form = x->row.form;
	struct text t;
	struct audit_record r = {
		.at_ms = in->now_ms,
		.event = event,
		.account = x->row.account,
		.used = x->row.device,
		.dialogue = x->row.dialogue,
		.reference = x->row.reference,
		.actor = slice_str(in->actor),
	};

	sign_show(x, shown);
	text_init(&t, detail, sizeof(detail));
	text_printf(&t, "reason=%s", reason_words[why]);
	if (strchr(form, '.') == NULL) /* of the configuration, not of ours */
		text_printf(&t, " form=%s", form);
	detail_put(&t, "fields", shown);
	r.detail = (struct slice){ (const uint8_t *)t.buf, t.len };
	return t.cut ? MF_EFULL : audit_append(in->store, &r);
}

static bool
is_asked_for(struct command_in *in, const struct device *d)
{
	char kind[17];

	field_text(in, TAG_FACTOR, kind, sizeof(kind));
	return kind[0] == '\0' || strcmp(kind, d->ops->name) == 0;
}

/* Whether the device could sign, as far as it itself goes. */
static bool
can_sign(struct command_in *in, const struct device *d, struct suite *s)
{
	char typed[SERIAL_SIZE], canonical[SERIAL_SIZE] = "";

	field_text(in, TAG_SERIAL, typed, sizeof(typed));
	if (typed[0] != '\0' &&
	    (serial_canonical(slice_str(typed), canonical) != MF_OK ||
		!serial_same(canonical, d->canonical)))
		return false;
	if (!device_is_usable(d, in->now) || !is_asked_for(in, d))
		return false;
	if (d->ops->sends && d->ops->kind == KIND_SMS)
		return typed[0] == '\0' && !wire_has(in->msg, TAG_SESSION);
	return d->ops->challenge != NULL && suite_read(d->suite, s) == MF_OK &&
	    (s->pin == 0 || d->pinlen == hash_size(s->pin)) &&
	    s->session == (wire_has(in->msg, TAG_SESSION) != 0);
}

enum mf_err
sign_draw(struct command_in *in, struct signature *row, const struct suite *s,
    const struct sign_field *fields, size_t n)
{
	struct keyring *keys = in->engine->keys;
	struct round id = { .generation = store_generation(in->store),
		.device = row->device };
	uint8_t key[KEY_SIZE];
	bool asked = true;
	enum mf_err e;

	e = keyring_key(keys, KEY_CHALLENGE, keyring_newest_id(keys), key);
	for (unsigned i = 0; e == MF_OK && asked; i++) {
		id.dialogue = sending_dialogue(in->engine, in->now_ms);
		e = i == DRAWS_MOST
		    ? MF_EFULL
		    : sign_challenge(key, &id, s, fields, n, row->challenge);
		if (e == MF_OK)
			e = challenge_was_asked(
			    in->store, row->device, row->challenge, &asked);
	}
	wipe(key, sizeof(key));
	row->dialogue = id.dialogue;
	return e;
}

/* A phone is told the fields instead. */
static enum mf_err
prepare(struct command_in *in, struct signing *x, const struct device *d,
    const struct suite *s)
{
	x->row.device = d->id;
	if (!d->ops->sends)
		return sign_draw(in, &x->row, s, x->fields, x->nfields);
	x->row.dialogue = sending_dialogue(in->engine, in->now_ms);
	return sign_send(in, x, d);
}

/* The first of a kind that can, latest success first; MF_ENOENT: none can. */
static enum mf_err
choose_among(struct command_in *in, struct signing *x, bool phones,
    const struct device **chosen)
{
	enum mf_err e = MF_ENOENT;
	struct suite s;

	for (size_t i = 0; i < x->ndevices; i++) {
		const struct device *d = &x->devices[i];

		if (d->ops->sends != phones || !can_sign(in, d, &s))
			continue;
		*chosen = d;
		e = prepare(in, x, d, &s);
		if (e != MF_EFULL)
			return e;
	}
	return e;
}

/* A token before a phone: it shows what is keyed in. */
static enum mf_err
choose(struct command_in *in, struct signing *x, const struct device **chosen)
{
	enum mf_err e = choose_among(in, x, false, chosen), phone;
	char kind[17];

	if (e == MF_OK || (e != MF_ENOENT && e != MF_EFULL))
		return e;
	if ((phone = choose_among(in, x, true, chosen)) != MF_ENOENT)
		return phone;
	if (e == MF_EFULL)
		return refuse(in, REFUSED_STATE,
		    "account %s has no token whose challenge has room for "
		    "what form %s has keyed in.\nLet fewer characters be keyed "
		    "in, in signing.forms of multifactord.conf; %d must be "
		    "left.",
		    x->name, x->row.form, SIGN_DRAWN);
	field_text(in, TAG_FACTOR, kind, sizeof(kind));
	return refuse(in, REFUSED_STATE,
	    "account %s has no %s in use that could sign this.\n"
	    "See what there is: mfctl account show %s",
	    x->name,
	    strcmp(kind, factor_sms.name) == 0        ? "phone"
		: strcmp(kind, factor_ocra.name) == 0 ? "challenge-response "
							"token"
						      : "challenge-response "
							"token or phone",
	    QUOTED(x->name));
}

static enum mf_err
check_factor(struct command_in *in)
{
	char kind[65];

	field_text(in, TAG_FACTOR, kind, sizeof(kind));
	if (kind[0] == '\0' || strcmp(kind, factor_ocra.name) == 0 ||
	    strcmp(kind, factor_sms.name) == 0)
		return MF_OK;
	return refuse(in, REFUSED_USAGE,
	    "factor %s signs nothing.\nGive ocra or sms.", kind);
}

enum mf_err
sign_read_session(struct command_in *in, struct signature *row)
{
	struct slice typed = field_slice(in, TAG_SESSION);

	if (typed.n == 0 ||
	    hex_decode(typed, row->session, sizeof(row->session),
		&row->nsession) == MF_OK)
		return MF_OK;
	return refuse(in, REFUSED_USAGE,
	    "session: this is not hexadecimal, two digits a byte.\n"
	    "Give it as the token has it.");
}

enum mf_err
sign_may_begin(struct command_in *in, const struct signing *x)
{
	const struct step_in step = { .now = in->now,
		.limits = &in->engine->conf->limits,
		.guesses = x->guesses };
	enum reason why;
	int64_t n;
	enum mf_err e;

	if (!x->account.active)
		return refuse(in, REFUSED_STATE,
		    "account %s is disabled.\nAn admin can enable it: mfctl "
		    "account enable %s",
		    x->name, QUOTED(x->name));
	if (!guess_is_allowed(&step, &why))
		return refuse(in, REFUSED_STATE,
		    "account %s is locked after too many wrong codes.\n"
		    "Wait, or: mfctl account unlock %s",
		    x->name, QUOTED(x->name));
	e = signature_count(in->store, x->account.id, in->now, &n);
	if (e == MF_OK && n >= OPEN_MOST)
		return refuse(in, REFUSED_STATE,
		    "account %s has %d transactions or challenges that wait "
		    "for an answer.\nLet some be answered, or expire.",
		    x->name, OPEN_MOST);
	return e;
}

static enum mf_err
answer(struct command_in *in, struct signing *x, const struct device *d)
{
	char reference[10], shown[SIGN_SHOWN], grouped[CHALLENGE_SIZE * 2];
	struct wire_out *o = row_begin(in, "signature");
	struct text t;

	refs_format(in->engine->refs, x->row.reference, reference);
	text_init(&t, grouped, sizeof(grouped));
	shorten_challenge(&t, x->row.challenge);
	sign_show(x, shown);
	wire_put_str(o, TAG_REFERENCE, reference);
	wire_put_str(o, TAG_FORM, x->row.form);
	wire_put_str(o, TAG_ACCOUNT, x->name);
	wire_put_str(o, TAG_SERIAL, d->serial);
	wire_put_str(o, TAG_CHALLENGE, x->row.challenge);
	wire_put_int(o, TAG_EXPIRY, x->row.expires);
	row_end(in);
	if (d->ops->sends)
		say(in, "To sign %s, %s has a code in an SMS.", shown, x->name);
	else
		say(in, "To sign %s, %s keys %s into token %s.", shown, x->name,
		    grouped, d->serial);
	say(in, "\nThen: mfctl sign check %s CODE", QUOTED(reference));
	return sign_record(in, x, "sign.begin", REASON_ASKED);
}

enum mf_err
sign_begin(struct command_in *in)
{
	struct signing *x = command_own(in, sizeof(*x));
	const struct conf_signing *c = &in->engine->conf->signing;
	const struct device *d = NULL;
	struct desk_account a;
	enum mf_err e;

	if (x == NULL)
		return MF_ENOMEM;
	if ((e = find_account(in, &a)) != MF_OK ||
	    (e = check_factor(in)) != MF_OK ||
	    (e = sign_read_fields(in, x)) != MF_OK ||
	    (e = sign_read_session(in, &x->row)) != MF_OK)
		return e;
	memcpy(x->name, a.name, sizeof(x->name));
	memcpy(x->language, a.language, sizeof(x->language));
	x->account = (struct account_facts){
		.id = a.id, .epoch = a.epoch, .active = !a.disabled
	};
	if ((e = sign_gather(in, x)) != MF_OK ||
	    (e = sign_may_begin(in, x)) != MF_OK ||
	    (e = choose(in, x, &d)) != MF_OK)
		return e;
	x->row.account = a.id;
	x->row.epoch = a.epoch;
	x->row.at = in->now;
	x->row.expires = in->now + c->life;
	x->row.tries = c->tries;
	if (d == NULL || (x->row.reference = refs_draw(in->engine->refs)) == 0)
		return MF_EFULL;
	if ((e = signature_add(in->store, &x->row)) != MF_OK)
		return e;
	return answer(in, x, d);
}
