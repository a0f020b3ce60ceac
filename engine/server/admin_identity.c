/* What leads to an account: names, addresses, numbers, ids. */

#include <stdio.h>
#include <string.h>

#include "server/admin_identity.h"
#include "server/admin_commands.h"
#include "server/admin_find.h"
#include "util/shell.h"

const char *const identity_words[IDENTITY_KINDS] = {
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

enum mf_err
identity_canonical(struct command_in *in, enum identity_kind kind,
    struct slice raw, char out[EMAIL_SIZE])
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
	    "%s %s is not of the form that one has.\n%s", identity_words[kind],
	    typed,
	    kind == IDENTITY_EMAIL
		? "Give it as name@example.org."
		: "Look for spaces and signs that do not belong there.");
}

/* All else that logins and commands read as the same as the value. */
static void
readings(struct command_in *in, enum identity_kind kind, const char *value,
    struct forms *f)
{
	const char *country = in->engine->conf->names.country;
	size_t n = strlen(country);

	f->n = 0;
	if (kind == IDENTITY_NAME)
		identity_forms(in->engine, slice_str(value), f);
	if (kind != IDENTITY_PHONE)
		return;
	/* +371 2000 0000 is typed as 0037120000000 and 20000000, too. */
	snprintf(f->form[f->n++], EMAIL_SIZE, "00%s", value + 1);
	if (n > 0 && strncmp(value + 1, country, n) == 0)
		snprintf(f->form[f->n++], EMAIL_SIZE, "%s", value + 1 + n);
}

static enum mf_err
refuse_taken(struct command_in *in, const struct desk_account *self,
    enum identity_kind kind, const char *value,
    const struct desk_account *other)
{
	if (other->id == self->id)
		return refuse(in, REFUSED_STATE,
		    "%s %s leads to account %s already.\n"
		    "Nothing is to be done.",
		    identity_words[kind], value, other->name);
	if (kind == IDENTITY_NAME && strcmp(other->name, value) == 0)
		return refuse(in, REFUSED_STATE,
		    "account %s is there already.\n"
		    "To see it: mfctl account show %s",
		    value, QUOTED(value));
	return refuse(in, REFUSED_STATE,
	    "%s %s leads to account %s already.\n"
	    "Take it away there first: mfctl identity remove %s %s %s",
	    identity_words[kind], value, other->name, QUOTED(other->name),
	    identity_kinds[kind], QUOTED(value));
}

enum mf_err
identity_free(struct command_in *in, const struct desk_account *self,
    enum identity_kind kind, const char *value)
{
	struct desk_account other;
	struct forms read_as;
	enum mf_err e = desk_account(in->store, value, &other);

	if (e == MF_OK)
		return refuse_taken(in, self, kind, value, &other);
	readings(in, kind, value, &read_as);
	for (size_t i = 0; i < read_as.n && e == MF_ENOENT; i++) {
		e = desk_account(in->store, read_as.form[i], &other);
		if (e == MF_OK && other.id == self->id)
			e = MF_ENOENT;
		else if (e == MF_OK)
			return refuse(in, REFUSED_STATE,
			    "%s %s is read as %s, too, which leads to account "
			    "%s.\nTo see it: mfctl account show %s",
			    identity_words[kind], value, read_as.form[i],
			    other.name, QUOTED(other.name));
	}
	return e == MF_ENOENT ? MF_OK : e;
}

enum mf_err
identity_give(struct command_in *in, const struct desk_account *a,
    enum identity_kind kind, struct slice raw, char value[EMAIL_SIZE])
{
	enum mf_err e;

	if ((e = identity_canonical(in, kind, raw, value)) != MF_OK ||
	    (e = identity_free(in, a, kind, value)) != MF_OK)
		return e;
	return desk_identity_add(in->store, a->id, kind, value);
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
	if ((e = identity_give(
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
	    (e = identity_canonical(
		 in, kind, field_slice(in, TAG_VALUE), value)) != MF_OK)
		return e;
	if (kind == IDENTITY_NAME && strcmp(value, a.name) == 0)
		return refuse(in, REFUSED_STATE,
		    "name %s is the account's own.\n"
		    "To change it: mfctl account rename %s NEW-NAME",
		    a.name, QUOTED(a.name));
	e = desk_identity_remove(in->store, a.id, kind, value);
	if (e == MF_ENOENT)
		return refuse(in, REFUSED_ABSENT,
		    "%s %s does not lead to account %s.\n"
		    "To see what does: mfctl account show %s",
		    identity_words[kind], value, a.name, QUOTED(a.name));
	if (e != MF_OK)
		return e;
	say(in, "%s %s no longer leads to account %s.", identity_kinds[kind],
	    value, a.name);
	return record_identity(in, "identity.remove", a.id, kind, value);
}
