/* What a command answers: rows, then one last message. */

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "server/batch.h"
#include "server/control_parts.h"
#include "util/log.h"

#define LENGTH    sizeof(uint32_t) /* stands before each row held */
#define ROW_LEAST 2048

struct wire_out *
row_begin(struct command_in *in, const char *name)
{
	struct control *k = in->control;
	size_t at = k->fd != -1 ? 0 : k->used + LENGTH, room;

	if (k->fd == -1 && sizeof(k->rows) - k->used < ROW_LEAST) {
		k->overflow = true;
		at = 0; /* the answer is a fault: what is held may go */
		k->used = 0;
	}
	room = sizeof(k->rows) - at;
	wire_begin(&in->row, k->rows + at,
	    room < WIRE_CONTROL_MAX ? room : WIRE_CONTROL_MAX, WIRE_ROW);
	wire_put_str(&in->row, TAG_ROW, name);
	return &in->row;
}

void
row_end(struct command_in *in)
{
	struct control *k = in->control;
	uint32_t n = (uint32_t)in->row.len;

	if (in->row.full) {
		k->overflow = true;
		return;
	}
	if (k->fd != -1) {
		control_send_waiting(k, in->row.buf, n);
		if (n > k->used)
			k->used = n; /* to be wiped */
		return;
	}
	if (k->overflow)
		return;
	memcpy(k->rows + k->used, &n, LENGTH);
	k->used += LENGTH + n;
}

/* Sends held rows in order; false when the peer takes no more for now. */
static bool
send_held(struct control *k)
{
	while (k->sent < k->used && !k->conn->dead) {
		uint32_t n;

		memcpy(&n, k->rows + k->sent, LENGTH);
		if (send(k->conn->fd, k->rows + k->sent + LENGTH, n,
			MSG_NOSIGNAL | MSG_DONTWAIT) == -1) {
			if (errno == EAGAIN || errno == EINTR)
				return false;
			conn_close(k->conn);
			break;
		}
		k->sent += LENGTH + n;
	}
	wipe(k->rows, k->used);
	k->used = k->sent = 0;
	return true;
}

void
control_send_rows(struct control *k)
{
	if (!send_held(k))
		conn_close(k->conn); /* it does not take its answer */
}

/* Room is asked for as well, so that the last message fits behind the rows. */
bool
rows_flush(struct command_in *in)
{
	struct control *k = in->control;
	struct pollfd p = { .fd = k->conn->fd, .events = POLLOUT };
	bool sent = (k->used == 0 || send_held(k)) && poll(&p, 1, 0) > 0;

	in->gone = k->conn->dead;
	return sent || in->gone;
}

struct wire_out *
done_fields(struct command_in *in)
{
	return &in->done;
}

void
say(struct command_in *in, const char *fmt, ...)
{
	char line[1024];
	va_list ap;

	if (in->refused != 0)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	text_put(&in->said, line);
	wipe(line, sizeof(line));
}

enum mf_err
refuse(struct command_in *in, enum refusal why, const char *fmt, ...)
{
	char line[2048];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	text_init(&in->said, in->text, sizeof(in->text));
	text_put(&in->said, line);
	in->refused = why;
	return MF_ECONFLICT;
}

/* An error without words of its own is a fault of the engine's. */
static void
tell_fault(struct command_in *in, enum mf_err e)
{
	if (!in->gone)
		LOG(LOG_LEVEL_ERROR, "command-failed",
		    F_STR("command", wire_commands[in->number].name),
		    F_STR("reason", mf_strerror(e)));
	if (e == MF_EFULL)
		(void)!refuse(in, REFUSED_FAULT,
		    "the disk is full, or a bound of the engine is reached.\n"
		    "Nothing was changed. Free some space on the disk of the "
		    "state folder and try again.");
	else
		(void)!refuse(in, REFUSED_FAULT,
		    "the engine could not do this: %s.\n"
		    "Nothing was changed. The engine's log says more.",
		    mf_strerror(e));
}

void
control_finish(struct control *k, enum mf_err e)
{
	struct command_in *in = &k->cmd;

	if (e == MF_OK && (k->overflow || in->done.full))
		e = MF_EFULL;
	if (e == MF_OK) {
		wire_put_str(&in->done, TAG_TEXT, in->said.buf);
	} else {
		if (in->refused == 0)
			tell_fault(in, e);
		wire_begin(&in->done, k->done, sizeof(k->done), WIRE_REFUSED);
		wire_put_int(&in->done, TAG_ERROR, in->refused);
		wire_put_str(&in->done, TAG_TEXT, in->said.buf);
	}
	if (in->number == CMD_NONE || e == MF_OK)
		return;
	LOG(LOG_LEVEL_INFO, "command-refused",
	    F_STR("command", wire_commands[in->number].name),
	    F_STR("actor", in->actor), F_INT("why", in->refused));
}

void *
command_own(struct command_in *in, size_t n)
{
	in->own = calloc(1, n);
	in->own_size = in->own == NULL ? 0 : n;
	return in->own;
}

enum mf_err
command_defer(struct command_in *in)
{
	in->deferred = true;
	desk_hold(in->engine->desk, in->control);
	return MF_OK;
}

void
command_ready(struct command_in *in, enum mf_err e)
{
	struct control *k = in->control;

	k->err = e;
	desk_release(in->engine->desk, k);
	batch_add(in->engine->batch, k->conn);
}
