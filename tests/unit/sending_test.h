/* A person with a phone, for whom a code may be on its way. */
#ifndef SENDING_TEST_H
#define SENDING_TEST_H

#include "dialogue_test.h"

#define CODE "K7M4QX9TR"

/* A person with a phone (id 3) alone. */
static inline int
with_phone(void **state)
{
	(void)setup(state);
	devices[0] = (struct device){ .id = 3,
		.account = 7,
		.ops = &factor_sms,
		.state = DEVICE_ACTIVE,
		.address = "+37120008899" };
	in.ndevices = 1;
	in.ticket = NULL;
	in.input = NULL;
	in.sent_life = 300;
	return 0;
}

/* A code of this dialogue is on its way to that device. */
static inline void
sent(struct device *d)
{
	memcpy(d->secret, CODE, 9);
	d->secretlen = 9;
	d->sent =
	    (struct sent_state){ .dialogue = 99, .known = true, .open = true };
}

/* A person with a phone, and before it a token. */
static inline int
with_token_and_phone(void **state)
{
	(void)with_phone(state);
	devices[1] = devices[0];
	devices[0] = token(1, "A1", 0);
	in.ndevices = 2;
	return 0;
}

static inline void
answering(int64_t device)
{
	ticket.device = device;
	in.ticket = &ticket;
	in.input = &typed;
}

#define PHONE(f) cmocka_unit_test_setup(f, with_phone)
#define BOTH(f)  cmocka_unit_test_setup(f, with_token_and_phone)

#endif
