#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "ctl/call.h"
#include "ctl/ask.h"
#include "ctl/json.h"
#include "ctl/render.h"
#include "util/text.h"

static int
dial(struct ctl *ctl, const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	struct timeval tv = { .tv_sec = ctl->timeout_s };
	int fd, err;

	if (strlen(path) >= sizeof(sun.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(sun.sun_path, path);
	if ((fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0)) == -1)
		return -1;
	if (setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &tv, sizeof(tv)) == 0 &&
	    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv)) == 0 &&
	    connect(fd, (struct sockaddr *)&sun, sizeof(sun)) == 0)
		return fd;
	err = errno;
	close(fd);
	errno = err;
	return -1;
}

/* The admins' socket if it may be opened, else the helpdesk's. */
static int
connect_engine(struct ctl *ctl)
{
	const char *path = ctl->socket;

	if (ctl->fd != -1)
		return EXIT_DONE;
	if (path == NULL)
		path = access(ADMIN_SOCKET, R_OK | W_OK) == 0 ? ADMIN_SOCKET
							      : HELPDESK_SOCKET;
	if ((ctl->fd = dial(ctl, path)) != -1)
		return EXIT_DONE;
	if (errno == EACCES)
		return ctl_fail(ctl, EXIT_RIGHTS,
		    "you may not open %s.\n"
		    "Ask an admin for a place in the helpdesk's group.\n",
		    path);
	return ctl_fail(ctl, EXIT_UNREACHED,
	    "the engine cannot be reached at %s: %s.\n"
	    "See whether it runs: systemctl status multifactord\n",
	    path, strerror(errno));
}

static int
lost(struct ctl *ctl)
{
	int err = errno;

	close(ctl->fd);
	ctl->fd = -1;
	call_progress_clear(ctl);
	if (err == EAGAIN || err == EWOULDBLOCK)
		return ctl_fail(ctl, EXIT_UNREACHED,
		    "the engine said nothing for %u second%s.\n"
		    "Whether this was done is not known: look before you "
		    "try again.\n",
		    ctl->timeout_s, ctl->timeout_s == 1 ? "" : "s");
	return ctl_fail(ctl, EXIT_UNREACHED,
	    "the engine closed the connection%s%s.\n"
	    "Whether this was done is not known: look before you "
	    "try again.\n",
	    err != 0 ? ": " : "", err != 0 ? strerror(err) : "");
}

static int
receive(struct ctl *ctl, struct wire_msg *m)
{
	ssize_t n;

	do
		n = recv(ctl->fd, ctl->answer, WIRE_CONTROL_MAX + 1, 0);
	while (n == -1 && errno == EINTR);
	if (n == 0)
		errno = 0;
	if (n <= 0)
		return lost(ctl);
	if (wire_parse(m, ctl->answer, (size_t)n) &&
	    (m->type == WIRE_ROW || m->type == WIRE_DONE ||
		m->type == WIRE_REFUSED))
		return EXIT_DONE;
	return ctl_fail(ctl, EXIT_UNREACHED,
	    "the engine's answer is not understood.\n"
	    "mfctl and multifactord must be of the same version.\n");
}

void
call_progress(struct ctl *ctl, int64_t count, int64_t size, const char *what)
{
	char a[32], b[32];

	if (!ctl->terminal || ctl->json)
		return;
	render_number(count, a);
	render_number(size, b);
	if (size > 0)
		fprintf(ctl->err, "\r%s of %s %s\033[K", a, b, what);
	else
		fprintf(ctl->err, "\r%s %s\033[K", a, what);
	fflush(ctl->err);
	ctl->progress = true;
}

void
call_progress_clear(struct ctl *ctl)
{
	if (ctl->progress)
		fputs("\r\033[K", ctl->err);
	ctl->progress = false;
}

static bool
is_progress(struct ctl *ctl, const struct wire_msg *m)
{
	char what[64];

	if (m->field[TAG_ROW].n != 8 ||
	    memcmp(m->field[TAG_ROW].p, "progress", 8) != 0)
		return false;
	wire_str(m, TAG_TEXT, what, sizeof(what));
	call_progress(
	    ctl, wire_int(m, TAG_COUNT, 0), wire_int(m, TAG_SIZE, 0), what);
	return true;
}

static int
refused(struct ctl *ctl, const struct wire_msg *m)
{
	int64_t code = wire_int(m, TAG_ERROR, REFUSED_FAULT);

	if (code < 1 || code > REFUSED_FAULT || code == EXIT_UNREACHED)
		code = REFUSED_FAULT;
	if (ctl->json) {
		json_print(ctl, m);
		return (int)code;
	}
	if (code != REFUSED_CONFIRM || !ctl->terminal) {
		fprintf(ctl->err, "mfctl: ");
		render_text(ctl->err, m, TAG_TEXT);
	}
	if (code == REFUSED_CONFIRM) /* a person was asked already */
		fprintf(ctl->err, "Nothing was changed.%s\n",
		    ctl->terminal ? ""
				  : " To do it without being asked: --yes");
	return (int)code;
}

/* Sends, and reads up to DONE or REFUSED. */
static int
exchange(struct ctl *ctl, const struct wire_out *out, call_row *row, void *arg,
    struct wire_msg *last)
{
	int code;

	if (out->full)
		return ctl_fail(
		    ctl, EXIT_USAGE, "this is longer than a message may be.\n");
	if (send(ctl->fd, out->buf, out->len, MSG_NOSIGNAL) == -1)
		return lost(ctl);
	for (;;) {
		if ((code = receive(ctl, last)) != EXIT_DONE)
			return code;
		if (last->type != WIRE_ROW)
			break;
		if (is_progress(ctl, last) || row == NULL)
			continue;
		if ((code = row(ctl, last, arg)) != EXIT_DONE) {
			close(ctl->fd); /* more rows are on their way */
			ctl->fd = -1;
			return code;
		}
	}
	call_progress_clear(ctl);
	return EXIT_DONE;
}

/* The person behind sudo, for the audit. */
static void
put_actor(struct wire_out *out)
{
	const char *name = getenv("SUDO_USER");

	if (name != NULL && geteuid() == 0 && strlen(name) < 254)
		wire_put_str(out, TAG_ACTOR, name);
}

int
call_engine(struct ctl *ctl, struct wire_out *out, call_row *row, void *arg,
    struct wire_msg *done)
{
	static const char alarm[] = "alarm";
	int code;

	if ((code = connect_engine(ctl)) != EXIT_DONE)
		return code;
	put_actor(out);
	for (bool asked = false;; asked = true) {
		code = exchange(ctl, out, row, arg, done);
		if (code != EXIT_DONE)
			break;
		if (done->type == WIRE_DONE)
			break;
		if (asked || wire_int(done, TAG_ERROR, 0) != REFUSED_CONFIRM ||
		    !ask_go_on(ctl, done)) {
			code = refused(ctl, done);
			break;
		}
		wire_put_int(out, TAG_CONFIRM, 1);
	}
	wire_wipe(out);
	if (code == EXIT_DONE && done->field[TAG_STATUS].n == strlen(alarm) &&
	    memcmp(done->field[TAG_STATUS].p, alarm, strlen(alarm)) == 0)
		return EXIT_ALARM;
	return code;
}
