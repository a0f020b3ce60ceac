/*
 * ledger: logins that try the engine's promises, and an outside ledger of
 * them.  Prints results as the test runner reads them.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scene.h"
#include "tell.h"
#include "util/crypto.h"

static const struct {
	const char *name;
	scene_fn *run;
} scenes[] = {
	{ "once", scene_once },
	{ "repeat", scene_repeat },
	{ "keep", scene_keep },
	{ "late", scene_late },
	{ "guess", scene_guess },
	{ "owner", scene_owner },
	{ "limits", scene_limits },
	{ "kill", scene_kill },
	{ "settle", scene_settle },
	{ "load", scene_load },
	{ "replay", scene_replay },
	{ "between", scene_between },
	{ "faults", scene_faults },
	{ "starts", scene_starts },
	{ "power", scene_power },
	{ "first", scene_first },
};

static const char help[] =
    "usage: ledger [options] SCENE PEOPLE.csv [ENGINE ARGUMENT ...]\n"
    "  -s PATH     the engine's login socket\n"
    "  -r SERVER   a RADIUS server instead: address:port\n"
    "  -S SECRET   of RADIUS\n"
    "  -l FILE     the outside ledger\n"
    "  -d FILE     the database, engine stopped\n"
    "  -e FILE     log of the engines that are started\n"
    "  -L SHIM     preloaded into them, fails their calls\n"
    "  -f FILE     by this plan\n"
    "  -n NUMBER   rounds\n"
    "  -t MS       how long\n"
    "  -R RATE     logins a second\n"
    "  -x SEED     of chance\n";

bool
scene_ticket(const struct run *r, const char *user, const char *station,
    struct question *q, struct reply *ticket)
{
	*q = (struct question){
		.user = user, .nas = "nas", .station = station, .typed = ""
	};
	question_renew(q);
	if (ask_once(&r->street, q, ticket) != SAID_CHALLENGE)
		return false;
	q->state = ticket->state;
	return true;
}

static bool
parse(struct run *r, int argc, char *argv[])
{
	uint64_t seed = 1;
	int c;

	while ((c = getopt(argc, argv, "+s:r:S:l:d:e:f:L:n:t:R:x:")) != -1)
		switch (c) {
		case 's':
			r->street.socket = r->life.socket = optarg;
			break;
		case 'r':
			r->street.server = optarg;
			break;
		case 'S':
			r->street.secret = optarg;
			break;
		case 'l':
			r->book = optarg;
			break;
		case 'd':
			r->database = optarg;
			break;
		case 'e':
			r->life.log = optarg;
			break;
		case 'f':
			r->life.plan = optarg;
			break;
		case 'L':
			r->life.shim = optarg;
			break;
		case 'n':
			r->rounds = (unsigned)strtoul(optarg, NULL, 10);
			break;
		case 't':
			r->ms = strtoll(optarg, NULL, 10);
			break;
		case 'R':
			r->rate = strtod(optarg, NULL);
			break;
		case 'x':
			seed = strtoull(optarg, NULL, 10);
			break;
		default:
			return false;
		}
	chance_seed(seed);
	return argc - optind >= 2;
}

int
main(int argc, char *argv[])
{
	struct run r = { .life.log = "/dev/null" };
	scene_fn *run = NULL;

	if (!crypto_init() || !parse(&r, argc, argv)) {
		fputs(help, stderr);
		return 2;
	}
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		if (strcmp(argv[optind], scenes[i].name) == 0)
			run = scenes[i].run;
	if (run == NULL) {
		fputs(help, stderr);
		return 2;
	}
	if (!tokens_load(&r.people, argv[optind + 1]))
		return 2;
	r.life.argv = argc - optind > 2 ? &argv[optind + 2] : NULL;
	run(&r);
	life_kill(&r.life);
	tokens_free(&r.people);
	return tell_end();
}
