/*
 * keeper SOCKET FILE
 *
 * Takes messages from the engine as mfcourier does, and neither sends nor
 * reports any, as a courier that dies right then.  Writes a line of each into
 * FILE:
 *
 *	ADDRESS CODE
 */

#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "wire/courier.h"

static int
dial(const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(sun.sun_path))
		errx(2, "%s: too long", path);
	strcpy(sun.sun_path, path);
	if ((fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0)) == -1)
		err(2, "socket");
	if (connect(fd, (const struct sockaddr *)&sun, sizeof(sun)) == -1)
		err(2, "%s", path);
	return fd;
}

static void
fetch(int fd, const char *channel)
{
	uint8_t buf[COURIER_MAX];
	struct wire_out o;

	wire_begin(&o, buf, sizeof(buf), WIRE_FETCH);
	wire_put_str(&o, TAG_CHANNEL, channel);
	wire_put_int(&o, TAG_COUNT, COURIER_ROOM);
	if (send(fd, o.buf, o.len, MSG_NOSIGNAL) == -1)
		err(2, "send");
}

static void
write_down(FILE *file, const struct wire_msg *m)
{
	char address[300], code[64];

	if (wire_str(m, TAG_ADDRESS, address, sizeof(address)) &&
	    wire_str(m, TAG_CODE, code, sizeof(code)))
		fprintf(file, "%s %s\n", address, code);
	fflush(file);
}

int
main(int argc, char *argv[])
{
	uint8_t buf[COURIER_MAX];
	struct wire_msg m;
	FILE *file;
	ssize_t n;
	int fd;

	if (argc != 3)
		errx(2, "usage: keeper SOCKET FILE");
	if ((file = fopen(argv[2], "a")) == NULL)
		err(2, "%s", argv[2]);
	fd = dial(argv[1]);
	fetch(fd, "sms");
	fetch(fd, "email");
	while ((n = recv(fd, buf, sizeof(buf), 0)) > 0)
		if (wire_parse(&m, buf, (size_t)n) && m.type == WIRE_MESSAGE)
			write_down(file, &m);
	return 0;
}
