#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "ctl/radius_call.h"
#include "util/text.h"

#define HOST_MAX 256

static int64_t
now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

/* Cuts server into host and port; port points into server or is 1812. */
static enum mf_err
split(const char *server, char host[HOST_MAX], const char **port)
{
	const char *colon = strrchr(server, ':'), *end;
	int64_t n;

	*port = RADIUS_PORT;
	end = server + strlen(server);
	if (*server == '[') {
		end = strchr(++server, ']');
		if (end == NULL || (end[1] != '\0' && end[1] != ':'))
			return MF_EINVAL;
		if (end[1] == ':')
			*port = end + 2;
	} else if (colon != NULL && strchr(server, ':') == colon) {
		end = colon;
		*port = colon + 1;
	}
	if (end == server || end - server >= HOST_MAX ||
	    number_parse(*port, 1, 65535, &n) != MF_OK)
		return MF_EINVAL;
	memcpy(host, server, (size_t)(end - server));
	host[end - server] = '\0';
	return MF_OK;
}

enum mf_err
radius_dial(const char *server, int *fd, const char **why)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_DGRAM };
	struct addrinfo *list = NULL;
	char host[HOST_MAX];
	const char *port;
	int rc;

	*fd = -1;
	*why = "give host, host:port or [address]:port";
	if (split(server, host, &port) != MF_OK)
		return MF_EINVAL;
	if ((rc = getaddrinfo(host, port, &hints, &list)) != 0) {
		*why = gai_strerror(rc);
		return MF_EIO;
	}
	for (const struct addrinfo *a = list; a != NULL; a = a->ai_next) {
		*fd = socket(a->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		if (*fd != -1 && connect(*fd, a->ai_addr, a->ai_addrlen) == 0)
			break;
		*why = strerror(errno);
		if (*fd != -1)
			close(*fd);
		*fd = -1;
	}
	freeaddrinfo(list);
	return *fd == -1 ? MF_EIO : MF_OK;
}

/* Waits for one believable reply until the moment given. */
static enum mf_err
await(const struct radius_server *s, const struct radius_request *r,
    int64_t until, struct radius_answer *a)
{
	struct pollfd pfd = { .fd = s->fd, .events = POLLIN };
	int64_t left;
	ssize_t n;

	while ((left = until - now_us()) > 0) {
		pfd.revents = 0;
		if (poll(&pfd, 1, (int)((left + 999) / 1000)) == -1 &&
		    errno != EINTR)
			return MF_EIO;
		if (pfd.revents == 0)
			continue;
		n = recv(s->fd, a->packet, sizeof(a->packet), MSG_DONTWAIT);
		if (n == -1 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (n == -1)
			return MF_EIO;
		if (radius_verify(&a->reply,
			(struct slice){ a->packet, (size_t)n }, r,
			s->secret) == MF_OK)
			return MF_OK;
		a->unverified++;
	}
	return MF_ENOENT;
}

enum mf_err
radius_ask(const struct radius_server *s, const struct radius_request *r,
    struct radius_answer *a)
{
	int64_t begin = now_us();
	enum mf_err e = MF_ENOENT;

	a->reply = (struct radius_reply){ 0 };
	a->sent = a->unverified = 0;
	a->refused = false;
	while (e == MF_ENOENT && a->sent < s->tries) {
		e = MF_EIO;
		if (send(s->fd, r->buf, r->len, 0) != -1) {
			a->sent++;
			e = await(
			    s, r, now_us() + (int64_t)s->timeout_ms * 1000, a);
		}
	}
	if (e == MF_EIO && errno == ECONNREFUSED) {
		a->refused = true;
		e = MF_ENOENT;
	}
	a->us = now_us() - begin;
	return e;
}
