/* What a login writes: the effects of one decision, in its transaction. */

#include "store/internal.h"

#define N(v) (sizeof(v) / sizeof((v)[0]))

/* Runs a compare and set: exactly one row, or somebody was first. */
enum mf_err
set_one(struct store *s, enum query q, const struct value *v, size_t n)
{
	size_t rows;
	enum mf_err e = db_run(s->db, q, v, n, NULL, NULL, &rows);

	return e != MF_OK ? e : rows == 1 ? MF_OK : MF_ECONFLICT;
}

enum mf_err
store_advance(struct store *s, const struct effect *fx,
    const struct account_facts *a, int64_t now)
{
	const struct value v[] = { VI(fx->device), VI(fx->counter),
		VI(fx->drift), VI(fx->anchor), VI(now), VI(a->id), VI(a->epoch),
		VI(fx->exact ? (int64_t)fx->was : -1) };

	return set_one(s, Q_ADVANCE, v, N(v));
}

enum mf_err
store_blame(struct store *s, const struct effect *fx, int64_t account,
    const uint8_t source[SOURCE_SIZE], int64_t now)
{
	const struct value device[] = { VI(fx->device) };
	const struct value fail[] = { VI(account), VB(source, SOURCE_SIZE),
		VI(fx->locked_until) };
	const struct value day[] = { VI(account), VI(now / SECONDS_PER_DAY) };
	enum mf_err e;

	if (fx->device != 0 &&
	    (e = db_run(s->db, Q_BLAME, device, 1, NULL, NULL, NULL)) != MF_OK)
		return e;
	if ((e = db_run(s->db, Q_FAIL, fail, 3, NULL, NULL, NULL)) != MF_OK)
		return e;
	return db_run(s->db, Q_BUDGET_ADD, day, 2, NULL, NULL, NULL);
}

enum mf_err
store_seen(struct store *s, int64_t account, const uint8_t source[SOURCE_SIZE],
    int64_t now)
{
	const struct value v[] = { VI(account), VB(source, SOURCE_SIZE),
		VI(now) };

	return db_run(s->db, Q_SEEN, v, 3, NULL, NULL, NULL);
}

/* A source is noted once a day: most logins write nothing here. */
enum mf_err
store_clear(struct store *s, int64_t account, const uint8_t source[SOURCE_SIZE],
    const struct guess_facts *g, int64_t now)
{
	const struct value v[] = { VI(account), VB(source, SOURCE_SIZE) };
	enum mf_err e;

	if (g->in_row > 0 &&
	    (e = db_run(s->db, Q_FORGET, v, 2, NULL, NULL, NULL)) != MF_OK)
		return e;
	if (g->last_seen != 0 && now - g->last_seen < SECONDS_PER_DAY)
		return MF_OK;
	return store_seen(s, account, source, now);
}

enum mf_err
store_bind(struct store *s, int64_t device, int64_t account, int64_t now)
{
	const struct value v[] = { VI(device), VI(account), VI(now) };
	const struct value had[] = { VI(account) };
	enum mf_err e;

	if ((e = set_one(s, Q_BIND, v, N(v))) != MF_OK)
		return e;
	return db_run(s->db, Q_HAD_DEVICE, had, 1, NULL, NULL, NULL);
}

enum mf_err
store_device_state(struct store *s, int64_t device, enum device_state from,
    enum device_state to)
{
	const struct value v[] = { VI(device), VI(to), VI(from) };

	return set_one(s, Q_DEVICE_STATE, v, N(v));
}

enum mf_err
store_device_blame(struct store *s, int64_t device)
{
	const struct value v[] = { VI(device) };

	return db_run(s->db, Q_BLAME, v, N(v), NULL, NULL, NULL);
}

enum mf_err
store_answer(struct store *s, uint64_t dialogue, unsigned round,
    const uint8_t reply[REPLY_SIZE], int64_t at_ms, int64_t expires,
    struct slice answer, const char *wish, const char *record)
{
	struct value v[] = { VI(dialogue), VI(round), VB(reply, REPLY_SIZE),
		VI(at_ms), VI(expires), VB(answer.p, answer.n), VNULL, VNULL };
	uint8_t sealed[PASSWORD_RECORD + SEALED_EXTRA];
	size_t n;
	enum mf_err e;

	if (wish != NULL)
		v[6] = (struct value)VS(wish);
	if (record != NULL) {
		e = store_seal(s, SEALED_TYPED, (int64_t)dialogue,
		    slice_str(record), sealed, &n);
		if (e != MF_OK)
			return e;
		v[7] = (struct value)VB(sealed, n);
	}

	return set_one(s, Q_ANSWER, v, N(v));
}

enum mf_err
store_answer_revise(struct store *s, uint64_t dialogue,
    const struct answer *was, struct slice answer)
{
	const struct value v[] = { VI(dialogue), VI(was->round),
		VB(was->reply, REPLY_SIZE), VB(answer.p, answer.n) };

	return set_one(s, Q_ANSWER_REVISE, v, N(v));
}

enum mf_err
store_repetition_add(struct store *s, const uint8_t key[REPLY_SIZE],
    int64_t at_ms, int64_t expires_ms, struct slice answer)
{
	const struct value v[] = { VB(key, REPLY_SIZE), VI(at_ms),
		VB(answer.p, answer.n), VI(expires_ms) };

	return db_run(s->db, Q_REPETITION_ADD, v, N(v), NULL, NULL, NULL);
}

enum mf_err
store_repetition_count(struct store *s, const uint8_t key[REPLY_SIZE])
{
	const struct value v[] = { VB(key, REPLY_SIZE) };

	return db_run(s->db, Q_REPETITION_COUNT, v, 1, NULL, NULL, NULL);
}

enum mf_err
store_rehash(
    struct store *s, int64_t account, uint64_t epoch, const char *record)
{
	uint8_t sealed[PASSWORD_RECORD + SEALED_EXTRA];
	size_t n;
	enum mf_err e;

	e = store_seal(
	    s, SEALED_PASSWORD, account, slice_str(record), sealed, &n);
	if (e != MF_OK)
		return e;
	const struct value v[] = { VI(account), VB(sealed, n), VI(epoch) };
	return db_run(s->db, Q_PASSWORD_REHASH, v, N(v), NULL, NULL, NULL);
}
