/*
 * A number or an address that a person registers at the prompt: where it may
 * be, and what becomes of it (core/register.c).
 */
#ifndef MF_LOGIN_WISH_H
#define MF_LOGIN_WISH_H

#include "server/facts.h"

/*
 * What was typed now, or earlier in this dialogue, into l->wish; l->step.wish
 * is NULL when there is none, or when codes cannot go there.
 */
enum mf_err wish_gather(struct login *) MF_CHECKED;

/* FX_ENROL, FX_CONFIRM, FX_DROP in the batch's transaction. */
enum mf_err wish_apply(struct login *, const struct effect *) MF_CHECKED;

#endif
