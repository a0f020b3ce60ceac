/*
 * What mfcourier and the engine say to each other on the courier socket.
 *
 * FETCH    mfcourier has room for TAG_COUNT more messages of TAG_CHANNEL than
 *          it has said before on this connection; TAG_GATEWAYS, if there, is
 *          how its gateways are now, an item each: "sms kannel-a ok".
 * MESSAGE  the engine hands one out, as soon as it is committed: TAG_ID;
 *          TAG_KEY, its idempotency key, the same on each handing-out;
 *          TAG_ATTEMPT; TAG_CHANNEL, TAG_ADDRESS, TAG_BODY, of an e-mail
 *          TAG_SUBJECT; TAG_CODE, the code in it, for no purpose but to keep
 *          it out of logs; TAG_GATEWAY, when one was asked for by name;
 *          TAG_DEADLINE, CLOCK_BOOTTIME in ms, after which no try begins.
 * REPORT   TAG_ID and TAG_ATTEMPT of a message; TAG_STATUS, a word of
 *          courier_words[]; TAG_GATEWAY, which said TAG_RESULT.
 * RECALL   TAG_ID: it is not to be sent any more.  A try that is under way is
 *          the last; without success it is reported as tried in vain.
 * RECORDED TAG_ID: the report is durable.  Until then mfcourier says it again
 *          to each engine that it meets.
 *
 * mfcourier waits for no answer: FETCH has none, REPORT has RECORDED, and many
 * reports may be on their way.  A message whose connection is gone is handed
 * out again; a courier that still has it knows it by its key.
 */
#ifndef MF_WIRE_COURIER_H
#define MF_WIRE_COURIER_H

#include "wire/wire.h"

#define COURIER_SOCKET "/run/multifactor/courier"
#define COURIER_MAX    4096 /* bytes of a message of this socket */
#define COURIER_ROOM   64   /* most messages of a channel under way */

enum courier_outcome {
	COURIER_SENT = 0, /* a gateway took it */
	COURIER_AGAIN,    /* not now: later it may go */
	COURIER_REFUSED,  /* never: no gateway takes this message */
	COURIER_OUTCOMES
};

extern const char *const courier_words[COURIER_OUTCOMES];

/* COURIER_OUTCOMES for a word that is none. */
enum courier_outcome courier_outcome(const struct wire_field *);

#endif
