/* What travels in State opens for its owner, at its door, as it was made. */

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/ticket.h"

#define COUNT(a)   (sizeof(a) / sizeof((a)[0]))
#define GENERATION 0x1122334455667788

static const uint8_t key[KEY_SIZE] = "a key of thirty-two bytes, fixed";
static const uint8_t other_key[KEY_SIZE] = "one of thirty-two bytes as well";

static const struct ticket full = {
	.dialogue = 0x7edcba9876543210,
	.device = 0x0123456789abcdef,
	.issued = 1795248000,
	.policy = 0xfedcba98,
	.list = 0x89abcdef,
	.round = 16,
	.stage = STAGE_LIST,
	.page = 14,
	.tries = 9,
	.lost = 0x0fedcba987654321,
	.used = 0x1fedcba987654320,
};

static struct ticket_binding
alice(void)
{
	return (struct ticket_binding){ .name = slice_str("alice"),
		.nas = slice_str("vpn-riga"),
		.account = 7,
		.epoch = 3,
		.generation = GENERATION };
}

static struct slice
sealed(char out[TICKET_TEXT + 1])
{
	struct ticket_binding b = alice();
	size_t n;

	ticket_seal(&full, &b, 0x0203, key, out, &n);
	assert_int_equal(n, strlen(out));
	return slice_str(out);
}

static enum mf_err
open_it(struct slice state, const struct ticket_binding *b, const uint8_t *k,
    struct ticket *t)
{
	struct sealed_ticket raw;
	enum mf_err e = ticket_decode(state, &raw);

	return e != MF_OK ? e : ticket_open(&raw, b, k, t);
}

static enum mf_err
key_id_of(struct slice state, uint16_t *id)
{
	struct sealed_ticket raw = { 0 };
	enum mf_err e = ticket_decode(state, &raw);

	*id = raw.key_id;
	return e;
}

static void
comes_back_as_it_was(void **state)
{
	struct ticket_binding b = alice();
	char text[TICKET_TEXT + 1];
	struct slice s = sealed(text);
	struct ticket t;
	uint16_t id;

	(void)state;
	assert_int_equal(key_id_of(s, &id), MF_OK);
	assert_int_equal(id, 0x0203);
	assert_int_equal(open_it(s, &b, key, &t), MF_OK);
	assert_true(t.dialogue == full.dialogue && t.device == full.device &&
	    t.issued == full.issued && t.policy == full.policy &&
	    t.list == full.list && t.round == full.round &&
	    t.stage == full.stage && t.page == full.page &&
	    t.tries == full.tries && t.lost == full.lost &&
	    t.used == full.used);
}

/* ocserv copies State as a C string of at most 128 characters. */
static void
is_short_and_printable(void **state)
{
	char text[TICKET_TEXT + 1];
	struct slice s = sealed(text);

	(void)state;
	assert_true(s.n > 0 && s.n <= TICKET_TEXT);
	for (size_t i = 0; i < s.n; i++)
		assert_true(isgraph(s.p[i]));
}

static void
says_nothing_of_what_is_in_it(void **state)
{
	char one[TICKET_TEXT + 1], two[TICKET_TEXT + 1];
	struct slice a = sealed(one), b = sealed(two);
	unsigned same_place = 0;

	(void)state;
	assert_int_equal(a.n, b.n);
	for (size_t i = 4; i < a.n; i++)
		same_place += a.p[i] == b.p[i];
	assert_true(same_place < 20); /* of about 105, by chance 2 */
}

static void
opens_for_nobody_else_and_nowhere_else(void **state)
{
	const struct {
		const char *what, *name, *nas;
		int64_t account;
		uint64_t epoch, generation;
	} cases[] = {
		{ "another name", "alicf", "vpn-riga", 7, 3, GENERATION },
		{ "a longer name", "alice2", "vpn-riga", 7, 3, GENERATION },
		{ "no name", "", "vpn-riga", 7, 3, GENERATION },
		{ "another NAS", "alice", "vpn-oslo", 7, 3, GENERATION },
		{ "another account", "alice", "vpn-riga", 8, 3, GENERATION },
		{ "a decoy's", "alice", "vpn-riga", 0, 3, GENERATION },
		{ "an older epoch", "alice", "vpn-riga", 7, 2, GENERATION },
		{ "a newer epoch", "alice", "vpn-riga", 7, 4, GENERATION },
		{ "a generation", "alice", "vpn-riga", 7, 3, GENERATION + 1 },
		/* the same bytes, parted elsewhere */
		{ "name and NAS", "alicev", "pn-riga", 7, 3, GENERATION },
	};
	char text[TICKET_TEXT + 1];
	struct slice s = sealed(text);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct ticket_binding b = { slice_str(cases[i].name),
			slice_str(cases[i].nas), cases[i].account,
			cases[i].epoch, cases[i].generation };
		struct ticket t = full;

		if (open_it(s, &b, key, &t) != MF_ECRYPTO)
			fail_msg("%s: it opened", cases[i].what);
		assert_true(t.dialogue == 0 && t.round == 0);
	}
}

static void
opens_with_its_own_key_alone(void **state)
{
	struct ticket_binding b = alice();
	char text[TICKET_TEXT + 1];
	struct slice s = sealed(text);
	struct ticket t;

	(void)state;
	assert_int_equal(open_it(s, &b, other_key, &t), MF_ECRYPTO);
}

/*
 * The first two bytes are the key's id; which key is tried is their only
 * meaning.  Any other bit is under the seal.
 */
static void
no_character_can_be_changed(void **state)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz"
				      "0123456789-_";
	struct ticket_binding b = alice();
	char text[TICKET_TEXT + 1];
	struct slice s = sealed(text);
	struct ticket t;
	uint16_t id, own;

	(void)state;
	assert_int_equal(key_id_of(s, &own), MF_OK);
	for (size_t i = 0; i < s.n; i++) {
		char was = text[i];

		for (size_t k = 0; k < sizeof(letters) - 1; k++) {
			if (letters[k] == was)
				continue;
			text[i] = letters[k];
			if (open_it(s, &b, key, &t) == MF_OK &&
			    key_id_of(s, &id) == MF_OK && id == own)
				fail_msg("character %zu: %c for %c", i,
				    letters[k], was);
		}
		text[i] = was;
	}
	assert_int_equal(open_it(s, &b, key, &t), MF_OK);
}

static void
what_is_not_of_its_form_is_none(void **state)
{
	struct ticket_binding b = alice();
	char text[TICKET_TEXT + 2];
	struct slice s = sealed(text), cut = s;
	struct ticket t;
	uint16_t id;

	(void)state;
	for (cut.n = 0; cut.n < s.n; cut.n++) {
		assert_int_equal(key_id_of(cut, &id), MF_EPROTO);
		assert_int_equal(open_it(cut, &b, key, &t), MF_EPROTO);
	}
	text[s.n] = 'A';
	cut.n = s.n + 1;
	assert_int_equal(open_it(cut, &b, key, &t), MF_EPROTO);
	for (const char *c = "+/= \n.\x7f\x80\xc4\xff"; *c != '\0'; c++) {
		sealed(text);
		text[10] = *c;
		assert_int_equal(key_id_of(s, &id), MF_EPROTO);
	}
	sealed(text);
	text[10] = '\0';
	assert_int_equal(key_id_of(s, &id), MF_EPROTO);
}

/* The longest names there are; what is bound is not cut short of them. */
static void
binds_long_names_whole(void **state)
{
	struct ticket_binding b = alice();
	uint8_t name[253], nas[253];
	char text[TICKET_TEXT + 1];
	struct ticket t;
	size_t n;

	(void)state;
	memset(name, 'a', sizeof(name));
	memset(nas, 'n', sizeof(nas));
	b.name = (struct slice){ name, sizeof(name) };
	b.nas = (struct slice){ nas, sizeof(nas) };
	ticket_seal(&full, &b, 1, key, text, &n);
	assert_true(n <= TICKET_TEXT);
	assert_int_equal(open_it(slice_str(text), &b, key, &t), MF_OK);
	name[252] = 'b';
	assert_int_equal(open_it(slice_str(text), &b, key, &t), MF_ECRYPTO);
	name[252] = 'a';
	nas[252] = 'm';
	assert_int_equal(open_it(slice_str(text), &b, key, &t), MF_ECRYPTO);
}

static void
dialogues_ids_rise_with_time(void **state)
{
	static const int64_t when[] = { 0, 1, 1000, 1795248000000,
		1795248000001, 4000000000000 };

	(void)state;
	for (size_t i = 0; i < COUNT(when); i++) {
		uint64_t low = dialogue_id(when[i], 0);
		uint64_t high = dialogue_id(when[i], UINT64_MAX);

		assert_true(low == dialogue_id_floor(when[i]));
		assert_true(low < high);
		assert_true((int64_t)high > 0);
		if (i > 0)
			assert_true(low > dialogue_id(when[i - 1], UINT64_MAX));
	}
	assert_true(dialogue_id_floor(-1) == 0);
	assert_true(dialogue_id(1, 5) != dialogue_id(1, 6));
}

static void
policies_are_told_apart(void **state)
{
	(void)state;
	assert_int_equal(ticket_policy("vpn"), ticket_policy("vpn"));
	assert_int_not_equal(ticket_policy("vpn"), ticket_policy("wifi"));
	assert_int_not_equal(ticket_policy("vpn"), ticket_policy(""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_back_as_it_was),
		cmocka_unit_test(is_short_and_printable),
		cmocka_unit_test(says_nothing_of_what_is_in_it),
		cmocka_unit_test(opens_for_nobody_else_and_nowhere_else),
		cmocka_unit_test(opens_with_its_own_key_alone),
		cmocka_unit_test(no_character_can_be_changed),
		cmocka_unit_test(what_is_not_of_its_form_is_none),
		cmocka_unit_test(binds_long_names_whole),
		cmocka_unit_test(dialogues_ids_rise_with_time),
		cmocka_unit_test(policies_are_told_apart),
	};

	if (!crypto_init())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
