/*
 * The pace at which answers leave where decoys are on: every first answer,
 * wrong-code challenge and reject waits for the next line of a grid in time,
 * so that how long it took tells nothing (rule 22).
 */
#ifndef MF_GRID_H
#define MF_GRID_H

#include <stdint.h>

#include "util/err.h"

#define GRID_MS 50 /* longer than a hash and a commit take */

struct grid;
struct engine;
struct login;

enum mf_err grid_new(struct engine *, struct grid **) MF_CHECKED;
/* Before the loop closes its handles: what waits is dropped. */
void grid_stop(struct grid *);
void grid_free(struct grid **);

/* Sends the login's answer at the next line. */
void grid_hold(struct grid *, struct login *);

/* How many wait: they hold threads of FreeRADIUS, as hashes do. */
unsigned grid_load(const struct grid *);

#endif
