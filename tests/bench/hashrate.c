/*
 * hashrate: how many Argon2id hashes all cores make in a second with nothing
 * else to do, by libsodium alone or, with -k, with its memory kept from one to
 * the next as the engine does.  That is the ceiling of logins whose password
 * the engine checks.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "util/crypto.h"
#include "util/kept.h"
#include "util/text.h"

#define THREADS_MAX 256

static const struct password_cost owasp = { .kib = 19456, .passes = 2 };

struct worker {
	pthread_t thread;
	const char *record;
	double until;
	unsigned long hashes;
	bool keeps, wrong;
};

static double
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void *
work(void *arg)
{
	struct worker *w = arg;

	if (w->keeps)
		kept_begin();
	while (now() < w->until && !w->wrong) {
		w->wrong = !password_verify(w->record, slice_str("password"));
		w->hashes++;
	}
	kept_end();
	return NULL;
}

int
main(int argc, char *argv[])
{
	static struct worker workers[THREADS_MAX];
	int64_t threads = sysconf(_SC_NPROCESSORS_ONLN), seconds = 5;
	char record[PASSWORD_RECORD];
	unsigned long hashes = 0;
	double begin;
	bool keeps = argc > 1 && strcmp(argv[1], "-k") == 0;

	argc -= keeps;
	argv += keeps;
	if (argc > 3 ||
	    (argc > 1 && number_parse(argv[1], 1, 600, &seconds) != MF_OK) ||
	    (argc > 2 &&
		number_parse(argv[2], 1, THREADS_MAX, &threads) != MF_OK)) {
		fputs("usage: hashrate [-k] [seconds [threads]]\n", stderr);
		return 2;
	}
	if (!crypto_init() ||
	    password_hash(&owasp, slice_str("password"), record) != MF_OK)
		return 1;
	begin = now();
	for (int64_t i = 0; i < threads; i++) {
		workers[i].record = record;
		workers[i].keeps = keeps;
		workers[i].until = begin + (double)seconds;
		if (pthread_create(
			&workers[i].thread, NULL, work, &workers[i]) != 0)
			return 1;
	}
	for (int64_t i = 0; i < threads; i++) {
		pthread_join(workers[i].thread, NULL);
		hashes += workers[i].hashes;
		if (workers[i].wrong)
			return 1;
	}
	printf("%.1f hashes/s (Argon2id, %u KiB, %u passes, %d threads)\n",
	    (double)hashes / (now() - begin), owasp.kib, owasp.passes,
	    (int)threads);
	return 0;
}
