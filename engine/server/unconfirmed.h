/*
 * Numbers and addresses that somebody began to register at a prompt and never
 * confirmed: they go after a day, a few at a time between the logins.  Those
 * of the helpdesk stay until it removes them.
 */
#ifndef MF_UNCONFIRMED_H
#define MF_UNCONFIRMED_H

#include "server/engine.h"

#define UNCONFIRMED_LIFE 86400 /* seconds */

/* From the engine's timer, once a second: looks once a minute. */
void unconfirmed_tick(struct engine *);
void unconfirmed_free(struct unconfirmed **);

#endif
