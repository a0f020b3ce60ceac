/* Many logins in flight: one thread, many sockets, every reply verified. */
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include "ctl/radius.h"
#include "hist.h"
#include "people.h"

struct load_options {
	const char *server;   /* as radius_dial() takes it */
	const char *secret;   /* shared with it */
	const char *password; /* of everybody */
	const char *nas;      /* NAS-Identifier */
	unsigned flight;      /* logins at most in flight */
	double rate;          /* logins a second; 0: closed loop */
	double seconds, warmup;
	unsigned wrong, replay; /* in a hundred */
	bool station;           /* send a Calling-Station-Id each */
	int64_t retry_us;       /* until the packet is sent again */
	unsigned tries;         /* packets in all */
	const char *phones;     /* socket where codes come, or NULL */
	int64_t patience_us;    /* until nobody waits for a code any more */
};

struct load_result {
	double seconds;  /* measured */
	uint64_t logins; /* accepted within them */
	uint64_t codes;  /* that came to telephones within them */
	struct hist login, round[2];
	struct hist code; /* from the login's beginning to its code */
	/* All below are of the whole run, warm-up and end included. */
	uint64_t accepted, rejected, lost, retransmits;
	uint64_t refused; /* wrong and replayed codes that were not taken */
	uint64_t wrong_accepted, replay_accepted;
	uint64_t unasked;     /* accepted without a code */
	uint64_t unverified;  /* replies with a wrong authenticator */
	uint64_t unprotected; /* without Message-Authenticator in front */
	uint64_t starved;     /* moments when nobody had an unused code */
	uint64_t uncoded;     /* given up: no code came */
	uint64_t strays;      /* codes that nobody waited for */
	uint64_t unstarted;   /* due, but no place in flight until the end */
};

/* Runs to its end; false after a line on standard error. */
bool
load_run(const struct load_options *, struct people *, struct load_result *);

#endif
