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

struct server {
	const char *conf_path;
	bool debug;
	struct link link;
	struct pool *pool;
	int signal_fd;
};

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
	(void)sigaddset(&set, SIGHUP);
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* 0: none. */
static int
next_signal(int fd)
{
	struct signalfd_siginfo info;

	return read(fd, &info, sizeof(info)) == (ssize_t)sizeof(info)
	    ? (int)info.ssi_signo
	    : 0;
}

static void
log_fault(void *arg, const char *line)
{
	(void)arg;
	log_say(LOG_LEVEL_ERROR, "configuration", "%s", line);
}

/* All of it or nothing. */
static void
reload(struct server *s)
{
	const struct courier_report report = { log_fault, NULL };
	struct courier_conf *next = NULL;
	unsigned kept;

	notify_reloading();
	if (courier_conf_load(s->conf_path, CONF_TO_RELOAD, &report, &next) !=
		MF_OK ||
	    !courier_conf_reloadable(pool_conf(s->pool), next, &report)) {
		courier_conf_free(&next);
		log_say(LOG_LEVEL_ERROR, "not-reloaded",
		    "mfcourier goes on with the configuration it has");
	} else {
		kept = pool_take_conf(s->pool, &next);
		if (!s->debug)
			log_set_level(pool_conf(s->pool)->log_level);
		LOG(LOG_LEVEL_INFO, "reloaded",
		    F_INT("gateways", pool_conf(s->pool)->n),
		    F_INT("unchanged", kept));
	}
	notify_ready();
}

static void
begin_to_stop(struct server *s)
{
	LOG(LOG_LEVEL_INFO, "courier-stopping",
	    F_INT("under_way", pool_busy(s->pool)));
	notify_stopping();
	pool_stop(s->pool);
}

static void
serve(struct server *s)
{
	struct link *l = &s->link;
	uint64_t until = UINT64_MAX;
	int signal;

	while (pool_now() < until) {
		struct curl_waitfd fds[] = {
			{ .fd = s->signal_fd, .events = CURL_WAIT_POLLIN },
			{ .fd = l->fd, .events = CURL_WAIT_POLLIN },
		};

		pool_wait(s->pool, fds, l->fd == -1 ? 1 : 2, TURN_MS);
		signal = next_signal(s->signal_fd);
		if (signal == SIGHUP && until == UINT64_MAX) {
			reload(s);
		} else if (signal == SIGTERM || signal == SIGINT) {
			begin_to_stop(s);
			until = pool_now() + PATIENCE_MS;
		}
		link_turn(l, s->pool);
		pool_turn(s->pool);
		link_turn(l, s->pool);
		notify_alive();
		if (until != UINT64_MAX && pool_busy(s->pool) == 0)
			return;
	}
}

/* c is freed in any case. */
static int
run(struct server *s, struct courier_conf **c)
{
	char why[512];
	struct text t;
	int rc = 1;

	link_init(&s->link, (*c)->engine);
	text_init(&t, why, sizeof(why));
	if (courier_sandbox(*c, &t) != MF_OK) {
		log_say(LOG_LEVEL_ERROR, "not-started", "%s", why);
		goto out;
	}
	if ((s->pool = pool_new(c)) == NULL) {
		log_say(LOG_LEVEL_ERROR, "not-started", "out of memory");
		goto out;
	}
	LOG(LOG_LEVEL_INFO, "courier-ready", F_STR("engine", s->link.path),
	    F_INT("gateways", pool_conf(s->pool)->n));
	notify_ready();
	serve(s);
	rc = 0;
out:
	link_close(&s->link);
	pool_free(&s->pool);
	courier_conf_free(c);
	return rc;
}

static int
check_only(const char *path)
{
	const struct courier_report report = { say, NULL };
	struct courier_conf *c = NULL;

	if (courier_conf_load(path, CONF_TO_CHECK, &report, &c) != MF_OK)
		return 1;
	printf("%s is right: %zu %s.\n", path, c->n,
	    c->n == 1 ? "gateway" : "gateways");
	courier_conf_free(&c);
	return 0;
}

int
main(int argc, char *argv[])
{
	const struct courier_report report = { say, NULL };
	struct options o = { .conf = COURIER_CONF };
	struct courier_conf *c = NULL;
	struct server s = { 0 };
	int rc;

	if ((rc = parse(argc, argv, &o)) != -1)
		return rc;
	background(); /* a login is waited for by the millisecond, not an SMS */
	if (!crypto_init() || curl_global_init(CURL_GLOBAL_DEFAULT) != 0) {
		fprintf(stderr, "mfcourier: libraries cannot be set up.\n");
		return 1;
	}
	if (o.check)
		return check_only(o.conf);
	s.signal_fd = signals(); /* an early one waits, and ends nothing */
	if (s.signal_fd == -1 ||
	    courier_conf_load(o.conf, CONF_TO_START, &report, &c) != MF_OK)
		return 1;
	s.conf_path = o.conf;
	s.debug = o.debug;
	log_init("mfcourier", !o.debug && c->to_syslog,
	    o.debug ? LOG_LEVEL_DEBUG : c->log_level);
	rc = run(&s, &c);
	curl_global_cleanup();
	return rc;
}
