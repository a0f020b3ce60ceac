/* Recovery codes: a list for its owner to print, shown once. */

#include <stdio.h>

#include "core/recovery.h"
#include "server/admin_commands.h"
#include "server/admin_release.h"
#include "server/admin_tell.h"
#include "server/notes.h"
#include "util/shell.h"

struct lists {
	struct desk_account a;
	struct desk_token *old; /* the account's lists that are not used up */
	unsigned nold, left;    /* and how many codes they have left */
};

static enum mf_err
find_lists(struct command_in *in, struct lists *x)
{
	unsigned n;
	enum mf_err e;

	if ((e = find_account(in, &x->a)) != MF_OK)
		return e;
	x->old = command_own(in, RELEASE_MAX * sizeof(*x->old));
	if (x->old == NULL)
		return MF_ENOMEM;
	e = tokens_to_release(in, x->a.id, x->old, &n);
	for (unsigned i = 0; i < n; i++)
		if (x->old[i].ops == &factor_recovery) {
			x->left += recovery_left(x->old[i].counter);
			x->old[x->nold++] = x->old[i];
		}
	return e;
}

static enum mf_err
tell(struct command_in *in, const struct lists *x)
{
	char made[DATE_SIZE];

	if (x->nold == 0) {
		say(in, "%s has no recovery codes.", x->a.name);
		return MF_OK;
	}
	day_format(x->old[x->nold - 1].created, made);
	say(in, "%s has %u of %d recovery codes left, of a list made %s.",
	    x->a.name, x->left, RECOVERY_CODES, made);
	if (x->old[x->nold - 1].state == DEVICE_SUSPENDED)
		say(in,
		    "\nIt was reported lost and opens nothing. For another: "
		    "mfctl account recovery %s",
		    QUOTED(x->a.name));
	wire_put_int(done_fields(in), TAG_COUNT, x->left);
	return MF_OK;
}

/* The codes as rows, and what is kept of them in secret. */
static void
draw(struct command_in *in, const struct lists *x,
    uint8_t secret[RECOVERY_SECRET])
{
	uint8_t random[RECOVERY_RANDOM];
	char code[RECOVERY_SIZE], shown[RECOVERY_SHOWN];

	random_bytes(secret, RECOVERY_SALT);
	for (unsigned i = 0; i < RECOVERY_CODES; i++) {
		do
			random_bytes(random, sizeof(random));
		while (!recovery_make(random, code));
		recovery_hash(
		    secret, code, secret + RECOVERY_SALT + i * RECOVERY_HASH);
		recovery_show(code, shown);
		wire_put_int(row_begin(in, "recovery"), TAG_PLACE, i + 1);
		wire_put_str(&in->row, TAG_CODE, shown);
		wire_put_str(&in->row, TAG_ACCOUNT, x->a.name);
		wire_put_int(&in->row, TAG_SINCE, in->now);
		row_end(in);
	}
	wipe(random, sizeof(random));
	wipe(code, sizeof(code));
	wipe(shown, sizeof(shown));
}

static enum mf_err
store_list(struct command_in *in, const struct lists *x)
{
	uint8_t secret[RECOVERY_SECRET];
	const struct new_token t = {
		.factor = factor_recovery.name,
		.vendor = "",
		.hash = HASH_SHA1,
		.account = x->a.id,
		.now = in->now,
		.secret = { secret, sizeof(secret) },
	};
	int64_t id;
	enum mf_err e;

	if ((e = desk_token_next(in->store, &id)) != MF_OK)
		return e;
	draw(in, x, secret);
	e = desk_token_add(in->store, id, &t);
	wipe(secret, sizeof(secret));
	if (e != MF_OK)
		return e;
	notes_binding(in->engine->notes, id, x->a.id, DEVICE_ACTIVE);
	return desk_had_device(in->store, x->a.id);
}

static enum mf_err
issue(struct command_in *in, const struct lists *x)
{
	char detail[64];
	struct text t;
	enum mf_err e;

	for (unsigned i = 0; i < x->nold; i++)
		if ((e = release_token(in, &x->old[i], "recovery.end")) !=
		    MF_OK)
			return e;
	if ((e = store_list(in, x)) != MF_OK ||
	    (e = tell_owner(in, &x->a, MESSAGE_RECOVERY_LIST, NULL)) != MF_OK)
		return e;
	say(in,
	    "These are the recovery codes of %s; each opens one login. They "
	    "are not shown again%s.",
	    x->a.name, x->left > 0 ? ", and earlier ones have ended" : "");
	text_init(&t, detail, sizeof(detail));
	text_printf(&t, "count=%d ended=%u", RECOVERY_CODES, x->left);
	return record(in, "account.recovery", x->a.id, 0, &t);
}

enum mf_err
account_recovery(struct command_in *in)
{
	struct lists x = { 0 };
	enum mf_err e;

	if ((e = find_lists(in, &x)) != MF_OK)
		return e;
	if (asked_for(in, TAG_DRY_RUN))
		return tell(in, &x);
	if (x.a.disabled)
		return refuse(in, REFUSED_STATE,
		    "account %s is disabled.\n"
		    "Enable it first: mfctl account enable %s",
		    x.a.name, QUOTED(x.a.name));
	if (x.left > 0 && !asked_for(in, TAG_CONFIRM))
		return refuse(in, REFUSED_CONFIRM,
		    "account %s has %u recovery code%s left, which will end.\n"
		    "To see what there is: mfctl account recovery %s --show",
		    x.a.name, x.left, x.left == 1 ? "" : "s", QUOTED(x.a.name));
	return issue(in, &x);
}
