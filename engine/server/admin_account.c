/* Accounts: what changes one that is there. */

#include <stdio.h>

#include "core/prompt.h"
#include "server/admin_commands.h"
#include "server/admin_find.h"
#include "server/admin_identity.h"
#include "server/admin_release.h"
#include "server/admin_tell.h"
#include "server/guard.h"
#include "server/notes.h"
#include "util/shell.h"

/* Every rise of an epoch is noted: old tickets must never come back. */
static void
note_epoch(struct command_in *in, const struct desk_account *a, uint64_t epoch,
    bool disabled)
{
	notes_epoch(in->engine->notes, a->id, epoch, disabled);
}

enum mf_err
account_rename(struct command_in *in)
{
	char detail[600], name[EMAIL_SIZE];
	struct desk_account a;
	uint64_t epoch;
	struct text t;
	enum mf_err e;

	if ((e = find_account(in, &a)) != MF_OK ||
	    (e = identity_canonical(in, IDENTITY_NAME,
		 field_slice(in, TAG_NEW_NAME), name)) != MF_OK ||
	    (e = identity_free(in, &a, IDENTITY_NAME, name)) != MF_OK ||
	    (e = desk_account_rename(in->store, &a, name, &epoch)) != MF_OK)
		return e;
	note_epoch(in, &a, epoch, a.disabled);
	text_init(&t, detail, sizeof(detail));
	detail_put(&t, "from", a.name);
	detail_put(&t, "to", name);
	say(in, "Account %s is now called %s.", a.name, name);
	return record(in, "account.rename", a.id, 0, &t);
}

static enum mf_err
set_state(struct command_in *in, bool disable)
{
	struct desk_account a;
	uint64_t epoch;
	enum mf_err e;

	if ((e = find_account(in, &a)) != MF_OK)
		return e;
	if (a.disabled == disable)
		return refuse(in, REFUSED_STATE,
		    "account %s is %s already.\nNothing is to be done.", a.name,
		    disable ? "disabled" : "active");
	if ((e = desk_account_disable(in->store, a.id, disable, &epoch)) !=
	    MF_OK)
		return e;
	note_epoch(in, &a, epoch, disable);
	if (disable)
		say(in,
		    "Account %s is disabled: nobody gets in with it, and "
		    "logins under way have ended. Its tokens stay with it.",
		    a.name);
	else
		say(in, "Account %s is active again.", a.name);
	return record(
	    in, disable ? "account.disable" : "account.enable", a.id, 0, NULL);
}

enum mf_err
account_disable(struct command_in *in)
{
	return set_state(in, true);
}

enum mf_err
account_enable(struct command_in *in)
{
	return set_state(in, false);
}

enum mf_err
account_password(struct command_in *in)
{
	struct desk_account a;
	uint64_t epoch;
	enum mf_err e;

	if ((e = find_account(in, &a)) != MF_OK)
		return e;
	e = desk_account_password(in->store, a.id, in->record, &epoch);
	if (e != MF_OK ||
	    (e = tell_owner(in, &a, MESSAGE_PASSWORD, NULL)) != MF_OK)
		return e;
	note_epoch(in, &a, epoch, a.disabled);
	say(in,
	    "The password of %s is %s. Logins that were under way start "
	    "again.",
	    a.name, a.has_password ? "a new one" : "set");
	return record(in, "account.password", a.id, 0, NULL);
}

struct waiting {
	char serial[SERIAL_SIZE];
	const char *kind; /* of what is sent; NULL: a token */
	unsigned n;
};

static bool
find_rebind(void *arg, const struct desk_token *t)
{
	struct waiting *w = arg;

	if (t->state == DEVICE_REBIND && w->n++ == 0) {
		memcpy(w->serial, t->serial, sizeof(w->serial));
		w->kind = t->ops == &factor_sms ? "phone"
		    : t->ops == &factor_email   ? "email"
						: NULL;
	}
	return true;
}

enum mf_err
account_unlock(struct command_in *in)
{
	struct desk_account_facts f;
	struct waiting w = { 0 };
	struct desk_account a;
	char detail[64], count[64];
	struct text t;
	enum mf_err e;

	if ((e = find_account(in, &a)) != MF_OK ||
	    (e = desk_account_facts(in->store, a.id, in->now, &f)) != MF_OK ||
	    (e = desk_account_unlock(in->store, a.id)) != MF_OK ||
	    (e = desk_tokens_of(in->store, a.id, PAGE_MAX, find_rebind, &w)) !=
		MF_OK)
		return e;
	guard_forget(in->engine->guard, a.id);
	text_init(&t, detail, sizeof(detail));
	text_printf(&t, "failures=%u", f.month);
	say(in, "Account %s may try again.", a.name);
	if (f.month > 0)
		say(in, " Of the last 30 days %s %s forgotten.",
		    plural(f.month, "wrong code", count),
		    f.month == 1 ? "is" : "are");
	if (w.n > 0 && w.kind != NULL)
		say(in,
		    "\nA number or address of it had too many wrong codes in "
		    "a row and waits: mfctl %s resend %s",
		    w.kind, QUOTED(a.name));
	else if (w.n > 0)
		say(in,
		    "\nIts token %s had too many wrong codes in a row and "
		    "waits: mfctl token resync %s",
		    w.serial, QUOTED(w.serial));
	return record(in, "account.unlock", a.id, 0, &t);
}

enum mf_err
account_language(struct command_in *in)
{
	char language[LANGUAGE_SIZE], detail[64];
	struct desk_account a;
	struct text t;
	enum mf_err e;

	if ((e = find_account(in, &a)) != MF_OK)
		return e;
	if ((e = field_language(in, language)) != MF_OK)
		return e;
	e = desk_account_language(in->store, a.id, language);
	if (e != MF_OK)
		return e;
	text_init(&t, detail, sizeof(detail));
	detail_put(&t, "from", a.language);
	detail_put(&t, "to", language);
	say(in, "%s reads prompts in \"%s\" from the next login on.%s", a.name,
	    language,
	    prompt_speaks(language) ? ""
				    : " There are no texts in it yet: until "
				      "then they are in English.");
	return record(in, "account.language", a.id, 0, &t);
}

static enum mf_err
release_all(struct command_in *in, const struct desk_account *a, unsigned *n)
{
	struct desk_token *t;
	enum mf_err e;

	if ((t = command_own(in, RELEASE_MAX * sizeof(*t))) == NULL)
		return MF_ENOMEM;
	e = tokens_to_release(in, a->id, t, n);
	for (unsigned i = 0; i < *n && e == MF_OK; i++)
		e = release_token(in, &t[i], "account.delete");
	return e;
}

enum mf_err
account_delete(struct command_in *in)
{
	struct desk_account a;
	char detail[300], count[64];
	unsigned in_use, n;
	struct text t;
	enum mf_err e;

	if ((e = find_account(in, &a)) != MF_OK ||
	    (e = count_tokens(in->store, a.id, &in_use, &n)) != MF_OK)
		return e;
	if (!asked_for(in, TAG_CONFIRM))
		return refuse(in, REFUSED_CONFIRM,
		    "account %s will be deleted with its password, addresses "
		    "and groups; it has %s, which will belong to nobody.\n"
		    "The audit stays.",
		    a.name, plural(n, "token", count));
	if ((e = release_all(in, &a, &n)) != MF_OK)
		return e;
	e = desk_account_delete(in->store, a.id);
	if (e == MF_ECONFLICT)
		return refuse(in, REFUSED_STATE,
		    "account %s is named in an import that is under way.\n"
		    "Wait until that has ended, then delete it.",
		    a.name);
	if (e != MF_OK)
		return e;
	note_epoch(in, &a, a.epoch + 1, true);
	guard_forget(in->engine->guard, a.id);
	text_init(&t, detail, sizeof(detail));
	detail_put(&t, "name", a.name);
	say(in, "Account %s is deleted; it had %s.", a.name,
	    plural(n, "token", count));
	return record(in, "account.delete", a.id, 0, &t);
}
