/* The engine's sockets by role, and the connections to them. */
#ifndef MF_LISTEN_H
#define MF_LISTEN_H

#include "server/conn.h"

/*
 * Opens login, helpdesk, admin and courier socket with the group and mode of
 * the configuration.  *why gets a sentence on failure.
 */
enum mf_err listen_open(struct engine *, char *why, size_t size) MF_CHECKED;

/* Closes the sockets and every connection, removes the sockets' files. */
void listen_close(struct engine *);

/* After a reload: the lists of users of the new configuration. */
void listen_take_conf(struct engine *);

/* Connections to the login socket: FreeRADIUS's threads. */
unsigned listen_logins(const struct engine *);

/* The first of the connections to the courier socket; NULL: there is none. */
struct conn *listen_couriers(const struct engine *);

/* Reads from every idle login connection what has come since. */
void listen_drain(struct engine *);

#endif
