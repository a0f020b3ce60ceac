/*
 * A login without FreeRADIUS: knock SOCKET NAME PASSWORD [CODE ...], each code
 * the answer to one challenge.  Prints "accepted", "rejected REFERENCE",
 * "challenged PROMPT" or "unanswered WHY"; exit status 0, 1, 2 or 3.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "wire/wire.h"

struct door {
	int fd;
	const char *name;
	uint8_t in[WIRE_LOGIN_MAX];
	struct wire_msg answer; /* borrows in */
	uint8_t id;
};

static void
fail(const char *what)
{
	perror(what);
	exit(9);
}

static const char *
from(const char *variable, const char *otherwise)
{
	const char *v = getenv(variable);

	return v != NULL ? v : otherwise;
}

static void
knock(struct door *d, const char *typed, struct wire_field state)
{
	uint8_t out[WIRE_LOGIN_MAX], authenticator[16];
	struct timespec now;
	struct wire_out o;
	ssize_t n;

	clock_gettime(CLOCK_BOOTTIME, &now);
	if (getentropy(authenticator, sizeof(authenticator)) == -1)
		fail("getentropy");
	wire_begin(&o, out, sizeof(out), WIRE_LOGIN);
	wire_put_str(&o, TAG_USER, d->name);
	wire_put_str(&o, TAG_PASSWORD, typed);
	if (state.p != NULL)
		wire_put(&o, TAG_STATE, state.p, state.n);
	wire_put_str(&o, TAG_CLIENT, from("NAS", "vpn-riga"));
	wire_put_str(&o, TAG_STATION, from("STATION", "198.51.100.7"));
	wire_put_int(&o, TAG_PACKET_ID, d->id);
	d->id++;
	wire_put(&o, TAG_AUTHENTICATOR, authenticator, sizeof(authenticator));
	wire_put_int(&o, TAG_DEADLINE,
	    now.tv_sec * 1000LL + now.tv_nsec / 1000000 + 5000);
	if (o.full || send(d->fd, o.buf, o.len, MSG_NOSIGNAL) == -1)
		fail("send");
	if ((n = recv(d->fd, d->in, sizeof(d->in), 0)) <= 0)
		fail("recv");
	if (!wire_parse(&d->answer, d->in, (size_t)n))
		fail("answer");
}

static int
tell(const struct wire_msg *m)
{
	const struct wire_field *v = &m->field[TAG_VERDICT];
	char text[4096] = "";

	if (m->type == WIRE_SILENCE) {
		(void)wire_str(m, TAG_REASON, text, sizeof(text));
		printf("unanswered %s\n", text);
		return 3;
	}
	switch (v->n == 1 ? v->p[0] : VERDICT_REJECT) {
	case VERDICT_ACCEPT:
		puts("accepted");
		return 0;
	case VERDICT_CHALLENGE:
		(void)wire_str(m, TAG_PROMPT, text, sizeof(text));
		printf("challenged %s\n", text);
		return 2;
	default:
		(void)wire_str(m, TAG_REFERENCE, text, sizeof(text));
		printf("rejected %s\n", text);
		return 1;
	}
}

static bool
is_challenge(const struct wire_msg *m)
{
	const struct wire_field *v = &m->field[TAG_VERDICT];

	return m->type == WIRE_ANSWER && v->n == 1 &&
	    v->p[0] == VERDICT_CHALLENGE;
}

int
main(int argc, char *argv[])
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	struct door d = { 0 };

	if (argc < 4) {
		fputs("usage: knock SOCKET NAME PASSWORD [CODE ...]\n", stderr);
		return 9;
	}
	d.name = argv[2];
	d.fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	snprintf(to.sun_path, sizeof(to.sun_path), "%s", argv[1]);
	if (d.fd == -1 ||
	    connect(d.fd, (struct sockaddr *)&to, sizeof(to)) == -1)
		fail(argv[1]);
	knock(&d, argv[3], (struct wire_field){ NULL, 0 });
	for (int i = 4; i < argc && is_challenge(&d.answer); i++) {
		uint8_t state[256];
		struct wire_field f = d.answer.field[TAG_STATE];

		memcpy(state, f.p, f.n < sizeof(state) ? f.n : 0);
		knock(&d, argv[i], (struct wire_field){ state, f.n });
	}
	return tell(&d.answer);
}
