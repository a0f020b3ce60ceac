#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "server/listen.h"
#include "server/batch.h"
#include "server/control.h"
#include "server/courier.h"
#include "util/log.h"

#define CONNS_MAX 1024 /* of one role */
#define LISTENERS 4    /* login, helpdesk, admin, courier */

struct listener {
	uv_poll_t poll;
	struct engine *engine;
	const struct conf_socket *conf;
	enum role role;
	int fd;
	struct conn *conns;
	unsigned n;
};

struct listeners {
	struct listener of[LISTENERS];
};

static struct listener *
listener_of(const struct conn *c)
{
	return &c->engine->listeners->of[c->role - ROLE_LOGIN];
}

static void
conn_free(struct conn *c)
{
	login_free(&c->login);
	control_free(&c->control);
	courier_free(&c->courier);
	free(c);
}

static void
closed(uv_handle_t *h)
{
	struct conn *c = (struct conn *)h;

	close(c->fd);
	c->fd = -1;
	if (!c->busy)
		conn_free(c);
}

void
conn_close(struct conn *c)
{
	struct listener *l = listener_of(c);

	if (c->dead)
		return;
	c->dead = true;
	if (c->prev != NULL)
		c->prev->next = c->next;
	else
		l->conns = c->next;
	if (c->next != NULL)
		c->next->prev = c->prev;
	l->n--;
	if (c->courier != NULL)
		courier_gone(c->courier);
	uv_close((uv_handle_t *)&c->poll, closed);
}

void
conn_done(struct conn *c)
{
	c->busy = false;
	if (c->dead && c->fd == -1)
		conn_free(c);
}

void
conn_send(struct conn *c, const void *p, size_t n)
{
	if (c->dead)
		return;
	if (send(c->fd, p, n, MSG_NOSIGNAL | MSG_DONTWAIT) == -1)
		conn_close(c);
}

static uint8_t *
buffer_of(struct conn *c, size_t *size)
{
	switch (c->role) {
	case ROLE_LOGIN:
		*size = WIRE_LOGIN_MAX;
		return login_buffer(c->login);
	case ROLE_COURIER:
		*size = COURIER_MAX;
		return courier_buffer(c->courier);
	default:
		*size = WIRE_CONTROL_MAX;
		return control_buffer(c->control);
	}
}

static void
received(struct conn *c, size_t n)
{
	if (c->role == ROLE_LOGIN)
		login_received(c->login, n);
	else if (c->role == ROLE_COURIER)
		courier_received(c->courier, n);
	else
		control_received(c->control, n);
}

bool
conn_more(struct conn *c, uint8_t *buf, size_t size, size_t *n)
{
	ssize_t got;

	if (c->dead)
		return false;
	got = recv(c->fd, buf, size, MSG_DONTWAIT | MSG_TRUNC);
	if (got == -1 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (got <= 0 || (size_t)got > size) {
		conn_close(c);
		return false;
	}
	*n = (size_t)got;
	return true;
}

bool
conn_receive(struct conn *c)
{
	size_t size, n;
	uint8_t *buf = buffer_of(c, &size);

	if (c->busy || !conn_more(c, buf, size, &n))
		return false;
	c->busy = true;
	received(c, n);
	batch_add(c->engine->batch, c);
	return true;
}

static void
readable(uv_poll_t *p, int status, int events)
{
	struct conn *c = (struct conn *)p;

	if (status < 0) {
		conn_close(c);
		return;
	}
	if (events & UV_READABLE)
		(void)conn_receive(c);
	if (c->busy && !c->dead && (events & UV_DISCONNECT))
		conn_close(c);
}

static struct conn *
conn_new(struct listener *l, int fd, const struct peer *peer)
{
	struct conn *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return NULL;
	c->engine = l->engine;
	c->role = l->role;
	c->fd = fd;
	c->peer = *peer;
	if (l->role == ROLE_LOGIN)
		c->login = login_new(c);
	else if (l->role == ROLE_COURIER)
		c->courier = courier_new(c);
	else
		c->control = control_new(c);
	if ((c->login == NULL && c->control == NULL && c->courier == NULL) ||
	    uv_poll_init(&l->engine->loop, &c->poll, fd) != 0) {
		conn_free(c);
		return NULL;
	}
	c->next = l->conns;
	if (c->next != NULL)
		c->next->prev = c;
	l->conns = c;
	l->n++;
	(void)uv_poll_start(&c->poll, UV_READABLE | UV_DISCONNECT, readable);
	return c;
}

static void
accepting(uv_poll_t *p, int status, int events)
{
	struct listener *l = (struct listener *)p;
	struct peer peer;
	int fd;

	(void)status;
	(void)events;
	fd = accept4(l->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (fd == -1)
		return;
	if (peer_read(fd, &peer) != MF_OK || !peer_is_allowed(&peer, l->conf)) {
		LOG(LOG_LEVEL_WARN, "peer-refused",
		    F_STR("socket", l->conf->path), F_INT("uid", peer.uid));
		close(fd);
		return;
	}
	if (l->n >= CONNS_MAX || conn_new(l, fd, &peer) == NULL) {
		LOG(LOG_LEVEL_WARN, "peer-refused",
		    F_STR("socket", l->conf->path),
		    F_STR("reason", "too many connections"));
		close(fd);
	}
}

/* A socket's file that nobody answers on is a leftover of a crash. */
static bool
is_leftover(const struct sockaddr_un *sun)
{
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	bool dead;

	if (fd == -1)
		return false;
	dead = connect(fd, (const struct sockaddr *)sun, sizeof(*sun)) == -1 &&
	    errno == ECONNREFUSED;
	close(fd);
	return dead;
}

static int
open_socket(const struct conf_socket *s)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	mode_t mask;
	int fd;

	if (strlen(s->path) >= sizeof(sun.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(sun.sun_path, s->path);
	if (is_leftover(&sun))
		(void)unlink(s->path);
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd == -1)
		return -1;
	mask = umask(0177);
	if (bind(fd, (struct sockaddr *)&sun, sizeof(sun)) == -1) {
		umask(mask);
		close(fd);
		return -1;
	}
	umask(mask);
	if ((s->gid != (gid_t)-1 && chown(s->path, (uid_t)-1, s->gid) == -1) ||
	    chmod(s->path, (mode_t)s->mode) == -1 || listen(fd, 128) == -1) {
		(void)unlink(s->path);
		close(fd);
		return -1;
	}
	return fd;
}

enum mf_err
listen_open(struct engine *e, char *why, size_t size)
{
	const struct conf_socket *confs[] = { &e->conf->login,
		&e->conf->helpdesk, &e->conf->admin, &e->conf->courier };
	struct listeners *ls = calloc(1, sizeof(*ls));

	if (ls == NULL)
		return MF_ENOMEM;
	e->listeners = ls;
	for (size_t i = 0; i < LISTENERS; i++)
		ls->of[i].fd = -1;
	for (size_t i = 0; i < LISTENERS; i++) {
		struct listener *l = &ls->of[i];

		l->engine = e;
		l->conf = confs[i];
		l->role = (enum role)(ROLE_LOGIN + i);
		l->fd = open_socket(confs[i]);
		if (l->fd == -1) {
			snprintf(why, size,
			    "the socket %s cannot be opened: %s. Make its "
			    "folder, owned by the engine's user, or change "
			    "its path.",
			    confs[i]->path, strerror(errno));
			return MF_EIO;
		}
		(void)uv_poll_init(&e->loop, &l->poll, l->fd);
		(void)uv_poll_start(&l->poll, UV_READABLE, accepting);
	}
	return MF_OK;
}

void
listen_close(struct engine *e)
{
	if (e->listeners == NULL)
		return;
	for (size_t i = 0; i < LISTENERS; i++) {
		struct listener *l = &e->listeners->of[i];

		if (l->fd == -1)
			continue;
		uv_close((uv_handle_t *)&l->poll, NULL);
		(void)unlink(l->conf->path);
		close(l->fd);
		l->fd = -1;
		while (l->conns != NULL)
			conn_close(l->conns);
	}
}

void
listen_take_conf(struct engine *e)
{
	e->listeners->of[0].conf = &e->conf->login;
	e->listeners->of[1].conf = &e->conf->helpdesk;
	e->listeners->of[2].conf = &e->conf->admin;
	e->listeners->of[3].conf = &e->conf->courier;
}

struct conn *
listen_couriers(const struct engine *e)
{
	return e->listeners->of[3].conns;
}

unsigned
listen_logins(const struct engine *e)
{
	return e->listeners->of[0].n;
}

void
listen_drain(struct engine *e)
{
	struct conn *next;

	for (struct conn *c = e->listeners->of[0].conns; c != NULL; c = next) {
		next = c->next;
		(void)conn_receive(c);
	}
}
