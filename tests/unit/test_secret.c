/* Passwords: the same keys on another keyboard are the same password. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/secret.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define P16      "pppppppppppppppp"
#define P128     P16 P16 P16 P16 P16 P16 P16 P16

#define BYTES(s)                                                               \
	{                                                                      \
		(const uint8_t *)(s), sizeof(s) - 1                            \
	}

static const struct {
	struct slice raw, prepared; /* prepared.p NULL: refused */
} cases[] = {
	{ BYTES("correct horse"), BYTES("correct horse") },
	{ BYTES(" Both Ends "), BYTES(" Both Ends ") },
	{ BYTES("Case COUNTS"), BYTES("Case COUNTS") },
	{ BYTES("p\u0101role"), BYTES("p\u0101role") },
	{ BYTES("pa\u0304role"), BYTES("p\u0101role") },
	{ BYTES("a\u00a0b"), BYTES("a b") },
	{ BYTES("a\u3000b"), BYTES("a b") },
	{ BYTES("a\u2003b"), BYTES("a b") },
	{ BYTES("\uff41"), BYTES("\uff41") }, /* width stays */
	{ BYTES("\U0001f511\u200d"), BYTES("\U0001f511\u200d") },
	{ BYTES("\u212b"), BYTES("\u00c5") },
	{ BYTES("\ufb01"), BYTES("\ufb01") },
	/* not UTF-8: the bytes */
	{ BYTES("p\xe2role"), BYTES("p\xe2role") },
	{ BYTES("\xff\xfe"), BYTES("\xff\xfe") },
	{ BYTES("a\u0304\xff"), BYTES("a\u0304\xff") },
	{ BYTES(P128), BYTES(P128) },
	{ BYTES(P128 "p"), { NULL, 0 } },
	{ BYTES(""), { NULL, 0 } },
	{ BYTES("a\0"), { NULL, 0 } },
	{ BYTES("a\n"), { NULL, 0 } },
	{ BYTES("\ta"), { NULL, 0 } },
	{ BYTES("a\x7f"), { NULL, 0 } },
	{ BYTES("a\xc2\x85"), { NULL, 0 } },
	{ BYTES("\xff\x01"), { NULL, 0 } },
};

static void
prepares(void **state)
{
	uint8_t out[PASSWORD_PREPARED], again[PASSWORD_PREPARED];
	size_t n, m;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		enum mf_err e =
		    password_prepare(cases[i].raw, out, sizeof(out), &n);

		if (cases[i].prepared.p == NULL) {
			assert_int_equal(e, MF_EINVAL);
			assert_int_equal(n, 0);
			continue;
		}
		assert_int_equal(e, MF_OK);
		assert_int_equal(n, cases[i].prepared.n);
		assert_memory_equal(out, cases[i].prepared.p, n);
		if (n > PASSWORD_RAW_MAX)
			continue;
		assert_int_equal(password_prepare((struct slice){ out, n },
				     again, sizeof(again), &m),
		    MF_OK);
		assert_int_equal(m, n);
		assert_memory_equal(again, out, n);
	}
}

/* U+0958 has three bytes, its NFC six: never cut. */
static void
grows_but_is_never_cut(void **state)
{
	uint8_t raw[PASSWORD_RAW_MAX], out[PASSWORD_PREPARED];
	size_t n;

	(void)state;
	for (size_t i = 0; i + 3 <= sizeof(raw); i += 3)
		memcpy(raw + i, "\u0958", 3);
	assert_int_equal(
	    password_prepare((struct slice){ raw, 126 }, out, sizeof(out), &n),
	    MF_OK);
	assert_int_equal(n, 252);
	/* a buffer too small is refused, not filled */
	assert_int_equal(
	    password_prepare((struct slice){ raw, 126 }, out, 200, &n),
	    MF_EINVAL);
	assert_int_equal(n, 0);
	/* four bytes become twelve, the most there is */
	for (size_t i = 0; i < sizeof(raw); i += 4)
		memcpy(raw + i, "\U0001d160", 4);
	assert_int_equal(password_prepare((struct slice){ raw, sizeof(raw) },
			     out, sizeof(out), &n),
	    MF_OK);
	assert_int_equal(n, PASSWORD_PREPARED);
}

static const struct password_rules none, twelve = { .min = 12 },
					 all = { 8, true, true, true, true };

static const struct {
	const struct password_rules *rules;
	const char *password;
	enum password_fault fault;
} rules[] = {
	{ &none, "a", PASSWORD_FINE },
	{ &twelve, "abcdefghijk", PASSWORD_SHORT },
	{ &twelve, "abcdefghijkl", PASSWORD_FINE },
	{ &twelve, "\u0101\u0101\u0101\u0101\u0101\u0101\u0101\u0101\u0101",
	    PASSWORD_SHORT }, /* nine, whatever their bytes */
	{ &twelve, "\u0101\u0101\u0101\u0101\u0101\u0101abcdef",
	    PASSWORD_FINE },
	{ &all, "aB3-efgh", PASSWORD_FINE },
	{ &all, "aB3 efgh", PASSWORD_FINE },
	{ &all, "\u0101\u0100\u0663-efgh", PASSWORD_FINE },
	{ &all, "aB3-efg", PASSWORD_SHORT },
	{ &all, "ab3-efgh", PASSWORD_NO_UPPER },
	{ &all, "AB3-EFGH", PASSWORD_NO_LOWER },
	{ &all, "aBc-efgh", PASSWORD_NO_DIGIT },
	{ &all, "aB34efgh", PASSWORD_NO_SPECIAL },
	{ &all, "aB34efg\u0304h", PASSWORD_NO_SPECIAL },
	{ &all, "aB34efg\u05d0", PASSWORD_NO_SPECIAL },
};

static void
says_which_rule_is_broken(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rules); i++) {
		enum password_fault fault;

		print_message("%s\n", rules[i].password);
		password_quality(
		    rules[i].rules, slice_str(rules[i].password), &fault);
		assert_int_equal(fault, rules[i].fault);
		assert_non_null(password_fault_texts[fault]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prepares),
		cmocka_unit_test(grows_but_is_never_cut),
		cmocka_unit_test(says_which_rule_is_broken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
