#include <string.h>

#include "core/ticket.h"

#define STAGE_BITS 4                           /* of its byte; the rest: page */
#define PLAIN      52                          /* bytes of a packed ticket */
#define SEALED     (2 + PLAIN + SEAL_OVERHEAD) /* with the key's id */
#define AD_MAX     (4 + 253 + 253 + 24)

_Static_assert(SEALED == TICKET_SEALED, "layout");
_Static_assert((SEALED * 4 + 2) / 3 <= TICKET_TEXT, "State is too long");

static uint8_t *
put(uint8_t *p, uint64_t v, size_t n)
{
	for (size_t i = n; i-- > 0; v >>= 8)
		p[i] = (uint8_t)v;
	return p + n;
}

static uint64_t
get(const uint8_t **p, size_t n)
{
	uint64_t v = 0;

	for (; n > 0; n--)
		v = v << 8 | *(*p)++;
	return v;
}

uint32_t
ticket_policy(const char *name)
{
	uint8_t h[16];
	struct slice part = slice_str(name);
	const uint8_t *p = h;

	keyed_hash(NULL, &part, 1, h, sizeof(h));
	return (uint32_t)get(&p, 4);
}

uint64_t
dialogue_id_floor(int64_t now_ms)
{
	return now_ms < 0 ? 0 : ((uint64_t)now_ms & ((1ULL << 42) - 1)) << 21;
}

uint64_t
dialogue_id(int64_t now_ms, uint64_t random)
{
	return dialogue_id_floor(now_ms) | (random & ((1ULL << 21) - 1));
}

/* Lengths first, so that no two bindings have the same bytes. */
static size_t
bind(const struct ticket_binding *b, uint8_t ad[AD_MAX])
{
	uint8_t *p = ad;
	size_t name = b->name.n > 253 ? 253 : b->name.n;
	size_t nas = b->nas.n > 253 ? 253 : b->nas.n;

	p = put(p, name, 2);
	p = put(p, nas, 2);
	memcpy(p, b->name.p, name);
	p += name;
	memcpy(p, b->nas.p, nas);
	p += nas;
	p = put(p, (uint64_t)b->account, 8);
	p = put(p, b->epoch, 8);
	p = put(p, b->generation, 8);
	return (size_t)(p - ad);
}

void
ticket_seal(const struct ticket *t, const struct ticket_binding *b,
    uint16_t key_id, const uint8_t key[KEY_SIZE], char *out, size_t *n)
{
	uint8_t plain[PLAIN], raw[SEALED], ad[AD_MAX], *p = plain;
	size_t adlen = bind(b, ad);

	p = put(p, t->dialogue, 8);
	p = put(p, (uint64_t)t->device, 8);
	p = put(p, (uint64_t)t->issued, 8);
	p = put(p, (uint64_t)t->lost, 8);
	p = put(p, (uint64_t)t->used, 8);
	p = put(p, t->policy, 4);
	p = put(p, t->list, 4);
	p = put(p, t->round, 1);
	p = put(p, (uint64_t)t->page << STAGE_BITS | t->stage, 1);
	p = put(p, t->tries, 1);
	(void)put(p, 1, 1); /* version of this layout */
	(void)put(raw, key_id, 2);
	seal(key, (struct slice){ ad, adlen }, (struct slice){ plain, PLAIN },
	    raw + 2);
	base64url(raw, SEALED, out, TICKET_TEXT + 1);
	*n = base64url_size(SEALED);
}

enum mf_err
ticket_decode(struct slice state, struct sealed_ticket *t)
{
	size_t n;

	if (state.n != base64url_size(SEALED) ||
	    base64url_decode(state, t->raw, SEALED, &n) != MF_OK || n != SEALED)
		return MF_EPROTO;
	t->key_id = (uint16_t)(t->raw[0] << 8 | t->raw[1]);
	return MF_OK;
}

enum mf_err
ticket_open(const struct sealed_ticket *sealed, const struct ticket_binding *b,
    const uint8_t key[KEY_SIZE], struct ticket *t)
{
	uint8_t plain[PLAIN], ad[AD_MAX];
	const uint8_t *p = plain;
	size_t adlen = bind(b, ad);
	enum mf_err e;

	*t = (struct ticket){ 0 };
	e = unseal(key, (struct slice){ ad, adlen },
	    (struct slice){ sealed->raw + 2, SEALED - 2 }, plain);
	if (e != MF_OK)
		return e;
	t->dialogue = get(&p, 8);
	t->device = (int64_t)get(&p, 8);
	t->issued = (int64_t)get(&p, 8);
	t->lost = (int64_t)get(&p, 8);
	t->used = (int64_t)get(&p, 8);
	t->policy = (uint32_t)get(&p, 4);
	t->list = (uint32_t)get(&p, 4);
	t->round = (uint8_t)get(&p, 1);
	t->stage = (uint8_t)get(&p, 1);
	t->page = t->stage >> STAGE_BITS;
	t->stage &= (1 << STAGE_BITS) - 1;
	t->tries = (uint8_t)get(&p, 1);
	return get(&p, 1) == 1 ? MF_OK : MF_EPROTO;
}
