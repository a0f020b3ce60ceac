/* Numbers and e-mail addresses that codes go to: added, removed. */

#include <string.h>

#include "server/admin_address.h"
#include "server/admin_commands.h"
#include "server/admin_identity.h"
#include "server/admin_release.h"
#include "server/notes.h"
#include "server/notice.h"
#include "server/sending.h"
#include "util/shell.h"

static const struct channel_words channels[] = {
	{ &factor_sms, IDENTITY_PHONE, "phone", "phone number", "SMS",
	    "phone.add", "phone.confirm", "phone.resend", "phone.remove" },
	{ &factor_email, IDENTITY_EMAIL, "email", "e-mail address", "e-mail",
	    "email.add", "email.confirm", "email.resend", "email.remove" },
};

const struct channel_words *
channel_of(const struct command_in *in)
{
	return &channels[in->number >= CMD_EMAIL_ADD &&
	    in->number <= CMD_EMAIL_LIST];
}

static bool
collect(void *arg, const struct desk_token *t)
{
	struct addresses *a = arg;

	if (t->ops == a->ops && a->n < ADDRESSES_MAX) {
		a->list[a->n++] = *t;
		a->in_use += t->state == DEVICE_ACTIVE;
	}
	return true;
}

enum mf_err
addresses_of(struct command_in *in, int64_t account, struct addresses *a)
{
	*a = (struct addresses){ .ops = channel_of(in)->ops };
	return desk_tokens_of(in->store, account, PAGE_MAX, collect, a);
}

bool
address_waits(const struct desk_token *t)
{
	return t->state == DEVICE_UNCONFIRMED || t->state == DEVICE_SUSPENDED ||
	    t->state == DEVICE_REBIND;
}

static enum mf_err
canonical(struct command_in *in, char out[EMAIL_SIZE])
{
	return identity_canonical(
	    in, channel_of(in)->identity, field_slice(in, TAG_ADDRESS), out);
}

enum mf_err
address_find(
    struct command_in *in, const struct desk_account *a, struct desk_token *out)
{
	const struct channel_words *c = channel_of(in);
	char typed[ADDRESS_SIZE], value[EMAIL_SIZE];
	struct addresses all = { 0 };
	enum mf_err e;

	field_text(in, TAG_ADDRESS, typed, sizeof(typed));
	if ((e = addresses_of(in, a->id, &all)) != MF_OK)
		return e;
	for (size_t i = 0; i < all.n; i++)
		if (strcmp(all.list[i].label, typed) == 0) {
			*out = all.list[i];
			return MF_OK;
		}
	if ((e = canonical(in, value)) != MF_OK)
		return e;
	for (size_t i = 0; i < all.n; i++)
		if (strcmp(all.list[i].address, value) == 0) {
			*out = all.list[i];
			return MF_OK;
		}
	return refuse(in, REFUSED_ABSENT,
	    "%s %s is none of %s's.\nTo see them: mfctl %s list %s", c->noun,
	    value, a->name, c->command, QUOTED(a->name));
}

enum mf_err
address_record(struct command_in *in, const char *event,
    const struct desk_account *a, const struct desk_token *t)
{
	char detail[800];
	struct text d;

	text_init(&d, detail, sizeof(detail));
	detail_put(&d, "address", t->address);
	detail_put(&d, "label", t->label);
	detail_put(&d, "owner", a->name);
	detail_put(&d, "state", device_state_names[t->state]);
	return record(in, event, a->id, t->id, &d);
}

static enum mf_err
tell_others(struct command_in *in, const struct desk_account *a,
    const struct desk_token *t, enum message_id text)
{
	const struct notice n = {
		.text = text,
		.account = a->id,
		.name = a->name,
		.language = a->language,
		.address = t->address,
		.except = text == MESSAGE_CHANGED ? t->address : NULL,
		.now_ms = in->now_ms,
	};

	return notice_put(in->engine, &n);
}

enum mf_err
address_activate(struct command_in *in, const struct desk_account *a,
    const struct desk_token *t, const char *event)
{
	const struct channel_words *c = channel_of(in);
	struct desk_token now = *t;
	uint64_t counter;
	enum mf_err e = MF_OK;

	now.state = DEVICE_ACTIVE;
	if (t->state != DEVICE_ACTIVE)
		e = store_device_state(
		    in->store, t->id, t->state, DEVICE_ACTIVE);
	if (e != MF_OK ||
	    (e = desk_address_until(in->store, t->id, 0)) != MF_OK ||
	    (e = desk_token_pass(in->store, t->id, 0, &counter)) != MF_OK ||
	    (e = desk_had_device(in->store, a->id)) != MF_OK ||
	    (t->state == DEVICE_SUSPENDED &&
		(e = end_relief(in, a->id)) != MF_OK))
		return e;
	notes_binding(in->engine->notes, t->id, a->id, DEVICE_ACTIVE);
	say(in, "Codes for %s go to %s by %s from now on.", a->name, t->address,
	    c->way);
	if ((e = tell_others(in, a, t, MESSAGE_CHANGED)) != MF_OK)
		return e;
	return address_record(in, event, a, &now);
}

/* What was typed, or the one identity of that kind that the account has. */
struct only {
	enum identity_kind kind;
	char value[EMAIL_SIZE];
	unsigned n;
};

static bool
take_identity(void *arg, enum identity_kind kind, const char *value)
{
	struct only *o = arg;

	if (kind == o->kind && o->n++ == 0)
		strcpy(o->value, value);
	return true;
}

static enum mf_err
wanted_address(
    struct command_in *in, const struct desk_account *a, char out[EMAIL_SIZE])
{
	const struct channel_words *c = channel_of(in);
	struct only o = { .kind = c->identity };
	enum mf_err e;

	if (wire_has(in->msg, TAG_ADDRESS))
		return canonical(in, out);
	e = desk_identities(in->store, a->id, take_identity, &o);
	if (e != MF_OK)
		return e;
	if (o.n != 1)
		return refuse(in, REFUSED_USAGE,
		    "account %s is known by %s %s.\nSay which one is meant: "
		    "mfctl %s add %s %s",
		    a->name, o.n == 0 ? "no" : "more than one", c->noun,
		    c->command, QUOTED(a->name),
		    c->identity == IDENTITY_PHONE ? "NUMBER" : "ADDRESS");
	strcpy(out, o.value);
	return MF_OK;
}

static enum mf_err
refuse_present(struct command_in *in, const struct desk_account *a,
    const struct desk_token *t)
{
	const struct channel_words *c = channel_of(in);

	if (t->state == DEVICE_ACTIVE)
		return refuse(in, REFUSED_STATE,
		    "%s %s of %s is in use already.\nNothing is to be done.",
		    c->noun, t->address, a->name);
	if (!address_waits(t))
		return refuse(in, REFUSED_STATE,
		    "%s %s of %s is %s.\n"
		    "If it is theirs again, remove it first: mfctl %s remove "
		    "%s %s",
		    c->noun, t->address, a->name, device_state_names[t->state],
		    c->command, QUOTED(a->name), QUOTED(t->address));
	return refuse(in, REFUSED_STATE,
	    "%s %s of %s is %s.\n"
	    "To send it a code: mfctl %s resend %s %s; with --confirmed it "
	    "needs none.",
	    c->noun, t->address, a->name, device_state_names[t->state],
	    c->command, QUOTED(a->name), QUOTED(t->address));
}

static enum mf_err
check_new(struct command_in *in, const struct desk_account *a,
    const char *address, struct addresses *all)
{
	const struct channel_words *c = channel_of(in);
	char label[LABEL_SIZE];
	enum mf_err e;

	if (!sending_reaches(&in->engine->conf->sending, c->ops, address))
		return refuse(in, REFUSED_STATE,
		    "%s %s begins with none of sending.prefixes in "
		    "multifactord.conf.\n"
		    "Give a number of a country that codes may go to.",
		    c->noun, address);
	field_text(in, TAG_LABEL, label, sizeof(label));
	if (!utf8_is_plain(slice_str(label)))
		return refuse(in, REFUSED_USAGE,
		    "label: it has a line's end, another control character or "
		    "a byte that is not UTF-8.\nPlease type it again.");
	if ((e = addresses_of(in, a->id, all)) != MF_OK)
		return e;
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->list[i].address, address) == 0 &&
		    !(address_waits(&all->list[i]) &&
			asked_for(in, TAG_CONFIRMED)))
			return refuse_present(in, a, &all->list[i]);
	if (all->n == ADDRESSES_MAX)
		return refuse(in, REFUSED_STATE,
		    "account %s has %d of these already.\n"
		    "Remove one first: mfctl %s remove %s ...",
		    a->name, ADDRESSES_MAX, c->command, QUOTED(a->name));
	return MF_OK;
}

/* The row, waiting; or the one that waits there already. */
static enum mf_err
put_row(struct command_in *in, const struct desk_account *a,
    const char *address, const struct addresses *all, struct desk_token *out)
{
	char label[LABEL_SIZE];
	const struct new_token t = {
		.factor = channel_of(in)->ops->name,
		.vendor = "",
		.label = field_text(in, TAG_LABEL, label, sizeof(label)),
		.address = address,
		.hash = HASH_SHA1,
		.state = DEVICE_UNCONFIRMED,
		.account = a->id,
		.now = in->now,
		.secret = slice_str(""),
	};
	int64_t id;
	enum mf_err e;

	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->list[i].address, address) == 0) {
			*out = all->list[i];
			return MF_OK;
		}
	if ((e = desk_token_next(in->store, &id)) != MF_OK ||
	    (e = desk_token_add(in->store, id, &t)) != MF_OK)
		return e;
	notes_binding(in->engine->notes, id, a->id, DEVICE_UNCONFIRMED);
	return desk_token_by_id(in->store, id, out);
}

enum mf_err
address_add(struct command_in *in)
{
	const struct channel_words *c = channel_of(in);
	char address[EMAIL_SIZE];
	struct addresses all = { 0 };
	struct desk_account a;
	struct desk_token t = { 0 };
	enum mf_err e;

	if ((e = find_account(in, &a)) != MF_OK ||
	    (e = wanted_address(in, &a, address)) != MF_OK ||
	    (e = check_new(in, &a, address, &all)) != MF_OK ||
	    (e = put_row(in, &a, address, &all, &t)) != MF_OK)
		return e;
	if (asked_for(in, TAG_CONFIRMED))
		return address_activate(in, &a, &t, c->add);
	if ((e = address_send(in, &a, &t)) != MF_OK)
		return e;
	return address_record(in, c->add, &a, &t);
}

enum mf_err
address_remove(struct command_in *in)
{
	const struct channel_words *c = channel_of(in);
	struct desk_account a;
	struct desk_token t = { 0 };
	unsigned in_use, n;
	enum mf_err e;

	if ((e = find_account(in, &a)) != MF_OK ||
	    (e = address_find(in, &a, &t)) != MF_OK ||
	    (e = count_tokens(in->store, a.id, &in_use, &n)) != MF_OK)
		return e;
	if (t.state == DEVICE_ACTIVE && in_use == 1 &&
	    !asked_for(in, TAG_CONFIRM))
		return refuse(in, REFUSED_CONFIRM,
		    "%s %s is the only thing that %s can log in with; no "
		    "codes will go there.\n"
		    "Until there is another one: mfctl account temporary %s",
		    c->noun, t.address, a.name, QUOTED(a.name));
	if (t.state != DEVICE_UNCONFIRMED &&
	    (e = tell_others(in, &a, &t, MESSAGE_REMOVED)) != MF_OK)
		return e;
	if ((e = release_token(in, &t, c->remove)) != MF_OK ||
	    (e = end_relief(in, a.id)) != MF_OK)
		return e;
	say(in, "No codes for %s go to %s any more.", a.name, t.address);
	return MF_OK;
}
