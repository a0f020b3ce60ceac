/* What why and the outbox say of a message. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "server/why_messages.h"

static void
says(const struct outbox_message *m, const char *wanted)
{
	char line[512];
	struct text t;

	text_init(&t, line, sizeof(line));
	why_message(m, 0, &t);
	assert_string_equal(line, wanted);
}

static struct outbox_message
message(enum outbox_state state, const char *gateway, const char *result)
{
	struct outbox_message m = { .channel = CHANNEL_SMS, .state = state };

	snprintf(m.text, sizeof(m.text), "code");
	snprintf(m.address, sizeof(m.address), "+37120000001");
	snprintf(m.gateway, sizeof(m.gateway), "%s", gateway);
	snprintf(m.result, sizeof(m.result), "%s", result);
	return m;
}

static void
a_gateway_is_named_with_its_own_words(void **state)
{
	struct outbox_message m =
	    message(OUTBOX_GIVEN_UP, "first", "503 no route");

	(void)state;
	says(&m,
	    "SMS to +371....0001 at 00:00:00: was given up (first: 503 no "
	    "route).");
}

static void
what_the_engine_cancels_no_gateway_said(void **state)
{
	struct outbox_message m =
	    message(OUTBOX_CANCELLED, "first", "a newer code was sent");

	(void)state;
	says(&m,
	    "SMS to +371....0001 at 00:00:00: was not sent (a newer code was "
	    "sent).");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_gateway_is_named_with_its_own_words),
		cmocka_unit_test(what_the_engine_cancels_no_gateway_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
