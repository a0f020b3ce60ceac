/* What a person reads who did not get in. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "prompt_line_test.h"

static void
a_refusal_without_a_reference(void **state)
{
	struct prompt_args a = { 0 };

	(void)state;
	assert_string_equal(line(PROMPT_REFUSED, "en", &a), "Login failed.");
}

static void
a_refusal_says_where_the_code_is_and_its_reference_if_it_fits(void **state)
{
	const struct prompt_device sms = { .kind = KIND_SMS,
		.serial = "",
		.label = "",
		.address = "+37120000001" };
	struct prompt_args args = {
		.device = &sms, .separator = ",", .reference = "7F3K-2M9Q"
	};

	(void)state;
	assert_string_equal(line(PROMPT_SENT, "en", &args),
	    "Code is in the SMS to +371....0001. Log in again with "
	    "password,code. Reference 7F3K-2M9Q.");
	assert_string_equal(line(PROMPT_SENT, "lv", &args),
	    "Kods nosūtīts. Īsziņa uz +371....0001. Piesakieties vēlreiz ar "
	    "paroli,kodu. Atsauce 7F3K-2M9Q.");
	args.max = 80;
	assert_string_equal(line(PROMPT_SENT, "en", &args),
	    "Code is in the SMS to +371....0001. Log in again with "
	    "password,code.");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refusal_without_a_reference),
		cmocka_unit_test(
		    a_refusal_says_where_the_code_is_and_its_reference_if_it_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
