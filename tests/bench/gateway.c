/*
 * A simulated SMS gateway for the bench, over HTTP on loopback: what real ones
 * would add must not be measured.  It prints its port and serves until it is
 * ended:
 *
 *	gateway SOCKET     answers at once, and puts the code of each message
 *	                   there: that is where the telephones are (phones.h)
 *	gateway -h         accepts, reads, and never answers
 *
 * A request's body is {"to":"+37120000001","text":"K7M-4QX-9TR is ..."}; how
 * many there were is printed at its end.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "phones.h"

#define REQUEST_MAX 4096
#define ANSWER                                                                 \
	"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"                \
	"Content-Length: 22\r\n\r\n{\"status\": \"accepted\"}"

struct peer {
	int fd;
	size_t n;
	char buf[REQUEST_MAX];
};

struct gateway {
	int listener, epoll, signals, out;
	const char *phones; /* NULL: it hangs */
	unsigned long long taken, unheard;
};

/* Copies what follows mark, up to a character of until. */
static void
cut_out(const char *body, const char *mark, const char *until,
    char out[PHONES_TEXT])
{
	const char *p = strstr(body, mark);
	size_t n = 0;

	if (p != NULL) {
		p += strlen(mark);
		n = strcspn(p, until);
	}
	if (n >= PHONES_TEXT)
		n = 0;
	memcpy(out, n == 0 ? "" : p, n);
	out[n] = '\0';
}

static void
take(struct gateway *g, const char *body)
{
	char number[PHONES_TEXT], code[PHONES_TEXT];

	cut_out(body, "\"to\":\"", "\"", number);
	cut_out(body, "\"text\":\"", " \"", code);
	g->taken++;
	if (!phones_write(g->out, g->phones, number, code))
		g->unheard++;
}

/* Bytes of the whole request in buf; 0: it is not all there. */
static size_t
whole(const struct peer *p, const char **body)
{
	const char *end = strstr(p->buf, "\r\n\r\n");
	const char *length = strcasestr(p->buf, "\r\nContent-Length:");
	size_t head, n;

	if (end == NULL)
		return 0;
	head = (size_t)(end - p->buf) + 4;
	n = length == NULL || length > end ? 0 : strtoul(length + 17, NULL, 10);
	*body = end + 4;
	return p->n < head + n ? 0 : head + n;
}

/* False: it has gone, or says too much. */
static bool
serve(struct gateway *g, struct peer *p)
{
	const char *body;
	ssize_t n = recv(p->fd, p->buf + p->n, sizeof(p->buf) - 1 - p->n, 0);
	size_t used;

	if (n <= 0)
		return false;
	if (g->phones == NULL)
		return true; /* what it says is forgotten */
	p->n += (size_t)n;
	p->buf[p->n] = '\0';
	while ((used = whole(p, &body)) > 0) {
		take(g, body);
		if (send(p->fd, ANSWER, sizeof(ANSWER) - 1, MSG_NOSIGNAL) == -1)
			return false;
		p->n -= used;
		memmove(p->buf, p->buf + used, p->n + 1);
	}
	return p->n < sizeof(p->buf) - 1;
}

static void
greet(struct gateway *g)
{
	struct epoll_event ev = { .events = EPOLLIN };
	struct peer *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return;
	p->fd = accept4(g->listener, NULL, NULL, SOCK_CLOEXEC);
	ev.data.ptr = p;
	if (p->fd != -1 && epoll_ctl(g->epoll, EPOLL_CTL_ADD, p->fd, &ev) == 0)
		return;
	if (p->fd != -1)
		close(p->fd);
	free(p);
}

static bool
open_all(struct gateway *g)
{
	struct sockaddr_in sin = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct epoll_event accepts = { .events = EPOLLIN, .data.ptr = NULL };
	struct epoll_event ends = { .events = EPOLLIN, .data.ptr = g };
	socklen_t size = sizeof(sin);
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	g->signals = signalfd(-1, &set, SFD_CLOEXEC);
	g->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	g->out = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	g->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (g->signals == -1 || g->out == -1 ||
	    bind(g->listener, (struct sockaddr *)&sin, size) == -1 ||
	    getsockname(g->listener, (struct sockaddr *)&sin, &size) == -1 ||
	    listen(g->listener, SOMAXCONN) == -1 ||
	    epoll_ctl(g->epoll, EPOLL_CTL_ADD, g->signals, &ends) == -1 ||
	    epoll_ctl(g->epoll, EPOLL_CTL_ADD, g->listener, &accepts) == -1) {
		perror("gateway");
		return false;
	}
	printf("%u\n", ntohs(sin.sin_port));
	return fflush(stdout) == 0;
}

/* One of what is ready; false: it is to end. */
static bool
turn(struct gateway *g, void *ready)
{
	struct peer *p = ready;

	if (ready == g)
		return false;
	if (ready == NULL) {
		greet(g);
	} else if (!serve(g, p)) {
		close(p->fd);
		free(p);
	}
	return true;
}

int
main(int argc, char *argv[])
{
	struct gateway g = { 0 };
	struct epoll_event ev;

	if (argc != 2) {
		fputs("usage: gateway SOCKET | gateway -h\n", stderr);
		return 2;
	}
	if (strcmp(argv[1], "-h") != 0)
		g.phones = argv[1];
	if (!open_all(&g))
		return 1;
	do {
		if (epoll_wait(g.epoll, &ev, 1, -1) != 1)
			continue;
	} while (turn(&g, ev.data.ptr));
	printf("%llu messages, %llu nobody heard\n", g.taken, g.unheard);
	return 0;
}
