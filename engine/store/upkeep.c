/* Rows that come and go by themselves. */

#include "store/internal.h"
#include "store/outbox.h"

enum mf_err
store_expire(struct store *s, int64_t now, unsigned limit, size_t *gone)
{
	const struct {
		enum query query;
		struct value v[3];
		size_t nv;
	} steps[] = {
		/* Ids rise with time: nothing younger can have expired
		 * (ticket.h). */
		{ Q_EXPIRE_DIALOGUE,
		    { VI(dialogue_id_floor((now - 30) * 1000)), VI(now),
			VI(limit) },
		    3 },
		{ Q_EXPIRE_REPETITION, { VI(now * 1000), VI(limit) }, 2 },
		/* A lock lasts an hour at most: after a day a row says nothing
		 * more. */
		{ Q_EXPIRE_PASSWORD_FAILURE,
		    { VI(now - SECONDS_PER_DAY), VI(now), VI(limit) }, 3 },
		{ Q_EXPIRE_PASSWORD_HOUR,
		    { VI(now / PASSWORD_SLICE - PASSWORD_SLICES), VI(limit) },
		    2 },
		/* For a day it can be told why it was not signed. */
		{ Q_EXPIRE_SIGNATURE, { VI(now - SECONDS_PER_DAY), VI(limit) },
		    2 },
		{ Q_EXPIRE_CHALLENGE, { VI(now), VI(limit) }, 2 },
		{ Q_EXPIRE_OUTBOX,
		    { VI((now - OUTBOX_KEPT) * 1000), VI(limit) }, 2 },
		{ Q_EXPIRE_PENDING,
		    { VI(dialogue_id_floor((now - 60) * 1000)), VI(now - 60),
			VI(limit) },
		    3 },
	};
	enum mf_err e = MF_OK;
	size_t n;

	*gone = 0;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		e = db_run(s->db, steps[i].query, steps[i].v, steps[i].nv, NULL,
		    NULL, &n);
		if (e != MF_OK)
			break;
		*gone += n;
	}
	if (e == MF_OK && (e = sending_expire(s, now, limit, &n)) == MF_OK)
		*gone += n;
	return e;
}
