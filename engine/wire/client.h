/*
 * The module's end of the login socket: one connection per thread, opened
 * when first needed, one question and one answer, with a deadline.  libc only.
 */
#ifndef MF_CLIENT_H
#define MF_CLIENT_H

#include "wire/wire.h"

struct wire_in {
	uint8_t buf[WIRE_LOGIN_MAX];
	struct wire_msg msg; /* borrows buf */
};

/*
 * What keeps a dead engine from holding up FreeRADIUS's threads: after
 * failures in a row, questions fail at once until a probe gets through.
 * Shared by the threads of one module instance; zeroed memory is ready.
 */
struct wire_breaker;

enum wire_outcome {
	WIRE_NO_ANSWER = 0, /* not reached, too late, or nonsense */
	WIRE_ANSWERED,	    /* in->msg is WIRE_ANSWER with a verdict, or
			       WIRE_SILENCE */
};

#endif
