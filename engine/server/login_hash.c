/*
 * The password's turn.  A guess that comes again while it is being checked
 * waits for the same hash: it is one guess, and costs one.
 */

#include <string.h>

#include "server/batch.h"
#include "server/facts.h"
#include "server/grid.h"
#include "server/guard.h"
#include "server/listen.h"

#define TOO_MANY "too many passwords wait to be checked"

static void
go_on(struct login *l)
{
	l->phase = LOGIN_HASHED;
	batch_add(l->engine->batch, l->conn);
}

static void
hashed(struct hash_task *t)
{
	struct login *l = ((struct conn *)t->arg)->login, *f;
	struct engine *e = l->engine;

	TAILQ_REMOVE(&e->hashing, l, hashing);
	go_on(l);
	while ((f = STAILQ_FIRST(&l->followers)) != NULL) {
		STAILQ_REMOVE_HEAD(&l->followers, follower);
		e->followers--;
		f->heard = l->heard;
		f->first_reason = l->first_reason;
		f->hash.right = l->hash.right;
		go_on(f);
	}
}

/* Half of the module's threads, so that those with State find another. */
static unsigned
bound(const struct login *l)
{
	const struct engine *e = l->engine;
	unsigned most = e->conf->password.hash_queue;
	unsigned held = grid_load(e->grid) + e->followers;

	/* Threads connect when first needed: the pool's size is what counts. */
	if (most == 0) {
		int64_t pool = wire_int(&l->msg, TAG_THREADS, 0);

		most = listen_logins(e) / 2;
		if (pool > 0 && pool < 65536 && most < (unsigned)pool / 2)
			most = (unsigned)pool / 2;
	}
	return most > held ? most - held : 0;
}

bool
login_is_full(const struct login *l)
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
	if (!hasher_submit(l->engine->hasher, &l->hash, bound(l), left))
		return false;
	STAILQ_INIT(&l->followers);
	TAILQ_INSERT_TAIL(&l->engine->hashing, l, hashing);
	return true;
}

/* Of nobody, too: how long it takes must not tell who is somebody. */
static bool
is_same_guess(const struct login *a, const struct login *b)
{
	const struct account_facts *x = &a->account.facts;
	const struct account_facts *y = &b->account.facts;

	if ((a->policy == NULL) != (b->policy == NULL) ||
	    a->has_account != b->has_account ||
	    strcmp(a->name.canonical, b->name.canonical) != 0 ||
	    memcmp(a->source, b->source, SOURCE_SIZE) != 0)
		return false;
	if (a->has_account &&
	    (x->id != y->id || x->epoch != y->epoch || x->active != y->active))
		return false;
	return a->password.n == b->password.n &&
	    same(a->password.p, b->password.p, a->password.n);
}

/* Whether it waits for another's hash, or does so in vain: *out. */
static bool
follow(struct login *l, enum outcome *out)
{
	struct engine *e = l->engine;
	struct login *first;

	TAILQ_FOREACH(first, &e->hashing, hashing)
	if (is_same_guess(first, l))
		break;
	if (first == NULL)
		return false;
	if (hasher_load(e->hasher) >= bound(l)) {
		*out = login_silence(l, TOO_MANY);
		return true;
	}
	l->hash = (struct hash_task){ 0 };
	STAILQ_INSERT_TAIL(&first->followers, l, follower);
	e->followers++;
	*out = OUTCOME_LATER;
	return true;
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

static void
release(struct login *l)
{
	if (l->reserved)
		guard_release(l->engine->guard, l->account.facts.id, l->source);
	l->reserved = l->heard = false;
}

/* Somebody unknown costs the same hash as somebody known. */
enum outcome
login_start_hash(struct login *l)
{
	enum outcome out;
	bool real;

	if (follow(l, &out))
		return out;
	real = l->policy != NULL && l->has_account && l->account.has_password &&
	    l->password.n > 0 && l->account.facts.active;
	l->reserved = real &&
	    guard_reserve(l->engine->guard, l->account.facts.id, l->source,
		is_known_place(l), l->now_ms / 1000);
	l->heard = l->reserved;
	if (real && !l->reserved)
		l->first_reason = REASON_PASSWORD_LOCKED;
	else if (l->has_account && !l->account.facts.active)
		l->first_reason = REASON_DISABLED;
	else if (l->has_account && !l->account.has_password)
		l->first_reason = REASON_NO_PASSWORD;
	else
		l->first_reason =
		    l->no_length ? REASON_NO_LENGTH : REASON_WRONG_PASSWORD;
	if (!hash_task_fill(
		&l->hash, l->heard ? l->account.password : NULL, l->password)) {
		release(l);
		l->phase = LOGIN_HASHED;
		return login_decide(l);
	}
	if (submit(l))
		return OUTCOME_LATER;
	release(l);
	return login_silence(l, TOO_MANY);
}

void
login_take_hash(struct login *l)
{
	bool right = l->heard && l->hash.right;

	l->first = right ? FIRST_RIGHT : FIRST_WRONG;
	if (l->reserved)
		guard_result(l->engine->guard, l->account.facts.id, l->source,
		    right, l->now_ms / 1000);
	l->reserved = l->heard = false;
	l->rehash = right && l->hash.fresh[0] != '\0';
}
