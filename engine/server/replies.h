/*
 * Keyed hashes of passwords and replies, by which a repeat is known.  The key
 * is drawn anew each day and lives in a file of the state folder, sealed by
 * the keyring, in no backup; yesterday's is kept until its last row has expired
 * (rule 19).
 */
#ifndef MF_REPLIES_H
#define MF_REPLIES_H

#include "store/store.h"
#include "util/keyring.h"

struct replies;

/*
 * A folder without the file gets one; one that is not sealed is read, and is
 * sealed from then on.  MF_ECRYPTO: it does not open, and is left as it is.
 */
enum mf_err replies_open(const char *folder, const struct keyring *,
    int64_t now, struct replies **, char *why, size_t size) MF_CHECKED;
void replies_free(struct replies **);

/*
 * A new day: a new key, and yesterday's becomes the old one.  A new key of the
 * keyring: it seals them from now on.  What failed is tried by the next call.
 */
enum mf_err
replies_turn(struct replies *, const struct keyring *, int64_t now) MF_CHECKED;

void replies_hash(const struct replies *, bool yesterday,
    const struct slice *parts, size_t n, uint8_t out[REPLY_SIZE]);

#endif
