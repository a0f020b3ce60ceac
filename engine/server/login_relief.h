/* A temporary code for a device that was reported lost at the prompt. */
#ifndef MF_LOGIN_RELIEF_H
#define MF_LOGIN_RELIEF_H

#include "server/facts.h"

/*
 * FX_RELIEF in the batch's transaction: the code is made now, is good from
 * the policy's delay on, and leaves then for the device of the effect.
 */
enum mf_err relief_apply(struct login *, const struct effect *) MF_CHECKED;

#endif
