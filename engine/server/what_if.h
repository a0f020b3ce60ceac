/* Which policy takes a login, and what kept the ones before it from it. */
#ifndef MF_WHAT_IF_H
#define MF_WHAT_IF_H

#include "server/admin.h"
#include "server/facts.h"

/* Refuses facts that no login can have: they would be believed. */
enum mf_err what_if_given(struct command_in *) MF_CHECKED;

/* After facts_identify(). */
void what_if_policy(
    const struct login *, void (*tell)(void *, const char *sentence), void *);

#endif
