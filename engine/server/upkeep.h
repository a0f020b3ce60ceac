/* The engine's one timer: what has to be done every second, and when idle. */
#ifndef MF_UPKEEP_H
#define MF_UPKEEP_H

#include "server/engine.h"

enum mf_err upkeep_start(struct engine *) MF_CHECKED;
void upkeep_stop(struct engine *);

#endif
