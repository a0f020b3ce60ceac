/* Every way to write a user's name is one name, or none. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/name.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char *const realms[] = { "example.org", "vpn.example.org", NULL };
static const char *const domains[] = { "CORP", NULL };
static const struct name_rules rules = { realms, domains };

static const struct {
	const char *raw;
	const char *canonical; /* NULL: refused */
	const char *realm;
} forms[] = {
	/* one person */
	{ "alice", "alice", "" },
	{ "ALICE", "alice", "" },
	{ "Alice@example.org", "alice", "example.org" },
	{ "alice@EXAMPLE.ORG", "alice", "example.org" },
	{ "alice@vpn.example.org", "alice", "vpn.example.org" },
	{ "CORP\\alice", "alice", "" },
	{ "corp\\Alice", "alice", "" },
	{ "\uff41\uff4c\uff49\uff43\uff45", "alice", "" },
	{ "alice\uff20example.org", "alice", "example.org" },
	{ "corp\uff3c"
	  "alice",
	    "alice", "" },
	/* names of their own */
	{ "alice@other.org", "alice@other.org", "" },
	{ "OTHER\\alice", "other\\alice", "" },
	{ "alice@example.org@other.org", "alice@example.org@other.org", "" },
	{ "example.org/alice", "example.org/alice", "" },
	{ "alice%example.org", "alice%example.org", "" },
	{ "alice.", "alice.", "" },
	{ "alice@xexample.org", "alice@xexample.org", "" },
	{ "alice@example.or", "alice@example.or", "" },
	{ "xcorp\\alice", "xcorp\\alice", "" },
	{ "vards.uzvards", "vards.uzvards", "" },
	/* a part too few, a part too many */
	{ "", NULL, NULL },
	{ "@", NULL, NULL },
	{ "\\", NULL, NULL },
	{ "@example.org", NULL, NULL },
	{ "alice@", NULL, NULL },
	{ "CORP\\", NULL, NULL },
	{ "\\alice", NULL, NULL },
	{ "alice@example.org.", NULL, NULL },
	{ "alice@other.org.", NULL, NULL },
	{ "CORP\\alice@example.org", NULL, NULL },
	{ "CORP\\alice@other.org", NULL, NULL },
	{ "OTHER\\alice@example.org", NULL, NULL },
	{ "alice@example.org@example.org", NULL, NULL },
	{ "alice@other.org@example.org", NULL, NULL },
	{ "CORP\\CORP\\alice", NULL, NULL },
	{ "CORP\\\\alice", NULL, NULL },
	/* letters of all kinds */
	{ "J\u0100NIS", "j\u0101nis", "" },
	{ "Ja\u0304nis", "j\u0101nis", "" },
	{ "JA\u0304NIS@EXAMPLE.ORG", "j\u0101nis", "example.org" },
	{ "stra\u00dfe", "stra\u00dfe", "" },
	{ "STRA\u1e9eE", "stra\u00dfe", "" },
	{ "\u0130PEK", "i\u0307pek", "" },
	{ "\u0391\u03a3", "\u03b1\u03c2", "" }, /* final sigma */
	{ "\u0391\u03a3\u0391", "\u03b1\u03c3\u03b1", "" },
	{ "\u0418\u0412\u0410\u041d", "\u0438\u0432\u0430\u043d", "" },
	{ "\uff76\uff9e", "\u30ac", "" }, /* half-width, two parts */
	/* compatibility forms other than width are refused */
	{ "\u212alice", NULL, NULL }, /* the Kelvin sign */
	{ "\ufb01n", NULL, NULL },    /* the ligature fi */
	{ "al\u2170ce", NULL, NULL }, /* small roman one */
	{ "\U0001d4aalice", NULL, NULL },
	{ "a\u017f", NULL, NULL }, /* long s */
	{ "a\u00aa", NULL, NULL },
	{ "a\ufe6bexample.org", NULL, NULL }, /* small at sign */
	/* what is neither letter nor digit */
	{ "a\u2260b", NULL, NULL },
	{ "a=\u0338", NULL, NULL }, /* becomes the same */
	{ "a\u2018", NULL, NULL },
	{ "\U0001f600", NULL, NULL },
	{ "a\u0378", NULL, NULL }, /* unassigned */
	{ "a\ue000", NULL, NULL }, /* private use */
	{ "a\ufdd0", NULL, NULL }, /* no character */
	{ "\u0301"
	  "alice",
	    NULL, NULL },
	{ "a\u0640", NULL, NULL }, /* tatweel */
	{ "a\u1100", NULL, NULL }, /* old Hangul */
	{ "a\ufe0f", NULL, NULL }, /* variation selector */
	{ "a\u115f", NULL, NULL }, /* Hangul filler */
	/* in their context only */
	{ "paral\u00b7lel", "paral\u00b7lel", "" },
	{ "PARAL\u00b7LEL", "paral\u00b7lel", "" },
	{ "a\u00b7b", NULL, NULL },
	{ "\u05d0\u05f3", "\u05d0\u05f3", "" },
	{ "a\u05f3", NULL, NULL },
	{ "\u0375\u03b1", "\u0375\u03b1", "" },
	{ "\u0375"
	  "a",
	    NULL, NULL },
	{ "\u30a2\u30fb\u30a2", "\u30a2\u30fb\u30a2", "" },
	{ "a\u30fb", NULL, NULL },
	{ "\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937", "" },
	{ "a\u200db", NULL, NULL },
	{ "\u0628\u200c\u0628", "\u0628\u200c\u0628", "" },
	{ "a\u200c"
	  "b",
	    NULL, NULL },
	{ "\u0628\u0661", "\u0628\u0661", "" },
	{ "\u0628\u0661\u06f1", NULL, NULL }, /* two kinds of digits */
	{ "\u0628"
	  "1\u0661",
	    NULL, NULL },
	/* both directions */
	{ "\u05d0\u05d1", "\u05d0\u05d1", "" },
	{ "\u05d0\u05d1@example.org", "\u05d0\u05d1", "example.org" },
	{ "\u05d0\u05d1"
	  "1",
	    "\u05d0\u05d1"
	    "1",
	    "" },
	{ "1\u05d0", NULL, NULL },
	{ "a\u05d0", NULL, NULL },
	{ "\u05d0"
	  "a",
	    NULL, NULL },
	{ "\u05d0.", NULL, NULL },
	{ "\u202e"
	  "alice",
	    NULL, NULL },
	/* not UTF-8 */
	{ "alice\xff", NULL, NULL },
	{ "\xc0\xaf", NULL, NULL },
	{ "\xed\xa0\x80", NULL, NULL },
	{ "\xc5", NULL, NULL },
};

static void
a_name_has_one_form(void **state)
{
	struct name name, again;

	(void)state;
	for (size_t i = 0; i < COUNT(forms); i++) {
		enum mf_err e =
		    name_canonical(&rules, slice_str(forms[i].raw), &name);

		print_message("%s\n", forms[i].raw);
		if (forms[i].canonical == NULL) {
			assert_int_equal(e, MF_EINVAL);
			assert_string_equal(name.canonical, "");
			assert_string_equal(name.realm, "");
			continue;
		}
		assert_int_equal(e, MF_OK);
		assert_string_equal(name.canonical, forms[i].canonical);
		assert_string_equal(name.realm, forms[i].realm);
		assert_int_equal(
		    name_canonical(&rules, slice_str(name.canonical), &again),
		    MF_OK);
		assert_string_equal(again.canonical, name.canonical);
	}
}

/* What FortiOS, Vault and others let through: at every position. */
static const struct slice unseen[] = {
#define BYTES(s)                                                               \
	{                                                                      \
		(const uint8_t *)(s), sizeof(s) - 1                            \
	}
	BYTES(" "),
	BYTES("\t"),
	BYTES("\n"),
	BYTES("\0"),
	BYTES("\x7f"),
	BYTES("\x1b"),
	BYTES("\xc2\x85"),
	BYTES("\u00a0"),
	BYTES("\u00ad"),
	BYTES("\u200b"),
	BYTES("\u200c"),
	BYTES("\u200d"),
	BYTES("\u200e"),
	BYTES("\u2060"),
	BYTES("\u2028"),
	BYTES("\u3000"),
	BYTES("\u034f"),
	BYTES("\u180e"),
	BYTES("\u3164"),
	BYTES("\ufeff"),
	BYTES("\U000e0041"),
};

static void
nothing_unseen_gets_in(void **state)
{
	static const char *const names[] = { "alice", "alice@example.org",
		"CORP\\alice", "j\u0101nis" };
	struct name name;
	uint8_t raw[64];

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		for (size_t j = 0; j < COUNT(unseen); j++)
			for (size_t at = 0; at <= strlen(names[i]); at++) {
				size_t n = strlen(names[i]), k = unseen[j].n;

				memcpy(raw, names[i], at);
				memcpy(raw + at, unseen[j].p, k);
				memcpy(raw + at + k, names[i] + at, n - at);
				assert_int_equal(
				    name_canonical(&rules,
					(struct slice){ raw, n + k }, &name),
				    MF_EINVAL);
			}
}

/* A letter in each of its forms. */
struct letter {
	const char *form[4];
};
#define LETTER(l, u, wl, wu)                                                   \
	{                                                                      \
		{                                                              \
			l, u, wl, wu                                           \
		}                                                              \
	}

static const struct letter berzins[] = {
	LETTER("b", "B", "\uff42", "\uff22"),
	LETTER("\u0113", "\u0112", "e\u0304", "E\u0304"),
	LETTER("r", "R", "\uff52", "\uff32"),
	LETTER("z", "Z", "\uff5a", "\uff3a"),
	LETTER("i", "I", "\uff49", "\uff29"),
	LETTER("\u0146", "\u0145", "n\u0327", "N\u0327"),
	LETTER("\u0161", "\u0160", "s\u030c", "S\u030c"),
};

static unsigned
draw(uint32_t *seed, unsigned below)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 16) % below;
}

static void
ten_thousand_forms_are_one_person(void **state)
{
	static const char *const before[] = { "", "", "CORP\\", "corp\\",
		"\uff23orp\uff3c" };
	static const char *const after[] = { "", "", "@example.org",
		"@Example.ORG", "\uff20VPN.example.org" };
	uint32_t seed = 1;
	struct name name;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		unsigned b = draw(&seed, COUNT(before));
		unsigned a = draw(&seed, COUNT(after));
		char raw[256];
		size_t n = 0;
		enum mf_err e;

		n += (size_t)sprintf(raw + n, "%s", before[b]);
		for (size_t j = 0; j < COUNT(berzins); j++)
			n += (size_t)sprintf(
			    raw + n, "%s", berzins[j].form[draw(&seed, 4)]);
		n += (size_t)sprintf(raw + n, "%s", after[a]);
		e = name_canonical(&rules, slice_str(raw), &name);
		if (b > 1 && a > 1) { /* domain and realm: refused */
			assert_int_equal(e, MF_EINVAL);
			continue;
		}
		assert_int_equal(e, MF_OK);
		assert_string_equal(name.canonical, "b\u0113rzi\u0146\u0161");
	}
}

static void
at_most_253_bytes(void **state)
{
	char raw[NAME_BYTES + 2];
	struct name name;

	(void)state;
	memset(raw, 'A', sizeof(raw));
	raw[NAME_BYTES] = '\0';
	assert_int_equal(name_canonical(&rules, slice_str(raw), &name), MF_OK);
	assert_int_equal(strlen(name.canonical), NAME_BYTES);
	raw[NAME_BYTES] = 'A';
	raw[NAME_BYTES + 1] = '\0';
	assert_int_equal(
	    name_canonical(&rules, slice_str(raw), &name), MF_EINVAL);
	/* U+023A has two bytes, its lower case three */
	for (int i = 0; i < 252; i += 2)
		memcpy(raw + i, "\u023a", 2);
	raw[252] = '\0';
	assert_int_equal(
	    name_canonical(&rules, slice_str(raw), &name), MF_EINVAL);
}

static const struct {
	const char *raw, *canonical;
} groups[] = {
	{ "Domain Users", "domain users" },
	{ "staff", "staff" },
	{ "Gr\u0100matved\u012aba R\u012bga",
	    "gr\u0101matved\u012bba r\u012bga" },
	{ "a@example.org", "a@example.org" },
	{ "CN=Staff,DC=example", "cn=staff,dc=example" },
	{ " staff", NULL },
	{ "staff ", NULL },
	{ "domain  users", NULL },
	{ "domain\u00a0users", NULL },
	{ "domain\tusers", NULL },
	{ " ", NULL },
	{ "", NULL },
};

static void
groups_may_have_spaces_inside(void **state)
{
	char out[NAME_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(groups); i++) {
		enum mf_err e = group_canonical(slice_str(groups[i].raw), out);

		assert_int_equal(
		    e, groups[i].canonical == NULL ? MF_EINVAL : MF_OK);
		assert_string_equal(out,
		    groups[i].canonical == NULL ? "" : groups[i].canonical);
	}
}

static void
without_rules_nothing_is_taken_off(void **state)
{
	static const struct name_rules none = { NULL, NULL };
	struct name name;

	(void)state;
	assert_int_equal(
	    name_canonical(&none, slice_str("CORP\\A@Example.org"), &name),
	    MF_OK);
	assert_string_equal(name.canonical, "corp\\a@example.org");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_has_one_form),
		cmocka_unit_test(nothing_unseen_gets_in),
		cmocka_unit_test(ten_thousand_forms_are_one_person),
		cmocka_unit_test(at_most_253_bytes),
		cmocka_unit_test(groups_may_have_spaces_inside),
		cmocka_unit_test(without_rules_nothing_is_taken_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
