/*
 * PINs before codes: hashed where the loop is not, then the login is looked at
 * anew, for it may have been answered meanwhile.
 */

#include <limits.h>
#include <string.h>

#include "core/pin.h"
#include "server/batch.h"
#include "server/facts.h"

static void
hashed(struct hash_task *t)
{
	struct conn *c = t->arg;

	c->login->phase = LOGIN_PIN_HASHED;
	batch_add(c->engine->batch, c);
}

static bool
is_known(
    const struct login *l, const struct pin_question *q, const char *record)
{
	return l->pin_known != NULL &&
	    l->pin_known->make == (q->task == PIN_MAKE) &&
	    strcmp(l->pin_known->record, record) == 0;
}

static void
take(struct login *l, const struct pin_question *q, const char *record)
{
	const struct hash_task *t = l->pin_known;

	l->step.pin =
	    (struct pin_facts){ .device = q->device->id, .right = t->right };
	if (q->task == PIN_COMPARE && record[0] != '\0')
		l->step.pin.record = record;
	if (q->task == PIN_MAKE && t->fresh[0] != '\0')
		l->step.pin.record = t->fresh;
}

bool
login_asks_pin(struct login *l, enum outcome *out)
{
	int64_t left = wire_int(&l->msg, TAG_DEADLINE, INT64_MAX) - boot_ms();
	const char *record;
	struct pin_question q;

	if (pin_ask(&l->step, &q) != MF_OK) {
		*out = login_silence(l, "a code could not be made");
		return true;
	}
	if (q.task == PIN_NOTHING)
		return false;
	record = q.task == PIN_COMPARE ? l->repeat.record : q.device->record;
	if (is_known(l, &q, record)) {
		take(l, &q, record);
		return false;
	}
	*out = OUTCOME_LATER;
	l->phase_before_pin = l->phase;
	if (hash_task_fill(&l->pin_hash, record, q.pin)) {
		l->pin_hash.make = q.task == PIN_MAKE;
		l->pin_hash.done = hashed;
		l->pin_hash.arg = l->conn;
		/* Who came so far does not stand back behind beginners. */
		if (hasher_submit(
			l->engine->hasher, &l->pin_hash, UINT_MAX, left))
			return true;
	}
	*out = login_silence(l, "too many PINs wait to be checked");
	return true;
}

enum outcome
login_after_pin(struct login *l)
{
	l->phase = l->phase_before_pin;
	l->pin_known = &l->pin_hash;
	if (l->has_ticket)
		return login_begin(l);
	return login_look_again(l, l->account.facts.id, l->account.facts.epoch);
}
