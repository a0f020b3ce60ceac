/*
 * Keyed hashes of passwords and replies, by which a repeat is known.  The key
 * is drawn anew each day and lives in a file of the state folder, in no
 * backup; yesterday's is kept until its last row has expired (rule 19).
 */
#ifndef MF_REPLIES_H
#define MF_REPLIES_H

#include "store/store.h"

struct replies;

enum mf_err replies_open(const char *folder, int64_t now, struct replies **,
    char *why, size_t size) MF_CHECKED;
void replies_free(struct replies **);

/* A new day: a new key, and yesterday's becomes the old one. */
enum mf_err replies_turn(struct replies *, int64_t now) MF_CHECKED;

void replies_hash(const struct replies *, bool yesterday,
    const struct slice *parts, size_t n, uint8_t out[REPLY_SIZE]);

#endif
