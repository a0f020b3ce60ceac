/* Wrong passwords, as server/guard.c writes them down (rule 9). */

#include <string.h>

#include "store/internal.h"

struct visit {
	void (*failure)(void *, const struct password_failure *);
	void (*hour)(void *, int64_t slice, unsigned n);
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
		v->failure(v->arg, &f);
	}
	return true;
}

enum mf_err
store_password_failures(struct store *s, unsigned limit,
    void (*each)(void *, const struct password_failure *), void *arg)
{
	struct visit visit = { .failure = each, .arg = arg };
	const struct value v[] = { VI(limit) };

	return db_run(
	    s->db, Q_PASSWORD_FAILURES, v, 1, visit_failure, &visit, NULL);
}

static bool
read_failure(void *arg, const struct row *r)
{
	struct password_failure *f = arg;

	f->in_row = (unsigned)row_int(r, 0);
	f->locked_until = row_int(r, 1);
	f->last = row_int(r, 2);
	return false;
}

enum mf_err
store_password_failure(struct store *s, struct password_failure *f)
{
	const struct value v[] = { VI(f->account), VB(f->source, SOURCE_SIZE) };

	f->in_row = 0;
	f->locked_until = f->last = 0;
	return db_run(s->db, Q_PASSWORD_FAILURE, v, 2, read_failure, f, NULL);
}

enum mf_err
store_password_failure_put(struct store *s, const struct password_failure *f)
{
	const struct value v[] = { VI(f->account), VB(f->source, SOURCE_SIZE),
		VI(f->in_row), VI(f->locked_until), VI(f->last) };

	if (f->in_row == 0)
		return db_run(
		    s->db, Q_PASSWORD_FAILURE_DELETE, v, 2, NULL, NULL, NULL);
	return db_run(s->db, Q_PASSWORD_FAILURE_PUT, v, 5, NULL, NULL, NULL);
}

static bool
visit_hour(void *arg, const struct row *r)
{
	struct visit *v = arg;

	v->hour(v->arg, row_int(r, 0), (unsigned)row_int(r, 1));
	return true;
}

enum mf_err
store_password_hour(struct store *s, int64_t account, int64_t after,
    void (*each)(void *, int64_t slice, unsigned n), void *arg)
{
	struct visit visit = { .hour = each, .arg = arg };
	const struct value v[] = { VI(account), VI(after) };

	return db_run(s->db, Q_PASSWORD_HOUR, v, 2, visit_hour, &visit, NULL);
}

enum mf_err
store_password_hour_put(
    struct store *s, int64_t account, int64_t slice, unsigned n)
{
	const struct value v[] = { VI(account), VI(slice), VI(n) };

	if (n == 0)
		return db_run(
		    s->db, Q_PASSWORD_HOUR_DELETE, v, 2, NULL, NULL, NULL);
	return db_run(s->db, Q_PASSWORD_HOUR_PUT, v, 3, NULL, NULL, NULL);
}
