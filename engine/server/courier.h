/*
 * Messages to people: what waits in the outbox (store/outbox.h) goes to
 * mfcourier over the courier socket (wire/courier.h), and what it reports goes
 * into outbox and audit.
 *
 * Both happen within the batches of logins.  What a batch puts into the outbox
 * is rendered and marked as taken in the very same transaction, and leaves
 * right after the answers, when the disk has it (settle.h): no second commit.
 * Where no courier is connected it waits.  A few messages a batch at most;
 * nothing here blocks.
 */
#ifndef MF_COURIER_H
#define MF_COURIER_H

#include "server/login.h" /* enum outcome */
#include "store/outbox.h"
#include "util/text.h"
#include "wire/courier.h"

struct conn;
struct courier; /* one connection */
struct engine;
struct post; /* the engine's: what is handed out */

struct courier *courier_new(struct conn *);
void courier_free(struct courier **);

uint8_t *courier_buffer(struct courier *); /* COURIER_MAX bytes */
void courier_received(struct courier *, size_t n);
enum outcome courier_decide(struct courier *);
void courier_answer(struct courier *, bool committed);
/* Its connection is closed: what it had goes to another. */
void courier_gone(struct courier *);

/* How many more of a channel it takes; less by one with each. */
unsigned courier_room(const struct courier *, enum channel);
void courier_took(struct courier *, enum channel);
/* "sms kannel-a ok" and so on, a line each; "" when it has not said. */
const char *courier_gateways(const struct courier *);
#define GATEWAYS_SIZE 2048

struct post *post_new(struct engine *);
void post_free(struct post **); /* after the loop is closed */

/* There is room, or something to tidy: look at the outbox in a batch soon. */
void post_look(struct post *);
/* No courier is there: what one had is due again. */
void post_release(struct post *);
/*
 * In a batch: before its commit; after it, what is not to be sent any more;
 * and after its answers.  Or else post_hold(), true when anything was handed
 * out, and post_leave() when the disk has that; until then nothing more is.
 */
void post_work(struct post *);
void post_recall(struct post *, bool ok);
void post_committed(struct post *, bool ok);
bool post_hold(struct post *);
void post_leave(struct post *, bool ok);
/* A courier's connection is closed: what was to go there does not. */
void post_forget(struct post *, const struct conn *);
bool post_has_work(const struct post *);
/* Once a second: what is due again, what has expired. */
void post_tick(struct post *);

/*
 * In the batch's transaction: a message's new state, as m has it, with a
 * record in the audit: event "message.sent" and the like.
 */
enum mf_err post_record(struct engine *, const struct outbox_message *,
    const char *event, const char *actor, int64_t now_ms) MF_CHECKED;

/* Where it goes, shortened as prompts do it. */
void post_address(struct text *, const struct outbox_message *);

/*
 * The text of a message as it is handed out now, and the code in it ("": it
 * has none).  MF_ENOENT: its code is no longer good for anything; any other
 * error: it cannot be made.  The caller wipes both.
 */
struct message;
enum mf_err post_render(struct engine *, const struct outbox_message *,
    struct message *, char *code, size_t size) MF_CHECKED;

#endif
