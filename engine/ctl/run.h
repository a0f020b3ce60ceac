/* The commands: each runs one line of the grammar and returns an exit code. */
#ifndef MF_RUN_H
#define MF_RUN_H

#include "ctl/call.h"
#include "ctl/command.h"

struct sheet;

/* What most commands do: send what was given, print what comes. */
int run_plain(struct ctl *, const struct invocation *);
/* A list, page by page. */
int run_list(struct ctl *, const struct invocation *);

/* The same with a command built already, and with another use of the rows. */
int run_built(struct ctl *, const struct invocation *, struct wire_out *,
    call_row *, struct sheet *);
int run_pages(struct ctl *, const struct invocation *, call_row *, void *arg);

int run_account_add(struct ctl *, const struct invocation *);
int run_account_password(struct ctl *, const struct invocation *);
int run_account_recovery(struct ctl *, const struct invocation *);
int run_token_add(struct ctl *, const struct invocation *);
int run_token_resync(struct ctl *, const struct invocation *);
int run_token_pin(struct ctl *, const struct invocation *);
int run_sign_begin(struct ctl *, const struct invocation *);
int run_sign_check(struct ctl *, const struct invocation *);
int token_export(struct ctl *, const struct invocation *);
int token_import(struct ctl *, const struct invocation *);
int token_assign_list(struct ctl *, const struct invocation *);
int backup_run(struct ctl *, const struct invocation *);
int run_gateway_test(struct ctl *, const struct invocation *);

#endif
