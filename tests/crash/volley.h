/* Many dialogues of one person, whose replies all go out at one moment. */
#ifndef CRASH_VOLLEY_H
#define CRASH_VOLLEY_H

#include "door.h"
#include "token.h"

#define VOLLEY 64

struct volley {
	const struct street *street;
	struct door door[VOLLEY];
	struct question q[VOLLEY];
	struct reply ticket[VOLLEY]; /* of the first packets */
	struct reply reply[VOLLEY];
	char typed[VOLLEY][32];
	char station[VOLLEY][24];
};

/* Opens all doors; all at one NAS. */
bool volley_open(struct volley *, const struct street *);
void volley_close(struct volley *);

/*
 * A ticket for each door; stations: from how many places (1: all the same).
 * False: some got none.
 */
bool volley_begin(struct volley *, const char *user, unsigned stations);

/* Sends typed[] with the tickets at once and waits for all; how many came. */
unsigned volley_fire(struct volley *);

unsigned volley_count(const struct volley *, enum said);

#endif
