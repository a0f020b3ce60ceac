#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "wire/client.h"
#include "wire/breaker.h"

#define REDIAL_MS  20 /* between looks for an engine that is not there */
#define DELIVERIES 2  /* of one question, at most */

/* One thread's connection; the client lists all, to close them at its end. */
struct conn {
	struct wire_client *client;
	struct conn *prev, *next;
	int fd;
};

struct wire_client {
	struct sockaddr_un addr;
	uint32_t timeout_ms;
	struct breaker breaker;
	pthread_key_t key; /* struct conn of the calling thread */
	pthread_mutex_t lock;
	struct conn *conns;
};

static uint64_t
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

static int
left_ms(uint64_t deadline)
{
	uint64_t now = now_ms();

	return now < deadline ? (int)(deadline - now) : 0;
}

static void
conn_hang_up(struct conn *n)
{
	if (n->fd != -1)
		close(n->fd);
	n->fd = -1;
}

/* Runs when a thread ends that has a connection. */
static void
conn_end(void *arg)
{
	struct conn *n = arg;
	struct wire_client *c = n->client;

	pthread_mutex_lock(&c->lock);
	if (n->prev != NULL)
		n->prev->next = n->next;
	else
		c->conns = n->next;
	if (n->next != NULL)
		n->next->prev = n->prev;
	pthread_mutex_unlock(&c->lock);
	conn_hang_up(n);
	free(n);
}

/* The calling thread's connection, not necessarily open; NULL: no memory. */
static struct conn *
conn_get(struct wire_client *c)
{
	struct conn *n = pthread_getspecific(c->key);

	if (n != NULL)
		return n;
	if ((n = calloc(1, sizeof(*n))) == NULL)
		return NULL;
	n->client = c;
	n->fd = -1;
	if (pthread_setspecific(c->key, n) != 0) {
		free(n);
		return NULL;
	}
	pthread_mutex_lock(&c->lock);
	n->next = c->conns;
	if (n->next != NULL)
		n->next->prev = n;
	c->conns = n;
	pthread_mutex_unlock(&c->lock);
	return n;
}

struct wire_client *
wire_client_new(const struct wire_client_conf *conf)
{
	struct wire_client *c;
	size_t n = strlen(conf->path);
	int e;

	if (n >= sizeof(c->addr.sun_path)) {
		errno = ENAMETOOLONG;
		return NULL;
	}
	if ((c = calloc(1, sizeof(*c))) == NULL)
		return NULL;
	c->addr.sun_family = AF_UNIX;
	memcpy(c->addr.sun_path, conf->path, n + 1);
	c->timeout_ms = conf->timeout_ms;
	breaker_init(
	    &c->breaker, conf->failures, conf->pause_ms, conf->timeout_ms);
	if ((e = pthread_key_create(&c->key, conn_end)) != 0) {
		free(c);
		errno = e;
		return NULL;
	}
	pthread_mutex_init(&c->lock, NULL);
	return c;
}

void
wire_client_free(struct wire_client **cp)
{
	struct wire_client *c = *cp;
	struct conn *n;

	if (c == NULL)
		return;
	pthread_key_delete(c->key); /* conn_end() is not called any more */
	while ((n = c->conns) != NULL) {
		c->conns = n->next;
		conn_hang_up(n);
		free(n);
	}
	pthread_mutex_destroy(&c->lock);
	free(c);
	*cp = NULL;
}

/* A hung engine's full backlog blocks connect() unless sending is timed. */
static int
dial_once(const struct wire_client *c, int ms)
{
	struct timeval tv = { ms / 1000, ms % 1000 * 1000 };
	struct timeval all = { c->timeout_ms / 1000,
		c->timeout_ms % 1000 * 1000 };
	int fd, e;

	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return -1;
	if (setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &tv, sizeof(tv)) == 0 &&
	    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &all, sizeof(all)) == 0 &&
	    connect(fd, (const struct sockaddr *)&c->addr, sizeof(c->addr)) ==
		0)
		return fd;
	e = errno;
	close(fd);
	errno = e;
	return -1;
}

/*
 * An engine that restarts is away for a moment, and a login that fails in it
 * is a login lost: FreeRADIUS ignores its repetitions for seconds.  So wait.
 */
static enum wire_outcome
dial(struct conn *n, struct wire_in *in, uint64_t deadline)
{
	int ms, wait;

	in->error = ETIMEDOUT;
	while ((ms = left_ms(deadline)) > 0) {
		if ((n->fd = dial_once(n->client, ms)) != -1)
			return ASK_ANSWERED;
		in->error = errno;
		if (errno == EAGAIN)
			return ASK_LATE;
		if (errno == EINTR)
			continue;
		if (errno != ECONNREFUSED && errno != ENOENT)
			break;
		ms = left_ms(deadline);
		wait = ms < REDIAL_MS ? ms : REDIAL_MS;
		poll(NULL, 0, wait);
	}
	return ASK_UNREACHED;
}

/* Nobody has asked yet: whatever is here, data or an end, is not for us. */
static bool
is_stale(int fd)
{
	uint8_t b;

	return recv(fd, &b, 1, MSG_PEEK | MSG_DONTWAIT) != -1 ||
	    errno != EAGAIN;
}

static enum wire_outcome
understand(struct wire_in *in, size_t n)
{
	const struct wire_field *f = in->msg.field;

	if (n > sizeof(in->buf) || !wire_parse(&in->msg, in->buf, n))
		return ASK_NONSENSE;
	if (in->msg.type == WIRE_SILENCE)
		return ASK_SILENCE;
	if (in->msg.type != WIRE_ANSWER || f[TAG_VERDICT].p == NULL ||
	    f[TAG_VERDICT].p[0] > VERDICT_ACCEPT)
		return ASK_NONSENSE;
	in->verdict = f[TAG_VERDICT].p[0];
	if (in->verdict == VERDICT_CHALLENGE &&
	    (f[TAG_STATE].p == NULL || f[TAG_PROMPT].p == NULL))
		return ASK_NONSENSE;
	return ASK_ANSWERED;
}

/* While all of the time is left the socket's own limit is right: one call. */
static ssize_t
receive(const struct conn *c, struct wire_in *in, uint64_t deadline)
{
	struct pollfd pfd = { .fd = c->fd, .events = POLLIN };
	ssize_t n;
	int ms = left_ms(deadline);

	if ((uint32_t)ms + 1 >= c->client->timeout_ms) {
		n = recv(c->fd, in->buf, sizeof(in->buf), MSG_TRUNC);
		if (n != -1 || errno != EINTR)
			return n;
	}
	do {
		if ((ms = left_ms(deadline)) == 0) {
			errno = EAGAIN;
			return -1;
		}
	} while (poll(&pfd, 1, ms) != 1);
	return recv(c->fd, in->buf, sizeof(in->buf), MSG_TRUNC | MSG_DONTWAIT);
}

static enum wire_outcome
hear(const struct conn *c, struct wire_in *in, uint64_t deadline)
{
	ssize_t n = receive(c, in, deadline);

	if (n == -1 && errno == EAGAIN)
		return ASK_LATE;
	if (n <= 0)
		return ASK_BROKEN;
	return understand(in, (size_t)n);
}

static enum wire_outcome
converse(struct conn *n, const struct wire_out *out, struct wire_in *in,
    uint64_t deadline)
{
	enum wire_outcome r = ASK_LATE;

	for (int delivered = 0; delivered < DELIVERIES;) {
		if (n->fd != -1 && is_stale(n->fd))
			conn_hang_up(n);
		if (n->fd == -1 && (r = dial(n, in, deadline)) != ASK_ANSWERED)
			return r;
		r = ASK_BROKEN;
		if (send(n->fd, out->buf, out->len,
			MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)out->len) {
			delivered++;
			r = hear(n, in, deadline);
		} else if (left_ms(deadline) == 0)
			r = ASK_LATE;
		if (r >= ASK_SILENCE)
			return r;
		conn_hang_up(n);
		if (r != ASK_BROKEN)
			return r;
	}
	return r;
}

enum wire_outcome
wire_ask(struct wire_client *c, struct wire_out *out, struct wire_in *in)
{
	uint64_t now = now_ms(), deadline = now + c->timeout_ms;
	enum wire_outcome r = ASK_UNREACHED;
	struct conn *n;

	*in = (struct wire_in){ .error = ENOMEM };
	wire_put_int(out, TAG_DEADLINE, (int64_t)deadline);
	if (out->full)
		return ASK_UNASKED;
	if (!breaker_admits(&c->breaker, now))
		return ASK_PAUSED;
	if ((n = conn_get(c)) != NULL)
		r = converse(n, out, in, deadline);
	if (r >= ASK_SILENCE) {
		in->healed = breaker_succeeded(&c->breaker);
		return r;
	}
	breaker_failed(&c->breaker, now_ms());
	in->msg = (struct wire_msg){ 0 };
	in->verdict = VERDICT_REJECT;
	return r;
}

const char *
wire_outcome_text(enum wire_outcome r)
{
	static const char *const text[] = {
		[ASK_UNASKED] = "was not asked: a value is too long",
		[ASK_PAUSED] = "was not asked: it failed just before",
		[ASK_UNREACHED] = "was not reached",
		[ASK_BROKEN] = "closed the connection without an answer",
		[ASK_LATE] = "did not answer in time",
		[ASK_NONSENSE] = "gave an answer that is none",
		[ASK_SILENCE] = "wants no answer given",
		[ASK_ANSWERED] = "answered",
	};

	return text[r];
}

void
wire_in_wipe(struct wire_in *in)
{
	explicit_bzero(in, sizeof(*in));
}
