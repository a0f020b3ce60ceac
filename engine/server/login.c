#include <stdlib.h>

#include "core/secret.h"
#include "server/batch.h"
#include "server/facts.h"
#include "server/guard.h"
#include "server/listen.h"
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

static enum outcome
silence(struct login *l, const char *why)
{
	l->silent = true;
	l->silence = why;
	return OUTCOME_NOW;
}

/* Before a right first factor: nothing is written, the ring remembers. */
static enum outcome
refuse(struct login *l, enum reason why)
{
	l->result =
	    (struct step_out){ .verdict = VERDICT_REJECT, .reason = why };
	l->reference = refs_draw(l->engine->refs);
	reply_encode(l);
	login_ring(l);
	return OUTCOME_NOW;
}

static bool
nobody_waits(const struct login *l)
{
	int64_t deadline = wire_int(&l->msg, TAG_DEADLINE, INT64_MAX);

	return boot_ms() >= deadline;
}

static void
hashed(struct hash_task *t)
{
	struct conn *c = t->arg;

	c->login->phase = LOGIN_HASHED;
	batch_add(c->engine->batch, c);
}

/* Somebody unknown costs the same hash as somebody known. */
static enum outcome
start_hash(struct login *l)
{
	struct engine *e = l->engine;
	bool known = l->step.guesses.known, real;

	real = l->has_account && l->account.has_password && l->password.n > 0 &&
	    l->account.facts.active;
	l->reserved = real &&
	    guard_reserve(e->guard, l->account.facts.id, l->source, known,
		l->now_ms / 1000);
	if (real && !l->reserved)
		l->first_reason = REASON_PASSWORD_LOCKED;
	else if (l->has_account && !l->account.has_password)
		l->first_reason = REASON_NO_PASSWORD;
	else
		l->first_reason = REASON_WRONG_PASSWORD;
	if (!hash_task_fill(e->hasher, &l->hash,
		l->reserved ? l->account.password : NULL, l->password)) {
		l->reserved = false;
		l->first = FIRST_WRONG;
		l->phase = LOGIN_HASHED;
		return login_decide(l);
	}
	l->hash.done = hashed;
	l->hash.arg = l->conn;
	if (!hasher_submit(e->hasher, &l->hash, listen_logins(e) / 2)) {
		if (l->reserved)
			guard_release(e->guard, l->account.facts.id, l->source);
		l->reserved = false;
		return silence(l, "too many passwords wait to be checked");
	}
	return OUTCOME_LATER;
}

static void
take_hash(struct login *l)
{
	bool right = l->reserved && l->hash.right;

	l->first = right ? FIRST_RIGHT : FIRST_WRONG;
	if (l->reserved)
		guard_result(l->engine->guard, l->account.facts.id, l->source,
		    right, l->now_ms / 1000);
	l->reserved = false;
	l->rehash = right && l->hash.fresh[0] != '\0';
}

/* In append mode the field holds both; a password is never found by trying. */
static void
split(struct login *l)
{
	const struct wire_field *f = &l->msg.field[TAG_PASSWORD];
	const struct device *d;
	size_t digits, at;

	l->password = (struct slice){ f->p, f->n };
	l->typed = (struct slice){ f->p, 0 };
	if (l->policy->first == FIRST_NONE) {
		l->typed = l->password;
	} else if (l->policy->mode == MODE_APPEND_LENGTH) {
		l->step.devices = l->devices;
		l->step.ndevices = l->ndevices;
		d = dialogue_default(&l->step);
		digits = d != NULL && d->digits > 0 ? d->digits : 6;
		if (f->n > digits) {
			l->password.n = f->n - digits;
			l->typed =
			    (struct slice){ f->p + l->password.n, digits };
		}
	} else if (l->policy->mode == MODE_APPEND_SEPARATOR) {
		for (at = f->n; at > 0; at--)
			if (f->p[at - 1] == (uint8_t)l->policy->separator)
				break;
		if (at > 0) {
			l->password.n = at - 1;
			l->typed = (struct slice){ f->p + at, f->n - at };
		}
	}
}

static bool
is_verified(const struct login *l)
{
	struct slice who = { l->msg.field[TAG_FIRST_FACTOR].p,
		l->msg.field[TAG_FIRST_FACTOR].n };

	for (size_t i = 0; who.p != NULL && l->policy->verifiers != NULL &&
	     l->policy->verifiers[i] != NULL;
	     i++) {
		struct slice v = slice_str(l->policy->verifiers[i]);

		if (v.n == who.n && memcmp(v.p, who.p, v.n) == 0)
			return true;
	}
	return false;
}

static enum outcome judge(struct login *);

static enum outcome
first_packet(struct login *l)
{
	bool refused;

	if (l->msg.field[TAG_PASSWORD].p == NULL &&
	    l->policy->first != FIRST_RADIUS)
		return refuse(l, REASON_WRONG_PASSWORD);
	split(l);
	if (l->typed.n > 0 && repeat_of(l, &refused))
		return refused ? refuse(l, REASON_ANSWERED)
			       : OUTCOME_AFTER_COMMIT;
	switch (l->policy->first) {
	case FIRST_PASSWORD:
		return start_hash(l);
	case FIRST_RADIUS:
		l->first = is_verified(l) ? FIRST_RIGHT : FIRST_WRONG;
		l->first_reason = REASON_UNVERIFIED;
		break;
	case FIRST_NONE:
		l->first = FIRST_RIGHT;
		break;
	}
	return judge(l);
}

static enum outcome
later_packet(struct login *l)
{
	const struct wire_field *f = &l->msg.field[TAG_PASSWORD];
	enum reason why;
	bool refused;

	if ((why = ticket_of(l)) != REASON_NONE)
		return refuse(l, why);
	l->typed = (struct slice){ f->p, f->n };
	l->first = FIRST_RIGHT;
	if (repeat_of(l, &refused))
		return refused ? refuse(l, REASON_ANSWERED)
			       : OUTCOME_AFTER_COMMIT;
	return judge(l);
}

static enum outcome
start(struct login *l)
{
	struct engine *e = l->engine;
	enum mf_err err;

	if (!wire_parse(&l->msg, l->in, l->inlen) ||
	    l->msg.type != WIRE_LOGIN || !wire_has(&l->msg, TAG_USER) ||
	    !wire_has(&l->msg, TAG_CLIENT))
		return silence(l, "malformed message from the module");
	if (nobody_waits(l))
		return silence(l, "nobody waits for the answer any more");
	l->now_ms = engine_now_ms(e);
	err = facts_identify(l);
	if (err == MF_EINVAL)
		return refuse(l, REASON_BAD_NAME);
	if (err != MF_OK)
		return silence(l, mf_strerror(err));
	if (l->policy == NULL)
		return refuse(l, REASON_NO_POLICY);
	if (l->has_account && (err = facts_gather(l)) != MF_OK)
		return silence(l, mf_strerror(err));
	if (wire_has(&l->msg, TAG_STATE))
		return later_packet(l);
	return first_packet(l);
}

/* Nothing to keep: a challenge, or a refusal before the first factor. */
static bool
must_write(const struct login *l)
{
	const struct step_out *r = &l->result;

	if (l->rehash || r->answers || r->nfx > 0)
		return !(l->has_ticket && l->ticket.stage == STAGE_DECOY);
	return r->verdict == VERDICT_REJECT && l->first == FIRST_RIGHT &&
	    l->has_account;
}

static enum outcome
write_down(struct login *l)
{
	struct batch *b = l->engine->batch;
	enum mf_err err;

	if ((err = batch_write(b)) != MF_OK)
		return silence(l, mf_strerror(err));
	if ((err = apply(l)) == MF_OK && batch_keep(b) == MF_OK)
		return OUTCOME_AFTER_COMMIT;
	batch_undo(b);
	if (err == MF_ECONFLICT) {
		l->result = (struct step_out){ .verdict = VERDICT_REJECT,
			.reason = REASON_CONFLICT };
		reply_encode(l);
		login_ring(l);
		return OUTCOME_AFTER_COMMIT;
	}
	return silence(l, mf_strerror(err));
}

static enum outcome
judge(struct login *l)
{
	enum mf_err err;

	facts_read_input(l);
	if ((err = facts_claims(l)) != MF_OK)
		return silence(l, mf_strerror(err));
	l->step.input = l->typed.n > 0 || l->has_ticket ? &l->input : NULL;
	l->step.first = l->first;
	l->step.first_reason = l->first_reason;
	if ((err = dialogue_step(&l->step, &l->result)) != MF_OK)
		return silence(l, mf_strerror(err));
	if (l->engine->faulty && l->result.verdict == VERDICT_ACCEPT)
		return silence(l, "the database is damaged");
	if (l->result.verdict == VERDICT_REJECT)
		l->reference = refs_draw(l->engine->refs);
	reply_encode(l);
	if (must_write(l))
		return write_down(l);
	if (l->result.verdict == VERDICT_REJECT || l->first != FIRST_RIGHT)
		login_ring(l);
	return OUTCOME_NOW;
}

/* The password took its time: what the store says is read again. */
static enum outcome
after_hash(struct login *l)
{
	uint64_t epoch = l->account.facts.epoch;
	int64_t id = l->has_account ? l->account.facts.id : 0;
	enum mf_err err;

	l->now_ms = engine_now_ms(l->engine);
	take_hash(l);
	if (nobody_waits(l))
		return silence(l, "nobody waits for the answer any more");
	if ((err = facts_identify(l)) != MF_OK)
		return silence(l, mf_strerror(err));
	if (l->policy == NULL)
		return refuse(l, REASON_NO_POLICY);
	if (!l->has_account || l->account.facts.id != id ||
	    l->account.facts.epoch != epoch)
		l->first = FIRST_WRONG;
	if (l->has_account && (err = facts_gather(l)) != MF_OK)
		return silence(l, mf_strerror(err));
	return judge(l);
}

static void
reset(struct login *l)
{
	l->has_account = l->has_ticket = l->repeated = false;
	l->silent = l->rehash = l->reserved = false;
	l->silence = NULL;
	l->policy = NULL;
	l->ndevices = l->nfree = 0;
	l->reference = 0;
	l->first = FIRST_OPEN;
	l->first_reason = REASON_NONE;
	l->step = (struct step_in){ 0 };
	l->result = (struct step_out){ 0 };
	l->password = l->typed = (struct slice){ 0 };
}

enum outcome
login_decide(struct login *l)
{
	if (l->phase == LOGIN_HASHED)
		return after_hash(l);
	reset(l);
	return start(l);
}

static void
clean(struct login *l)
{
	wipe(l->in, l->inlen);
	wipe(&l->hash, sizeof(l->hash));
	wipe(&l->account, sizeof(l->account));
	input_wipe(&l->input);
	for (size_t i = 0; i < l->ndevices; i++)
		device_clear(&l->devices[i]);
	for (size_t i = 0; i < l->nfree; i++)
		device_clear(&l->free[i]);
	wipe(l->claims, sizeof(l->claims));
}

void
login_answer(struct login *l, bool committed)
{
	struct conn *c = l->conn;

	if (!committed) {
		l->silent = true;
		l->silence = "the database could not be written";
	}
	if (l->silent)
		reply_neutral(l);
	else if (l->repeated)
		conn_send(c, l->repeat.bytes, l->repeat.n);
	if (l->silent || !l->repeated)
		conn_send(c, l->reply.buf, l->reply.len);
	login_log(l);
	clean(l);
	conn_done(c);
}
