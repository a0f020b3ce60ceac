/* All chores (chore.h) at the engine's end. */
#ifndef MF_CHORES_H
#define MF_CHORES_H

#include "server/engine.h"

/* Before the commands are dropped; then the loop has to be run. */
void chores_stop(struct engine *);
void chores_free(struct chores **);

#endif
