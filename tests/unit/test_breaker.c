/* Whom the breaker lets through, and when. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire/breaker.h"

static void
the_breaker_opens_probes_and_closes(void **state)
{
	struct breaker b;

	(void)state;
	breaker_init(&b, 3, 100, 50);
	breaker_failed(&b, 1000);
	breaker_failed(&b, 1000);
	assert_true(breaker_admits(&b, 1000));
	assert_false(breaker_is_open(&b));
	assert_false(breaker_succeeded(&b)); /* it was not open */
	for (int i = 0; i < 3; i++)
		breaker_failed(&b, 2000);
	assert_false(breaker_admits(&b, 2099));
	assert_true(breaker_admits(&b, 2100));  /* the probe */
	assert_false(breaker_admits(&b, 2100)); /* while it is out */
	breaker_failed(&b, 2120);
	assert_false(breaker_admits(&b, 2219));
	assert_true(breaker_admits(&b, 2220));
	assert_true(breaker_admits(&b, 2270)); /* the probe never came back */
	assert_true(breaker_is_open(&b));
	assert_true(breaker_succeeded(&b));
	assert_false(breaker_is_open(&b));
	assert_false(breaker_succeeded(&b));
	assert_true(breaker_admits(&b, 2271));
	assert_true(breaker_admits(&b, 2271));
}

static void
a_breaker_of_zero_never_opens(void **state)
{
	struct breaker b;

	(void)state;
	breaker_init(&b, 0, 100, 50);
	for (int i = 0; i < 100; i++)
		breaker_failed(&b, 1000);
	assert_true(breaker_admits(&b, 1000));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_breaker_opens_probes_and_closes),
		cmocka_unit_test(a_breaker_of_zero_never_opens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
