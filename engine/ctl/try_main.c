#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "ctl/try.h"
#include "ctl/try_end.h"
#include "util/crypto.h"
#include "util/text.h"

const struct option try_longs[] = {
	{ "secret-file", required_argument, NULL, 's' },
	{ "user", required_argument, NULL, 'u' },
	{ "nas-identifier", required_argument, NULL, 'n' },
	{ "nas-port-type", required_argument, NULL, 'p' },
	{ "station", required_argument, NULL, 'c' },
	{ "timeout", required_argument, NULL, 't' },
	{ "tries", required_argument, NULL, 'r' },
	{ "script", required_argument, NULL, 'f' },
	{ "json", no_argument, NULL, 'j' },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

static void
usage(FILE *fp)
{
	fputs(
	    "usage: mfctl try [options] SERVER[:PORT]\n"
	    "Logs in at a RADIUS server as a VPN gateway would, and shows "
	    "each reply.\n\n"
	    "  --secret-file FILE    shared secret, on the file's first "
	    "line\n"
	    "                        (or in " TRY_SECRET_ENV ")\n"
	    "  --user NAME           else it is asked for\n"
	    "  --nas-identifier NAME (default mfctl)\n"
	    "  --nas-port-type N     (default 5, Virtual)\n"
	    "  --station ID          Calling-Station-Id, e.g. an address\n"
	    "  --timeout SECONDS     for each packet, 1 to 60 (default 5)\n"
	    "  --tries N             packets for each round, 1 to 10 "
	    "(default 3)\n"
	    "  --script FILE         password and codes, one a line (after the "
	    "user, if\n"
	    "                        not given); -: standard input\n"
	    "  --json                one object for each reply, and a last "
	    "one\n"
	    "                        that says how it ended\n\n"
	    "Exits 0 on accept, 1 on reject, 2 on a usage error, 3 if a "
	    "challenge was\nleft without an answer, 4 if the server did not "
	    "answer.\n",
	    fp);
}

static int
misused(const struct try_options *opt)
{
	if (opt->json)
		return try_end(true, TRY_USAGE,
		    "this is no login that can be tried.\n"
		    "mfctl try --help shows how.");
	usage(stderr);
	return TRY_USAGE;
}

static bool
number(const struct try_options *opt, const char *name, unsigned min,
    unsigned max, unsigned *out)
{
	int64_t n;

	if (number_parse(optarg, min, max, &n) != MF_OK) {
		(void)try_end(opt->json, TRY_USAGE, "--%s: %s: give %u to %u.",
		    name, optarg, min, max);
		return false;
	}
	*out = (unsigned)n;
	return true;
}

/* Takes one option; false: usage was wrong and has been told. */
static bool
take(struct try_options *opt, int c)
{
	switch (c) {
	case 's':
		opt->secret_file = optarg;
		return true;
	case 'u':
		opt->user = optarg;
		return true;
	case 'n':
		opt->nas_identifier = optarg;
		return true;
	case 'c':
		opt->station = optarg;
		return true;
	case 'f':
		opt->script = optarg;
		return true;
	case 'j':
		opt->json = true;
		return true;
	case 'p':
		return number(
		    opt, "nas-port-type", 0, 255, &opt->nas_port_type);
	case 't':
		if (!number(opt, "timeout", 1, 60, &opt->timeout_ms))
			return false;
		opt->timeout_ms *= 1000;
		return true;
	case 'r':
		return number(opt, "tries", 1, 10, &opt->tries);
	}
	(void)misused(opt);
	return false;
}

int
try_main(int argc, char *argv[])
{
	struct try_options opt = { .nas_identifier = "mfctl",
		.nas_port_type = 5,
		.timeout_ms = 5000,
		.tries = 3 };
	int c;

	for (int i = 1; i < argc; i++) /* of what is wrong before it, too */
		opt.json |= strcmp(argv[i], "--json") == 0;
	opterr = !opt.json;
	optind = 0; /* mfctl may have used getopt before */
	while ((c = getopt_long(argc, argv, "", try_longs, NULL)) != -1) {
		if (c == 'h') {
			usage(stdout);
			return TRY_ACCEPT;
		}
		if (!take(&opt, c))
			return TRY_USAGE;
	}
	if (argc - optind != 1)
		return misused(&opt);
	opt.server = argv[optind];
	if (!crypto_init())
		return try_end(opt.json, TRY_USAGE,
		    "the cryptographic library does not start.");
	return try_login(&opt);
}
