/*
 * mfctl try: a login at any RADIUS server, as a VPN gateway would do it, for
 * an admin who wants to see what the gateway gets.
 */
#ifndef MF_TRY_H
#define MF_TRY_H

#include <getopt.h>
#include <stdbool.h>
#include <stdint.h>

struct try_options {
	const char *server;         /* see radius_dial() */
	const char *secret_file;    /* NULL: environment, TRY_SECRET_ENV */
	const char *user;           /* NULL: asked for */
	const char *nas_identifier; /* NULL: none is sent */
	const char *station;        /* Calling-Station-Id; NULL: none */
	const char *script; /* file of answers, "-": stdin; NULL: a person */
	uint32_t nas_port_type;
	unsigned timeout_ms; /* for each packet */
	unsigned tries;      /* packets for each round */
	bool json;
};

#define TRY_SECRET_ENV "MFCTL_RADIUS_SECRET"

enum try_exit {
	TRY_ACCEPT = 0,
	TRY_REJECT = 1,
	TRY_USAGE = 2,      /* options, files, no terminal */
	TRY_CHALLENGED = 3, /* a challenge was left without an answer */
	TRY_SILENT = 4      /* the server did not answer */
};

/*
 * Logs in once; replies go to standard output, everything else to standard
 * error, but for the last row of JSON.  Returns an enum try_exit.
 */
int try_login(const struct try_options *);

/* What it takes on a command line; a name of NULL ends them. */
extern const struct option try_longs[];

/* The same from a command line; argv[0] is "try". */
int try_main(int argc, char *argv[]);

#endif
