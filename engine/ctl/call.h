/*
 * One command and its answer.  Connects when first needed; asks for what the
 * engine wants confirmed; says what went wrong, once.
 */
#ifndef MF_CALL_H
#define MF_CALL_H

#include "ctl/ctl.h"

/* Gets every row; borrows it.  An exit code other than 0 ends the command. */
typedef int call_row(struct ctl *, const struct wire_msg *row, void *arg);

/*
 * Sends out (it must lie in ctl->command) and hands each row but "progress"
 * to row(), which may be NULL.  Returns an exit code; only with EXIT_DONE or
 * EXIT_ALARM is *done the last message, valid until the next call.
 */
int call_engine(struct ctl *, struct wire_out *out, call_row *row, void *arg,
    struct wire_msg *done);

/* "1,234 of 5,000" over the last such line of a terminal. */
void call_progress(struct ctl *, int64_t count, int64_t size, const char *what);
void call_progress_clear(struct ctl *);

#endif
