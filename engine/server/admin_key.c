/* key.rotate: a new key for what is sealed from now on. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "server/admin_commands.h"
#include "server/admin_find.h"
#include "server/batch.h"
#include "server/chore.h"
#include "server/reseal.h"

struct rotation {
	char path[512];
	int64_t now;
	struct keyring *fresh;
	char said[512];
};

static bool
part(struct chore *c)
{
	struct rotation *r = c->own;
	struct text why;

	text_init(&why, r->said, sizeof(r->said));
	if (keyring_add(r->path, r->now, &r->fresh, &why) != MF_OK)
		r->fresh = NULL;
	return false;
}

/* The file has the key by now: whatever happens, it is used. */
static enum mf_err
write_down(struct command_in *in, uint32_t id)
{
	struct batch *b = in->engine->batch;
	char detail[32];
	struct text t;
	enum mf_err e;

	text_init(&t, detail, sizeof(detail));
	text_printf(&t, "key=%" PRIu32, id);
	if ((e = batch_write(b)) != MF_OK)
		return e;
	if ((e = record(in, "key.rotate", 0, 0, &t)) == MF_OK &&
	    (e = batch_keep(b)) == MF_OK)
		return MF_OK;
	batch_undo(b);
	return e;
}

static enum mf_err
end(struct chore *c, struct command_in *in)
{
	struct rotation *r = c->own;
	uint32_t id;
	enum mf_err e;

	if (r->fresh == NULL)
		return refuse(in, REFUSED_FAULT,
		    "the keyring got no new key.\n%s", r->said);
	id = keyring_newest_id(r->fresh);
	if ((e = reseal_take_keys(c->engine, r->fresh)) != MF_OK)
		return e;
	r->fresh = NULL;
	if ((e = write_down(in, id)) != MF_OK)
		return e;
	reseal_tick(c->engine);
	say(in,
	    "Key %" PRIu32 " seals from now on. What older keys sealed is "
	    "being sealed anew; mfctl status shows how far that is.\n"
	    "Logins that wait for a code go on. Save a copy of %s, apart from "
	    "the backups; the old keys in it still open old backups.",
	    id, r->path);
	return MF_OK;
}

static void
drop(struct chore *c)
{
	struct rotation *r = c->own;

	keyring_free(&r->fresh);
}

static const struct chore_ops rotating = {
	.part = part, .end = end, .drop = drop
};

enum mf_err
key_rotate(struct command_in *in)
{
	const struct conf *c = in->engine->conf;
	struct rotation *r;

	if (c->keyring_is_lent)
		return refuse(in, REFUSED_STATE,
		    "the keyring %s is lent by systemd; the engine cannot "
		    "write to it.\nAdd a key where the credential comes from, "
		    "and start the engine again.",
		    c->keyring);
	if ((r = calloc(1, sizeof(*r))) != NULL) {
		snprintf(r->path, sizeof(r->path), "%s", c->keyring);
		r->now = in->now;
	}
	return chore_start(in, &rotating, r);
}
