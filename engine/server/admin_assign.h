/* A token becomes somebody's. */
#ifndef MF_ADMIN_ASSIGN_H
#define MF_ADMIN_ASSIGN_H

#include "server/admin_find.h"

/* Whether it can be handed out; refuses with who has it, or what it is. */
enum mf_err
token_is_free(struct command_in *, const struct desk_token *) MF_CHECKED;

/* Binds, notes, audits and says it, and tells its owner. */
enum mf_err assign_token(struct command_in *, const struct desk_token *,
    const struct desk_account *) MF_CHECKED;

#endif
