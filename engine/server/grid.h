/*
 * The pace at which answers leave that may tell nothing by how long they took
 * (rule 22): where decoys are on all but an Accept, elsewhere the refusals of
 * first packets.  They leave on the lines of a grid in time, a whole line at
 * least after the login was looked at: whether something was written down
 * meanwhile does not show, whenever a packet is sent.
 */
#ifndef MF_GRID_H
#define MF_GRID_H

#include <stdint.h>

#include "util/err.h"

#define GRID_MS 50 /* longer than a commit takes */

struct grid;
struct engine;
struct login;

enum mf_err grid_new(struct engine *, struct grid **) MF_CHECKED;
/* Before the loop closes its handles: what waits is dropped. */
void grid_stop(struct grid *);
void grid_free(struct grid **);

/* Sends the login's answer at its line. */
void grid_hold(struct grid *, struct login *);

/* How many wait: they hold threads of FreeRADIUS, as hashes do. */
unsigned grid_load(const struct grid *);

#endif
