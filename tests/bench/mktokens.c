/*
 * mktokens: N tokens, the same for the same seed.  Writes FOLDER/tokens.csv
 * (OATH CSV: serial,hex seed,type,digits,step) for mfctl, owners.csv
 * (serial,user) and people.csv for radload.  Of type sms the seeds are numbers
 * of telephones, for seed and radload alone.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "util/crypto.h"
#include "util/text.h"

#define SEED_BYTES 20
#define STEP       30
#define NUMBERS    37120000000 /* the one before the first */

struct kind {
	const char *name;
	unsigned digits;
};

static void
usage(void)
{
	fputs("usage: mktokens [-t hotp|totp|sms] [-d digits] [-p prefix] "
	      "N FOLDER\n",
	    stderr);
}

static FILE *
create(const char *folder, const char *name)
{
	char path[4096];
	FILE *fp = NULL;

	if (snprintf(path, sizeof(path), "%s/%s", folder, name) <
	    (int)sizeof(path))
		fp = fopen(path, "w");
	if (fp == NULL)
		fprintf(stderr, "mktokens: %s/%s: %s.\n", folder, name,
		    strerror(errno));
	return fp;
}

static void
secret_of(uint64_t i, char out[2 * SEED_BYTES + 1])
{
	const struct slice parts[] = { slice_str("mktokens"),
		{ (const uint8_t *)&i, sizeof(i) } };
	uint8_t seed[SEED_BYTES];

	keyed_hash(NULL, parts, 2, seed, sizeof(seed));
	hex(seed, sizeof(seed), out);
}

static bool
done(FILE *fp)
{
	return fp != NULL && (ferror(fp) != 0) + (fclose(fp) != 0) == 0;
}

/* A telephone: its number is its own, so is its owner's line. */
static void
write_phone(
    FILE *tokens, FILE *owners, FILE *people, const char *prefix, long long id)
{
	fprintf(tokens, "phone-%08lld,+%lld,sms,0\n", id, NUMBERS + id);
	fprintf(owners, "phone-%08lld,%s%07lld\n", id, prefix, id);
	fprintf(people, "%s%07lld,sms,+%lld\n", prefix, id, NUMBERS + id);
}

static bool
write_all(
    const char *folder, int64_t n, const char *prefix, const struct kind *kind)
{
	FILE *tokens = create(folder, "tokens.csv");
	FILE *owners = create(folder, "owners.csv");
	FILE *people = create(folder, "people.csv");
	unsigned step = kind->name[0] == 't' ? STEP : 0;
	char seed[2 * SEED_BYTES + 1];
	bool ok = tokens != NULL && owners != NULL && people != NULL;

	for (int64_t i = 1; ok && i <= n; i++) {
		long long id = (long long)i;

		if (kind->name[0] == 's') {
			write_phone(tokens, owners, people, prefix, id);
			continue;
		}
		secret_of((uint64_t)i, seed);
		fprintf(tokens, "90-%08lld,%s,%s,%u", id, seed, kind->name,
		    kind->digits);
		if (step != 0)
			fprintf(tokens, ",%u", step);
		fputc('\n', tokens);
		fprintf(owners, "90-%08lld,%s%07lld\n", id, prefix, id);
		fprintf(people, "%s%07lld,%s,%s,%u,%u\n", prefix, id,
		    kind->name, seed, kind->digits, step);
	}
	ok = done(tokens) && ok;
	ok = done(owners) && ok;
	return done(people) && ok;
}

int
main(int argc, char *argv[])
{
	struct kind kind = { "hotp", 6 };
	const char *prefix = "u";
	int64_t n;
	int c;

	while ((c = getopt(argc, argv, "t:d:p:")) != -1) {
		if (c == 't' &&
		    (strcmp(optarg, "hotp") == 0 ||
			strcmp(optarg, "totp") == 0 ||
			strcmp(optarg, "sms") == 0))
			kind.name = optarg;
		else if (c == 'd' && number_parse(optarg, 6, 8, &n) == MF_OK)
			kind.digits = (unsigned)n;
		else if (c == 'p')
			prefix = optarg;
		else
			optind = argc;
	}
	if (argc - optind != 2 ||
	    number_parse(argv[optind], 1, 99999999, &n) != MF_OK) {
		usage();
		return 2;
	}
	if (!crypto_init() || !write_all(argv[optind + 1], n, prefix, &kind))
		return 1;
	return 0;
}
