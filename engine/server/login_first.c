/* The first packet: the password is found in it, and checked. */

#include "core/pin.h"
#include "server/batch.h"
#include "server/facts.h"
#include "server/login_sending.h"

/*
 * How many of them are the code of the person's first device, with a PIN that
 * comes before it.  Of an unknown length: all, and so there is no password.
 */
static size_t
last_characters(struct login *l)
{
	const struct device *d;
	size_t n, pin;

	l->step.devices = l->devices;
	l->step.ndevices = l->ndevices;
	if ((d = dialogue_default(&l->step)) == NULL) {
		l->no_length = true;
		return 6;
	}
	n = d->digits > 0 ? d->digits : device_letters(d);
	if (n == 0)
		n = 6;
	pin = pin_field(d);
	l->no_length = pin == SIZE_MAX;
	return pin == SIZE_MAX ? pin : n + pin;
}

/* In append mode the field holds both; a password is never found by trying. */
static void
split(struct login *l)
{
	const struct wire_field *f = &l->msg.field[TAG_PASSWORD];
	size_t last, at;

	l->password = (struct slice){ f->p, f->n };
	l->typed = (struct slice){ f->p, 0 };
	if (l->policy->first == FIRST_NONE) {
		l->typed = l->password;
	} else if (l->policy->mode == MODE_APPEND_LENGTH) {
		last = last_characters(l);
		if (f->n > last) {
			l->password.n = f->n - last;
			l->typed = (struct slice){ f->p + l->password.n, last };
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
	l->password = (struct slice){ f->p, f->n };
	if (!l->engine->matches_groups || wire_has(&l->msg, TAG_STATE))
		return login_refuse(l, REASON_NO_POLICY);
	return login_start_hash(l);
}

/*
 * Nothing is sent, looked at or counted, and nothing written.  With decoys on
 * it has the face of a wrong password: another would tell that it was right.
 */
static enum outcome
refuse_answered(struct login *l)
{
	if (!l->policy->decoys)
		return login_refuse(l, REASON_ANSWERED);
	l->rehash = false;
	l->first = FIRST_WRONG;
	l->first_reason = REASON_ANSWERED;
	return login_judge(l);
}

/* Rules 14 and 15: what it was answered is in *out. */
static bool
was_answered(struct login *l, enum outcome *out)
{
	enum mf_err err;

	if (l->typed.n == 0 && !login_may_send(l))
		return false;
	if ((err = repeat_of(l)) == MF_ENOENT)
		return false;
	*out = err == MF_OK       ? say_again(l)
	    : err == MF_ECONFLICT ? refuse_answered(l)
				  : login_silence(l, mf_strerror(err));
	return true;
}

enum outcome
login_first_packet(struct login *l)
{
	enum outcome answered;

	if (l->msg.field[TAG_PASSWORD].p == NULL &&
	    l->policy->first != FIRST_RADIUS)
		return login_refuse(l, REASON_WRONG_PASSWORD);
	split(l);
	if (was_answered(l, &answered))
		return answered;
	if (l->policy->first == FIRST_PASSWORD)
		return login_start_hash(l);
	l->first = l->policy->first == FIRST_NONE || is_verified(l)
	    ? FIRST_RIGHT
	    : FIRST_WRONG;
	l->first_reason = REASON_UNVERIFIED;
	if (login_is_full(l) &&
	    (l->first == FIRST_WRONG || l->policy->decoys ||
		l->policy->first == FIRST_NONE))
		return login_silence(l, "too many answers wait for their time");
	return login_judge(l);
}

/* A hash took its time: what the store says is read again. */
enum outcome
login_look_again(struct login *l, int64_t id, uint64_t epoch)
{
	enum outcome answered;
	enum mf_err err;

	/* The configuration may have been read anew meanwhile. */
	l->policy = NULL;
	l->step = (struct step_in){ 0 };
	l->now_ms = engine_now_ms(l->engine);
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
	/* Its copy may have been answered while it waited. */
	if (l->first == FIRST_RIGHT && was_answered(l, &answered))
		return answered;
	return login_judge(l);
}

enum outcome
login_after_hash(struct login *l)
{
	uint64_t epoch = l->account.facts.epoch;
	int64_t id = l->has_account ? l->account.facts.id : 0;

	l->now_ms = engine_now_ms(l->engine);
	login_take_hash(l);
	return login_look_again(l, id, epoch);
}
