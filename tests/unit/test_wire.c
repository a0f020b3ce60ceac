/* The grammar of messages: what is allowed comes through, nothing else. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "wire/wire.h"

static uint8_t buf[WIRE_CONTROL_MAX + 1];
static struct wire_out out;
static struct wire_msg m;

static void
begin(enum wire_type type)
{
	wire_begin(&out, buf, WIRE_CONTROL_MAX, type);
}

/* Puts a field as it is, whatever the grammar says of it. */
static void
forge(unsigned tag, const void *p, size_t n)
{
	uint8_t head[3] = { (uint8_t)tag, (uint8_t)(n >> 8), (uint8_t)n };

	memcpy(out.buf + out.len, head, 3);
	memcpy(out.buf + out.len + 3, p, n);
	out.len += 3 + n;
}

static bool
parses(void)
{
	bool ok = wire_parse(&m, out.buf, out.len);
	const struct wire_msg none = { 0 };

	if (!ok) /* and nothing half read is left */
		assert_memory_equal(&m, &none, sizeof(m));
	return ok;
}

static bool
is_field(enum wire_tag tag, const void *p, size_t n)
{
	return m.field[tag].p != NULL && m.field[tag].n == n &&
	    memcmp(m.field[tag].p, p, n) == 0;
}

static void
comes_back_as_it_was_put(void **state)
{
	char text[16], tight[5];

	(void)state;
	begin(WIRE_LOGIN);
	wire_put_str(&out, TAG_USER, "vards.uzvards");
	wire_put(&out, TAG_PASSWORD, "a\0b", 3);
	wire_put_int(&out, TAG_DEADLINE, -2);
	wire_put_str(&out, TAG_STATION, "");
	wire_put_str(&out, TAG_CALLED, NULL);
	assert_false(out.full);
	assert_true(parses());
	assert_int_equal(m.type, WIRE_LOGIN);
	assert_true(is_field(TAG_USER, "vards.uzvards", 13));
	assert_true(is_field(TAG_PASSWORD, "a\0b", 3));
	assert_int_equal(wire_int(&m, TAG_DEADLINE, 0), -2);
	assert_int_equal(wire_int(&m, TAG_PACKET_ID, 77), 77);
	assert_false(wire_has(&m, TAG_STATION));
	assert_false(wire_has(&m, TAG_CALLED));
	assert_true(wire_str(&m, TAG_USER, text, sizeof(text)));
	assert_string_equal(text, "vards.uzvards");
	assert_false(wire_str(&m, TAG_USER, tight, sizeof(tight)));
	assert_string_equal(tight, "");
	assert_false(wire_str(&m, TAG_CALLED, text, sizeof(text)));
}

static void
numbers_keep_their_sign_and_size(void **state)
{
	static const int64_t n[] = { 0, 1, -1, 255, 256, INT64_MAX, INT64_MIN };

	(void)state;
	for (size_t i = 0; i < sizeof(n) / sizeof(n[0]); i++) {
		begin(WIRE_ROW);
		wire_put_int(&out, TAG_COUNTER, n[i]);
		assert_true(parses());
		assert_true(wire_int(&m, TAG_COUNTER, 5) == n[i]);
	}
}

static uint8_t filling[WIRE_CONTROL_MAX];

/* Bytes that any field of that kind may hold, if their number is allowed. */
static void
fill(enum wire_kind kind, size_t n)
{
	memset(filling, 'x', sizeof(filling));
	if (kind != WIRE_LIST || n < 2)
		return;
	filling[0] = (uint8_t)((n - 2) >> 8);
	filling[1] = (uint8_t)(n - 2);
}

static bool
takes(enum wire_tag tag, size_t n)
{
	bool parsed, put;

	fill(wire_tags[tag].kind, n);
	begin(WIRE_ROW);
	forge(tag, filling, n);
	parsed = parses();
	begin(WIRE_ROW);
	wire_put(&out, tag, filling, n);
	put = !out.full;
	assert_true(put == parsed); /* what may be read may be written */
	return parsed;
}

static void
every_field_has_its_limits(void **state)
{
	(void)state;
	for (enum wire_tag t = 1; t < TAG_MAX; t++) {
		const struct wire_rule *r = &wire_tags[t];

		if (r->kind == WIRE_ABSENT || r->name == NULL)
			fail_msg("tag %d has no rule", t);
		assert_true(r->min <= r->max);
		if (!takes(t, r->min) || !takes(t, r->max))
			fail_msg("%s: refused within its limits", r->name);
		if (takes(t, r->max + 1U))
			fail_msg("%s: longer than its limit", r->name);
		if (r->min > 0 && takes(t, r->min - 1U))
			fail_msg("%s: shorter than its limit", r->name);
	}
}

static void
names_are_told_apart(void **state)
{
	(void)state;
	for (enum wire_tag a = 1; a < TAG_MAX; a++)
		for (enum wire_tag b = a + 1; b < TAG_MAX; b++)
			assert_string_not_equal(
			    wire_tags[a].name, wire_tags[b].name);
}

static void
a_field_stands_once(void **state)
{
	(void)state;
	begin(WIRE_LOGIN);
	forge(TAG_USER, "alice", 5);
	assert_true(parses());
	forge(TAG_CLIENT, "nas", 3);
	forge(TAG_USER, "alice", 5);
	assert_false(parses());
	begin(WIRE_LOGIN); /* an empty one counts, too */
	forge(TAG_PASSWORD, "", 0);
	assert_true(parses() && wire_has(&m, TAG_PASSWORD));
	forge(TAG_PASSWORD, "x", 1);
	assert_false(parses());
}

static void
unknown_tags_are_refused(void **state)
{
	(void)state;
	for (unsigned tag = 0; tag < 256; tag++) {
		if (tag > 0 && tag < TAG_MAX)
			continue;
		begin(WIRE_LOGIN);
		forge(TAG_USER, "alice", 5);
		forge(tag, "12345678", 8);
		assert_false(parses());
	}
	begin(WIRE_LOGIN);
	wire_put(&out, TAG_MAX, "x", 1);
	assert_true(out.full);
}

static void
text_has_no_nul(void **state)
{
	(void)state;
	begin(WIRE_LOGIN);
	forge(TAG_USER, "ali\0ce", 6);
	assert_false(parses());
	begin(WIRE_LOGIN);
	forge(TAG_USER, "\0", 1);
	assert_false(parses());
	begin(WIRE_LOGIN);
	wire_put(&out, TAG_USER, "ali\0ce", 6);
	assert_true(out.full);
}

/* A message that was cut anywhere is no message, but at a field's end. */
static void
truncated_messages_are_refused(void **state)
{
	size_t ends[4];

	(void)state;
	begin(WIRE_LOGIN);
	ends[0] = out.len;
	wire_put_str(&out, TAG_USER, "alice");
	ends[1] = out.len;
	wire_put_int(&out, TAG_DEADLINE, 12345);
	ends[2] = out.len;
	wire_put_str(&out, TAG_CLIENT, "nas");
	ends[3] = out.len;
	for (size_t n = 0; n <= ends[3]; n++) {
		bool whole = false;

		for (size_t i = 0; i < 4; i++)
			whole = whole || n == ends[i];
		out.len = n;
		if (parses() != whole)
			fail_msg("cut to %zu bytes", n);
	}
}

static void
other_versions_and_types_are_refused(void **state)
{
	(void)state;
	for (unsigned v = 0; v < 256; v++) {
		begin(WIRE_LOGIN);
		buf[0] = (uint8_t)v;
		assert_true(parses() == (v == WIRE_VERSION));
		begin(WIRE_LOGIN);
		buf[1] = (uint8_t)v;
		assert_true(parses() == (v > 0 && v < WIRE_TYPE_MAX));
	}
	begin(WIRE_LOGIN);
	assert_false(wire_parse(&m, buf, WIRE_CONTROL_MAX + 1));
}

static void
lists_are_walked_item_by_item(void **state)
{
	struct wire_field item;
	size_t mark, at = 0;

	(void)state;
	begin(WIRE_ANSWER);
	mark = wire_list_open(&out, TAG_ATTRIBUTES);
	wire_list_item(&out, "Class = x", 9);
	wire_list_item(&out, "", 0);
	wire_list_item(&out, "Filter-Id = staff", 17);
	wire_list_close(&out, mark);
	wire_put_str(&out, TAG_REFERENCE, "7F3K-2M9Q");
	assert_false(out.full);
	assert_true(parses());
	assert_true(wire_list_next(&m.field[TAG_ATTRIBUTES], &at, &item));
	assert_int_equal(item.n, 9);
	assert_memory_equal(item.p, "Class = x", 9);
	assert_true(wire_list_next(&m.field[TAG_ATTRIBUTES], &at, &item));
	assert_int_equal(item.n, 0);
	assert_true(wire_list_next(&m.field[TAG_ATTRIBUTES], &at, &item));
	assert_memory_equal(item.p, "Filter-Id = staff", 17);
	assert_false(wire_list_next(&m.field[TAG_ATTRIBUTES], &at, &item));
	at = 0;
	assert_false(wire_list_next(&m.field[TAG_GROUPS], &at, &item));
}

static void
an_empty_list_is_left_out(void **state)
{
	size_t mark;

	(void)state;
	begin(WIRE_ANSWER);
	mark = wire_list_open(&out, TAG_ATTRIBUTES);
	wire_list_close(&out, mark);
	wire_put_str(&out, TAG_PROMPT, "Code: ");
	assert_false(out.full);
	assert_true(parses());
	assert_false(wire_has(&m, TAG_ATTRIBUTES));
	assert_true(is_field(TAG_PROMPT, "Code: ", 6));
}

static void
lists_must_add_up(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		bool whole;
	} cases[] = {
		{ "\0\0", 2, true },
		{ "\0\1a", 3, true },
		{ "\0\1a\0\2bc", 7, true },
		{ "\0", 1, false },
		{ "\0\1", 2, false },
		{ "\0\2a", 3, false },
		{ "\0\1ab", 4, false },
		{ "\0\1a\0", 4, false },
		{ "\377\377a", 3, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin(WIRE_ANSWER);
		forge(TAG_ATTRIBUTES, cases[i].bytes, cases[i].n);
		if (parses() != cases[i].whole)
			fail_msg("list %zu", i);
	}
}

/* Once something did not fit nothing more is put, and it must not be sent. */
static void
what_does_not_fit_is_not_sent(void **state)
{
	uint8_t small[32], guard[32];
	struct wire_out o;
	size_t mark;

	(void)state;
	memset(small, 0xaa, sizeof(small));
	memset(guard, 0xaa, sizeof(guard));
	wire_begin(&o, small, 16, WIRE_LOGIN);
	wire_put_str(&o, TAG_USER, "alice"); /* 10 of 16 */
	assert_false(o.full);
	wire_put_str(&o, TAG_CLIENT, "nas7"); /* 7 more */
	assert_true(o.full);
	wire_put_str(&o, TAG_SERVICE, "v");
	assert_int_equal(o.len, 10);
	assert_memory_equal(small + 16, guard, 16);
	wire_begin(&o, small, 16, WIRE_LOGIN);
	wire_put(&o, TAG_USER, "12345678901", 11); /* just */
	assert_false(o.full);
	assert_int_equal(o.len, 16);
	mark = wire_list_open(&o, TAG_GROUPS);
	wire_list_item(&o, "g", 1);
	wire_list_close(&o, mark);
	assert_true(o.full);
	assert_memory_equal(small + 16, guard, 16);
	wire_begin(&o, small, 16, WIRE_LOGIN);
	mark = wire_list_open(&o, TAG_GROUPS);
	wire_list_item(&o, "123456789", 9); /* 5 + 11 */
	assert_false(o.full);
	wire_list_item(&o, "", 0);
	assert_true(o.full);
	assert_memory_equal(small + 16, guard, 16);
}

static void
a_list_over_its_limit_is_not_sent(void **state)
{
	size_t mark;

	(void)state;
	begin(WIRE_LOGIN);
	mark = wire_list_open(&out, TAG_GROUPS);
	for (size_t i = 0; i < 200; i++)
		wire_list_item(&out, "vpn-staff", 9);
	wire_list_close(&out, mark);
	assert_true(out.full);
}

static void
secrets_are_wiped(void **state)
{
	static const uint8_t zero[64];

	(void)state;
	wire_begin(&out, buf, 64, WIRE_LOGIN);
	wire_put_str(&out, TAG_PASSWORD, "Parole-2026");
	wire_wipe(&out);
	assert_memory_equal(buf, zero, sizeof(zero));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_back_as_it_was_put),
		cmocka_unit_test(numbers_keep_their_sign_and_size),
		cmocka_unit_test(every_field_has_its_limits),
		cmocka_unit_test(names_are_told_apart),
		cmocka_unit_test(a_field_stands_once),
		cmocka_unit_test(unknown_tags_are_refused),
		cmocka_unit_test(text_has_no_nul),
		cmocka_unit_test(truncated_messages_are_refused),
		cmocka_unit_test(other_versions_and_types_are_refused),
		cmocka_unit_test(lists_are_walked_item_by_item),
		cmocka_unit_test(an_empty_list_is_left_out),
		cmocka_unit_test(lists_must_add_up),
		cmocka_unit_test(what_does_not_fit_is_not_sent),
		cmocka_unit_test(a_list_over_its_limit_is_not_sent),
		cmocka_unit_test(secrets_are_wiped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
