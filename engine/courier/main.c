/* mfcourier: options, start, loop, stop. */

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "courier/job.h"
#include "courier/link.h"
#include "courier/sandbox.h"
#include "util/background.h"
#include "util/crypto.h"
#include "util/notify.h"
#include "util/version.h"

#define TURN_MS     250  /* at most between two looks at everything */
#define PATIENCE_MS 5000 /* for what is under way when it is stopped */

static void
usage(FILE *fp)
{
	fprintf(fp,
	    "usage: mfcourier [-c FILE]      send what the engine hands out\n"
	    "       mfcourier [-c FILE] -n   check the configuration\n"
	    "options: -d  log everything, to standard error\n"
	    "         -V  print the version\n");
}

static void
say(void *arg, const char *line)
{
	(void)arg;
	fprintf(stderr, "%s\n", line);
}

struct options {
	const char *conf;
	bool check, debug;
};

/* -1: go on; else the exit status. */
static int
parse(int argc, char *argv[], struct options *o)
{
	static const struct option longs[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "check", no_argument, NULL, 'n' },
		{ "debug", no_argument, NULL, 'd' },
		{ "version", no_argument, NULL, 'V' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "c:ndVh", longs, NULL)) != -1)
		switch (c) {
		case 'c':
			o->conf = optarg;
			break;
		case 'n':
			o->check = true;
			break;
		case 'd':
			o->debug = true;
			break;
		case 'V':
			printf("mfcourier " VERSION "\n");
			return 0;
		case 'h':
			usage(stdout);
			return 0;
		default:
			usage(stderr);
			return 2;
		}
	if (optind < argc) {
		usage(stderr);
		return 2;
	}
	return -1;
}

/* Signals come as a file, so that nothing global remembers them. */
static int
signals(void)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static bool
was_signalled(int fd)
{
	struct signalfd_siginfo info;

	return read(fd, &info, sizeof(info)) == (ssize_t)sizeof(info);
}

static void
serve(struct link *l, struct pool *p, int signal_fd)
{
	uint64_t until = UINT64_MAX;

	while (pool_now() < until) {
		struct curl_waitfd fds[] = {
			{ .fd = signal_fd, .events = CURL_WAIT_POLLIN },
			{ .fd = l->fd, .events = CURL_WAIT_POLLIN },
		};

		pool_wait(p, fds, l->fd == -1 ? 1 : 2, TURN_MS);
		if (was_signalled(signal_fd)) {
			LOG(LOG_LEVEL_INFO, "courier-stopping",
			    F_INT("under_way", pool_busy(p)));
			notify_stopping();
			pool_stop(p);
			until = pool_now() + PATIENCE_MS;
		}
		link_turn(l, p);
		pool_turn(p);
		link_turn(l, p);
		notify_alive();
		if (until != UINT64_MAX && pool_busy(p) == 0)
			return;
	}
}

static int
run(struct courier_conf *c, int signal_fd)
{
	struct pool *p = NULL;
	struct link l;
	char why[512];
	struct text t;
	int rc = 1;

	link_init(&l, c->engine);
	text_init(&t, why, sizeof(why));
	if (courier_sandbox(c, &t) != MF_OK) {
		log_say(LOG_LEVEL_ERROR, "not-started", "%s", why);
		goto out;
	}
	if ((p = pool_new(c)) == NULL) {
		log_say(LOG_LEVEL_ERROR, "not-started", "out of memory");
		goto out;
	}
	LOG(LOG_LEVEL_INFO, "courier-ready", F_STR("engine", c->engine),
	    F_INT("gateways", c->n));
	notify_ready();
	serve(&l, p, signal_fd);
	rc = 0;
out:
	link_close(&l);
	pool_free(&p);
	return rc;
}

int
main(int argc, char *argv[])
{
	const struct courier_report report = { say, NULL };
	struct options o = { .conf = COURIER_CONF };
	struct courier_conf *c = NULL;
	int rc, fd;

	if ((rc = parse(argc, argv, &o)) != -1)
		return rc;
	background(); /* a login is waited for by the millisecond, not an SMS */
	if (!crypto_init() || curl_global_init(CURL_GLOBAL_DEFAULT) != 0) {
		fprintf(stderr, "mfcourier: libraries cannot be set up.\n");
		return 1;
	}
	if (courier_conf_load(o.conf, &report, &c) != MF_OK)
		return 1;
	if (o.check) {
		printf("%s is right: %zu %s.\n", o.conf, c->n,
		    c->n == 1 ? "gateway" : "gateways");
		courier_conf_free(&c);
		return 0;
	}
	log_init("mfcourier", !o.debug && c->to_syslog,
	    o.debug ? LOG_LEVEL_DEBUG : c->log_level);
	fd = signals();
	rc = fd == -1 ? 1 : run(c, fd);
	courier_conf_free(&c);
	curl_global_cleanup();
	return rc;
}
