/* An e-mail's headers and body, whatever is in them. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "courier/mail_text.h"

static char out[MAIL_SIZE];
static const struct mail plain = {
	.from = "Login service <login@example.org>",
	.to = "anna@example.org",
	.subject = "Your code",
	.body = "K7M-4QX-9TR is your code.\n",
	.id = "00ff",
	.date = 1795252447,
};

static enum mf_err
build(const struct mail *m)
{
	struct text t;

	text_init(&t, out, sizeof(out));
	return mail_build(m, &t);
}

static void
has(const char *part)
{
	if (strstr(out, part) == NULL)
		fail_msg("no \"%s\" in:\n%s", part, out);
}

static void
is_as_mail_programs_expect(void **state)
{
	(void)state;
	assert_int_equal(build(&plain), MF_OK);
	assert_string_equal(out,
	    "From: Login service <login@example.org>\r\n"
	    "To: anna@example.org\r\n"
	    "Subject: Your code\r\n"
	    "Date: Sat, 21 Nov 2026 09:14:07 +0000\r\n"
	    "Message-ID: <00ff@example.org>\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=UTF-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "Auto-Submitted: auto-generated\r\n\r\n"
	    "K7M-4QX-9TR is your code.\r\n");
}

static void
letters_of_other_languages_are_encoded(void **state)
{
	struct mail m = plain;

	(void)state;
	m.from = "Pieteikšanās <login@example.org>";
	m.subject = "Jūsu kods: īss? \"jā\"";
	m.body = "ā=b \n.x\nbeigas ";
	assert_int_equal(build(&m), MF_OK);
	has("From: =?UTF-8?Q?Pieteik=C5=A1an=C4=81s?= <login@example.org>\r\n");
	has("Subject: =?UTF-8?Q?J=C5=ABsu_kods=3A_=C4=ABss=3F_=22j=C4=81=22?="
	    "\r\n");
	has("\r\n\r\n=C4=81=3Db=20\r\n=2Ex\r\nbeigas=20");
}

static void
lines_are_short_and_characters_whole(void **state)
{
	struct mail m = plain;
	char subject[300] = "", body[600] = "";
	size_t n;

	(void)state;
	for (int i = 0; i < 100; i++)
		strcat(subject, "š");
	for (int i = 0; i < 250; i++)
		strcat(body, "ž");
	m.subject = subject;
	m.body = body;
	assert_int_equal(build(&m), MF_OK);
	for (const char *p = out; *p != '\0'; p += n + 2) {
		n = strcspn(p, "\r");
		assert_true(n <= 76);
		assert_true(p[n] == '\0' || p[n + 1] == '\n');
		if (p[n] == '\0')
			break;
	}
	assert_null(strstr(out, "=C5?="));
}

static void
nothing_can_begin_another_header(void **state)
{
	static const char *const addresses[] = { "a@b\r\nBcc: c@d", "a@b>",
		"a b@c", "a", "@b", "a@", "<a@b>", "a@b,c@d", "a@b\x7f",
		"\"a\"@b" };
	struct mail m = plain;

	(void)state;
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		m = plain;
		m.to = addresses[i];
		assert_int_equal(build(&m), MF_EINVAL);
	}
	m = plain;
	m.id = "00>\r\nX: 1";
	assert_int_equal(build(&m), MF_EINVAL);
	m = plain;
	m.from = "Evil\r\nBcc: <x@y>, me <login@example.org>";
	assert_int_equal(build(&m), MF_OK);
	assert_null(strstr(out, "\nBcc"));
	m = plain;
	m.subject = "x\r\nBcc: a@b";
	assert_int_equal(build(&m), MF_OK);
	assert_null(strstr(out, "\nBcc"));
	m.body = "x\n.\nQUIT\r\n";
	assert_int_equal(build(&m), MF_OK);
	has("\r\n=2E\r\nQUIT=0D\r\n");
}

static void
an_address_is_found_behind_its_name(void **state)
{
	char a[64];

	(void)state;
	assert_int_equal(mail_address("x <a@b>", a, sizeof(a)), MF_OK);
	assert_string_equal(a, "a@b");
	assert_int_equal(mail_address("a@b", a, sizeof(a)), MF_OK);
	assert_int_equal(mail_address("x <a@b", a, sizeof(a)), MF_EINVAL);
	assert_int_equal(mail_address("x", a, sizeof(a)), MF_EINVAL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_as_mail_programs_expect),
		cmocka_unit_test(letters_of_other_languages_are_encoded),
		cmocka_unit_test(lines_are_short_and_characters_whole),
		cmocka_unit_test(nothing_can_begin_another_header),
		cmocka_unit_test(an_address_is_found_behind_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
