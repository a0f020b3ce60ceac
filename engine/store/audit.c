#include <string.h>

#include "store/audit.h"
#include "store/internal.h"

/* Every field stands in the hash; lengths keep them apart. */
static enum mf_err
chain(const struct store *s, const struct audit_record *r,
    const uint8_t before[AUDIT_MAC], uint8_t mac[AUDIT_MAC])
{
	const int64_t numbers[] = { r->seq, r->at_ms, r->account, r->device,
		r->used, (int64_t)r->dialogue, r->reference };
	const struct slice parts[] = {
		{ before, AUDIT_MAC },
		{ (const uint8_t *)numbers, sizeof(numbers) },
		slice_str(r->event),
		r->actor,
		r->detail,
	};
	uint8_t key[KEY_SIZE];
	enum mf_err e;

	if ((e = keyring_key(s->keys, KEY_AUDIT, 0, key)) != MF_OK)
		return e;
	keyed_hash(
	    key, parts, sizeof(parts) / sizeof(parts[0]), mac, AUDIT_MAC);
	wipe(key, sizeof(key));
	return MF_OK;
}

enum mf_err
audit_append(struct store *s, struct audit_record *r)
{
	struct audit_head next = { .seq = s->head.seq + 1, .at_ms = r->at_ms };
	enum mf_err e;

	r->seq = next.seq;
	if ((e = chain(s, r, s->head.mac, next.mac)) != MF_OK)
		return e;
	const struct value v[] = { VI(r->seq), VI(r->at_ms), VS(r->event),
		VI0(r->account), VI0(r->device), VI0(r->used), VI0(r->dialogue),
		VI0(r->reference), VT(r->actor), VT(r->detail),
		VB(next.mac, AUDIT_MAC) };
	e = db_run(
	    s->db, Q_AUDIT, v, sizeof(v) / sizeof(v[0]), NULL, NULL, NULL);
	if (e == MF_OK)
		s->head = next;
	return e;
}

const struct audit_head *
audit_head(const struct store *s)
{
	return &s->head;
}

static bool
read_mac(void *arg, const struct row *r)
{
	struct audit_head *m = arg;
	struct slice mac = row_bytes(r, 10);

	m->seq = row_int(r, 0);
	if (mac.n == AUDIT_MAC)
		memcpy(m->mac, mac.p, AUDIT_MAC);
	return false;
}

enum mf_err
audit_mac(struct store *s, int64_t seq, uint8_t out[AUDIT_MAC])
{
	struct audit_head m = { 0 };
	const struct value v[] = { VI(seq), VI(1) };
	enum mf_err e;

	e = db_run(s->db, Q_AUDIT_RANGE, v, 2, read_mac, &m, NULL);
	if (e == MF_OK && m.seq != seq)
		e = MF_ENOENT;
	memcpy(out, m.mac, AUDIT_MAC);
	return e;
}

struct walk {
	struct store *s;
	struct audit_head *head;
	unsigned n;
	enum mf_err e;
};

static bool
verify_one(void *arg, const struct row *row)
{
	struct walk *w = arg;
	struct slice mac = row_bytes(row, 10);
	char event[64];
	uint8_t want[AUDIT_MAC];
	struct audit_record r = {
		.seq = row_int(row, 0),
		.at_ms = row_int(row, 1),
		.event = event,
		.account = row_int(row, 3),
		.device = row_int(row, 4),
		.used = row_int(row, 5),
		.dialogue = (uint64_t)row_int(row, 6),
		.reference = row_int(row, 7),
		.actor = row_bytes(row, 8),
		.detail = row_bytes(row, 9),
	};

	row_text(row, 2, event, sizeof(event));
	w->n++;
	w->e = chain(w->s, &r, w->head->mac, want);
	if (w->e == MF_OK &&
	    (r.seq != w->head->seq + 1 || mac.n != AUDIT_MAC ||
		!same(mac.p, want, AUDIT_MAC)))
		w->e = MF_ECRYPTO;
	if (w->e != MF_OK)
		return false;
	w->head->seq = r.seq;
	w->head->at_ms = r.at_ms;
	memcpy(w->head->mac, want, AUDIT_MAC);
	return true;
}

enum mf_err
audit_verify(
    struct store *s, struct audit_head *head, unsigned limit, bool *more)
{
	struct walk w = { s, head, 0, MF_OK };
	const struct value v[] = { VI(head->seq + 1), VI(limit) };
	enum mf_err e;

	e = db_run(s->db, Q_AUDIT_RANGE, v, 2, verify_one, &w, NULL);
	*more = w.n == limit && w.e == MF_OK;
	return e != MF_OK ? e : w.e;
}
