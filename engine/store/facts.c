/* What of the database may never go back, all of it, in one reading. */

#include "store/internal.h"
#include "store/restore.h"

struct reading {
	bool (*each)(void *, const struct fact *);
	void *arg;
	bool ended;
};

static bool
give(struct reading *rd, enum fact_kind kind, int64_t id, int64_t a, int64_t b)
{
	const struct fact f = { kind, id, (uint64_t)a, (uint64_t)b };

	rd->ended = rd->ended || !rd->each(rd->arg, &f);
	return !rd->ended;
}

static bool
read_device(void *arg, const struct row *r)
{
	struct reading *rd = arg;
	int64_t id = row_int(r, 0), failures = row_int(r, 4);
	int64_t pin = (row_int(r, 6) != 0 ? FACT_PIN_SET : 0) |
	    (row_int(r, 7) != 0 ? FACT_PIN_CHANGE : 0);

	return give(rd, FACT_COUNTER, id, row_int(r, 1), 0) &&
	    give(rd, FACT_BINDING, id, row_int(r, 2), row_int(r, 3)) &&
	    (failures == 0 || give(rd, FACT_FAILURES, id, failures, 0)) &&
	    ((row_int(r, 5) == 0 && pin == 0) ||
		give(rd, FACT_PIN, id, row_int(r, 5), pin));
}

static bool
read_account(void *arg, const struct row *r)
{
	int64_t was = (row_int(r, 2) != 0 ? FACT_DISABLED : 0) |
	    (row_int(r, 3) != 0 ? FACT_HAD_DEVICE : 0);

	return give(arg, FACT_EPOCH, row_int(r, 0), row_int(r, 1), was);
}

static bool
read_budget(void *arg, const struct row *r)
{
	return give(
	    arg, FACT_BUDGET, row_int(r, 0), row_int(r, 1), row_int(r, 2));
}

static bool
read_head(void *arg, const struct row *r)
{
	struct audit_head *h = arg;
	struct slice mac = row_bytes(r, 2);

	h->seq = row_int(r, 0);
	h->at_ms = row_int(r, 1);
	if (mac.n == AUDIT_MAC)
		memcpy(h->mac, mac.p, AUDIT_MAC);
	return false;
}

enum mf_err
store_facts(struct store *s, struct audit_head *head,
    bool (*each)(void *, const struct fact *), void *arg)
{
	static const struct {
		enum query q;
		row_fn *fn;
	} all[] = {
		{ Q_FACT_ACCOUNTS, read_account },
		{ Q_FACT_DEVICES, read_device },
		{ Q_FACT_BUDGETS, read_budget },
	};
	struct reading rd = { each, arg, false };
	bool begun = !db_in_transaction(s->db);
	enum mf_err e = MF_OK;

	*head = (struct audit_head){ 0 };
	if (begun && (e = db_begin(s->db)) != MF_OK)
		return e;
	e = db_run(s->db, Q_AUDIT_TAIL, NULL, 0, read_head, head, NULL);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (e == MF_OK && !rd.ended)
			e = db_run(
			    s->db, all[i].q, NULL, 0, all[i].fn, &rd, NULL);
	if (begun)
		db_rollback(s->db);
	return e;
}

enum mf_err
store_check(struct store *s, char *why, size_t size)
{
	return db_check(s->db, true, why, size);
}

void
store_interrupt(struct store *s)
{
	db_interrupt(s->db);
}
