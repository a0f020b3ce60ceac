#include "store/outbox.h"
#include "store/internal.h"

#define N(v) (sizeof(v) / sizeof((v)[0]))

static bool
read_id(void *arg, const struct row *r)
{
	*(int64_t *)arg = row_int(r, 0);
	return false;
}

enum mf_err
store_outbox_add(struct store *s, const struct outbox_new *m, int64_t *id)
{
	const struct outbox_code *c = &m->code;
	int64_t none;
	const struct value v[] = { VI(m->at_ms), VI(m->channel), VS(m->address),
		VI0(m->account), VI0(m->device), VS(m->text), VS(m->language),
		VS(m->detail), VI0(c->dialogue), VI(c->round), VI(c->resend),
		VI0(c->key), VI(m->expires_ms) };

	return db_run(s->db, Q_OUTBOX_ADD, v, N(v), read_id,
	    id == NULL ? &none : id, NULL);
}

enum mf_err
store_outbox_replace(
    struct store *s, uint64_t dialogue, int64_t device, int64_t now_ms)
{
	const struct value v[] = { VI(dialogue), VI(device), VI(now_ms) };

	return db_run(s->db, Q_OUTBOX_REPLACE, v, N(v), NULL, NULL, NULL);
}
