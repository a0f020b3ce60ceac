/*
 * Codes that were sent and may be typed: one a dialogue and device.  The code
 * is not here, but what it is derived from (core/sent.h).
 */
#ifndef MF_PENDING_H
#define MF_PENDING_H

#include "store/store.h"

struct pending {
	uint64_t dialogue;
	int64_t device, account;
	unsigned round, resend;
	uint32_t key; /* id in the keyring */
	int64_t at, expires;
	bool used;
	bool answered; /* its dialogue has gone on: nobody joins it */
	bool dropped;  /* its message was given up: nobody waits for it */
};

/* In a transaction.  A later one of the same dialogue and device replaces it.
 * repeat: rule 16's keyed hash of the first packet; NULL: nobody may join. */
enum mf_err store_pending_put(struct store *, const struct pending *,
    const uint8_t repeat[REPLY_SIZE], struct slice answer) MF_CHECKED;

/* Those of a dialogue that have not expired: at most max. */
enum mf_err store_pendings(struct store *, uint64_t dialogue, int64_t now,
    struct pending *out, size_t max, size_t *n) MF_CHECKED;

/*
 * The latest one that such a first packet has sent and that has not expired;
 * its challenge is in answer.  MF_ENOENT: none.
 */
enum mf_err
store_pending_repeated(struct store *, const uint8_t repeat[REPLY_SIZE],
    int64_t now, struct pending *, struct answer *) MF_CHECKED;

/* Used, by a login of that account: MF_ECONFLICT when somebody was first. */
enum mf_err store_pending_spend(struct store *, const struct effect *,
    const struct account_facts *, int64_t now) MF_CHECKED;

/* The latest of a device that is good still.  MF_ENOENT: none. */
enum mf_err store_pending_of_device(struct store *, int64_t account,
    int64_t device, int64_t now, struct pending *) MF_CHECKED;

/* Every code of the device, or of all of the account's when it is 0, ends. */
enum mf_err
store_pending_void(struct store *, int64_t account, int64_t device) MF_CHECKED;

#endif
