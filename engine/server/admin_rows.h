/* Rows that several commands make. */
#ifndef MF_ADMIN_ROWS_H
#define MF_ADMIN_ROWS_H

#include "server/admin_find.h"

/* Row "token". */
void token_row(struct command_in *, const struct desk_token *);
/* Row "address" of a kind that sends; whole: the helpdesk needs it all. */
void address_row(struct command_in *, const struct desk_token *, bool whole);

#endif
