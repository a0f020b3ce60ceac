/* A new account, with what it is given along with its name. */

#include <stdio.h>
#include <string.h>

#include "server/admin_commands.h"
#include "server/admin_find.h"
#include "server/admin_identity.h"
#include "server/notes.h"

static enum mf_err
new_account(struct command_in *in, struct desk_account *a)
{
	char language[LANGUAGE_SIZE], value[EMAIL_SIZE];
	enum mf_err e;

	*a = (struct desk_account){ 0 };
	if ((e = field_language(in, language)) != MF_OK ||
	    (e = identity_canonical(in, IDENTITY_NAME,
		 field_slice(in, TAG_ACCOUNT), value)) != MF_OK ||
	    (e = identity_free(in, a, IDENTITY_NAME, value)) != MF_OK)
		return e;
	memcpy(a->name, value, sizeof(a->name));
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
		e = identity_give(
		    in, a, given[i].kind, field_slice(in, given[i].tag), value);
		say(in, "%s%s %s", with, identity_words[given[i].kind], value);
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
		e = group_give(in, a, (struct slice){ item.p, item.n }, group);
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
