/* One connection to one of the engine's sockets, and what it asked. */
#ifndef MF_CONN_H
#define MF_CONN_H

#include <uv.h>

#include "server/engine.h"
#include "server/login.h"
#include "server/peer.h"
#include "wire/admin.h"
#include "wire/wire.h"

struct conn {
	uv_poll_t poll; /* first: libuv hands it back */
	struct engine *engine;
	struct conn *next, *prev; /* of its listener */
	struct peer peer;
	enum role role;
	int fd;
	bool busy; /* a question waits for its answer: nothing more is read */
	bool dead; /* the peer has gone: free it when it is no longer busy */
	struct login *login;     /* ROLE_LOGIN */
	struct control *control; /* ROLE_HELPDESK, ROLE_ADMIN: control.h */
	struct courier *courier; /* ROLE_COURIER: courier.h */
};

/* Reads one message if there is one and no answer is due: true if so. */
bool conn_receive(struct conn *);

/*
 * The next message of a busy one, for who answers several at once: its n bytes
 * into buf.  False: there is none, or the peer has gone.
 */
bool conn_more(struct conn *, uint8_t *buf, size_t size, size_t *n);

/* Sends n bytes; a peer that does not take them is dropped. */
void conn_send(struct conn *, const void *, size_t n);

/* No longer busy: reads again, or is freed if the peer has gone. */
void conn_done(struct conn *);

/* Closes; the memory goes when libuv and the answer are done with it. */
void conn_close(struct conn *);

#endif
