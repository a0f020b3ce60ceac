#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "courier/link.h"
#include "courier/job.h"
#include "util/crypto.h"

#define PAUSE_FIRST 100
#define PAUSE_MOST  2000

void
link_init(struct link *l, const char *path)
{
	struct text t;

	*l = (struct link){ .fd = -1, .pause_ms = PAUSE_FIRST };
	text_init(&t, l->path, sizeof(l->path));
	text_put(&t, path);
}

void
link_close(struct link *l)
{
	if (l->fd != -1)
		close(l->fd);
	l->fd = -1;
}

static int
dial(const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd, err;

	if (strlen(path) >= sizeof(sun.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(sun.sun_path, path);
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd == -1)
		return -1;
	if (connect(fd, (struct sockaddr *)&sun, sizeof(sun)) == 0)
		return fd;
	err = errno;
	close(fd);
	errno = err;
	return -1;
}

static void
connect_engine(struct link *l, struct pool *p)
{
	uint64_t now = pool_now();

	if (now < l->again)
		return;
	l->fd = dial(l->path);
	if (l->fd == -1) {
		if (!l->told)
			log_say(LOG_LEVEL_WARN, "engine-away",
			    "the engine cannot be reached at %s: %s; it is "
			    "tried until it can",
			    l->path, strerror(errno));
		l->told = true;
		l->again = now + l->pause_ms;
		l->pause_ms *= 2;
		if (l->pause_ms > PAUSE_MOST)
			l->pause_ms = PAUSE_MOST;
		return;
	}
	LOG(LOG_LEVEL_INFO, "engine-reached", F_STR("socket", l->path));
	l->told = false;
	l->pause_ms = PAUSE_FIRST;
	pool_reconnected(p);
}

static void
lost(struct link *l, const char *why)
{
	LOG(LOG_LEVEL_WARN, "engine-lost", F_STR("reason", why));
	link_close(l);
	l->again = pool_now() + l->pause_ms;
}

static enum mf_err
take(struct pool *p, const struct wire_msg *m)
{
	switch (m->type) {
	case WIRE_MESSAGE:
		return pool_take(p, m);
	case WIRE_RECALL:
		pool_recall(p, wire_int(m, TAG_ID, 0));
		return MF_OK;
	case WIRE_RECORDED:
		pool_recorded(p, wire_int(m, TAG_ID, 0));
		return MF_OK;
	default:
		return MF_EPROTO;
	}
}

static void
receive(struct link *l, struct pool *p)
{
	uint8_t buf[COURIER_MAX];
	struct wire_msg m;
	ssize_t n;
	enum mf_err e;

	while (l->fd != -1) {
		n = recv(l->fd, buf, sizeof(buf), MSG_DONTWAIT | MSG_TRUNC);
		if (n == -1 && (errno == EAGAIN || errno == EINTR))
			return;
		if (n <= 0 || (size_t)n > sizeof(buf) ||
		    !wire_parse(&m, buf, (size_t)n)) {
			lost(l,
			    n == 0      ? "it has gone"
				: n < 0 ? strerror(errno)
					: "it says what is not understood");
			return;
		}
		if ((e = take(p, &m)) != MF_OK)
			lost(l,
			    e == MF_EFULL ? "it sends more than was asked for"
					  : "it says what is not understood");
		wipe(buf, (size_t)n);
	}
}

/* False: not now. */
static bool
tell(struct link *l, const struct wire_out *o)
{
	if (!o->full &&
	    send(l->fd, o->buf, o->len, MSG_NOSIGNAL | MSG_DONTWAIT) != -1)
		return true;
	if (o->full || (errno != EAGAIN && errno != EINTR))
		lost(l, o->full ? "a message is too long" : strerror(errno));
	return false;
}

/* Both channels' room at once, and how the gateways are. */
static void
fetch(struct link *l, struct pool *p)
{
	static const char *const words[] = { "sms", "email" };
	uint8_t buf[COURIER_MAX];
	struct wire_out o;

	for (unsigned c = 0; c < 2 && l->fd != -1; c++) {
		unsigned n = pool_offer(p, c == 1);
		bool changed;

		wire_begin(&o, buf, sizeof(buf), WIRE_FETCH);
		wire_put_str(&o, TAG_CHANNEL, words[c]);
		wire_put_int(&o, TAG_COUNT, n);
		changed = pool_gateways(p, &o);
		if ((n > 0 || changed) && !tell(l, &o) && l->fd != -1)
			lost(l, "it does not listen");
	}
}

static void
report(struct link *l, struct pool *p)
{
	uint8_t buf[COURIER_MAX];
	struct wire_out o = { .buf = buf, .size = sizeof(buf) };
	struct wire_msg m;

	while (l->fd != -1 && pool_report(p, &o))
		if (!tell(l, &o)) {
			if (wire_parse(&m, buf, o.len))
				pool_unreport(p, wire_int(&m, TAG_ID, 0));
			return;
		}
}

void
link_turn(struct link *l, struct pool *p)
{
	if (l->fd == -1)
		connect_engine(l, p);
	if (l->fd != -1)
		receive(l, p);
	if (l->fd != -1)
		report(l, p);
	if (l->fd != -1)
		fetch(l, p);
}
