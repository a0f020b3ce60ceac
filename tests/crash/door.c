#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "ctl/radius_call.h"
#include "door.h"
#include "tell.h"
#include "util/crypto.h"

#define WAIT_MS 5000

const char *const said_words[] = {
	[SAID_NOTHING] = "nothing",
	[SAID_SILENCE] = "silence",
	[SAID_REJECT] = "reject",
	[SAID_CHALLENGE] = "challenge",
	[SAID_ACCEPT] = "accept",
};

static int
dial_socket(const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	strncpy(sun.sun_path, path, sizeof(sun.sun_path) - 1);
	if (fd != -1 &&
	    connect(fd, (struct sockaddr *)&sun, sizeof(sun)) == -1) {
		close(fd);
		fd = -1;
	}
	return fd;
}

bool
door_open(struct door *d, const struct street *s)
{
	const char *why;

	d->street = s;
	d->fd = -1;
	if (s->socket != NULL)
		d->fd = dial_socket(s->socket);
	else if (radius_dial(s->server, &d->fd, &why) != MF_OK)
		d->fd = -1;
	return d->fd != -1;
}

void
door_close(struct door *d)
{
	if (d->fd != -1)
		close(d->fd);
	d->fd = -1;
}

void
question_renew(struct question *q)
{
	random_bytes(&q->id, sizeof(q->id));
	random_bytes(q->authenticator, sizeof(q->authenticator));
}

static size_t
encode(const struct question *q, uint8_t buf[WIRE_LOGIN_MAX])
{
	struct wire_out o;

	wire_begin(&o, buf, WIRE_LOGIN_MAX, WIRE_LOGIN);
	wire_put_str(&o, TAG_USER, q->user);
	wire_put(&o, TAG_PASSWORD, q->typed, strlen(q->typed));
	wire_put_str(&o, TAG_STATE, q->state);
	wire_put_str(&o, TAG_CLIENT, q->nas);
	wire_put_str(&o, TAG_STATION, q->station);
	wire_put_str(&o, TAG_SERVICE, q->service);
	wire_put_str(&o, TAG_CLIENT_ADDR, "127.0.0.1");
	wire_put_int(&o, TAG_PACKET_ID, q->id);
	wire_put(
	    &o, TAG_AUTHENTICATOR, q->authenticator, sizeof(q->authenticator));
	if (q->state == NULL)
		wire_put_str(&o, TAG_FIRST_FACTOR, VERIFIER);
	return o.full ? 0 : o.len;
}

/* FreeRADIUS has no empty User-Password; the engine gets none to check. */
static bool
encode_radius(struct door *d, const struct question *q)
{
	struct slice secret = slice_str(d->street->secret);
	struct radius_request *r = &d->asked;
	const char *typed = q->typed[0] == '\0' ? "first" : q->typed;

	radius_begin(r, q->id, q->authenticator);
	radius_put(r, RADIUS_USER_NAME, slice_str(q->user));
	if (q->state != NULL)
		radius_put(r, RADIUS_STATE, slice_str(q->state));
	if (q->station != NULL)
		radius_put(r, RADIUS_CALLING_STATION_ID, slice_str(q->station));
	return radius_put_password(r, secret, slice_str(typed)) == MF_OK &&
	    radius_sign(r, secret) == MF_OK;
}

bool
door_send(struct door *d, const struct question *q)
{
	uint8_t buf[WIRE_LOGIN_MAX];
	const uint8_t *p = buf;
	size_t n;

	if (d->fd == -1)
		return false;
	if (d->street->socket != NULL) {
		n = encode(q, buf);
	} else {
		n = encode_radius(d, q) ? d->asked.len : 0;
		p = d->asked.buf;
	}
	if (n > 0 && send(d->fd, p, n, MSG_NOSIGNAL) == (ssize_t)n)
		return true;
	door_close(d);
	return false;
}

static void
decode(struct reply *r)
{
	struct wire_msg m;
	const struct wire_field *f = &m.field[TAG_VERDICT];

	if (!wire_parse(&m, r->bytes, r->n))
		return;
	if (m.type == WIRE_SILENCE)
		r->said = SAID_SILENCE;
	else if (m.type == WIRE_ANSWER && f->p != NULL)
		r->said = (enum said)(SAID_REJECT + f->p[0]);
	(void)wire_str(&m, TAG_STATE, r->state, sizeof(r->state));
	(void)wire_str(&m, TAG_REFERENCE, r->reference, sizeof(r->reference));
}

static void
decode_radius(const struct door *d, struct reply *r)
{
	struct radius_reply reply;
	struct radius_attr a;

	if (radius_verify(&reply, (struct slice){ r->bytes, r->n }, &d->asked,
		slice_str(d->street->secret)) != MF_OK)
		return;
	r->said = reply.code == RADIUS_ACCEPT ? SAID_ACCEPT
	    : reply.code == RADIUS_CHALLENGE  ? SAID_CHALLENGE
					      : SAID_REJECT;
	if (radius_find(reply.attrs, RADIUS_STATE, &a) &&
	    a.value.n < sizeof(r->state))
		memcpy(r->state, a.value.p, a.value.n);
}

bool
door_look(struct door *d, struct reply *r)
{
	ssize_t n;

	*r = (struct reply){ 0 };
	n = recv(d->fd, r->bytes, sizeof(r->bytes), MSG_DONTWAIT);
	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (n <= 0) {
		door_close(d);
		return true;
	}
	r->n = (size_t)n;
	if (d->street->socket != NULL)
		decode(r);
	else
		decode_radius(d, r);
	return true;
}

enum said
door_wait(struct door *d, struct reply *r, int ms)
{
	int64_t until = now_ms() + ms, left;

	*r = (struct reply){ 0 };
	while (d->fd != -1 && (left = until - now_ms()) > 0) {
		struct pollfd p = { .fd = d->fd, .events = POLLIN };

		if (poll(&p, 1, (int)left) == 1 && door_look(d, r))
			break;
	}
	return r->said;
}

enum said
ask_once(const struct street *s, const struct question *q, struct reply *r)
{
	struct door d;

	*r = (struct reply){ 0 };
	if (door_open(&d, s) && door_send(&d, q))
		(void)door_wait(&d, r, WAIT_MS);
	door_close(&d);
	return r->said;
}
