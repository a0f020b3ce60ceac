/* Keeps the notes short: turns their log when it is due (notes.h). */
#ifndef MF_SNAPSHOTS_H
#define MF_SNAPSHOTS_H

#include "server/engine.h"

/* From the engine's timer; at most one turn is under way. */
void snapshots_tick(struct engine *);

/* Breaks a turn off; the loop then has to be run until it is done. */
void snapshots_stop(struct engine *);
void snapshots_free(struct snapshots **);

#endif
