/*
 * Is the database whole?  A file beside it says that the engine runs; one
 * found at a start means that it was killed.  Then the audit's tail is checked
 * before the first answer (rule 28).  The file itself is checked at every
 * start, while logins go on, and the audit's tail with it.  A fault in the
 * file stops Accepts, with an alarm; one in the audit alone is an alarm
 * (audit_health.h).
 */
#ifndef MF_HEALTH_H
#define MF_HEALTH_H

#include "server/engine.h"

/* After the database is open: the tail, and the file that says so. */
enum mf_err health_open(struct engine *, char *why, size_t size) MF_CHECKED;

/* Once the loop can run: the rest, on a worker. */
void health_start(struct engine *);

enum health_state {
	HEALTH_FINE = 0, /* checked, and whole */
	HEALTH_CHECKING,
	HEALTH_FAULT,
};

/* why: what was found; "" unless it is HEALTH_FAULT. */
enum health_state health_of(const struct engine *, const char **why);

/* Breaks the check off; then the loop has to be run until it is done. */
void health_stop(struct engine *);
/* Last, with the database closed: says that all ended well, if so. */
void health_close(struct engine *);

#endif
