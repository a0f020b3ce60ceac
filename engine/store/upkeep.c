/* Rows that come and go by themselves. */

#include <string.h>

#include "store/internal.h"

enum mf_err
store_expire(struct store *s, int64_t now, unsigned limit, size_t *gone)
{
	/* Ids rise with time: nothing younger can have expired (ticket.h). */
	const struct value old[] = { VI(dialogue_id_floor((now - 30) * 1000)),
		VI(now), VI(limit) };
	const struct value packets[] = { VI((now - 60) * 1000), VI(limit) };
	/* A lock lasts an hour at most: after a day a row says nothing more. */
	const struct value passwords[] = { VI(now - SECONDS_PER_DAY), VI(now),
		VI(limit) };
	size_t a, b, c;
	enum mf_err e;

	*gone = 0;
	e = db_run(s->db, Q_EXPIRE_DIALOGUE, old, 3, NULL, NULL, &a);
	if (e != MF_OK)
		return e;
	e = db_run(s->db, Q_EXPIRE_REPETITION, packets, 2, NULL, NULL, &b);
	if (e != MF_OK)
		return e;
	e = db_run(
	    s->db, Q_EXPIRE_PASSWORD_FAILURE, passwords, 3, NULL, NULL, &c);
	*gone = a + b + c;
	return e;
}

struct visit {
	void (*each)(void *, const struct password_failure *);
	void *arg;
};

static bool
visit_failure(void *arg, const struct row *r)
{
	struct visit *v = arg;
	struct slice source = row_bytes(r, 1);
	struct password_failure f = {
		.account = row_int(r, 0),
		.in_row = (unsigned)row_int(r, 2),
		.locked_until = row_int(r, 3),
		.last = row_int(r, 4),
	};

	if (source.n == SOURCE_SIZE) {
		memcpy(f.source, source.p, SOURCE_SIZE);
		v->each(v->arg, &f);
	}
	return true;
}

enum mf_err
store_password_failures(struct store *s, unsigned limit,
    void (*each)(void *, const struct password_failure *), void *arg)
{
	struct visit visit = { each, arg };
	const struct value v[] = { VI(limit) };

	return db_run(
	    s->db, Q_PASSWORD_FAILURES, v, 1, visit_failure, &visit, NULL);
}

enum mf_err
store_password_failure(struct store *s, const struct password_failure *f)
{
	const struct value v[] = { VI(f->account), VB(f->source, SOURCE_SIZE),
		VI(f->in_row), VI(f->locked_until), VI(f->last) };

	if (f->in_row == 0)
		return db_run(
		    s->db, Q_PASSWORD_FAILURE_DELETE, v, 2, NULL, NULL, NULL);
	return db_run(s->db, Q_PASSWORD_FAILURE_PUT, v, 5, NULL, NULL, NULL);
}
