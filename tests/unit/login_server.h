/*
 * For tests of the module's end of the login socket: a server of threads that
 * answers, or misbehaves, as told.  It pretends, because the engine does not
 * hang, talk nonsense or answer late when asked to.
 */
#ifndef MF_LOGIN_SERVER_H
#define MF_LOGIN_SERVER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "wire/client.h"

#define TIMEOUT 300
#define PAUSE   150

enum manner {
	ACCEPT,
	CHALLENGE,
	CHALLENGE_WITHOUT_STATE,
	VERDICT_OUT_OF_RANGE,
	VERDICT_ABSENT,
	QUESTION_BACK,
	GARBAGE,
	TOO_LONG,
	EMPTY,
	NO_ANSWER,
	LATE,
	TWICE,
	HANG_UP,
	HANG_UP_ONCE,
	SILENCE,
};

/* An engine of one listening thread and one thread a connection. */
struct server {
	char path[64];
	int fd;
	pthread_t thread;
	_Atomic enum manner manner;
	atomic_uint questions, connections, lines;
	_Atomic int64_t deadline; /* of the latest question */
};

struct line {
	struct server *s;
	int fd;
};

static inline uint64_t
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

static inline void
pause_ms(unsigned ms)
{
	struct timespec ts = { ms / 1000, ms % 1000 * 1000000L };

	nanosleep(&ts, NULL);
}

/* The prompt repeats the user, so that a mixed-up answer is seen. */
static inline void
answer(int fd, enum manner m, const struct wire_field *user)
{
	uint8_t buf[WIRE_LOGIN_MAX + 1] = { 0 };
	uint8_t verdict = m == VERDICT_OUT_OF_RANGE ? VERDICT_ACCEPT + 1
	    : m == ACCEPT || m == LATE || m == TWICE || m == HANG_UP_ONCE
	    ? VERDICT_ACCEPT
	    : VERDICT_CHALLENGE;
	struct wire_out o;

	wire_begin(&o, buf, sizeof(buf),
	    m == SILENCE             ? WIRE_SILENCE
		: m == QUESTION_BACK ? WIRE_LOGIN
				     : WIRE_ANSWER);
	if (m != VERDICT_ABSENT && m != SILENCE)
		wire_put(&o, TAG_VERDICT, &verdict, 1);
	wire_put(&o, TAG_PROMPT, user->p, user->n);
	if (m == CHALLENGE)
		wire_put_str(&o, TAG_STATE, "state");
	if (m == GARBAGE)
		memset(buf, 0xa5, o.len);
	if (m == TOO_LONG)
		o.len = sizeof(buf);
	if (m == EMPTY)
		o.len = 0;
	(void)send(fd, buf, o.len, MSG_NOSIGNAL);
	if (m == TWICE)
		(void)send(fd, buf, o.len, MSG_NOSIGNAL);
}

static inline void *
serve(void *arg)
{
	struct line l = *(struct line *)arg;
	uint8_t buf[WIRE_LOGIN_MAX];
	struct wire_msg msg;
	ssize_t n;

	free(arg);
	while ((n = recv(l.fd, buf, sizeof(buf), 0)) > 0) {
		enum manner m = l.s->manner;
		unsigned nth = ++l.s->questions;

		if (!wire_parse(&msg, buf, (size_t)n))
			break;
		l.s->deadline = wire_int(&msg, TAG_DEADLINE, 0);
		if (m == HANG_UP || (m == HANG_UP_ONCE && nth == 1))
			break;
		if (m == LATE)
			pause_ms(TIMEOUT + 50);
		if (m != NO_ANSWER)
			answer(l.fd, m, &msg.field[TAG_USER]);
	}
	close(l.fd);
	l.s->lines--;
	return NULL;
}

static inline void *
take(void *arg)
{
	struct server *s = arg;
	int fd;

	while ((fd = accept(s->fd, NULL, NULL)) != -1) {
		struct line *l = malloc(sizeof(*l));
		pthread_t t;

		assert_non_null(l);
		*l = (struct line){ s, fd };
		s->connections++;
		s->lines++;
		assert_int_equal(pthread_create(&t, NULL, serve, l), 0);
		pthread_detach(t);
	}
	return NULL;
}

static inline void
server_start(struct server *s, enum manner m)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };

	s->manner = m;
	s->questions = 0;
	s->connections = 0;
	strcpy(sun.sun_path, s->path);
	unlink(s->path);
	s->fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);
	assert_int_not_equal(s->fd, -1);
	assert_int_equal(bind(s->fd, (struct sockaddr *)&sun, sizeof(sun)), 0);
	assert_int_equal(listen(s->fd, 64), 0);
	assert_int_equal(pthread_create(&s->thread, NULL, take, s), 0);
}

/* Ends listening; lines end when the client hangs up. */
static inline void
server_stop(struct server *s)
{
	shutdown(s->fd, SHUT_RDWR);
	pthread_join(s->thread, NULL);
	close(s->fd);
	unlink(s->path);
}

static inline void
lines_end(struct server *s)
{
	for (int i = 0; s->lines > 0 && i < 500; i++)
		pause_ms(10);
	assert_int_equal(s->lines, 0);
}

static inline struct wire_client *
client_of(const struct server *s, uint32_t failures)
{
	struct wire_client_conf conf = {
		.path = s->path,
		.timeout_ms = TIMEOUT,
		.failures = failures,
		.pause_ms = PAUSE,
	};
	struct wire_client *c = wire_client_new(&conf);

	assert_non_null(c);
	return c;
}

static inline enum wire_outcome
ask_as(struct wire_client *c, const char *user, struct wire_in *in)
{
	uint8_t buf[WIRE_LOGIN_MAX];
	struct wire_out out;

	wire_begin(&out, buf, sizeof(buf), WIRE_LOGIN);
	wire_put_str(&out, TAG_USER, user);
	return wire_ask(c, &out, in);
}

static inline enum wire_outcome
ask(struct wire_client *c)
{
	struct wire_in in;

	return ask_as(c, "vards.uzvards", &in);
}

static inline void
setup(struct server *s, enum manner m)
{
	static atomic_uint number;

	memset(s, 0, sizeof(*s));
	snprintf(s->path, sizeof(s->path), "/tmp/multifactor-test-%ld-%u",
	    (long)getpid(), number++);
	server_start(s, m);
}

#endif
