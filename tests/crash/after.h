/* What was promised to a crowd whose engine died again and again. */
#ifndef CRASH_AFTER_H
#define CRASH_AFTER_H

#include "scene.h"

/* Nobody got in wrongly, nobody was refused wrongly. */
void after_report(const struct crowd *);

/* Everybody still gets in with the next code; the last one is spent. */
void after_all(struct run *, struct crowd *);

#endif
