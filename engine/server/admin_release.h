/* Tokens that stop being somebody's. */
#ifndef MF_ADMIN_RELEASE_H
#define MF_ADMIN_RELEASE_H

#include "server/admin_find.h"

#define RELEASE_MAX 256 /* devices of one account */

/*
 * The token is nobody's: codes it has shown so far are spent, failures are
 * forgotten.  Lost, suspended and disabled ones stay that, temporary and
 * recovery codes are retired.  Notes and audits it, as event.
 */
enum mf_err release_token(struct command_in *, const struct desk_token *,
    const char *event) MF_CHECKED;

/* The same to a state of its own: DEVICE_DISABLED, DEVICE_RETIRED. */
enum mf_err release_token_to(struct command_in *, const struct desk_token *,
    enum device_state, const char *event) MF_CHECKED;

/* Everything an account has, temporary codes included. */
enum mf_err tokens_to_release(struct command_in *, int64_t account,
    struct desk_token out[RELEASE_MAX], unsigned *n) MF_CHECKED;

/*
 * Temporary codes that followed "lost" at a prompt end: an address they may
 * have gone to is removed, or what was reported lost is not.  Owns the
 * command's memory.
 */
enum mf_err end_relief(struct command_in *, int64_t account) MF_CHECKED;

/* What is left of a token's state when it is nobody's. */
enum device_state state_without_owner(const struct desk_token *);

/* The next value a token may be used with by somebody else. */
uint64_t counter_from_now(const struct desk_token *, int64_t now);

#endif
