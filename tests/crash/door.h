/*
 * Where a login is asked for: the engine's login socket, as FreeRADIUS's
 * module does it, or a RADIUS server.  One question at a time on each door.
 */
#ifndef CRASH_DOOR_H
#define CRASH_DOOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ctl/radius.h"
#include "wire/wire.h"

#define VERIFIER "ledger" /* who, the policy believes, saw the password */

struct street {             /* that the doors stand in */
	const char *socket; /* of the engine; NULL: RADIUS */
	const char *server; /* address:port */
	const char *secret;
};

struct door {
	const struct street *street;
	int fd;                      /* -1: closed */
	struct radius_request asked; /* RADIUS: what the reply must fit */
};

struct question {
	const char *user, *nas, *station, *service;
	const char *typed; /* User-Password */
	const char *state; /* NULL: the first packet */
	uint8_t id;
	uint8_t authenticator[16];
};

enum said {               /* ordered: from SAID_REJECT on it is a verdict */
	SAID_NOTHING = 0, /* broken, late, nobody there */
	SAID_SILENCE,     /* the engine asks for the NAS to be left waiting */
	SAID_REJECT,
	SAID_CHALLENGE,
	SAID_ACCEPT
};

extern const char *const said_words[];

struct reply {
	enum said said;
	char state[254]; /* "" when there is none */
	char reference[10];
	size_t n; /* all of it, as it came */
	uint8_t bytes[RADIUS_MAX];
};

/* False: nobody listens. */
bool door_open(struct door *, const struct street *);
void door_close(struct door *);

/* Draws identifier and authenticator anew: a packet of its own. */
void question_renew(struct question *);

/* False closes the door. */
bool door_send(struct door *, const struct question *);

/* Without waiting; false: nothing has come yet.  A broken door is closed. */
bool door_look(struct door *, struct reply *);
enum said door_wait(struct door *, struct reply *, int ms);

/* Opened, asked, answered, closed. */
enum said
ask_once(const struct street *, const struct question *, struct reply *);

#endif
