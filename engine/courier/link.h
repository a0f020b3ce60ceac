/* The connection to the engine; lost, it is made anew by and by. */
#ifndef MF_LINK_H
#define MF_LINK_H

#include "courier/pool.h"

struct link {
	char path[108]; /* of the engine's courier socket */
	int fd;         /* -1: none */
	uint64_t again; /* CLOCK_BOOTTIME in ms: not tried before */
	unsigned pause_ms;
	bool told; /* that it cannot be reached */
};

void link_init(struct link *, const char *path);
void link_close(struct link *);

/* Connects if it is time, takes what has come, tells what there is to tell. */
void link_turn(struct link *, struct pool *);

#endif
