/* What a person is asked, and secrets that must not stand in an argument. */
#ifndef MF_ASK_H
#define MF_ASK_H

#include "ctl/ctl.h"

#define SECRET_MAX 1024 /* bytes of a secret with its NUL */

/*
 * Shows what a command will do (TAG_TEXT) and asks whether to go on; true at
 * once with --yes, false where nobody can be asked.
 */
bool ask_go_on(struct ctl *, const struct wire_msg *);

/*
 * Reads a secret without echo from the terminal, twice if it is a new one;
 * without a terminal one line of in.  EXIT_DONE; the caller wipes out.
 */
int
ask_secret(struct ctl *, const char *what, bool twice, char out[SECRET_MAX]);

/* The first line of a file; "-": of in. */
int read_secret(struct ctl *, const char *file, char out[SECRET_MAX]);

#endif
