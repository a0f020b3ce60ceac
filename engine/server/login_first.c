/* The first packet: the password is found in it, and checked. */

#include "server/batch.h"
#include "server/facts.h"
#include "server/grid.h"
#include "server/guard.h"
#include "server/listen.h"
#include "server/login_sending.h"

static void
hashed(struct hash_task *t)
{
	struct conn *c = t->arg;

	c->login->phase = LOGIN_HASHED;
	batch_add(c->engine->batch, c);
}

/* Half of the module's threads, so that those with State find another. */
static unsigned
bound(const struct login *l)
{
	const struct engine *e = l->engine;
	unsigned most = e->conf->password.hash_queue;
	unsigned held = grid_load(e->grid);

	/* Threads connect when first needed: the pool's size is what counts. */
	if (most == 0) {
		int64_t pool = wire_int(&l->msg, TAG_THREADS, 0);

		most = listen_logins(e) / 2;
		if (pool > 0 && pool < 65536 && most < (unsigned)pool / 2)
			most = (unsigned)pool / 2;
	}
	return most > held ? most - held : 0;
}

/* Answers that wait for their time take the same half. */
static bool
is_full(const struct login *l)
{
	const struct engine *e = l->engine;

	return grid_load(e->grid) > 0 && hasher_load(e->hasher) >= bound(l);
}

/* False: too many wait, or it would be too late for whoever asks. */
static bool
submit(struct login *l)
{
	int64_t left = wire_int(&l->msg, TAG_DEADLINE, INT64_MAX) - boot_ms();

	l->hash.done = hashed;
	l->hash.arg = l->conn;
	return hasher_submit(l->engine->hasher, &l->hash, bound(l), left);
}

/* Logged in from here lately: with a code, or where a password is enough. */
static bool
is_known_place(const struct login *l)
{
	bool known = l->step.guesses.known;

	return known ||
	    (store_source(l->engine->store, l->account.facts.id,
		 l->password_source, l->now_ms / 1000, &known) == MF_OK &&
		known);
}

/* Somebody unknown costs the same hash as somebody known. */
static enum outcome
start_hash(struct login *l)
{
	struct engine *e = l->engine;
	bool real;

	real = l->has_account && l->account.has_password && l->password.n > 0 &&
	    l->account.facts.active;
	l->reserved = real &&
	    guard_reserve(e->guard, l->account.facts.id, l->source,
		is_known_place(l), l->now_ms / 1000);
	if (real && !l->reserved)
		l->first_reason = REASON_PASSWORD_LOCKED;
	else if (l->has_account && !l->account.facts.active)
		l->first_reason = REASON_DISABLED;
	else if (l->has_account && !l->account.has_password)
		l->first_reason = REASON_NO_PASSWORD;
	else
		l->first_reason = REASON_WRONG_PASSWORD;
	if (!hash_task_fill(&l->hash, l->reserved ? l->account.password : NULL,
		l->password)) {
		if (l->reserved)
			guard_release(e->guard, l->account.facts.id, l->source);
		l->reserved = false;
		l->first = FIRST_WRONG;
		l->phase = LOGIN_HASHED;
		return login_decide(l);
	}
	if (!submit(l)) {
		if (l->reserved)
			guard_release(e->guard, l->account.facts.id, l->source);
		l->reserved = false;
		return login_silence(
		    l, "too many passwords wait to be checked");
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
	} else if (l->policy->mode == MODE_APPEND_SEPARATOR && f->p != NULL) {
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

/* Rule 15 allows a few: they are counted, and written before the answer. */
static enum outcome
say_again(struct login *l)
{
	struct batch *b = l->engine->batch;
	enum mf_err err;

	if (!l->came_again)
		return OUTCOME_AFTER_COMMIT;
	if ((err = batch_write(b)) != MF_OK)
		return login_silence(l, mf_strerror(err));
	err = store_repetition_count(l->engine->store, l->reply_key);
	if (err == MF_OK && batch_keep(b) == MF_OK)
		return OUTCOME_AFTER_COMMIT;
	batch_undo(b);
	return login_silence(l, "the database could not be written");
}

/*
 * Where policies ask for groups, a name that is known may fit one and a
 * stranger's none: the stranger costs a hash all the same.
 */
enum outcome
login_without_policy(struct login *l)
{
	const struct wire_field *f = &l->msg.field[TAG_PASSWORD];

	l->first = FIRST_WRONG;
	if (!l->engine->matches_groups || wire_has(&l->msg, TAG_STATE) ||
	    !hash_task_fill(&l->hash, NULL, (struct slice){ f->p, f->n }))
		return login_refuse(l, REASON_NO_POLICY);
	if (!submit(l))
		return login_silence(
		    l, "too many passwords wait to be checked");
	return OUTCOME_LATER;
}

enum outcome
login_first_packet(struct login *l)
{
	enum mf_err err;

	if (l->msg.field[TAG_PASSWORD].p == NULL &&
	    l->policy->first != FIRST_RADIUS)
		return login_refuse(l, REASON_WRONG_PASSWORD);
	split(l);
	if ((l->typed.n > 0 || login_may_send(l)) &&
	    (err = repeat_of(l)) != MF_ENOENT)
		return err == MF_OK       ? say_again(l)
		    : err == MF_ECONFLICT ? login_refuse(l, REASON_ANSWERED)
					  : login_silence(l, mf_strerror(err));
	if (l->policy->first == FIRST_PASSWORD)
		return start_hash(l);
	l->first = l->policy->first == FIRST_NONE || is_verified(l)
	    ? FIRST_RIGHT
	    : FIRST_WRONG;
	l->first_reason = REASON_UNVERIFIED;
	if (is_full(l) &&
	    (l->first == FIRST_WRONG || l->policy->decoys ||
		l->policy->first == FIRST_NONE))
		return login_silence(l, "too many answers wait for their time");
	return login_judge(l);
}

/* The password took its time: what the store says is read again. */
enum outcome
login_after_hash(struct login *l)
{
	/* The configuration may have been read anew meanwhile. */
	uint64_t epoch = l->account.facts.epoch;
	int64_t id = l->has_account ? l->account.facts.id : 0;
	enum mf_err err;

	l->policy = NULL;
	l->step = (struct step_in){ 0 };
	l->now_ms = engine_now_ms(l->engine);
	take_hash(l);
	if (login_is_late(l))
		return login_silence(l, "nobody waits for the answer any more");
	if ((err = facts_identify(l)) != MF_OK)
		return login_silence(l, mf_strerror(err));
	if (l->policy == NULL)
		return login_refuse(l, REASON_NO_POLICY);
	if (!l->has_account || l->account.facts.id != id ||
	    l->account.facts.epoch != epoch) {
		l->first = FIRST_WRONG;
		l->rehash = false; /* of a password that is none any more */
	}
	if (l->has_account && (err = facts_gather(l)) != MF_OK)
		return login_silence(l, mf_strerror(err));
	return login_judge(l);
}
