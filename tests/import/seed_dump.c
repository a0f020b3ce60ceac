/*
 * Prints the records of a seed file, one line each, and complaints to
 * standard error: for tests that compare with other programs.
 *
 *	seed_dump [-rsw] [-k hexkey | -p password] [-f factor] [-n prefix] file
 *
 * -r numbers repeated serials, -s takes short keys, -w weak MACs, -n names
 *records without serial.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "import/import.h"
#include "util/crypto.h"

static enum mf_err
print(void *ctx, const struct seed *s)
{
	char secret[2 * SEED_SECRET_MAX + 1];

	(void)ctx;
	hex(s->secret, s->secretlen, secret);
	printf("%s,%s,%s,%u,%u,%llu,%lld,%s,%s,%s,%s,%s,%lld,%lld\n", s->serial,
	    secret, s->factor, s->digits, s->step,
	    (unsigned long long)s->counter, (long long)s->drift, s->hash,
	    s->suite, s->vendor, s->model, s->account, (long long)s->start,
	    (long long)s->expiry);
	return MF_OK;
}

static void
say(void *ctx, const struct import_complaint *c)
{
	(void)ctx;
	fprintf(stderr, "%s: %s\n", c->error ? "error" : "warning", c->text);
}

int
main(int argc, char *argv[])
{
	const struct import_sink sink = { .seed = print, .complain = say };
	struct import_options o = { .name = "" };
	struct import_result result;
	uint8_t key[64];
	FILE *f;
	enum mf_err e;
	int c;

	while ((c = getopt(argc, argv, "rswk:p:f:n:")) != -1)
		switch (c) {
		case 'r':
			o.number_repeats = true;
			break;
		case 's':
			o.allow_short_keys = true;
			break;
		case 'w':
			o.allow_weak_mac = true;
			break;
		case 'k':
			if (hex_decode(slice_str(optarg), key, sizeof(key),
				&o.key.n) != MF_OK)
				return 2;
			o.key.p = key;
			break;
		case 'p':
			o.password = slice_str(optarg);
			break;
		case 'f':
			o.factor = optarg;
			break;
		case 'n':
			o.serial_prefix = optarg;
			break;
		default:
			return 2;
		}
	if (optind != argc - 1 || !crypto_init() ||
	    (f = fopen(argv[optind], "rb")) == NULL)
		return 2;
	o.name = strrchr(argv[optind], '/');
	o.name = o.name == NULL ? argv[optind] : o.name + 1;
	e = import_file(f, &o, &sink, &result);
	fclose(f);
	fprintf(stderr, "%s: %zu records, %zu seeds, %zu errors\n",
	    import_format_name(result.format), result.records, result.seeds,
	    result.errors);
	return e == MF_OK ? 0 : 1;
}
