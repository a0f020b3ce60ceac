/*
 * Bytes that were not sealed here never open; what was, opens to the same
 * ticket, and neither with a character changed nor bound to anything else.
 */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "core/ticket.h"
#include "util/crypto.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const uint8_t key[KEY_SIZE] = { 1, 2, 3 };
static const uint8_t other_key[KEY_SIZE] = { 1, 2, 4 };

static enum mf_err
open_state(struct slice state, const struct ticket_binding *b,
    const uint8_t k[KEY_SIZE], struct ticket *t)
{
	struct sealed_ticket s;
	enum mf_err e;

	if ((e = ticket_decode(state, &s)) != MF_OK)
		return e;
	return ticket_open(&s, b, k, t);
}

static struct ticket_binding
binding(void)
{
	return (struct ticket_binding){ .name = slice_str("demo"),
		.nas = slice_str("vpn-riga"),
		.account = 7,
		.epoch = 3,
		.generation = 99 };
}

static void
binds(struct slice state)
{
	struct ticket_binding b[] = { binding(), binding(), binding(),
		binding(), binding(), binding() };
	struct ticket t;

	b[0].name = slice_str("demi");
	b[1].nas = slice_str("vpn-rig");
	b[2].account++;
	b[3].epoch++;
	b[4].generation++;
	/* the same bytes, cut elsewhere */
	b[5].name = slice_str("demov");
	b[5].nas = slice_str("pn-riga");
	for (size_t i = 0; i < sizeof(b) / sizeof(b[0]); i++)
		assert(open_state(state, &b[i], key, &t) == MF_ECRYPTO);
	b[0] = binding();
	assert(open_state(state, &b[0], other_key, &t) == MF_ECRYPTO);
}

/* The first bytes are the ticket, the next two say what to change. */
static void
round_trip(const uint8_t *p, size_t n)
{
	struct ticket in = { 0 }, out;
	struct ticket_binding b = binding();
	struct sealed_ticket s;
	char state[TICKET_TEXT + 1];
	size_t len;
	char *at;

	memcpy(&in.dialogue, p, 8);
	memcpy(&in.device, p + 8, 8);
	memcpy(&in.issued, p + 16, 8);
	memcpy(&in.policy, p + 24, 4);
	memcpy(&in.list, p + 28, 4);
	in.round = p[32];
	in.stage = p[33] & 0xf;
	in.page = p[33] >> 4;
	in.tries = p[34];
	in.lost = p[35];
	ticket_seal(&in, &b, 5, key, state, &len);
	assert(len <= TICKET_TEXT && strlen(state) == len);
	assert(ticket_decode(slice_str(state), &s) == MF_OK && s.key_id == 5);
	assert(ticket_open(&s, &b, key, &out) == MF_OK);
	assert(in.dialogue == out.dialogue && in.device == out.device);
	assert(in.issued == out.issued && in.policy == out.policy);
	assert(in.list == out.list && in.round == out.round);
	assert(in.stage == out.stage && in.page == out.page);
	assert(in.tries == out.tries);
	assert(in.lost == out.lost);
	binds(slice_str(state));
	if (n < 38)
		return;
	at = state + p[36] % len;
	if (*at == (char)p[37])
		return;
	*at = (char)p[37];
	/* the key's id chooses the key and is outside the seal */
	if (ticket_decode((struct slice){ (uint8_t *)state, len }, &s) ==
		MF_OK &&
	    s.key_id == 5)
		assert(ticket_open(&s, &b, key, &out) == MF_ECRYPTO);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ticket_binding b = binding();
	struct ticket t;

	if (!crypto_init())
		return 0;
	assert(open_state((struct slice){ p, n }, &b, key, &t) != MF_OK);
	if (n >= 36)
		round_trip(p, n);
	return 0;
}
