/*
 * What is to be sent, durable: put in within the transaction that decides it,
 * handed to the courier afterwards, kept with its result.
 *
 *	WAITING --> TAKEN --> SENT
 *	   ^          |---> WAITING (to be tried again at due_ms)
 *	   |          '---> GIVEN_UP (its time is over, or nobody takes it)
 *	   '--------------- CANCELLED (a newer code replaced it, or by hand)
 *
 * A courier that takes a message and is never heard of again has it for
 * OUTBOX_LEASE_MS; then it is handed out again under the same id, which is
 * the gateway's idempotency key: at least once.
 */
#ifndef MF_OUTBOX_H
#define MF_OUTBOX_H

#include "store/store.h"

#define OUTBOX_ADDRESS  255 /* with a NUL */
#define OUTBOX_DETAIL   512
#define OUTBOX_LEASE_MS 60000

enum channel { CHANNEL_SMS = 0, CHANNEL_EMAIL, CHANNEL_MAX };

enum outbox_state {
	OUTBOX_WAITING = 0,
	OUTBOX_TAKEN, /* the courier has it until due_ms */
	OUTBOX_SENT,  /* a gateway took it */
	OUTBOX_GIVEN_UP,
	OUTBOX_CANCELLED,
	OUTBOX_STATE_MAX
};

struct outbox_code {       /* what a code is derived from: core/sent.h */
	uint64_t dialogue; /* 0: the message has no code */
	unsigned round, resend;
	uint32_t key;
};

struct outbox_new {
	enum channel channel;
	const char *address; /* canonical */
	int64_t account;     /* 0: nobody's */
	int64_t device;      /* 0: none */
	const char *text;    /* which text: enum message_id by its word */
	const char *language;
	const char *detail; /* "" or key=value ..., text_escape()d */
	struct outbox_code code;
	int64_t at_ms, expires_ms;
};

/* In a transaction.  *id gets the message's number; it may be NULL. */
enum mf_err store_outbox_add(
    struct store *, const struct outbox_new *, int64_t *id) MF_CHECKED;

/* A newer code of that device and dialogue is on its way: older ones go. */
enum mf_err store_outbox_replace(struct store *, uint64_t dialogue,
    int64_t device, int64_t now_ms) MF_CHECKED;

#endif
