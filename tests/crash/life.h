/* One engine after the other: started, killed, started again. */
#ifndef CRASH_LIFE_H
#define CRASH_LIFE_H

#include <stdbool.h>
#include <sys/types.h>

struct life {
	char *const *argv;  /* of the engine */
	const char *socket; /* it answers on */
	const char *log;    /* its standard error is appended to */
	const char *shim;   /* preloaded; NULL: nothing is */
	const char *plan;   /* the faults it reads */
	pid_t pid;          /* 0: none lives */
	int ready_ms;       /* from its start to the first connection */
	int status;         /* of one that did not come up; -1: it hung */
};

/* False: it did not come up; it is not left running. */
bool life_begin(struct life *);
void life_kill(struct life *);
/* Asked to stop; its wait status, -1 if it had to be killed. */
int life_end(struct life *);
/* Whether it has ended by itself; *status as of waitpid(2). */
bool life_is_over(struct life *, int *status);

#endif
