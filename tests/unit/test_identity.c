/* E-mail addresses, phone numbers, unique ids and languages. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/identity.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define A16      "aaaaaaaaaaaaaaaa"
#define A62      A16 A16 A16 "aaaaaaaaaaaaaa"
#define A64      A16 A16 A16 A16

static const struct {
	const char *raw, *canonical; /* NULL: refused */
} emails[] = {
	{ "v.uzvards@example.org", "v.uzvards@example.org" },
	{ "V.Uzvards@Example.ORG", "v.uzvards@example.org" },
	{ "a+b@x", "a+b@x" },
	{ "a@xn--bcher-kva.example", "a@xn--bcher-kva.example" },
	{ A64 "@x", A64 "@x" },
	{ A64 "a@x", NULL },
	{ "a@" A62 "a.x", "a@" A62 "a.x" },
	{ "a@" A64 ".x", NULL },
	/* 254 characters are the most */
	{ "a@" A62 "." A62 "." A62 "." A62, "a@" A62 "." A62 "." A62 "." A62 },
	{ "aa@" A62 "." A62 "." A62 "." A62 "a", NULL },
	{ "", NULL },
	{ "a", NULL },
	{ "@x", NULL },
	{ "a@", NULL },
	{ "a@b@c", NULL },
	{ ".a@x", NULL },
	{ "a.@x", NULL },
	{ "a..b@x", NULL },
	{ "a@x.", NULL },
	{ "a@.x", NULL },
	{ "a@x..y", NULL },
	{ "a@-x", NULL },
	{ "a@x-", NULL },
	{ "a@x-.y", NULL },
	{ "a@[192.0.2.1]", NULL },
	{ "\"a b\"@x", NULL },
	{ "a b@x", NULL },
	{ " a@x", NULL },
	{ "a@x ", NULL },
	{ "a@x\n", NULL },
	{ "a@x\r\nBcc: b@y", NULL },
	{ "\u0101@x", NULL },
	{ "<a@x>", NULL },
};

static void
an_address_has_one_form(void **state)
{
	char out[EMAIL_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(emails); i++) {
		enum mf_err e = email_canonical(slice_str(emails[i].raw), out);

		print_message("%s\n", emails[i].raw);
		assert_int_equal(
		    e, emails[i].canonical == NULL ? MF_EINVAL : MF_OK);
		assert_string_equal(out,
		    emails[i].canonical == NULL ? "" : emails[i].canonical);
	}
}

static const struct {
	const char *raw, *country, *canonical;
	enum phone_fault fault;
} phones[] = {
	{ "+371 2000-0000", "", "+37120000000", PHONE_FINE },
	{ "+371 2000-0000", "49", "+37120000000", PHONE_FINE },
	{ "0037120000000", "", "+37120000000", PHONE_FINE },
	{ "20000000", "371", "+37120000000", PHONE_FINE },
	{ " 2000 0000 ", "371", "+37120000000", PHONE_FINE },
	{ "(+371) 20000000", "", "+37120000000", PHONE_FINE },
	{ "+(371) 20.00.00.00", "", "+37120000000", PHONE_FINE },
	{ "+44 (0)20 7946 0000", "", "+442079460000", PHONE_FINE },
	{ "+49/30/123456", "", "+4930123456", PHONE_FINE },
	{ "+39 06 12345678", "", "+390612345678", PHONE_FINE },
	{ "06 12345678", "39", "+390612345678", PHONE_FINE },
	{ "+225 07 12345678", "", "+2250712345678", PHONE_FINE },
	{ "07911 123456", "44", "+447911123456", PHONE_FINE },
	{ "+44 00 7911 123456", "", "+447911123456", PHONE_FINE },
	{ "(030) 123456", "49", "+4930123456", PHONE_FINE },
	{ "+44 07911 123456", "", "+447911123456", PHONE_FINE },
	{ "+49 030 123456", "371", "+4930123456", PHONE_FINE },
	{ "06 20 123 4567", "36", "+36201234567", PHONE_FINE },
	{ "62 123 456", "36", "+3662123456", PHONE_FINE },
	{ "8 612 34567", "370", "+37061234567", PHONE_FINE },
	{ "8 0012 345", "370", "+37080012345", PHONE_FINE },
	{ "0 612 34567", "370", "+37061234567", PHONE_FINE },
	{ "8 (912) 345-67-89", "7", "+79123456789", PHONE_FINE },
	{ "020 000 000", "371", "+37120000000", PHONE_FINE },
	{ "\uff0b\uff13\uff17\uff11 20000000", "", "+37120000000", PHONE_FINE },
	{ "+371\u00a02000\u20110000", "", "+37120000000", PHONE_FINE },
	{ "+123456789012345", "", "+123456789012345", PHONE_FINE },
	{ "+1234567890123456", "", "", PHONE_TOO_LONG },
	{ "+1234567", "", "+1234567", PHONE_FINE },
	{ "+123456", "", "", PHONE_TOO_SHORT },
	{ "", "371", "", PHONE_TOO_SHORT },
	{ "+", "371", "", PHONE_TOO_SHORT },
	{ "112", "371", "", PHONE_TOO_SHORT },
	{ "20000000", "", "", PHONE_NO_COUNTRY },
	{ "+0371 20000000", "371", "", PHONE_NO_COUNTRY },
	{ "371 20000000", "371", "", PHONE_NO_PLUS },
	{ "(371) 2000 0000", "371", "", PHONE_NO_PLUS },
	{ "372 500 0000", "372", "", PHONE_NO_PLUS },
	{ "49 151 12345678", "49", "", PHONE_NO_PLUS },
	{ "391 234 5678", "39", "+393912345678", PHONE_FINE },
	{ "91234 56789", "91", "+919123456789", PHONE_FINE },
	{ "36 412 345", "36", "+3636412345", PHONE_FINE },
	{ "000 371 20000000", "371", "", PHONE_NO_COUNTRY },
	{ "20-CALL-ME", "371", "", PHONE_CHARACTER },
	{ "2000000O", "371", "", PHONE_CHARACTER },
	{ "+371 20000000 x12", "", "", PHONE_CHARACTER },
	{ "+371+20000000", "", "", PHONE_CHARACTER },
	{ "+37120000000\n", "", "", PHONE_CHARACTER },
	{ "tel:+37120000000", "", "", PHONE_CHARACTER },
	{ "+371 20000000, +371 20000001", "", "", PHONE_CHARACTER },
};

static void
a_number_has_one_form(void **state)
{
	char out[PHONE_SIZE];
	enum phone_fault fault;

	(void)state;
	for (size_t i = 0; i < COUNT(phones); i++) {
		enum mf_err e = phone_canonical(
		    slice_str(phones[i].raw), phones[i].country, out, &fault);

		print_message("%s\n", phones[i].raw);
		assert_int_equal(fault, phones[i].fault);
		assert_int_equal(e, fault == PHONE_FINE ? MF_OK : MF_EINVAL);
		assert_string_equal(out, phones[i].canonical);
		assert_non_null(phone_fault_texts[fault]);
	}
}

static const struct {
	const char *raw;
	bool fine;
} ids[] = {
	{ "S-1-5-21-1", true },
	{ "{6F9619FF-8B86-D011-B42D-00CF4FC964FF}", true },
	{ A64 A64, true },
	{ A64 A64 "a", false },
	{ "", false },
	{ "a b", false },
	{ "a\t", false },
	{ "\u0101", false },
};

static void
an_id_is_printable_and_keeps_its_case(void **state)
{
	char out[UNIQUE_ID_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(ids); i++) {
		enum mf_err e = unique_id_canonical(slice_str(ids[i].raw), out);

		assert_int_equal(e, ids[i].fine ? MF_OK : MF_EINVAL);
		assert_string_equal(out, ids[i].fine ? ids[i].raw : "");
	}
}

static void
knows_the_languages_of_the_union(void **state)
{
	static const char *const unknown[] = { "", "e", "eng", "EN", "ru",
		"en\n" };

	(void)state;
	assert_true(language_is_known("en"));
	assert_true(language_is_known("lv"));
	assert_true(language_is_known("bg"));
	assert_true(language_is_known("sv"));
	for (size_t i = 0; i < COUNT(unknown); i++)
		assert_false(language_is_known(unknown[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_has_one_form),
		cmocka_unit_test(a_number_has_one_form),
		cmocka_unit_test(an_id_is_printable_and_keeps_its_case),
		cmocka_unit_test(knows_the_languages_of_the_union),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
