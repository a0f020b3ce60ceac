/*
 * Wrong passwords, counted in memory (rule 9): per account and source ten in
 * a row, then a lock that doubles; per account above a hundred in an hour only
 * sources that succeeded lately.  An attempt is reserved while its hash runs,
 * so that parallel ones cannot overshoot.  Written to the store at most once a
 * second, so that a wrong password buys no fsync.
 */
#ifndef MF_GUARD_H
#define MF_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "core/policy.h"
#include "store/store.h"

struct guard;

struct guard *guard_new(const struct limits *);
void guard_free(struct guard **);
void guard_set_limits(struct guard *, const struct limits *);

/* What the store remembers from before a restart. */
enum mf_err guard_load(struct guard *, struct store *, int64_t now) MF_CHECKED;

/* May this password be evaluated?  If so, a place is taken for it. */
bool guard_reserve(struct guard *, int64_t account,
    const uint8_t source[SOURCE_SIZE], bool known, int64_t now) MF_CHECKED;
/* It was not evaluated after all. */
void guard_release(
    struct guard *, int64_t account, const uint8_t source[SOURCE_SIZE]);
void guard_result(struct guard *, int64_t account,
    const uint8_t source[SOURCE_SIZE], bool right, int64_t now);

/* Forgets all of an account: the helpdesk unlocks. */
void guard_forget(struct guard *, int64_t account);
/* Until when some source of the account is locked; 0: none is. */
int64_t guard_locked_until(const struct guard *, int64_t account, int64_t now);
unsigned guard_locks(const struct guard *, int64_t now);

/* Whether something waits to be written, and writing it (in a batch). */
bool guard_is_dirty(const struct guard *);
enum mf_err guard_save(struct guard *, struct store *) MF_CHECKED;

#endif
