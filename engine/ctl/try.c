#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl/try.h"
#include "ctl/radius_call.h"
#include "ctl/try_end.h"
#include "ctl/try_input.h"
#include "ctl/try_print.h"
#include "util/crypto.h"
#include "util/text.h"

#define SECRET_MAX 256
#define ROUNDS_MAX 32 /* more than any policy allows */

struct login {
	const struct try_options *opt;
	struct radius_server server;
	struct try_input input;
	uint8_t id; /* of the next request */
	unsigned round;
	char secret[SECRET_MAX];
	char user[RADIUS_VALUE_MAX + 1];
	size_t userlen;
	char typed[RADIUS_PASSWORD_MAX + 1]; /* password, then codes */
	size_t typedlen;
	uint8_t state[RADIUS_VALUE_MAX];
	size_t statelen;
	struct radius_request request;
	struct radius_answer answer;
};

static int
fail(
    const struct login *l, const char *what, const char *which, const char *why)
{
	return try_end(l->opt->json, TRY_USAGE, "%s%s%s: %s.", what,
	    which == NULL ? "" : " ", which == NULL ? "" : which, why);
}

/* The secret is the file's first line, or the variable's value. */
static int
get_secret(struct login *l)
{
	const char *file = l->opt->secret_file, *env = getenv(TRY_SECRET_ENV);
	struct try_input in;
	size_t n = 0;
	enum mf_err e;

	if (file == NULL && env == NULL)
		return fail(l, "no shared secret", NULL,
		    "give --secret-file FILE, or set " TRY_SECRET_ENV);
	if (file != NULL) {
		if (input_open(&in, file) != MF_OK)
			return fail(l, "secret file", file, strerror(errno));
		e = input_line(&in, "", false, l->secret, SECRET_MAX, &n);
		input_close(&in);
		if (e != MF_OK && e != MF_ENOENT)
			return fail(l, "secret file", file,
			    e == MF_EFULL ? "the first line is too long"
					  : strerror(errno));
	} else if ((n = strlen(env)) < SECRET_MAX) {
		memcpy(l->secret, env, n);
	} else {
		return fail(l, "shared secret", TRY_SECRET_ENV, "is too long");
	}
	if (n == 0)
		return fail(l, "shared secret", file == NULL ? "" : file,
		    "is empty; put it on the first line");
	l->server.secret = (struct slice){ (const uint8_t *)l->secret, n };
	return TRY_ACCEPT;
}

static int
ask(struct login *l, const char *prompt, bool echo, char *buf, size_t size,
    size_t *n)
{
	switch (input_line(&l->input, prompt, echo, buf, size, n)) {
	case MF_OK:
		return TRY_ACCEPT;
	case MF_ENOENT:
		if (l->round == 0)
			return fail(l, "nothing to log in with", NULL,
			    "the input ended before the password");
		return try_end(l->opt->json, TRY_CHALLENGED,
		    "the challenge was left without an answer: the input "
		    "ended.");
	case MF_EFULL:
		return try_end(l->opt->json, TRY_USAGE,
		    "that line is longer than the %zu bytes RADIUS can carry.",
		    size - 1);
	default:
		return fail(l, "reading an answer", NULL, strerror(errno));
	}
}

static int
ask_first(struct login *l)
{
	int rc;

	if (l->opt->user == NULL) {
		rc = ask(
		    l, "User: ", true, l->user, sizeof(l->user), &l->userlen);
		if (rc != TRY_ACCEPT)
			return rc;
	} else if ((l->userlen = strlen(l->opt->user)) < sizeof(l->user)) {
		memcpy(l->user, l->opt->user, l->userlen);
	} else {
		return fail(l, "user name", NULL, "is longer than 253 bytes");
	}
	if (l->userlen == 0)
		return fail(l, "user name", NULL, "is empty; give --user NAME");
	return ask(
	    l, "Password: ", false, l->typed, sizeof(l->typed), &l->typedlen);
}

/* Quotes are themselves here: none stand around it. */
static void
put_prompt(struct text *t, struct slice s)
{
	while (s.n > 0) {
		const uint8_t *quote = memchr(s.p, '"', s.n);
		size_t n = quote == NULL ? s.n : (size_t)(quote - s.p);

		text_escape(t, (struct slice){ s.p, n }, n);
		if (quote != NULL) {
			text_put(t, "\"");
			n++;
		}
		s = (struct slice){ s.p + n, s.n - n };
	}
}

/* The challenge's text is the prompt; Prompt = Echo lets the answer show. */
static int
ask_next(struct login *l)
{
	char prompt[4 * RADIUS_VALUE_MAX + 1];
	struct slice rest = l->answer.reply.attrs;
	struct radius_attr a;
	bool echo = false;
	struct text t;

	text_init(&t, prompt, sizeof(prompt));
	l->statelen = 0;
	while (radius_next(&rest, &a)) {
		if (a.type == RADIUS_REPLY_MESSAGE)
			put_prompt(&t, a.value);
		if (a.type == RADIUS_PROMPT && a.value.n == 4)
			echo = a.value.p[3] == 1;
		if (a.type == RADIUS_STATE) {
			l->statelen = a.value.n;
			memcpy(l->state, a.value.p, a.value.n);
		}
	}
	if (l->statelen == 0)
		fprintf(stderr,
		    "mfctl: warning: this challenge has no State; the server "
		    "cannot tell\nwhich login the next packet belongs to.\n");
	return ask(l, t.len == 0 ? "Code: " : prompt, echo, l->typed,
	    sizeof(l->typed), &l->typedlen);
}

static enum mf_err
build(struct login *l)
{
	const struct try_options *opt = l->opt;
	struct radius_request *r = &l->request;
	uint8_t authenticator[RADIUS_AUTH];
	enum mf_err e;

	random_bytes(authenticator, sizeof(authenticator));
	radius_begin(r, l->id++, authenticator);
	radius_put(r, RADIUS_USER_NAME,
	    (struct slice){ (const uint8_t *)l->user, l->userlen });
	if ((e = radius_put_password(r, l->server.secret,
		 (struct slice){ (const uint8_t *)l->typed, l->typedlen })) !=
	    MF_OK)
		return e;
	if (l->statelen > 0)
		radius_put(
		    r, RADIUS_STATE, (struct slice){ l->state, l->statelen });
	if (opt->nas_identifier != NULL)
		radius_put(
		    r, RADIUS_NAS_IDENTIFIER, slice_str(opt->nas_identifier));
	radius_put_number(r, RADIUS_NAS_PORT_TYPE, opt->nas_port_type);
	if (opt->station != NULL)
		radius_put(
		    r, RADIUS_CALLING_STATION_ID, slice_str(opt->station));
	return radius_sign(r, l->server.secret);
}

static int
silent(const struct login *l)
{
	const struct radius_answer *a = &l->answer;

	if (a->refused)
		return try_end(l->opt->json, TRY_SILENT,
		    "nothing listens on %s (UDP).  Is the server up?",
		    l->opt->server);
	if (a->unverified > 0)
		return try_end(l->opt->json, TRY_SILENT,
		    "%s sent %u %s made with another shared secret.\nCompare "
		    "the secret with the server's client "
		    "entry for this host.",
		    l->opt->server, a->unverified,
		    a->unverified == 1 ? "reply" : "replies");
	return try_end(l->opt->json, TRY_SILENT,
	    "%s did not answer %u packet%s within %u ms each.\n"
	    "Does it know this host as a client, with this shared secret?",
	    l->opt->server, a->sent, a->sent == 1 ? "" : "s",
	    l->opt->timeout_ms);
}

/* The last reply has said it to people. */
static int
decided(const struct login *l, enum try_exit code)
{
	if (!l->opt->json)
		return code;
	return try_end(true, code,
	    code == TRY_ACCEPT ? "The server let the login in."
			       : "The server refused the login.");
}

/* One request and its reply, shown; leaves what was typed wiped. */
static int
exchange(struct login *l)
{
	enum mf_err e = build(l);

	wipe(l->typed, sizeof(l->typed));
	if (e != MF_OK)
		return fail(l, "the request", NULL, mf_strerror(e));
	l->round++;
	e = radius_ask(&l->server, &l->request, &l->answer);
	if (e == MF_ENOENT)
		return silent(l);
	if (e != MF_OK)
		return fail(l, "sending to", l->opt->server, strerror(errno));
	if (!l->opt->json)
		print_answer(stdout, &l->answer);
	else if ((e = print_json(stdout, &l->answer, l->round)) != MF_OK)
		return fail(l, "printing the reply", NULL, mf_strerror(e));
	print_signature(stderr, &l->answer.reply);
	switch (l->answer.reply.code) {
	case RADIUS_ACCEPT:
		return decided(l, TRY_ACCEPT);
	case RADIUS_CHALLENGE:
		return TRY_CHALLENGED;
	default:
		return decided(l, TRY_REJECT);
	}
}

static int
run(struct login *l)
{
	const char *why;
	int rc;

	if ((rc = get_secret(l)) != TRY_ACCEPT)
		return rc;
	if (radius_dial(l->opt->server, &l->server.fd, &why) != MF_OK)
		return fail(l, "server", l->opt->server, why);
	switch (input_open(&l->input, l->opt->script)) {
	case MF_OK:
		break;
	case MF_ENOENT:
		return fail(l, "no terminal to ask on", NULL,
		    "give --script FILE, or - for standard input");
	default:
		return fail(l, "script", l->opt->script, strerror(errno));
	}
	if ((rc = ask_first(l)) != TRY_ACCEPT)
		return rc;
	while ((rc = exchange(l)) == TRY_CHALLENGED) {
		if (l->round >= ROUNDS_MAX)
			return fail(
			    l, "giving up", NULL, "32 challenges in a row");
		if ((rc = ask_next(l)) != TRY_ACCEPT)
			return rc;
	}
	return rc;
}

int
try_login(const struct try_options *opt)
{
	struct login *l = secret_alloc(sizeof(*l));
	int rc;

	if (l == NULL)
		return try_end(opt->json, TRY_USAGE,
		    "no memory that can be locked: raise the limit of locked "
		    "memory (ulimit -l).");
	memset(l, 0, sizeof(*l));
	l->opt = opt;
	l->server = (struct radius_server){
		.fd = -1, .timeout_ms = opt->timeout_ms, .tries = opt->tries
	};
	l->input.fd = -1;
	random_bytes(&l->id, 1);
	rc = run(l);
	input_close(&l->input);
	if (l->server.fd != -1)
		close(l->server.fd);
	secret_free(l);
	return rc;
}
