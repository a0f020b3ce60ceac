/* A reading command, on the desk's thread: nothing of the loop's is touched. */

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "server/control_parts.h"

#define PATIENCE_MS 10000 /* that a peer may leave a row lying */
#define LOOK_MS     200   /* in which an engine that ends is noticed */

static bool
is_writable(struct control *k)
{
	struct pollfd p = { .fd = k->fd, .events = POLLOUT };

	for (int waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
		if (atomic_load(k->stop))
			return false;
		if (poll(&p, 1, LOOK_MS) > 0)
			return (p.revents & (POLLERR | POLLHUP)) == 0;
	}
	return false;
}

void
control_send_waiting(struct control *k, const void *p, size_t n)
{
	while (!k->cmd.gone) {
		if (send(k->fd, p, n, MSG_NOSIGNAL | MSG_DONTWAIT) ==
		    (ssize_t)n)
			return;
		if ((errno != EAGAIN && errno != EINTR) || !is_writable(k))
			k->cmd.gone = true;
	}
}

bool
still_wanted(struct command_in *in)
{
	struct control *k = in->control;
	struct pollfd p = { .fd = k->fd, .events = 0 };

	if (k->fd == -1)
		in->gone = k->conn->dead;
	else if (atomic_load(k->stop) ||
	    (poll(&p, 1, 0) > 0 && (p.revents & (POLLERR | POLLHUP))))
		in->gone = true;
	return !in->gone;
}

void
control_read(struct control *k, struct store *reader, const atomic_bool *stop)
{
	struct command_in *in = &k->cmd;

	in->store = reader;
	k->stop = stop;
	if (k->handler->kind == COMMAND_WRITE) {
		k->err = reader == NULL ? MF_ESTORE : k->handler->think(in);
		return;
	}
	k->err = reader == NULL ? MF_ESTORE : k->handler->run(in);
	control_finish(k, k->err);
	control_send_waiting(k, k->done, in->done.len);
}
