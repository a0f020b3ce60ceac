/* multifactord: options, start, loop, stop. */

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "server/start.h"
#include "util/log.h"
#include "util/version.h"

struct run {
	struct engine *engine;
	uv_signal_t term, interrupt, hangup;
};

static void
usage(FILE *fp)
{
	fprintf(fp,
	    "usage: multifactord [-c FILE]          start the engine\n"
	    "       multifactord [-c FILE] -n       check the configuration\n"
	    "       multifactord [-c FILE] --restore FILE\n"
	    "                                       put a backup in place\n"
	    "       multifactord [-c FILE] --accept-restored\n"
	    "                                       take a database in that "
	    "was put back by hand\n"
	    "options: -d  log everything, to standard error\n"
	    "         -V  print the version\n");
}

static void
stop(uv_signal_t *s, int number)
{
	struct run *r = s->data;

	LOG(LOG_LEVEL_INFO, "engine-stopping", F_INT("signal", number));
	uv_stop(&r->engine->loop);
}

static void
reload(uv_signal_t *s, int number)
{
	struct run *r = s->data;

	(void)number;
	engine_reload(r->engine);
}

/* They wait until the loop takes them: an early one would kill the engine. */
static void
signals(int how)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGHUP);
	(void)sigprocmask(how, &set, NULL);
}

/* The loop closes the signals' handles: r outlives the engine. */
static void
serve(struct run *r)
{
	uv_loop_t *loop = &r->engine->loop;

	r->term.data = r->interrupt.data = r->hangup.data = r;
	(void)uv_signal_init(loop, &r->term);
	(void)uv_signal_init(loop, &r->interrupt);
	(void)uv_signal_init(loop, &r->hangup);
	(void)uv_signal_start(&r->term, stop, SIGTERM);
	(void)uv_signal_start(&r->interrupt, stop, SIGINT);
	(void)uv_signal_start(&r->hangup, reload, SIGHUP);
	signals(SIG_UNBLOCK);
	(void)uv_run(loop, UV_RUN_DEFAULT);
}

static void
say(void *arg, enum conf_severity severity, const char *line)
{
	(void)arg;
	(void)severity; /* the line says it */
	fprintf(stderr, "%s\n", line);
}

static int
check_only(const char *path)
{
	const struct conf_report report = { say, NULL };
	struct conf *c = NULL;

	if (conf_load(path, &report, &c) != MF_OK)
		return 1;
	printf("%s is right: %zu %s.\n", path, c->npolicies,
	    c->npolicies == 1 ? "policy" : "policies");
	conf_free(&c);
	return 0;
}

enum { OPT_RESTORE = 256, OPT_ACCEPT };

static const struct option longs[] = {
	{ "config", required_argument, NULL, 'c' },
	{ "check", no_argument, NULL, 'n' },
	{ "debug", no_argument, NULL, 'd' },
	{ "restore", required_argument, NULL, OPT_RESTORE },
	{ "accept-restored", no_argument, NULL, OPT_ACCEPT },
	{ "version", no_argument, NULL, 'V' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

struct options {
	const char *conf, *restore;
	bool check, debug, accept;
};

/* -1: go on; else the exit status. */
static int
parse(int argc, char *argv[], struct options *o)
{
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
		case OPT_RESTORE:
			o->restore = optarg;
			break;
		case OPT_ACCEPT:
			o->accept = true;
			break;
		case 'V':
			printf("multifactord " VERSION "\n");
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

int
main(int argc, char *argv[])
{
	struct options o = { .conf = CONF_FILE };
	struct run run = { 0 };
	char why[1024] = "";
	int rc;

	if ((rc = parse(argc, argv, &o)) != -1)
		return rc;
	if (!crypto_init()) {
		fprintf(stderr, "multifactord: no source of random bytes.\n");
		return 1;
	}
	if (o.check)
		return check_only(o.conf);
	log_init("multifactord", 0, o.debug ? LOG_LEVEL_DEBUG : LOG_LEVEL_INFO);
	if (o.restore != NULL || o.accept)
		return engine_restore(o.conf, o.restore);
	signals(SIG_BLOCK);
	if (engine_start(o.conf, o.debug, &run.engine, why, sizeof(why)) !=
	    MF_OK) {
		log_say(LOG_LEVEL_ERROR, "not-started", "%s", why);
		return 1;
	}
	serve(&run);
	engine_stop(&run.engine);
	return 0;
}
