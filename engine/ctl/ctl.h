/*
 * mfctl: what one run of it knows.  Streams and the connection stand here, and
 * nowhere else, so that a test can run a whole command in memory.
 */
#ifndef MF_CTL_H
#define MF_CTL_H

#include <stdbool.h>
#include <stdio.h>

#include "util/err.h"
#include "wire/admin.h"

/* Exit codes; those of a refusal are enum refusal. */
enum {
	EXIT_DONE = 0,
	EXIT_REFUSED =
	    REFUSED_STATE, /* also: a file cannot be read or written */
	EXIT_USAGE = REFUSED_USAGE,
	EXIT_UNREACHED = 4,
	EXIT_RIGHTS = REFUSED_RIGHTS,
	EXIT_UNCONFIRMED = REFUSED_CONFIRM,
	EXIT_ALARM = 8, /* done, and what was found is not well */
};

struct ctl {
	const char *socket; /* NULL: the first of the two that may be opened */
	bool json;
	bool yes;       /* whatever a command would ask, yes */
	bool progress;  /* a line of it stands on err */
	bool terminal;  /* a person sits at in and err and can be asked */
	unsigned width; /* columns of out */
	FILE *in, *out, *err;
	int fd;             /* the connection; -1: none yet */
	uint8_t *command;   /* WIRE_CONTROL_MAX bytes: what goes up */
	uint8_t *answer;    /* the same and one more: what came down */
	unsigned timeout_s; /* of silence */
};

/* MF_ENOMEM.  Streams are the caller's. */
enum mf_err ctl_init(struct ctl *, FILE *in, FILE *out, FILE *err) MF_CHECKED;
/* Wipes and frees; accepts what ctl_init() refused. */
void ctl_clear(struct ctl *);

/* "mfctl: " and the text, to err; returns code. */
int ctl_fail(struct ctl *, int code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Runs a command line, argv[0] the program's name; returns the exit code. */
int ctl_run(struct ctl *, int argc, char *argv[]);

#endif
