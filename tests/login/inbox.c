/*
 * inbox SOCKET FILE [keep]
 *
 * Takes messages from the engine as mfcourier does, and writes them into FILE
 * instead of sending them, a line each:
 *
 *	NUMBER ATTEMPT CHANNEL ADDRESS CODE TEXT
 *
 * CODE is - where there is none.  Each is reported as sent; with "keep" none
 * is, as by a courier that dies.  It stays while the engine starts again.
 */

#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "wire/courier.h"

static FILE *file;
static bool keep;

static void
pause_ms(long ms)
{
	const struct timespec t = { 0, ms * 1000000 };

	(void)nanosleep(&t, NULL);
}

static int
dial(const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd = -1;

	if (strlen(path) >= sizeof(sun.sun_path))
		errx(2, "%s: too long", path);
	strcpy(sun.sun_path, path);
	for (;;) {
		if ((fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0)) ==
		    -1)
			err(2, "socket");
		if (connect(fd, (const struct sockaddr *)&sun, sizeof(sun)) ==
		    0)
			return fd;
		close(fd);
		pause_ms(20);
	}
}

static void
fetch(int fd, const char *channel, unsigned room)
{
	uint8_t buf[COURIER_MAX];
	struct wire_out o;

	wire_begin(&o, buf, sizeof(buf), WIRE_FETCH);
	wire_put_str(&o, TAG_CHANNEL, channel);
	wire_put_int(&o, TAG_COUNT, room);
	(void)!send(fd, o.buf, o.len, MSG_NOSIGNAL);
}

static void
write_down(const struct wire_msg *m)
{
	char channel[8], address[300], code[64] = "-", body[2048] = "";

	(void)wire_str(m, TAG_CHANNEL, channel, sizeof(channel));
	(void)wire_str(m, TAG_ADDRESS, address, sizeof(address));
	if (wire_has(m, TAG_CODE)) {
		memcpy(code, m->field[TAG_CODE].p, m->field[TAG_CODE].n);
		code[m->field[TAG_CODE].n] = '\0';
	}
	if (m->field[TAG_BODY].n < sizeof(body))
		memcpy(body, m->field[TAG_BODY].p, m->field[TAG_BODY].n);
	for (char *p = body; *p != '\0'; p++)
		if (*p == '\n')
			*p = ' ';
	fprintf(file, "%" PRId64 " %" PRId64 " %s %s %s %s\n",
	    wire_int(m, TAG_ID, 0), wire_int(m, TAG_ATTEMPT, 0), channel,
	    address, code, body);
	fflush(file);
}

static void
report(int fd, int64_t id, int64_t attempt)
{
	uint8_t buf[COURIER_MAX];
	struct wire_out o;

	wire_begin(&o, buf, sizeof(buf), WIRE_REPORT);
	wire_put_int(&o, TAG_ID, id);
	wire_put_int(&o, TAG_ATTEMPT, attempt);
	wire_put_str(&o, TAG_STATUS, courier_words[COURIER_SENT]);
	wire_put_str(&o, TAG_GATEWAY, "inbox");
	wire_put_str(&o, TAG_RESULT, "taken");
	(void)!send(fd, o.buf, o.len, MSG_NOSIGNAL);
}

/* One question at a time: the next report goes when this one is recorded. */
struct reports {
	int64_t id[COURIER_ROOM * 2], attempt[COURIER_ROOM * 2];
	size_t n;
	unsigned room[2]; /* of SMS, of e-mail: not asked for yet */
};

static void
next(int fd, struct reports *r)
{
	if (r->n > 0) {
		report(fd, r->id[0], r->attempt[0]);
		return;
	}
	fetch(fd, "sms", r->room[0]);
	fetch(fd, "email", r->room[1]);
	r->room[0] = r->room[1] = 0;
}

static void
take(int fd, const struct wire_msg *m, struct reports *r)
{
	char channel[8];

	(void)wire_str(m, TAG_CHANNEL, channel, sizeof(channel));
	r->room[strcmp(channel, "email") == 0]++;
	write_down(m);
	if (keep || r->n == sizeof(r->id) / sizeof(r->id[0]))
		return;
	r->id[r->n] = wire_int(m, TAG_ID, 0);
	r->attempt[r->n++] = wire_int(m, TAG_ATTEMPT, 0);
	if (r->n == 1)
		next(fd, r);
}

static void
serve(int fd)
{
	struct reports r = { .room = { COURIER_ROOM, COURIER_ROOM } };
	uint8_t buf[COURIER_MAX];
	struct wire_msg m;
	ssize_t n;

	next(fd, &r);
	while ((n = recv(fd, buf, sizeof(buf), 0)) > 0) {
		if (!wire_parse(&m, buf, (size_t)n))
			continue;
		if (m.type == WIRE_MESSAGE) {
			take(fd, &m, &r);
		} else if (m.type == WIRE_RECORDED && r.n > 0) {
			r.n--;
			memmove(r.id, r.id + 1, r.n * sizeof(r.id[0]));
			memmove(r.attempt, r.attempt + 1,
			    r.n * sizeof(r.attempt[0]));
			next(fd, &r);
		}
	}
}

int
main(int argc, char *argv[])
{
	if (argc < 3)
		errx(2, "usage: inbox SOCKET FILE [keep]");
	keep = argc > 3;
	if ((file = fopen(argv[2], "a")) == NULL)
		err(2, "%s", argv[2]);
	for (;;) {
		int fd = dial(argv[1]);

		serve(fd);
		close(fd);
		pause_ms(20);
	}
}
