/* The inside of a control connection, for control*.c and admin_answer.c. */
#ifndef MF_CONTROL_PARTS_H
#define MF_CONTROL_PARTS_H

#include "server/conn.h"
#include "server/control.h"
#include "server/desk.h"
#include "server/hash.h"

struct control {
	struct conn *conn;
	struct control_links links;
	const struct command_handler *handler;
	char peer[PEER_NAME_SIZE]; /* "": not asked for yet */
	enum { CONTROL_FRESH = 0, CONTROL_HASHED, CONTROL_THOUGHT } phase;
	enum mf_err err; /* what the handler returned */
	int fd;          /* READ: the desk thread's own copy */
	const atomic_bool *stop;
	size_t n;
	struct wire_msg msg; /* borrows in */
	struct command_in cmd;
	struct hash_task hash;
	bool overflow;     /* more rows than can be held */
	size_t used, sent; /* of rows: each with its length before it */
	uint8_t in[WIRE_CONTROL_MAX];
	uint8_t rows[ROWS_SIZE];
	uint8_t done[DONE_SIZE];
};

/* The last message, DONE or REFUSED, in k->done. */
void control_finish(struct control *, enum mf_err);
/* On the loop: all rows, as far as the peer takes them. */
void control_send_rows(struct control *);
/* On the desk's thread: waits for the peer; sets gone. */
void control_send_waiting(struct control *, const void *, size_t);
void control_forget(struct control *);
/* admin_import.c: an import ends with its connection. */
void import_peer_gone(struct control *);

#endif
