/*
 * A full disk fails closed, but not at once: a reserve file is given up at
 * the first sign of it, so that logins go on while imports stop.
 */
#ifndef MF_RESERVE_H
#define MF_RESERVE_H

#include "server/engine.h"

/* Makes the file if there is room for it; a warning if there is not. */
void reserve_open(struct engine *);

/* The database or the notes could not be written: gives the reserve up. */
void reserve_fault(struct engine *, enum mf_err);

/* Whether the reserve was given up: imports are refused meanwhile. */
bool reserve_is_spent(const struct engine *);

#endif
