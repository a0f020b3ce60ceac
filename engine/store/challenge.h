/*
 * What challenge-response tokens were asked: to sign, or when it opened a
 * door.  Where the same challenge has the same answer again it is asked once.
 */
#ifndef MF_STORE_CHALLENGE_H
#define MF_STORE_CHALLENGE_H

#include "store/store.h"

/* Whether the device was asked that before. */
enum mf_err challenge_was_asked(
    struct store *, int64_t device, const char *challenge, bool *) MF_CHECKED;

/*
 * In a transaction: it has opened a door, and is kept until then (unix
 * seconds; 0: for ever).  MF_ECONFLICT: it had before.
 */
enum mf_err challenge_spend(struct store *, int64_t device,
    const char *challenge, int64_t expires) MF_CHECKED;

#endif
