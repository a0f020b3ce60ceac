/* Who is at the other end of an accepted connection (SO_PEERCRED). */
#ifndef MF_PEER_H
#define MF_PEER_H

#include <sys/types.h>

#include "server/conf.h"
#include "util/err.h"

#define PEER_NAME_SIZE 64

struct peer {
	uid_t uid;
	gid_t gid;
	pid_t pid; /* for the log; it may be another process by now */
};

/* MF_EIO: not a Unix socket, or the kernel does not say. */
enum mf_err peer_read(int fd, struct peer *) MF_CHECKED;

/* Whether the socket's list of users has the peer; an empty one has all. */
bool
peer_is_allowed(const struct peer *, const struct conf_socket *) MF_CHECKED;

/*
 * "anna(1001)" for the audit, "(1001)" for a number without a name.  Asks the
 * user database: for the control sockets, not for each login.
 */
void peer_name(const struct peer *, char out[PEER_NAME_SIZE]);

#endif
