#include <stdlib.h>

#include "server/login.h"
#include "server/batch.h"
#include "server/decoys.h"
#include "server/facts.h"
#include "server/grid.h"
#include "server/login_sending.h"
#include "server/login_wish.h"
#include "server/refs.h"

struct login *
login_new(struct conn *c)
{
	struct login *l = calloc(1, sizeof(*l));

	if (l != NULL) {
		l->conn = c;
		l->engine = c->engine;
	}
	return l;
}

void
login_free(struct login **lp)
{
	if (*lp == NULL)
		return;
	wipe(*lp, sizeof(**lp));
	free(*lp);
	*lp = NULL;
}

uint8_t *
login_buffer(struct login *l)
{
	return l->in;
}

void
login_received(struct login *l, size_t n)
{
	l->inlen = n;
	l->phase = LOGIN_FRESH;
}

enum outcome
login_silence(struct login *l, const char *why)
{
	l->silent = true;
	l->silence = why;
	return OUTCOME_NOW;
}

/* Before a right first factor: nothing is written, the ring remembers. */
enum outcome
login_refuse(struct login *l, enum reason why)
{
	l->result =
	    (struct step_out){ .verdict = VERDICT_REJECT, .reason = why };
	l->reference = refs_draw(l->engine->refs);
	reply_encode(l);
	login_ring(l);
	return OUTCOME_NOW;
}

bool
login_is_late(const struct login *l)
{
	int64_t deadline = wire_int(&l->msg, TAG_DEADLINE, INT64_MAX);

	return boot_ms() >= deadline;
}

static enum outcome
later_packet(struct login *l)
{
	const struct wire_field *f = &l->msg.field[TAG_PASSWORD];
	enum reason why;
	enum mf_err err;

	if ((why = ticket_of(l)) != REASON_NONE)
		return login_refuse(l, why);
	l->typed = (struct slice){ f->p, f->n };
	l->first = FIRST_RIGHT;
	switch (err = repeat_of(l)) {
	case MF_OK:
		return OUTCOME_AFTER_COMMIT;
	case MF_ENOENT:
		return login_judge(l);
	case MF_ECONFLICT:
		return login_refuse(l, REASON_ANSWERED);
	default:
		return login_silence(l, mf_strerror(err));
	}
}

enum outcome
login_begin(struct login *l)
{
	struct engine *e = l->engine;
	enum mf_err err;

	if (!wire_parse(&l->msg, l->in, l->inlen) ||
	    !(l->msg.type == WIRE_LOGIN || l->msg.type == WIRE_UNGIVEN) ||
	    !wire_has(&l->msg, TAG_USER) || !wire_has(&l->msg, TAG_CLIENT))
		return login_silence(l, "malformed message from the module");
	if (login_is_late(l))
		return login_silence(l, "nobody waits for the answer any more");
	l->now_ms = engine_now_ms(e);
	err = facts_identify(l);
	if (err == MF_EINVAL)
		return login_refuse(l, REASON_BAD_NAME);
	if (err != MF_OK)
		return login_silence(l, mf_strerror(err));
	if (l->policy == NULL)
		return login_without_policy(l);
	if (l->has_account && (err = facts_gather(l)) != MF_OK)
		return login_silence(l, mf_strerror(err));
	if (l->msg.type == WIRE_UNGIVEN)
		return login_ungiven(l);
	if (wire_has(&l->msg, TAG_STATE))
		return later_packet(l);
	return login_first_packet(l);
}

/* Nothing to keep: a challenge, or a refusal before the first factor. */
static bool
must_write(const struct login *l)
{
	const struct step_out *r = &l->result;

	if (l->has_ticket && l->ticket.stage == STAGE_DECOY)
		return false; /* nor anything of a decoy, however old */
	if (r->reason == REASON_LATE || r->reason == REASON_TICKET)
		return false; /* who holds an old ticket buys no fsync */
	if (l->rehash || r->answers || r->nfx > 0 ||
	    r->verdict == VERDICT_ACCEPT)
		return true;
	/* Nor does who has a name alone: what is not evaluated is not kept. */
	return r->verdict == VERDICT_REJECT && l->first == FIRST_RIGHT &&
	    l->policy->first != FIRST_NONE && l->has_account;
}

/* A code on its way opens nothing yet: the next one need not wait for it. */
static bool
only_sends(const struct login *l)
{
	const struct step_out *r = &l->result;

	if (r->verdict == VERDICT_ACCEPT || l->rehash || r->nfx == 0)
		return false;
	for (size_t i = 0; i < r->nfx; i++)
		if (r->fx[i].kind != FX_SEND)
			return false;
	return true;
}

static enum outcome
write_down(struct login *l)
{
	struct batch *b = l->engine->batch;
	enum mf_err err;

	err = only_sends(l) ? batch_write_soon(b) : batch_write(b);
	if (err != MF_OK)
		return login_silence(l, mf_strerror(err));
	if ((err = apply(l)) == MF_OK && batch_keep(b) == MF_OK)
		return OUTCOME_AFTER_COMMIT;
	batch_undo(b);
	/* Rule 3: somebody was first, so look again, once. */
	if (err == MF_ECONFLICT && !l->retried) {
		l->retried = true;
		if ((err = facts_gather(l)) == MF_OK)
			return login_judge(l);
	}
	if (err == MF_ECONFLICT) {
		l->result = (struct step_out){ .verdict = VERDICT_REJECT,
			.reason = REASON_CONFLICT };
		if (l->reference == 0)
			l->reference = refs_draw(l->engine->refs);
		reply_encode(l);
		login_ring(l);
		return OUTCOME_AFTER_COMMIT;
	}
	return login_silence(l, mf_strerror(err));
}

static void
remember_decoy(struct login *l)
{
	struct answer *a = &l->repeat;

	a->round = l->ticket.round;
	memcpy(a->reply, l->reply_key, REPLY_SIZE);
	a->at_ms = l->now_ms;
	a->n = l->reply.len <= sizeof(a->bytes) ? l->reply.len : 0;
	memcpy(a->bytes, l->reply.buf, a->n);
	decoys_put(l->engine->decoys, l->ticket.dialogue, a);
}

enum outcome
login_judge(struct login *l)
{
	enum outcome out;
	enum mf_err err;

	if ((err = sending_gather(l)) != MF_OK)
		return login_silence(l, mf_strerror(err));
	facts_read_input(l);
	if ((err = sending_join(l)) != MF_ENOENT)
		return err == MF_OK ? OUTCOME_AFTER_COMMIT
				    : login_silence(l, mf_strerror(err));
	if ((err = wish_gather(l)) != MF_OK || (err = facts_claims(l)) != MF_OK)
		return login_silence(l, mf_strerror(err));
	l->step.input = l->typed.n > 0 || l->has_ticket ? &l->input : NULL;
	l->step.first = l->first;
	l->step.first_reason = l->first_reason;
	if (login_asks_pin(l, &out))
		return out;
	if ((err = dialogue_step(&l->step, &l->result)) != MF_OK)
		return login_silence(l, mf_strerror(err));
	facts_charge(l);
	if (l->engine->faulty && l->result.verdict == VERDICT_ACCEPT)
		return login_silence(l, "the database is damaged");
	if (l->result.verdict == VERDICT_REJECT)
		l->reference = refs_draw(l->engine->refs);
	reply_encode(l);
	if (must_write(l))
		return write_down(l);
	if (l->has_ticket && l->ticket.stage == STAGE_DECOY)
		remember_decoy(l);
	if (l->result.verdict == VERDICT_REJECT || l->first != FIRST_RIGHT)
		login_ring(l);
	return OUTCOME_NOW;
}

static void
reset(struct login *l)
{
	l->has_account = l->has_ticket = l->repeated = false;
	l->came_again = false;
	l->silent = l->rehash = l->retried = l->no_length = false;
	l->reserved = l->heard = false;
	l->name = (struct name){ 0 };
	l->client[0] = l->station[0] = '\0';
	l->silence = NULL;
	l->pin_known = NULL;
	l->policy = NULL;
	l->ndevices = l->nfree = 0;
	l->reference = 0;
	l->repeat.wish[0] = '\0';
	l->first = FIRST_OPEN;
	l->first_reason = REASON_NONE;
	l->step = (struct step_in){ 0 };
	l->result = (struct step_out){ 0 };
	l->password = l->typed = (struct slice){ 0 };
}

enum outcome
login_decide(struct login *l)
{
	l->began_ms = boot_ms();
	if (l->phase == LOGIN_HASHED)
		return login_after_hash(l);
	if (l->phase == LOGIN_PIN_HASHED)
		return login_after_pin(l);
	reset(l);
	return login_begin(l);
}

static void
clean(struct login *l)
{
	wipe(l->in, l->inlen);
	wipe(&l->hash, sizeof(l->hash));
	wipe(&l->pin_hash, sizeof(l->pin_hash));
	wipe(l->repeat.record, sizeof(l->repeat.record));
	wipe(&l->account, sizeof(l->account));
	input_wipe(&l->input);
	for (size_t i = 0; i < l->ndevices; i++)
		device_clear(&l->devices[i]);
	for (size_t i = 0; i < l->nfree; i++)
		device_clear(&l->free[i]);
	wipe(l->claims, sizeof(l->claims));
}

/*
 * With decoys on, all but an Accept leaves on the grid; so it does where no
 * hash hides what a name alone was answered with.  Elsewhere it is the refusal
 * of a first packet: only after a right password is one written down.
 */
static bool
waits_for_grid(const struct login *l)
{
	bool accepts = l->result.verdict == VERDICT_ACCEPT && !l->repeated;

	if (l->silent || accepts)
		return false;
	if (l->policy != NULL &&
	    (l->policy->decoys || l->policy->first == FIRST_NONE))
		return true;
	return l->result.verdict == VERDICT_REJECT && !l->repeated &&
	    !wire_has(&l->msg, TAG_STATE) &&
	    (l->policy != NULL || l->phase == LOGIN_HASHED);
}

void
login_send(struct login *l)
{
	struct conn *c = l->conn;

	if (l->repeated && !l->silent)
		conn_send(c, l->repeat.bytes, l->repeat.n);
	else
		conn_send(c, l->reply.buf, l->reply.len);
	clean(l);
	conn_done(c);
}

void
login_answer(struct login *l, bool committed)
{
	if (!committed) {
		l->silent = true;
		l->silence = "the database could not be written";
	}
	if (!l->silent && l->repeated && !l->has_ticket && l->policy->decoys &&
	    ticket_seal_anew(l) != MF_OK) {
		l->silent = true;
		l->silence = "a challenge cannot be said again";
	}
	if (l->silent)
		reply_neutral(l);
	login_log(l);
	if (waits_for_grid(l))
		grid_hold(l->engine->grid, l);
	else
		login_send(l);
}
