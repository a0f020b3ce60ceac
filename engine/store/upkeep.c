/* Rows that come and go by themselves. */

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
	const struct value hours[] = {
		VI(now / PASSWORD_SLICE - PASSWORD_SLICES), VI(limit)
	};
	size_t a, b, c, d;
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
	if (e != MF_OK)
		return e;
	e = db_run(s->db, Q_EXPIRE_PASSWORD_HOUR, hours, 2, NULL, NULL, &d);
	*gone = a + b + c + d;
	return e;
}
