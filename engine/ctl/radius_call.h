/* One question to a RADIUS server over UDP, asked again until answered. */
#ifndef MF_RADIUS_CALL_H
#define MF_RADIUS_CALL_H

#include "ctl/radius.h"

struct radius_server {
	int fd;              /* connected; -1: none */
	struct slice secret; /* borrowed */
	unsigned timeout_ms; /* for each packet */
	unsigned tries;      /* packets sent at most, all the same */
};

struct radius_answer {
	struct radius_reply reply; /* borrows from packet */
	unsigned sent;             /* packets */
	unsigned unverified;       /* replies that were not believed */
	bool refused;              /* nothing listens on that port */
	int64_t us;                /* since the first packet */
	uint8_t packet[RADIUS_MAX];
};

/*
 * Connects a socket to "host", "host:port", "address" or "[address]:port".
 * MF_EINVAL: not of that form; MF_EIO: no such host, or no socket; why is a
 * phrase in both cases.
 */
enum mf_err
radius_dial(const char *server, int *fd, const char **why) MF_CHECKED;

/*
 * Sends the request up to tries times and waits for the reply that verifies;
 * others are counted and passed over.  MF_ENOENT: none came; MF_EIO: the
 * socket failed, errno says how.
 */
enum mf_err radius_ask(const struct radius_server *,
    const struct radius_request *, struct radius_answer *) MF_CHECKED;

#endif
