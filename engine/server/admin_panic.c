/*
 * panic: a phone was stolen, or everything was.  In one transaction all that
 * the account could log in with is gone, and all that was open has ended.
 */

#include "server/admin_commands.h"
#include "server/admin_release.h"
#include "server/admin_tell.h"
#include "server/notes.h"
#include "store/outbox.h"
#include "store/pending.h"
#include "util/shell.h"

/* A token may lie in the stolen bag: it is of use to nobody until enabled. */
static enum device_state
state_after(const struct desk_token *t)
{
	enum device_state s = state_without_owner(t);

	return s == DEVICE_FREE ? DEVICE_DISABLED : s;
}

static enum mf_err
remove_all(struct command_in *in, const struct desk_account *a, unsigned *n)
{
	struct desk_token *t;
	enum mf_err e;

	if ((t = command_own(in, RELEASE_MAX * sizeof(*t))) == NULL)
		return MF_ENOMEM;
	e = tokens_to_release(in, a->id, t, n);
	for (unsigned i = 0; i < *n && e == MF_OK; i++)
		e = release_token_to(
		    in, &t[i], state_after(&t[i]), "account.panic");
	return e;
}

/* Tickets, codes that were sent, messages that would carry one. */
static enum mf_err
end_what_is_open(struct command_in *in, const struct desk_account *a)
{
	uint64_t epoch;
	enum mf_err e;

	if ((e = desk_account_epoch(in->store, a->id, &epoch)) != MF_OK ||
	    (e = store_pending_void(in->store, a->id, 0)) != MF_OK)
		return e;
	notes_epoch(in->engine->notes, a->id, epoch, a->disabled);
	return store_outbox_cancel(in->store, a->id, 0,
	    "all devices of the account were removed", in->now_ms);
}

enum mf_err
account_panic(struct command_in *in)
{
	struct desk_account a;
	char count[64], detail[64];
	unsigned in_use, n;
	struct text d;
	enum mf_err e;

	if ((e = find_account(in, &a)) != MF_OK ||
	    (e = count_tokens(in->store, a.id, &in_use, &n)) != MF_OK)
		return e;
	if (!asked_for(in, TAG_CONFIRM))
		return refuse(in, REFUSED_CONFIRM,
		    "everything that %s can log in with will be removed: %s, "
		    "and temporary codes; logins under way will end.\n"
		    "The password stays: mfctl account password %s",
		    a.name, plural(n, "device", count), QUOTED(a.name));
	if ((e = tell_owner(in, &a, MESSAGE_PANIC, NULL)) != MF_OK ||
	    (e = remove_all(in, &a, &n)) != MF_OK ||
	    (e = end_what_is_open(in, &a)) != MF_OK)
		return e;
	text_init(&d, detail, sizeof(detail));
	text_printf(&d, "devices=%u", n);
	say(in,
	    "%s can log in with nothing now: %s removed, and whatever was "
	    "under way has ended.\n"
	    "Tokens with a serial are disabled; to use one again: mfctl token "
	    "enable SERIAL, then assign it. For the time being: mfctl account "
	    "temporary %s",
	    a.name, n == 1 ? "one device was" : plural(n, "device", count),
	    QUOTED(a.name));
	return record(in, "account.panic", a.id, 0, &d);
}
