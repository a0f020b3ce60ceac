/*
 * The module's end of the login socket: each thread has a connection of its
 * own, opened when first needed; one question, one answer, all of it within
 * one deadline, which travels in the question (TAG_DEADLINE), so that the
 * engine drops what nobody waits for.
 *
 * A failed connection is closed, so that a late answer is never read as the
 * next one's.  A question may reach the engine twice when the first
 * connection broke: the engine knows a repeated packet.  libc and pthread
 * only; never logs.
 */
#ifndef MF_CLIENT_H
#define MF_CLIENT_H

#include "wire/wire.h"

struct wire_client; /* shared by threads */

struct wire_client_conf {
	const char *path;    /* of the engine's login socket; copied */
	uint32_t timeout_ms; /* of one question, reconnecting included */
	uint32_t failures;   /* in a row before it pauses; 0: never pauses */
	uint32_t pause_ms;
};

/* Ordered: from ASK_SILENCE on the engine has spoken. */
enum wire_outcome {
	ASK_UNASKED = 0, /* the question breaks the grammar; nothing was sent */
	ASK_PAUSED,      /* too many failures just now: not tried */
	ASK_UNREACHED,   /* no connection; in->error is its errno */
	ASK_BROKEN,      /* the engine hung up, twice */
	ASK_LATE,        /* no answer before the deadline */
	ASK_NONSENSE,    /* an answer outside the grammar */
	ASK_SILENCE,     /* WIRE_SILENCE: leave the NAS unanswered */
	ASK_ANSWERED,    /* in->verdict and in->msg; a challenge has a prompt
			    and a State */
};

struct wire_in {
	uint8_t buf[WIRE_LOGIN_MAX];
	struct wire_msg msg; /* borrows buf */
	enum verdict verdict;
	int error;
	bool healed; /* this answer ended a pause */
};

/* NULL with errno: ENAMETOOLONG for the path, ENOMEM, EAGAIN. */
struct wire_client *wire_client_new(const struct wire_client_conf *);

/* Closes every thread's connection; no thread may be asking. */
void wire_client_free(struct wire_client **);

/* Adds TAG_DEADLINE to the question and asks it.  Wiping both is for the
 * caller: wire_wipe(), wire_in_wipe(). */
enum wire_outcome
wire_ask(struct wire_client *, struct wire_out *, struct wire_in *);

/* What happened, as the end of a sentence about the engine. */
const char *wire_outcome_text(enum wire_outcome);

void wire_in_wipe(struct wire_in *);

#endif
