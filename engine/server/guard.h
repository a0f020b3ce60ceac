/*
 * Wrong passwords, counted in memory (rule 9): per account and source ten in
 * a row, then a lock that doubles; per account above a hundred in an hour only
 * sources that succeeded lately.  An attempt is reserved while its hash runs,
 * so that parallel ones cannot overshoot.  Written to the store at most once a
 * second, so that a wrong password buys no fsync; a restart forgets none of
 * the two counts.  Memory is bounded, and what it has no room for is read from
 * the store: whoever floods it locks out nobody else and unlocks nothing.
 */
#ifndef MF_GUARD_H
#define MF_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "core/policy.h"
#include "store/store.h"

struct guard;

/* The store outlives the guard; NULL: nothing is kept. */
struct guard *guard_new(const struct limits *, struct store *);
void guard_free(struct guard **);
void guard_set_limits(struct guard *, const struct limits *);

/* The locks from before a restart, for guard_locks() and the like. */
enum mf_err guard_load(struct guard *) MF_CHECKED;

/* May this password be evaluated?  If so, a place is taken for it. */
bool guard_reserve(struct guard *, int64_t account,
    const uint8_t source[SOURCE_SIZE], bool known, int64_t now) MF_CHECKED;
/* It was not evaluated after all. */
void guard_release(
    struct guard *, int64_t account, const uint8_t source[SOURCE_SIZE]);
void guard_result(struct guard *, int64_t account,
    const uint8_t source[SOURCE_SIZE], bool right, int64_t now);

/*
 * Forgets what memory has of an account that the helpdesk unlocks; its rows
 * in the store are the caller's.
 */
void guard_forget(struct guard *, int64_t account);
/* Of what memory has: until when some source is locked; 0: none is. */
int64_t guard_locked_until(const struct guard *, int64_t account, int64_t now);
unsigned guard_locks(const struct guard *, int64_t now);

/* Whether something waits to be written; writing it; it is committed. */
bool guard_is_dirty(const struct guard *);
enum mf_err guard_save(struct guard *) MF_CHECKED;
void guard_saved(struct guard *);

#endif
