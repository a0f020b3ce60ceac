/* Numbers and addresses that were begun at a prompt, and wait till then. */

#include "store/desk.h"
#include "store/internal.h"

enum mf_err
desk_address_until(struct store *s, int64_t id, int64_t until)
{
	const struct value v[] = { VI(id), VI(until) };

	return db_run(s->db, Q_UNCONFIRMED_UNTIL, v, 2, NULL, NULL, NULL);
}

static bool
take_id(void *arg, const struct row *r)
{
	*(int64_t *)arg = row_int(r, 0);
	return false;
}

enum mf_err
desk_address_due(struct store *s, int64_t now, int64_t *id)
{
	const struct value v[] = { VI(now) };
	enum mf_err e;

	*id = 0;
	e = db_run(s->db, Q_UNCONFIRMED_DUE, v, 1, take_id, id, NULL);
	return e == MF_OK && *id == 0 ? MF_ENOENT : e;
}
