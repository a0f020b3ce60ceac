/*
 * The control sockets: commands of the helpdesk and of admins, as
 * wire/admin.h describes them.  A command that changes something is decided
 * in the batch like a login; lists, searches and audit verify run on a worker
 * thread with a read-only connection; imports, backups and re-sealing go in
 * small staged steps between the batches.
 */
#ifndef MF_CONTROL_H
#define MF_CONTROL_H

#include "server/login.h" /* enum outcome */

struct control;
struct desk;
struct engine;

struct control *control_new(struct conn *);
void control_free(struct control **);

uint8_t *control_buffer(struct control *); /* WIRE_CONTROL_MAX bytes */
void control_received(struct control *, size_t n);
enum outcome control_decide(struct control *);
void control_answer(struct control *, bool committed);

/* Staged work of all connections: a step of it, bounded in time. */
struct desk *desk_new(struct engine *);
/* Ends its threads; before the loop closes its handles, and free after. */
void desk_stop(struct desk *);
void desk_free(struct desk **);
void control_work(struct desk *);
bool control_has_work(const struct desk *);

#endif
