/* What was sent for a login, in sentences; for a reader on any thread. */
#ifndef MF_WHY_MESSAGES_H
#define MF_WHY_MESSAGES_H

#include "store/outbox.h"
#include "util/text.h"

/*
 * "SMS to +371....8899 at 09:13:40: kannel took it (HTTP 202: ...)."; without
 * a time but with its date where the day is not that of now.
 */
void
why_message(const struct outbox_message *, int64_t now_ms, struct text *out);

/* Those of a dialogue, each on a line of its own that begins with \n. */
enum mf_err why_messages(struct store *, uint64_t dialogue, int64_t now_ms,
    struct text *out) MF_CHECKED;

/*
 * The same of an account since then, whose dialogue is none of the n at
 * known: what was sent to somebody who has not answered.
 */
enum mf_err why_unanswered(struct store *, int64_t account, int64_t since_ms,
    const uint64_t *known, size_t n, int64_t now_ms,
    struct text *out) MF_CHECKED;

#endif
