/* The handlers of the control sockets' commands, by the names of admin.h. */
#ifndef MF_ADMIN_COMMANDS_H
#define MF_ADMIN_COMMANDS_H

#include "server/admin.h"

/* admin_account*.c */

/* admin_token*.c */

/* admin_import*.c */

#endif
