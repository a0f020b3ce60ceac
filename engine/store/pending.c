#include <string.h>

#include "store/pending.h"
#include "store/internal.h"

#define N(v) (sizeof(v) / sizeof((v)[0]))

enum mf_err
store_pending_put(struct store *s, const struct pending *p,
    const uint8_t repeat[REPLY_SIZE], struct slice answer)
{
	struct value v[] = { VI(p->dialogue), VI(p->device), VI(p->account),
		VI(p->round), VI(p->resend), VI(p->key), VI(p->at),
		VI(p->expires), VNULL, VB(answer.p, answer.n) };

	if (repeat != NULL)
		v[8] = (struct value)VB(repeat, REPLY_SIZE);
	return db_run(s->db, Q_PENDING_PUT, v, N(v), NULL, NULL, NULL);
}

static void
take_pending(const struct row *r, struct pending *p)
{
	*p = (struct pending){
		.dialogue = (uint64_t)row_int(r, 0),
		.device = row_int(r, 1),
		.account = row_int(r, 2),
		.round = (unsigned)row_int(r, 3),
		.resend = (unsigned)row_int(r, 4),
		.key = (uint32_t)row_int(r, 5),
		.at = row_int(r, 6),
		.expires = row_int(r, 7),
		.used = row_int(r, 8) != 0,
	};
}

struct pendings {
	struct pending *out;
	size_t n, max;
};

static bool
read_pending(void *arg, const struct row *r)
{
	struct pendings *x = arg;

	take_pending(r, &x->out[x->n++]);
	return x->n < x->max;
}

enum mf_err
store_pendings(struct store *s, uint64_t dialogue, int64_t now,
    struct pending *out, size_t max, size_t *n)
{
	struct pendings x = { out, 0, max };
	const struct value v[] = { VI(dialogue), VI(now) };
	enum mf_err e;

	e = db_run(s->db, Q_PENDINGS, v, N(v), read_pending, &x, NULL);
	*n = x.n;
	return e;
}

enum mf_err
store_pending_of_device(struct store *s, int64_t account, int64_t device,
    int64_t now, struct pending *p)
{
	struct pendings x = { p, 0, 1 };
	const struct value v[] = { VI(account), VI(device), VI(now) };
	enum mf_err e;

	e = db_run(s->db, Q_PENDING_OF_DEVICE, v, N(v), read_pending, &x, NULL);
	return e == MF_OK && x.n == 0 ? MF_ENOENT : e;
}

enum mf_err
store_pending_void(struct store *s, int64_t account, int64_t device)
{
	const struct value v[] = { VI(account), VI(device) };

	return db_run(s->db, Q_PENDING_VOID, v, N(v), NULL, NULL, NULL);
}

struct joined {
	struct pending *p;
	struct answer *a;
	bool any;
};

static bool
is_newer(const struct pending *a, const struct pending *b)
{
	return a->at != b->at ? a->at > b->at : a->dialogue > b->dialogue;
}

/* The newest: there are few, and most often none, not worth their sorting. */
static bool
read_joined(void *arg, const struct row *r)
{
	struct joined *j = arg;
	struct slice bytes = row_bytes(r, 9);
	struct pending p;

	take_pending(r, &p);
	if (j->any && !is_newer(&p, j->p))
		return true;
	*j->p = p;
	j->any = true;
	j->a->n = bytes.n <= sizeof(j->a->bytes) ? bytes.n : 0;
	if (j->a->n > 0)
		memcpy(j->a->bytes, bytes.p, j->a->n);
	j->p->answered = row_int(r, 10) != 0;
	j->p->dropped = row_int(r, 11) != 0;
	return true;
}

enum mf_err
store_pending_repeated(struct store *s, const uint8_t repeat[REPLY_SIZE],
    int64_t now, struct pending *p, struct answer *a)
{
	struct joined j = { p, a, false };
	const struct value v[] = { VB(repeat, REPLY_SIZE), VI(now) };
	enum mf_err e;

	a->n = 0;
	e = db_run(s->db, Q_PENDING_REPEATED, v, N(v), read_joined, &j, NULL);
	return e != MF_OK ? e : j.any ? MF_OK : MF_ENOENT;
}

enum mf_err
store_pending_spend(struct store *s, const struct effect *fx,
    const struct account_facts *a, int64_t now)
{
	const struct value spend[] = { VI(fx->dialogue), VI(fx->device),
		VI(fx->resend), VI(now) };
	const struct value used[] = { VI(fx->device), VI(now), VI(a->id),
		VI(a->epoch) };
	enum mf_err e;

	if ((e = set_one(s, Q_PENDING_SPEND, spend, N(spend))) != MF_OK)
		return e;
	return set_one(s, Q_DEVICE_USED, used, N(used));
}
