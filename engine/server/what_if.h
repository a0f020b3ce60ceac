/* Which policy takes a login, and what kept the ones before it from it. */
#ifndef MF_WHAT_IF_H
#define MF_WHAT_IF_H

#include "server/facts.h"

/* After facts_identify(). */
void what_if_policy(
    const struct login *, void (*tell)(void *, const char *sentence), void *);

#endif
