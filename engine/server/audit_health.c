#include "server/audit_health.h"

#define TAIL 1000 /* records looked at when the engine starts */

#define FAULT    "audit.fault"
#define FOUND    "audit.found"
#define VERIFIED "audit.verified"

static enum mf_err
get(struct store *s, const char *name, int64_t *value)
{
	enum mf_err e = store_meta_get_int(s, name, value);

	if (e == MF_ENOENT)
		*value = 0;
	return e == MF_ENOENT ? MF_OK : e;
}

enum mf_err
audit_health_read(struct store *s, struct audit_health *h)
{
	enum mf_err e;

	if ((e = get(s, FAULT, &h->fault)) != MF_OK ||
	    (e = get(s, FOUND, &h->found)) != MF_OK)
		return e;
	return get(s, VERIFIED, &h->verified);
}

enum mf_err
audit_health_fault(struct store *s, int64_t record, int64_t now)
{
	struct audit_health h;
	enum mf_err e;

	if ((e = audit_health_read(s, &h)) != MF_OK)
		return e;
	if (h.fault != 0 && h.fault <= record)
		return MF_OK;
	if ((e = store_meta_put_int(s, FAULT, record)) != MF_OK)
		return e;
	return store_meta_put_int(s, FOUND, now);
}

enum mf_err
audit_health_whole(struct store *s, int64_t now)
{
	enum mf_err e;

	if ((e = store_meta_put_int(s, FAULT, 0)) != MF_OK)
		return e;
	return store_meta_put_int(s, VERIFIED, now);
}

enum mf_err
audit_health_tail(
    struct store *s, const struct audit_head *last, int64_t *fault)
{
	struct audit_head head = { 0 };
	bool more;
	enum mf_err e = MF_OK;

	*fault = 0;
	if (last->seq > TAIL) {
		head.seq = last->seq - TAIL;
		e = audit_mac(s, head.seq, head.mac);
	}
	if (e == MF_OK && last->seq > 0)
		e = audit_verify(
		    s, &head, (unsigned)(last->seq - head.seq), &more);
	if (e == MF_OK &&
	    (head.seq != last->seq || !same(head.mac, last->mac, AUDIT_MAC)))
		e = MF_ECRYPTO;
	if (e == MF_ENOENT) {
		*fault = head.seq;
		return MF_ECRYPTO;
	}
	/* What was at the end is there no more, or another stands there. */
	if (e == MF_ECRYPTO)
		*fault = head.seq < last->seq ? head.seq + 1 : last->seq;
	return e;
}
