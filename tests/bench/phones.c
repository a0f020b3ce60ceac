#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "phones.h"

static bool
address(const char *path, struct sockaddr_un *sun)
{
	*sun = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof(sun->sun_path)) {
		errno = ENAMETOOLONG;
		return false;
	}
	strcpy(sun->sun_path, path);
	return true;
}

int
phones_open(const char *path)
{
	struct sockaddr_un sun;
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	(void)unlink(path);
	if (fd != -1 && address(path, &sun) &&
	    bind(fd, (struct sockaddr *)&sun, sizeof(sun)) == 0)
		return fd;
	fprintf(stderr, "radload: socket %s: %s.\n", path, strerror(errno));
	if (fd != -1)
		close(fd);
	return -1;
}

void
phones_close(int fd, const char *path)
{
	if (fd == -1)
		return;
	close(fd);
	(void)unlink(path);
}

bool
phones_read(int fd, char number[PHONES_TEXT], char code[PHONES_TEXT])
{
	char buf[2 * PHONES_TEXT];
	ssize_t n = recv(fd, buf, sizeof(buf) - 1, MSG_DONTWAIT);

	if (n == -1)
		return false;
	buf[n] = '\0';
	number[0] = code[0] = '\0';
	(void)sscanf(buf, "%31s %31s", number, code);
	return true;
}

bool
phones_write(int fd, const char *path, const char *number, const char *code)
{
	struct sockaddr_un sun;
	char buf[2 * PHONES_TEXT];
	int n = snprintf(buf, sizeof(buf), "%s %s", number, code);

	return n < (int)sizeof(buf) && address(path, &sun) &&
	    sendto(fd, buf, (size_t)n, 0, (struct sockaddr *)&sun,
		sizeof(sun)) == n;
}
