/*
 * radload: many people logging in at a RADIUS server, in two rounds.  Closed
 * loop (-c in flight) or open loop (-r a second, timed from the moment a
 * login was due); wrong and used codes mixed in, none of which may be taken.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "load.h"
#include "util/crypto.h"
#include "util/text.h"

enum { EXIT_SOUND = 0, EXIT_BREACH = 1, EXIT_USAGE = 2, EXIT_NOTHING = 3 };

struct options {
	struct load_options load;
	const char *people, *counters;
	int64_t crowd; /* people of -1 */
	bool ceiling, json;
};

static void
usage(void)
{
	fputs(
	    "usage: radload [options] -u PEOPLE SERVER:PORT\n"
	    "       radload [options] -1 SERVER:PORT\n\n"
	    "  -u FILE    user,hotp|totp,hex secret,digits,step, one a line,\n"
	    "             or user,sms,+number; numbers count up by one\n"
	    "  -g SOCKET  where the gateway puts codes of SMS\n"
	    "  -a MS      before nobody waits for a code any more "
	    "(default 10000)\n"
	    "  -s FILE    counters of earlier runs, read and written\n"
	    "  -1         no tokens: everybody types 123456\n"
	    "  -n N       people of -1 (default 1000)\n"
	    "  -c N       logins in flight at most, 1 to 1024 (default 64)\n"
	    "  -r N       logins a second, open loop (default: closed loop)\n"
	    "  -t N       seconds to measure (default 5)\n"
	    "  -w N       seconds before that (default 1)\n"
	    "  -W N       percent of logins with a wrong code\n"
	    "  -Y N       percent of logins with a code used before\n"
	    "  -P TEXT    everybody's password (default password)\n"
	    "  -S TEXT    shared secret (default benchsecret)\n"
	    "  -i TEXT    NAS-Identifier (default bench)\n"
	    "  -x         send no Calling-Station-Id\n"
	    "  -R MS      before a packet is sent again (default 2000)\n"
	    "  -j         print JSON\n\n"
	    "Exits 0; 1 if a door opened that should not, or a reply could\n"
	    "have been forged; 2 on a usage error; 3 if nobody got in.\n",
	    stderr);
}

static unsigned
number(char option, const char *value, unsigned min, unsigned max)
{
	int64_t n;

	if (number_parse(value, min, max, &n) != MF_OK) {
		fprintf(stderr, "radload: -%c %s: give %u to %u.\n", option,
		    value, min, max);
		exit(EXIT_USAGE);
	}
	return (unsigned)n;
}

/* What the load is like. */
static bool
take_load(struct load_options *l, int c)
{
	switch (c) {
	case 'c':
		l->flight = number('c', optarg, 1, 1024);
		return true;
	case 'r':
		l->rate = number('r', optarg, 1, 1000000);
		return true;
	case 't':
		l->seconds = number('t', optarg, 1, 3600);
		return true;
	case 'w':
		l->warmup = number('w', optarg, 0, 3600);
		return true;
	case 'W':
		l->wrong = number('W', optarg, 0, 100);
		return true;
	case 'Y':
		l->replay = number('Y', optarg, 0, 100);
		return true;
	case 'R':
		l->retry_us = 1000L * number('R', optarg, 1, 60000);
		return true;
	case 'a':
		l->patience_us = 1000L * number('a', optarg, 1, 600000);
		return true;
	}
	return false;
}

/* Who and with what; and the rest. */
static bool
take(struct options *o, int c)
{
	switch (c) {
	case 'u':
		o->people = optarg;
		return true;
	case 'g':
		o->load.phones = optarg;
		return true;
	case 's':
		o->counters = optarg;
		return true;
	case '1':
		o->ceiling = true;
		return true;
	case 'n':
		o->crowd = number('n', optarg, 1, 10000000);
		return true;
	case 'P':
		o->load.password = optarg;
		return true;
	case 'S':
		o->load.secret = optarg;
		return true;
	case 'i':
		o->load.nas = optarg;
		return true;
	case 'x':
		o->load.station = false;
		return true;
	case 'j':
		o->json = true;
		return true;
	}
	return take_load(&o->load, c);
}

static void
print_hist(const char *name, const struct hist *h)
{
	printf("; %s p50 %lld p95 %lld p99 %lld max %lld us", name,
	    (long long)hist_share(h, 0.5), (long long)hist_share(h, 0.95),
	    (long long)hist_share(h, 0.99), (long long)h->max);
}

static void
print(const struct options *o, const struct load_result *r)
{
	printf("%.0f logins/s (c=%u", (double)r->logins / r->seconds,
	    o->load.flight);
	if (o->load.rate > 0)
		printf(", %.0f/s due", o->load.rate);
	printf(", %.0f s)", r->seconds);
	print_hist("login", &r->login);
	print_hist("first", &r->round[0]);
	print_hist("second", &r->round[1]);
	printf("; %llu sent again, %llu lost, %llu rejected, "
	       "%llu bad codes refused, %llu bad codes accepted",
	    (unsigned long long)r->retransmits, (unsigned long long)r->lost,
	    (unsigned long long)r->rejected, (unsigned long long)r->refused,
	    (unsigned long long)(r->wrong_accepted + r->replay_accepted));
	if (o->load.phones != NULL) {
		printf("; %.0f codes/s, %llu never came",
		    (double)r->codes / r->seconds,
		    (unsigned long long)r->uncoded);
		print_hist("code", &r->code);
	}
	if (r->starved > 0)
		printf("; %llu times nobody had an unused code",
		    (unsigned long long)r->starved);
	if (r->unstarted > 0)
		printf("; %llu due logins never began",
		    (unsigned long long)r->unstarted);
	putchar('\n');
}

static json_t *
hist_json(const struct hist *h)
{
	return json_pack("{s:I, s:I, s:I, s:I}", "p50",
	    (json_int_t)hist_share(h, 0.5), "p95",
	    (json_int_t)hist_share(h, 0.95), "p99",
	    (json_int_t)hist_share(h, 0.99), "max", (json_int_t)h->max);
}

static void
print_json(const struct options *o, const struct load_result *r)
{
	const struct {
		const char *name;
		uint64_t n;
	} counts[] = {
		{ "logins", r->logins },
		{ "accepted", r->accepted },
		{ "retransmits", r->retransmits },
		{ "lost", r->lost },
		{ "rejected", r->rejected },
		{ "refused", r->refused },
		{ "wrong_accepted", r->wrong_accepted },
		{ "replay_accepted", r->replay_accepted },
		{ "unasked", r->unasked },
		{ "unverified", r->unverified },
		{ "unprotected", r->unprotected },
		{ "uncoded", r->uncoded },
		{ "strays", r->strays },
		{ "starved", r->starved },
		{ "unstarted", r->unstarted },
	};
	json_t *root =
	    json_pack("{s:i, s:f, s:f, s:f, s:f, s:o, s:o, s:o, s:o}", "flight",
		(int)o->load.flight, "due_per_s", o->load.rate, "seconds",
		r->seconds, "logins_per_s", (double)r->logins / r->seconds,
		"codes_per_s", (double)r->codes / r->seconds, "login_us",
		hist_json(&r->login), "first_us", hist_json(&r->round[0]),
		"second_us", hist_json(&r->round[1]), "code_us",
		hist_json(&r->code));

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		json_object_set_new(root, counts[i].name,
		    json_integer((json_int_t)counts[i].n));
	json_dumpf(root, stdout, JSON_COMPACT | JSON_REAL_PRECISION(8));
	putchar('\n');
	json_decref(root);
}

static int
judge(const struct load_result *r)
{
	const struct {
		uint64_t n;
		const char *what;
	} breaches[] = {
		{ r->wrong_accepted, "WRONG CODES WERE ACCEPTED" },
		{ r->replay_accepted, "USED CODES WERE ACCEPTED AGAIN" },
		{ r->unasked, "LOGINS WERE ACCEPTED WITHOUT A CODE" },
		{ r->unverified, "REPLIES HAD A WRONG AUTHENTICATOR" },
		{ r->unprotected,
		    "REPLIES DID NOT BEGIN WITH MESSAGE-AUTHENTICATOR" },
	};
	int rc = r->logins > 0 ? EXIT_SOUND : EXIT_NOTHING;

	for (size_t i = 0; i < sizeof(breaches) / sizeof(breaches[0]); i++) {
		if (breaches[i].n == 0)
			continue;
		fprintf(stderr, "radload: %llu %s.\n",
		    (unsigned long long)breaches[i].n, breaches[i].what);
		rc = EXIT_BREACH;
	}
	return rc;
}

static bool
gather(const struct options *o, struct people *people)
{
	if (o->ceiling)
		return people_make(people, (size_t)o->crowd);
	return people_load(people, o->people) &&
	    (o->counters == NULL || people_resume(people, o->counters));
}

int
main(int argc, char *argv[])
{
	static struct load_result result;
	struct people people = { 0 };
	struct options o = {
		.load = { .secret = "benchsecret",
		    .password = "password",
		    .nas = "bench",
		    .flight = 64,
		    .seconds = 5,
		    .warmup = 1,
		    .station = true,
		    .retry_us = 2000000,
		    .patience_us = 10000000,
		    .tries = 4 },
		.crowd = 1000,
	};
	int c, rc = EXIT_USAGE;

	while (
	    (c = getopt(argc, argv, "u:g:a:s:1n:c:r:t:w:W:Y:P:S:i:xR:j")) != -1)
		if (!take(&o, c)) {
			usage();
			return EXIT_USAGE;
		}
	if (argc - optind != 1 || (o.people == NULL) == !o.ceiling) {
		usage();
		return EXIT_USAGE;
	}
	o.load.server = argv[optind];
	if (!crypto_init() || !gather(&o, &people) ||
	    !load_run(&o.load, &people, &result))
		goto out;
	(o.json ? print_json : print)(&o, &result);
	rc = judge(&result);
	if (o.counters != NULL && !people_save(&people, o.counters))
		rc = EXIT_USAGE;
out:
	people_free(&people);
	return rc;
}
