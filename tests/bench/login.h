/*
 * One login in flight: two rounds, name and password, then State and a code.
 * No sockets and no clock here; load.c has them.
 */
#ifndef BENCH_LOGIN_H
#define BENCH_LOGIN_H

#include "load.h"

/*
 * FreeRADIUS drops a packet whose identifier comes round before the earlier
 * one's thread has let go of it: so each login in flight has identifiers of
 * its own, LANE_IDS of them in turn, and a socket has LANES logins.
 */
#define LANES    8
#define LANE_IDS (256 / LANES)

/* What all logins of a run share. */
struct run {
	const struct load_options *opt;
	struct people *people;
	struct load_result *res;
	struct slice secret;
	int64_t from, to; /* what ends between is measured */
	uint64_t random;
};

struct login {
	struct person *who;       /* NULL: free */
	int64_t due, begun, sent; /* login, round, last packet */
	bool waits;               /* for a code to come to the telephone */
	unsigned round, tries;
	enum intent intent;
	uint64_t counter;
	uint8_t lane, turn;
	size_t statelen;
	uint8_t state[RADIUS_VALUE_MAX];
	struct radius_request request; /* to be sent, or sent */
};

/* A random share, 0 to below 1. */
double run_share(struct run *);

void login_begin(struct run *, struct login *, struct person *, int64_t due);

/*
 * Whether the reply ended it; if not, the next request is ready, or the login
 * waits for the code that comes to the person's telephone.
 */
bool login_decided(
    struct run *, struct login *, const struct radius_reply *, int64_t now);

/*
 * A code has come to a telephone.  The login whose request is ready now, or
 * NULL: none waits for it, perhaps not yet.
 */
struct login *
login_told(struct run *, const char *number, const char *code, int64_t now);

#endif
