/* A new account, and its identities and groups. */

#include <stdio.h>
#include <string.h>

#include "server/admin_commands.h"
#include "server/admin_find.h"
#include "server/notes.h"

/* "e-mail address a@example.org" */
static const char *const kind_words[IDENTITY_KINDS] = {
	[IDENTITY_NAME] = "name",
	[IDENTITY_EMAIL] = "e-mail address",
	[IDENTITY_PHONE] = "phone number",
	[IDENTITY_ID] = "unique id",
};

static enum mf_err
refuse_phone(struct command_in *in, const char *typed, enum phone_fault fault)
{
	return refuse(in, REFUSED_USAGE,
	    "phone number %s: %s.\nGive it as +371 2000 0000.", typed,
	    phone_fault_texts[fault]);
}

/* One identity in canonical form, or a refusal that says what is wrong. */
static enum mf_err
canonical(struct command_in *in, enum identity_kind kind, struct slice raw,
    char out[EMAIL_SIZE])
{
	char typed[254], id[UNIQUE_ID_SIZE], phone[PHONE_SIZE];
	enum phone_fault fault = PHONE_FINE;
	struct name name;

	snprintf(typed, sizeof(typed), "%.*s", (int)raw.n, (const char *)raw.p);
	switch (kind) {
	case IDENTITY_NAME:
		if (name_canonical(&in->engine->names, raw, &name) != MF_OK)
			break;
		strcpy(out, name.canonical);
		return MF_OK;
	case IDENTITY_EMAIL:
		if (email_canonical(raw, out) != MF_OK)
			break;
		return MF_OK;
	case IDENTITY_PHONE:
		if (phone_canonical(raw, in->engine->conf->names.country, phone,
			&fault) != MF_OK)
			return refuse_phone(in, typed, fault);
		strcpy(out, phone);
		return MF_OK;
	case IDENTITY_ID:
		if (unique_id_canonical(raw, id) != MF_OK)
			break;
		strcpy(out, id);
		return MF_OK;
	case IDENTITY_KINDS:
		return MF_EINVAL;
	}
	return refuse(in, REFUSED_USAGE,
	    "%s %s is not of the form that one has.\n"
	    "Look for spaces and signs that do not belong there.",
	    kind_words[kind], typed);
}

static enum mf_err
add_identity(struct command_in *in, const struct desk_account *a,
    enum identity_kind kind, struct slice raw, char value[EMAIL_SIZE])
{
	struct desk_account other;
	enum mf_err e;

	if ((e = canonical(in, kind, raw, value)) != MF_OK)
		return e;
	e = desk_account(in->store, value, &other);
	if (e == MF_OK && other.id == a->id)
		return refuse(in, REFUSED_STATE,
		    "%s %s leads to account %s already.\n"
		    "Nothing is to be done.",
		    kind_words[kind], value, a->name);
	if (e == MF_OK)
		return refuse(in, REFUSED_STATE,
		    "%s %s leads to account %s already.\n"
		    "Take it away there first: mfctl identity remove %s %s %s",
		    kind_words[kind], value, other.name, other.name,
		    identity_kinds[kind], value);
	if (e != MF_ENOENT)
		return e;
	return desk_identity_add(in->store, a->id, kind, value);
}

static enum mf_err
add_group(struct command_in *in, const struct desk_account *a, struct slice raw,
    char group[NAME_SIZE])
{
	enum mf_err e;

	if (group_canonical(raw, group) != MF_OK)
		return refuse(in, REFUSED_USAGE,
		    "group %.*s is no name of a group: it has a character "
		    "that none can have.\nChoose another one.",
		    (int)raw.n, (const char *)raw.p);
	e = desk_group_add(in->store, a->id, group);
	if (e == MF_ECONFLICT)
		return refuse(in, REFUSED_STATE,
		    "account %s is in group %s already.\n"
		    "Nothing is to be done.",
		    a->name, group);
	return e;
}

/* A name that a login would read as what is somebody's already. */
static enum mf_err
refuse_taken(struct command_in *in, const char *name)
{
	struct desk_account other;
	struct forms who;
	enum mf_err e = MF_ENOENT;

	identity_forms(in->engine, slice_str(name), &who);
	for (size_t i = 0; i < who.n && e == MF_ENOENT; i++) {
		e = desk_account(in->store, who.form[i], &other);
		if (e == MF_OK)
			return refuse(in, REFUSED_STATE,
			    "name %s is read as %s, too, which leads to "
			    "account %s.\n"
			    "To see it: mfctl account show %s",
			    name, who.form[i], other.name, other.name);
	}
	return e == MF_ENOENT ? MF_OK : e;
}

static enum mf_err
new_account(struct command_in *in, struct desk_account *a)
{
	char language[LANGUAGE_SIZE], value[EMAIL_SIZE];
	struct desk_account other;
	enum mf_err e;

	*a = (struct desk_account){ 0 };
	field_text(in, TAG_LANGUAGE, language, sizeof(language));
	if (language[0] != '\0' && !language_is_known(language))
		return refuse(in, REFUSED_USAGE,
		    "language %s is none of the EU's.\n"
		    "Give two letters, such as en or lv.",
		    language);
	e = canonical(in, IDENTITY_NAME, field_slice(in, TAG_ACCOUNT), value);
	if (e != MF_OK)
		return e;
	memcpy(a->name, value, sizeof(a->name));
	e = desk_account(in->store, a->name, &other);
	if (e == MF_OK && strcmp(other.name, a->name) == 0)
		return refuse(in, REFUSED_STATE,
		    "account %s is there already.\n"
		    "To see it: mfctl account show %s",
		    a->name, a->name);
	if (e == MF_OK)
		return refuse(in, REFUSED_STATE,
		    "name %s leads to account %s already.\n"
		    "To see it: mfctl account show %s",
		    a->name, other.name, a->name);
	if (e != MF_ENOENT || (e = refuse_taken(in, a->name)) != MF_OK)
		return e;
	return desk_account_add(in->store, a->name, language, in->now, &a->id);
}

static enum mf_err
add_addresses(struct command_in *in, const struct desk_account *a)
{
	static const struct {
		enum identity_kind kind;
		enum wire_tag tag;
	} given[] = { { IDENTITY_EMAIL, TAG_EMAIL },
		{ IDENTITY_PHONE, TAG_PHONE }, { IDENTITY_ID, TAG_UNIQUE_ID } };
	char value[EMAIL_SIZE];
	const char *with = " with ";
	enum mf_err e = MF_OK;

	for (size_t i = 0; i < 3 && e == MF_OK; i++) {
		if (!wire_has(in->msg, given[i].tag))
			continue;
		e = add_identity(
		    in, a, given[i].kind, field_slice(in, given[i].tag), value);
		say(in, "%s%s %s", with, kind_words[given[i].kind], value);
		with = ", ";
	}
	return e;
}

static enum mf_err
add_groups(struct command_in *in, const struct desk_account *a)
{
	struct wire_field item;
	char group[NAME_SIZE];
	const char *before = ", in group ";
	size_t at = 0;
	enum mf_err e = MF_OK;

	while (e == MF_OK &&
	    wire_list_next(&in->msg->field[TAG_GROUPS], &at, &item)) {
		e = add_group(in, a, (struct slice){ item.p, item.n }, group);
		if (e == MF_OK)
			say(in, "%s%s", before, group);
		before = ", ";
	}
	return e;
}

/* What it was given along with its name, for the audit. */
static void
describe_new(struct command_in *in, struct text *t)
{
	static const struct {
		enum wire_tag tag;
		const char *key;
	} given[] = { { TAG_EMAIL, "email" }, { TAG_PHONE, "phone" },
		{ TAG_UNIQUE_ID, "id" }, { TAG_LANGUAGE, "language" } };
	char value[NAME_SIZE];
	struct wire_field group;
	size_t at = 0;

	for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
		if (wire_str(in->msg, given[i].tag, value, sizeof(value)))
			detail_put(t, given[i].key, value);
	while (wire_list_next(&in->msg->field[TAG_GROUPS], &at, &group)) {
		snprintf(value, sizeof(value), "%.*s", (int)group.n,
		    (const char *)group.p);
		detail_put(t, "group", value);
	}
}

enum mf_err
account_add(struct command_in *in)
{
	struct desk_account a;
	char detail[DETAIL_SIZE];
	uint64_t epoch = 1;
	struct text t;
	enum mf_err e;

	/* Groups choose the policy: as with group.add, that is an admin's. */
	if (wire_has(in->msg, TAG_GROUPS) && in->role < ROLE_ADMIN)
		return refuse(in, REFUSED_RIGHTS,
		    "groups are given by an admin; the helpdesk cannot.\n"
		    "Add the account without, and ask an admin: mfctl group "
		    "add ACCOUNT GROUP");
	if ((e = new_account(in, &a)) != MF_OK)
		return e;
	say(in, "Account %s is there", a.name);
	if ((e = add_addresses(in, &a)) != MF_OK ||
	    (e = add_groups(in, &a)) != MF_OK)
		return e;
	if (in->record != NULL) {
		e = desk_account_password(in->store, a.id, in->record, &epoch);
		if (e != MF_OK)
			return e;
	}
	say(in, "%s.",
	    in->record != NULL ? "; its password is set"
			       : "; it has no password yet");
	notes_epoch(in->engine->notes, a.id, epoch, 0);
	text_init(&t, detail, sizeof(detail));
	detail_put(&t, "name", a.name);
	describe_new(in, &t);
	return record(in, "account.add", a.id, 0, &t);
}

static enum mf_err
kind_of(struct command_in *in, enum identity_kind *kind)
{
	char word[33];

	field_text(in, TAG_KIND, word, sizeof(word));
	for (*kind = 0; *kind < IDENTITY_KINDS; ++*kind)
		if (strcmp(word, identity_kinds[*kind]) == 0)
			return MF_OK;
	return refuse(in, REFUSED_USAGE,
	    "kind %s is no kind of identity.\n"
	    "There are name, email, phone and id.",
	    word);
}

static enum mf_err
record_identity(struct command_in *in, const char *event, int64_t account,
    enum identity_kind kind, const char *value)
{
	char detail[600];
	struct text t;

	text_init(&t, detail, sizeof(detail));
	detail_put(&t, "kind", identity_kinds[kind]);
	detail_put(&t, "value", value);
	return record(in, event, account, 0, &t);
}

enum mf_err
identity_add(struct command_in *in)
{
	enum identity_kind kind;
	struct desk_account a;
	char value[EMAIL_SIZE];
	enum mf_err e;

	if ((e = find_account(in, &a)) != MF_OK ||
	    (e = kind_of(in, &kind)) != MF_OK)
		return e;
	/* What logs in is the name the NAS sees. */
	if (kind == IDENTITY_NAME && in->role < ROLE_ADMIN)
		return refuse(in, REFUSED_RIGHTS,
		    "another name to log in by is given by an admin.\n"
		    "Ask one: mfctl identity add ACCOUNT name NAME");
	if ((e = add_identity(
		 in, &a, kind, field_slice(in, TAG_VALUE), value)) != MF_OK)
		return e;
	say(in, "%s %s now leads to account %s.", identity_kinds[kind], value,
	    a.name);
	return record_identity(in, "identity.add", a.id, kind, value);
}

enum mf_err
identity_remove(struct command_in *in)
{
	enum identity_kind kind;
	struct desk_account a;
	char value[EMAIL_SIZE];
	enum mf_err e;

	if ((e = find_account(in, &a)) != MF_OK ||
	    (e = kind_of(in, &kind)) != MF_OK ||
	    (e = canonical(in, kind, field_slice(in, TAG_VALUE), value)) !=
		MF_OK)
		return e;
	if (kind == IDENTITY_NAME && strcmp(value, a.name) == 0)
		return refuse(in, REFUSED_STATE,
		    "name %s is the account's own.\n"
		    "To change it: mfctl account rename %s NEW-NAME",
		    a.name, a.name);
	e = desk_identity_remove(in->store, a.id, kind, value);
	if (e == MF_ENOENT)
		return refuse(in, REFUSED_ABSENT,
		    "%s %s does not lead to account %s.\n"
		    "To see what does: mfctl account show %s",
		    kind_words[kind], value, a.name, a.name);
	if (e != MF_OK)
		return e;
	say(in, "%s %s no longer leads to account %s.", identity_kinds[kind],
	    value, a.name);
	return record_identity(in, "identity.remove", a.id, kind, value);
}

static enum mf_err
record_group(struct command_in *in, const char *event, int64_t account,
    const char *group)
{
	char detail[300];
	struct text t;

	text_init(&t, detail, sizeof(detail));
	detail_put(&t, "group", group);
	return record(in, event, account, 0, &t);
}

enum mf_err
group_add(struct command_in *in)
{
	struct desk_account a;
	char group[NAME_SIZE];
	enum mf_err e;

	if ((e = find_account(in, &a)) != MF_OK ||
	    (e = add_group(in, &a, field_slice(in, TAG_GROUP), group)) != MF_OK)
		return e;
	say(in, "%s is in group %s from now on.", a.name, group);
	return record_group(in, "group.add", a.id, group);
}

enum mf_err
group_remove(struct command_in *in)
{
	struct desk_account a;
	char group[NAME_SIZE] = "";
	enum mf_err e;

	if ((e = find_account(in, &a)) != MF_OK)
		return e;
	e = group_canonical(field_slice(in, TAG_GROUP), group) != MF_OK
	    ? MF_ENOENT
	    : desk_group_remove(in->store, a.id, group);
	if (e == MF_ENOENT)
		return refuse(in, REFUSED_ABSENT,
		    "account %s is not in that group.\n"
		    "To see its groups: mfctl account show %s",
		    a.name, a.name);
	if (e != MF_OK)
		return e;
	say(in, "%s is no longer in group %s.", a.name, group);
	return record_group(in, "group.remove", a.id, group);
}
