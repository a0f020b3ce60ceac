/*
 * How a gateway has been lately.  One that a new configuration leaves as it
 * is keeps its standing, which both configurations then share.
 */
#ifndef MF_STANDING_H
#define MF_STANDING_H

#include "wire/breaker.h"

struct standing {
	struct breaker breaker;
	unsigned under_way; /* tries */
	bool ailing;        /* its last answer was a fault of its own */
	unsigned shared;    /* by so many gateways; the last one frees it */
};

struct standing *standing_new(void); /* NULL: out of memory */
struct standing *standing_share(struct standing *);
void standing_free(struct standing **);

#endif
