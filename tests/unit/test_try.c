/*
 * mfctl try against a server on loopback that answers as each case says: what
 * is printed, and how it exits.  The server is a child that plays its replies
 * in order, one a packet, and ends with the test.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "ctl/radius.h"
#include "ctl/try.h"
#include "util/cipher.h"
#include "util/crypto.h"

#define N(a)   (sizeof(a) / sizeof((a)[0]))
#define SECRET "a shared secret"

enum play { /* what the server does with a packet */
	END = 0,
	ACCEPT,
	REJECT,
	CHALLENGE,
	CHALLENGE_ECHO,
	UNSIGNED, /* accept without Message-Authenticator */
	LATE,     /* accept with it after another attribute */
	FORGED,   /* accept made with another secret, then the real reject */
	NOTHING,
	REPEAT /* accept if the packet is the one before, byte for byte */
};

struct server {
	int fd;
	uint16_t port;
	pid_t pid;
	uint8_t last[RADIUS_MAX];
	size_t lastlen;
};

struct reply {
	uint8_t buf[RADIUS_MAX];
	size_t len, signature;
};

static void
add(struct reply *r, uint8_t type, const void *p, size_t n)
{
	r->buf[r->len++] = type;
	r->buf[r->len++] = (uint8_t)(n + 2);
	memcpy(r->buf + r->len, p, n);
	r->len += n;
}

static void
add_signature(struct reply *r)
{
	static const uint8_t zeroes[RADIUS_AUTH];

	add(r, RADIUS_MESSAGE_AUTHENTICATOR, zeroes, sizeof(zeroes));
	r->signature = r->len - sizeof(zeroes);
}

static void
finish(
    struct reply *r, const uint8_t *request, uint8_t code, const char *secret)
{
	struct slice parts[] = { { r->buf, r->len }, slice_str(secret) };

	r->buf[0] = code;
	r->buf[1] = request[1];
	r->buf[2] = (uint8_t)(r->len >> 8);
	r->buf[3] = (uint8_t)r->len;
	memcpy(r->buf + 4, request + 4, RADIUS_AUTH);
	if (r->signature != 0 &&
	    hmac(HASH_MD5, parts[1], parts, 1, r->buf + r->signature) != MF_OK)
		_exit(1);
	if (digest(HASH_MD5, parts, 2, r->buf + 4) != MF_OK)
		_exit(1);
}

static void
compose(struct reply *r, enum play play)
{
	static const uint8_t echo[] = { 0, 0, 0, 1 };

	*r = (struct reply){ .len = RADIUS_HEADER };
	if (play == LATE)
		add(r, 25, "class", 5);
	if (play != UNSIGNED)
		add_signature(r);
	if (play == CHALLENGE || play == CHALLENGE_ECHO) {
		add(r, RADIUS_REPLY_MESSAGE, "Code: ", 6);
		add(r, RADIUS_STATE, "ticket", 6);
	}
	if (play == CHALLENGE_ECHO)
		add(r, RADIUS_PROMPT, echo, sizeof(echo));
	if (play == ACCEPT)
		add(r, 11, "staff", 5);
}

static void
answer(int fd, const struct sockaddr_in *to, const uint8_t *request,
    enum play play, const char *secret)
{
	uint8_t code = play == REJECT                     ? RADIUS_REJECT
	    : play == CHALLENGE || play == CHALLENGE_ECHO ? RADIUS_CHALLENGE
							  : RADIUS_ACCEPT;
	struct reply r;

	compose(&r, play);
	finish(&r, request, code, secret);
	(void)!sendto(
	    fd, r.buf, r.len, 0, (const struct sockaddr *)to, sizeof(*to));
}

static void
serve(struct server *s, const enum play *plays)
{
	uint8_t packet[RADIUS_MAX];
	struct sockaddr_in from;
	ssize_t n;

	alarm(60); /* should the test itself die */
	for (;; plays += *plays != END) {
		socklen_t len = sizeof(from);

		n = recvfrom(s->fd, packet, sizeof(packet), 0,
		    (struct sockaddr *)&from, &len);
		if (n < RADIUS_HEADER)
			_exit(1);
		if (*plays == FORGED) {
			answer(s->fd, &from, packet, ACCEPT, "no secret");
			answer(s->fd, &from, packet, REJECT, SECRET);
		} else if (*plays == REPEAT) {
			if ((size_t)n == s->lastlen &&
			    memcmp(packet, s->last, s->lastlen) == 0)
				answer(s->fd, &from, packet, ACCEPT, SECRET);
		} else if (*plays != NOTHING && *plays != END) {
			answer(s->fd, &from, packet, *plays, SECRET);
		}
		memcpy(s->last, packet, (size_t)n);
		s->lastlen = (size_t)n;
	}
}

static void
server_start(struct server *s, const enum play *plays)
{
	struct sockaddr_in sin = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(sin);

	s->fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(s->fd, (struct sockaddr *)&sin, len), 0);
	assert_int_equal(getsockname(s->fd, (struct sockaddr *)&sin, &len), 0);
	s->port = ntohs(sin.sin_port);
	s->lastlen = 0;
	if ((s->pid = fork()) == 0)
		serve(s, plays);
	assert_true(s->pid > 0);
}

static void
server_stop(struct server *s)
{
	kill(s->pid, SIGKILL);
	waitpid(s->pid, NULL, 0);
	close(s->fd);
}

static const char *
file_of(const char *text)
{
	static char path[64];
	int fd;

	snprintf(path, sizeof(path), "/tmp/test_try.XXXXXX");
	fd = mkstemp(path);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	return path;
}

static int
words_of(const char *const *argv)
{
	int n = 0;

	while (argv[n] != NULL)
		n++;
	return n;
}

/* In a child; its output and errors come back in out, as text. */
static int
run(const struct try_options *opt, const char *const *argv, char *out,
    size_t size)
{
	int status, pipes[2];
	size_t len = 0;
	ssize_t n;
	pid_t pid;

	assert_int_equal(pipe(pipes), 0);
	if ((pid = fork()) == 0) {
		dup2(pipes[1], STDOUT_FILENO);
		dup2(pipes[1], STDERR_FILENO);
		setvbuf(stdout, NULL, _IONBF, 0);
		_exit(opt != NULL ? try_login(opt)
				  : try_main(words_of(argv), (char **)argv));
	}
	close(pipes[1]);
	while ((n = read(pipes[0], out + len, size - 1 - len)) > 0)
		len += (size_t)n;
	out[len] = '\0';
	close(pipes[0]);
	waitpid(pid, &status, 0);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static const struct {
	const char *name;
	enum play plays[5];
	const char *script;
	bool json;
	int exit;
	const char *shown, *not_shown; /* parts of the output */
} cases[] = {
	{ "accepted at once", { ACCEPT }, "pw\n", false, TRY_ACCEPT,
	    "Access-Accept\n", "warning" },
	{ "attributes are shown", { ACCEPT }, "pw\n", false, TRY_ACCEPT,
	    "  Filter-Id = \"staff\"\n", "pw" },
	{ "rejected", { REJECT }, "pw\n", false, TRY_REJECT, "Access-Reject\n",
	    "Accept" },
	{ "challenge, then accept", { CHALLENGE, ACCEPT }, "pw\n123456\n",
	    false, TRY_ACCEPT, "  Reply-Message = \"Code: \"\n", "123456" },
	{ "three rounds", { CHALLENGE, CHALLENGE_ECHO, REJECT },
	    "pw\n111111\n222222\n", false, TRY_REJECT, "  Prompt = 1 (Echo)\n",
	    "222222" },
	{ "nothing left to answer with", { CHALLENGE, ACCEPT }, "pw\n", false,
	    TRY_CHALLENGED, "without an answer", "Accept" },
	{ "no password", { ACCEPT }, "", false, TRY_USAGE,
	    "before the password", "Accept" },
	{ "no Message-Authenticator", { UNSIGNED }, "pw\n", false, TRY_ACCEPT,
	    "has no Message-Authenticator", "not the first" },
	{ "Message-Authenticator not first", { LATE }, "pw\n", false,
	    TRY_ACCEPT, "not the first", "has no" },
	{ "a forged accept is passed over", { FORGED }, "pw\n", false,
	    TRY_REJECT, "Access-Reject\n", "Accept" },
	{ "the same packet again", { NOTHING, REPEAT }, "pw\n", false,
	    TRY_ACCEPT, "Access-Accept\n", NULL },
	{ "no answer", { NOTHING, NOTHING, NOTHING }, "pw\n", false, TRY_SILENT,
	    "did not answer 2 packets", "Access" },
	{ "as JSON", { CHALLENGE, ACCEPT }, "pw\n123456\n", true, TRY_ACCEPT,
	    "\"round\": 2, \"sent\": 1,", "Access-Challenge\n" },
	{ "as JSON: where the signature is", { LATE }, "pw\n", true, TRY_ACCEPT,
	    "\"message_authenticator\": \"not first\"", NULL },
	{ "as JSON: attributes", { CHALLENGE_ECHO }, "pw\n", true,
	    TRY_CHALLENGED,
	    "{\"name\": \"Reply-Message\", \"value\": \"Code: \"}, "
	    "{\"name\": \"State\", \"value\": \"0x7469636b6574\"}, "
	    "{\"name\": \"Prompt\", \"value\": 1}",
	    NULL },
	{ "as JSON: let in, in the last row", { ACCEPT }, "pw\n", true,
	    TRY_ACCEPT, "}\n{\"row\": \"done\", \"text\": \"", "mfctl:" },
	{ "as JSON: refused", { REJECT }, "pw\n", true, TRY_REJECT,
	    "}\n{\"row\": \"refused\", \"error\": \"reject\", ", "mfctl:" },
	{ "as JSON: a challenge left alone", { CHALLENGE }, "pw\n", true,
	    TRY_CHALLENGED,
	    "}\n{\"row\": \"refused\", \"error\": \"challenge\", ", "mfctl:" },
	{ "as JSON: no password", { ACCEPT }, "", true, TRY_USAGE,
	    "{\"row\": \"refused\", \"error\": \"usage\", \"text\": \"nothing "
	    "to log in with: the input ended",
	    "mfctl:" },
	{ "as JSON: no answer", { NOTHING, NOTHING, NOTHING }, "pw\n", true,
	    TRY_SILENT, "{\"row\": \"refused\", \"error\": \"unreached\", ",
	    "mfctl:" },
};

static void
shows_what_a_gateway_gets(void **state)
{
	char address[32], out[8192];
	struct server server;

	(void)state;
	assert_int_equal(setenv(TRY_SECRET_ENV, SECRET, 1), 0);
	for (size_t i = 0; i < N(cases); i++) {
		struct try_options opt = { .server = address,
			.user = "demo",
			.nas_identifier = "test",
			.station = "198.51.100.7",
			.timeout_ms = 300,
			.tries = 2,
			.json = cases[i].json };
		int rc;

		print_message("%s\n", cases[i].name);
		server_start(&server, cases[i].plays);
		snprintf(address, sizeof(address), "127.0.0.1:%u", server.port);
		opt.script = file_of(cases[i].script);
		rc = run(&opt, NULL, out, sizeof(out));
		unlink(opt.script);
		server_stop(&server);
		if (rc != cases[i].exit ||
		    strstr(out, cases[i].shown) == NULL ||
		    (cases[i].not_shown != NULL &&
			strstr(out, cases[i].not_shown) != NULL))
			fail_msg("exit %d: %s", rc, out);
	}
}

static void
says_what_is_missing(void **state)
{
	static const struct {
		const char *name, *server, *secret, *user, *want;
		int exit;
	} refused[] = {
		{ "nobody listens", "127.0.0.1:1", SECRET, "demo",
		    "nothing listens on 127.0.0.1:1", TRY_SILENT },
		{ "no such port", "127.0.0.1:99999", SECRET, "demo",
		    "server 127.0.0.1:99999: give host", TRY_USAGE },
		{ "an empty secret", "127.0.0.1", "", "demo", "is empty",
		    TRY_USAGE },
		{ "an empty user name", "127.0.0.1", SECRET, "",
		    "user name: is empty", TRY_USAGE },
	};
	char out[8192];

	(void)state;
	for (size_t i = 0; i < N(refused); i++) {
		struct try_options opt = { .server = refused[i].server,
			.user = refused[i].user,
			.script = file_of("pw\n"),
			.timeout_ms = 300,
			.tries = 1 };

		print_message("%s\n", refused[i].name);
		assert_int_equal(
		    setenv(TRY_SECRET_ENV, refused[i].secret, 1), 0);
		assert_int_equal(
		    run(&opt, NULL, out, sizeof(out)), refused[i].exit);
		unlink(opt.script);
		if (strstr(out, refused[i].want) == NULL)
			fail_msg("%s", out);
	}
}

static void
misuse_is_told_as_json(void **state)
{
	static const char *const lines[][5] = {
		{ "try", "--json" },
		{ "try", "--json", "one", "two" },
		{ "try", "--odd", "--json", "one" },
		{ "try", "--tries=11", "one", "--json" },
	};
	char out[8192];

	(void)state;
	for (size_t i = 0; i < N(lines); i++) {
		assert_int_equal(run(NULL, lines[i], out, sizeof(out)), 2);
		if (strncmp(out, "{\"row\": \"refused\", ", 19) != 0 ||
		    strchr(out, '\n') != out + strlen(out) - 1)
			fail_msg("%s: %s", lines[i][1], out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shows_what_a_gateway_gets),
		cmocka_unit_test(says_what_is_missing),
		cmocka_unit_test(misuse_is_told_as_json),
	};

	if (!crypto_init())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
