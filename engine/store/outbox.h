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
#define OUTBOX_RESULT   256
#define OUTBOX_GATEWAY  65
#define OUTBOX_TEXT     17
#define OUTBOX_LEASE_MS 60000
#define OUTBOX_RECALLED 32
#define OUTBOX_KEPT     (30 * 86400) /* seconds, once it is settled */

enum channel { CHANNEL_SMS = 0, CHANNEL_EMAIL, CHANNEL_MAX };

extern const char *const channel_words[CHANNEL_MAX]; /* "sms", "email" */

enum outbox_state {
	OUTBOX_WAITING = 0,
	OUTBOX_TAKEN, /* the courier has it until due_ms */
	OUTBOX_SENT,  /* a gateway took it */
	OUTBOX_GIVEN_UP,
	OUTBOX_CANCELLED,
	OUTBOX_STATE_MAX
};

extern const char *const outbox_state_words[OUTBOX_STATE_MAX];

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
	int64_t due_ms; /* not before; 0: at once */
};

/* In a transaction.  *id gets the message's number; it may be NULL. */
enum mf_err store_outbox_add(
    struct store *, const struct outbox_new *, int64_t *id) MF_CHECKED;

/* A newer code of that device and dialogue is on its way: older ones go. */
enum mf_err store_outbox_replace(struct store *, uint64_t dialogue,
    int64_t device, int64_t now_ms) MF_CHECKED;

/*
 * Codes of the account's device, or of all of them when it is 0, that have not
 * left yet stay here; why is for the helpdesk.
 */
enum mf_err store_outbox_cancel(struct store *, int64_t account, int64_t device,
    const char *why, int64_t now_ms) MF_CHECKED;

/* Whether something was added since it was last asked; then no longer. */
bool store_outbox_stirred(struct store *);

/*
 * Those that were handed out and are cancelled since it was last asked, n of
 * them: a courier may have them still.  More are forgotten.
 */
size_t store_outbox_recalled(struct store *, int64_t ids[OUTBOX_RECALLED]);

/* ---- handing out, on the loop ---------------------------------------------
 */

struct outbox_message {
	int64_t id, at_ms;
	enum channel channel;
	char address[OUTBOX_ADDRESS];
	int64_t account, device; /* 0: none */
	char text[OUTBOX_TEXT], language[LANGUAGE_SIZE];
	char detail[OUTBOX_DETAIL];
	struct outbox_code code;
	uint64_t generation;
	int64_t expires_ms;
	enum outbox_state state;
	unsigned attempts;
	int64_t due_ms;
	char gateway[OUTBOX_GATEWAY], result[OUTBOX_RESULT];
	int64_t changed_ms;
};

/*
 * Those to be handed out now: first codes, which somebody waits for, then
 * notices; of each the longest due first.  *n is at most max.
 */
enum mf_err store_outbox_due(struct store *, enum channel, int64_t now_ms,
    struct outbox_message *, size_t max, size_t *n) MF_CHECKED;
/* When the next one is due; MF_ENOENT: none waits. */
enum mf_err
store_outbox_next(struct store *, enum channel, int64_t *due_ms) MF_CHECKED;
/* Those whose time is over and that nobody took. */
enum mf_err store_outbox_overdue(struct store *, int64_t now_ms,
    struct outbox_message *, size_t max, size_t *n) MF_CHECKED;

/* Whether its code may still be typed; true of a message without one. */
enum mf_err store_outbox_is_open(
    struct store *, const struct outbox_message *, bool *) MF_CHECKED;

/* The courier has it until m->due_ms, which is set; so are its attempts. */
enum mf_err store_outbox_take(
    struct store *, struct outbox_message *, int64_t now_ms) MF_CHECKED;
/* Stores state, due_ms, expires_ms, gateway and result of m. */
enum mf_err store_outbox_move(
    struct store *, const struct outbox_message *, int64_t now_ms) MF_CHECKED;
/* No courier is there: what one had taken is due again. */
enum mf_err
store_outbox_release(struct store *, int64_t now_ms, size_t *n) MF_CHECKED;

/* ---- looking, on any thread -------------------------------------------------
 */

/* MF_ENOENT: there is no such message, or no longer. */
enum mf_err store_outbox_get(
    struct store *, int64_t id, struct outbox_message *) MF_CHECKED;

/* Called for each; false ends the walk. */
typedef bool outbox_fn(void *, const struct outbox_message *);

struct outbox_filter {
	int64_t before;  /* ids below it */
	int64_t account; /* -1: of anybody */
	int state;       /* enum outbox_state; -1: any */
	unsigned limit;
};

/* Newest first. */
enum mf_err store_outbox_page(struct store *, const struct outbox_filter *,
    outbox_fn *, void *) MF_CHECKED;
/* Oldest first. */
enum mf_err store_outbox_of_dialogue(struct store *, uint64_t dialogue,
    unsigned limit, outbox_fn *, void *) MF_CHECKED;

struct outbox_counts {
	int64_t waiting;   /* not sent yet */
	int64_t oldest_ms; /* of these; 0: none */
	int64_t given_up;  /* since then */
	int64_t codes;     /* of the waiting ones: somebody waits for these */
};

enum mf_err store_outbox_counts(
    struct store *, int64_t since_ms, struct outbox_counts *) MF_CHECKED;

#endif
