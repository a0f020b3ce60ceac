/*
 * A command of the helpdesk opened or changed a way into an account: its owner
 * is told, for whoever did it may have been talked into it.
 */
#ifndef MF_ADMIN_TELL_H
#define MF_ADMIN_TELL_H

#include "core/message.h"
#include "server/admin.h"
#include "store/desk.h"

/*
 * In the command's transaction, once it is carried out.  token: the one that
 * is spoken of, or NULL.
 */
enum mf_err tell_owner(struct command_in *, const struct desk_account *,
    enum message_id, const struct desk_token *token) MF_CHECKED;

#endif
