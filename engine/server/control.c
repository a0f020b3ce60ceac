#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/control.h"
#include "core/secret.h"
#include "server/batch.h"
#include "server/control_parts.h"
#include "util/log.h"

struct control *
control_new(struct conn *c)
{
	struct control *k = calloc(1, sizeof(*k));

	if (k == NULL)
		return NULL;
	k->conn = c;
	k->fd = -1;
	return k;
}

void
control_free(struct control **kp)
{
	struct control *k = *kp;

	if (k == NULL)
		return;
	control_forget(k);
	import_peer_gone(k);
	free(k);
	*kp = NULL;
}

uint8_t *
control_buffer(struct control *k)
{
	return k->in;
}

void
control_received(struct control *k, size_t n)
{
	k->n = n;
	k->phase = CONTROL_FRESH;
}

struct control_links *
control_links(struct control *k)
{
	return &k->links;
}

/* What was asked and answered may hold secrets. */
void
control_forget(struct control *k)
{
	if (k->cmd.own != NULL)
		wipe(k->cmd.own, k->cmd.own_size);
	free(k->cmd.own);
	if (k->fd != -1)
		close(k->fd);
	k->fd = -1;
	wipe(k->in, k->n);
	wipe(k->rows, k->used);
	wipe(k->done, sizeof(k->done));
	wipe(&k->hash, sizeof(k->hash));
	wipe(&k->cmd, sizeof(k->cmd));
	k->n = k->used = k->sent = 0;
	k->overflow = false;
	k->phase = CONTROL_FRESH;
}

/* Who it is, for the audit; whoever became root may say who he was. */
static void
name_actor(struct control *k)
{
	const struct wire_field *f = &k->msg.field[TAG_ACTOR];
	struct text t;

	if (k->peer[0] == '\0')
		peer_name(&k->conn->peer, k->peer);
	text_init(&t, k->cmd.actor, sizeof(k->cmd.actor));
	if (f->p != NULL && k->conn->peer.uid == 0) {
		text_escape(&t, (struct slice){ f->p, f->n }, 64);
		text_put(&t, " as ");
	}
	text_put(&t, k->peer);
}

static void
begin(struct control *k)
{
	struct command_in *in = &k->cmd;

	*in = (struct command_in){ .engine = k->conn->engine,
		.store = k->conn->engine->store,
		.msg = &k->msg,
		.role = k->conn->role,
		.control = k };
	in->now_ms = engine_now_ms(in->engine);
	in->now = in->now_ms / 1000;
	wire_begin(&in->done, k->done, sizeof(k->done), WIRE_DONE);
	text_init(&in->said, in->text, sizeof(in->text));
}

static enum mf_err
check(struct control *k)
{
	struct command_in *in = &k->cmd;
	const struct wire_field *who = &k->msg.field[TAG_ACCOUNT];
	const struct command_rule *rule;
	enum wire_tag wrong;

	if (!wire_parse(&k->msg, k->in, k->n))
		return refuse(in, REFUSED_USAGE,
		    "this message is not understood.\n"
		    "mfctl and multifactord must be of the same version.");
	if (!command_is_whole(&k->msg, &wrong))
		return refuse(in, REFUSED_USAGE,
		    "this command lacks its \"%s\", or may not have it.\n"
		    "mfctl and multifactord must be of the same version.",
		    wire_tags[wrong].name);
	in->number = (enum command)wire_int(&k->msg, TAG_COMMAND, CMD_NONE);
	rule = &wire_commands[in->number];
	name_actor(k);
	if (in->role < rule->role)
		return refuse(in, REFUSED_RIGHTS,
		    "%s is not for the helpdesk's socket.\n"
		    "Ask an admin to do it.",
		    rule->name);
	k->handler = &command_handlers[in->number];
	if (k->handler->run == NULL)
		return refuse(in, REFUSED_STATE,
		    "%s is not built into this engine.\n"
		    "See multifactord(8) for what is.",
		    rule->name);
	if (who->p != NULL)
		identity_forms(
		    in->engine, (struct slice){ who->p, who->n }, &in->who);
	return MF_OK;
}

static void
hashed(struct hash_task *t)
{
	struct conn *c = t->arg;

	c->control->phase = CONTROL_HASHED;
	desk_release(c->engine->desk, c->control);
	batch_add(c->engine->batch, c);
}

static enum mf_err
check_password(struct control *k)
{
	const struct conf_password *c = &k->cmd.engine->conf->password;
	const struct password_rules rules = { c->min, c->upper, c->lower,
		c->digit, c->special };
	enum password_fault fault;

	password_quality(
	    &rules, (struct slice){ k->hash.password, k->hash.n }, &fault);
	if (fault == PASSWORD_FINE)
		return MF_OK;
	return refuse(&k->cmd, REFUSED_USAGE,
	    "the password %s.\nIt needs %u characters or more%s.",
	    password_fault_texts[fault], c->min,
	    c->upper || c->lower || c->digit || c->special
		? ", of several kinds"
		: "");
}

/* What is to be hashed; p is NULL: nothing is. */
static struct slice
to_hash(const struct control *k)
{
	enum wire_tag tag =
	    k->cmd.number == CMD_TOKEN_PIN ? TAG_SECRET : TAG_NEW_PASSWORD;

	return (struct slice){ k->msg.field[tag].p, k->msg.field[tag].n };
}

/* A new password or PIN is hashed before anything else is done. */
static enum mf_err
start_hash(struct control *k, struct slice typed)
{
	bool pin = k->cmd.number == CMD_TOKEN_PIN;
	struct engine *e = k->cmd.engine;
	enum mf_err err;

	if (!hash_task_fill(&k->hash, NULL, typed))
		return refuse(&k->cmd, REFUSED_USAGE,
		    "the %s is empty, has a control character or more "
		    "than %d bytes.\nPlease choose another one.",
		    pin ? "PIN" : "password", PASSWORD_RAW_MAX);
	if (!pin && (err = check_password(k)) != MF_OK)
		return err;
	k->hash.make = true;
	k->hash.done = hashed;
	k->hash.arg = k->conn;
	if (!hasher_submit(e->hasher, &k->hash, 4096, INT64_MAX))
		return refuse(&k->cmd, REFUSED_FAULT,
		    "too many passwords wait to be checked.\n"
		    "Please try again in a minute.");
	desk_hold(e->desk, k);
	return MF_OK;
}

static enum outcome
run_write(struct control *k)
{
	struct engine *e = k->cmd.engine;
	enum mf_err err;

	if ((k->err = batch_write(e->batch)) != MF_OK)
		return OUTCOME_AFTER_COMMIT;
	k->err = k->handler->run(&k->cmd);
	if ((k->err != MF_OK && !k->cmd.kept) || k->overflow) {
		batch_undo(e->batch);
	} else if ((err = batch_keep(e->batch)) != MF_OK) {
		k->err = err;
		batch_undo(e->batch);
	}
	return OUTCOME_AFTER_COMMIT;
}

static enum outcome
run_read(struct control *k)
{
	struct command_in *in = &k->cmd;

	k->fd = fcntl(k->conn->fd, F_DUPFD_CLOEXEC, 0);
	if (k->fd != -1 && desk_read(in->engine->desk, k))
		return OUTCOME_LATER;
	k->err = refuse(in, REFUSED_FAULT,
	    "too many searches wait for their turn.\n"
	    "Please try again in a minute.");
	return OUTCOME_AFTER_COMMIT;
}

static enum outcome
run(struct control *k)
{
	if (k->phase != CONTROL_THOUGHT && k->handler->begin != NULL &&
	    (k->err = k->handler->begin(&k->cmd)) != MF_OK)
		return OUTCOME_AFTER_COMMIT;
	switch (k->handler->kind) {
	case COMMAND_WRITE:
		if (k->phase != CONTROL_THOUGHT && k->handler->think != NULL)
			return run_read(k);
		return run_write(k);
	case COMMAND_READ:
		return run_read(k);
	case COMMAND_LOOP:
	case COMMAND_STAGED:
		break;
	}
	k->err = k->handler->run(&k->cmd);
	return k->cmd.deferred ? OUTCOME_LATER : OUTCOME_AFTER_COMMIT;
}

enum outcome
control_decide(struct control *k)
{
	struct slice typed;

	if (k->conn->dead && k->phase != CONTROL_FRESH) {
		k->err = MF_EIO; /* nobody waits for it any more */
		k->cmd.gone = true;
		return OUTCOME_NOW;
	}
	if (k->phase == CONTROL_HASHED) {
		k->cmd.record = k->hash.fresh;
		k->err = k->hash.fresh[0] == '\0' ? MF_ENOMEM : MF_OK;
		return k->err != MF_OK ? OUTCOME_NOW : run(k);
	}
	if (k->phase == CONTROL_THOUGHT)
		return k->err != MF_OK ? OUTCOME_NOW : run(k);
	begin(k);
	if ((k->err = check(k)) != MF_OK)
		return OUTCOME_NOW;
	typed = to_hash(k);
	if (typed.p == NULL)
		return run(k);
	if ((k->err = start_hash(k, typed)) != MF_OK)
		return OUTCOME_NOW;
	return OUTCOME_LATER;
}

void
control_answer(struct control *k, bool committed)
{
	struct command_in *in = &k->cmd;

	if (!committed)
		k->err = refuse(in, REFUSED_FAULT,
		    "the database could not be written.\n"
		    "Nothing was changed. Look at the engine's log and the "
		    "disk of its state folder.");
	in->deferred = false;
	if (k->err == MF_OK)
		control_send_rows(k);
	control_finish(k, k->err);
	conn_send(k->conn, k->done, in->done.len);
	control_forget(k);
	conn_done(k->conn);
}

void
control_was_read(struct control *k)
{
	struct engine *e = k->cmd.engine;

	desk_release(e->desk, k);
	if (k->handler->kind != COMMAND_WRITE) {
		control_released(k);
		return;
	}
	close(k->fd);
	k->fd = -1;
	k->cmd.store = e->store;
	k->phase = CONTROL_THOUGHT;
	batch_add(e->batch, k->conn);
}

void
control_released(struct control *k)
{
	control_forget(k);
	conn_done(k->conn);
}
