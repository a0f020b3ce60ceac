/*
 * mfctl token import FILE: a vendor's seed file, parsed here, where there are
 * no keys, and staged record by record.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ctl/ask.h"
#include "ctl/run.h"
#include "ctl/stage.h"
#include "import/import.h"
#include "util/crypto.h"
#include "util/text.h"

#define FILE_BUFFER 65536

struct reading {
	struct ctl *ctl;
	struct stage stage;
	bool assign;
	int code; /* of what went wrong in seed() */
	uint8_t key[64];
	char password[SECRET_MAX];
	struct import_options options;
	struct import_result result;
};

static bool
is_table(const struct reading *r)
{
	return r->result.format >= IMPORT_OATH;
}

/* Of a table a person finds the line, of XML the record. */
static int64_t
place_of(struct reading *r, size_t record, size_t line)
{
	if (!is_table(r))
		return (int64_t)record;
	r->stage.unit = "line";
	return (int64_t)line;
}

static void
put_seed(struct wire_out *out, const struct seed *s, int64_t place, bool assign)
{
	wire_put_str(out, TAG_ROW, "record");
	wire_put_int(out, TAG_PLACE, place);
	wire_put_str(out, TAG_SERIAL, s->serial);
	wire_put_str(out, TAG_VENDOR, s->vendor);
	wire_put_str(out, TAG_MODEL, s->model);
	wire_put_str(out, TAG_FACTOR, s->factor);
	wire_put_str(out, TAG_HASH, s->hash);
	if (s->digits > 0)
		wire_put_int(out, TAG_DIGITS, s->digits);
	if (s->step > 0)
		wire_put_int(out, TAG_STEP, s->step);
	wire_put_int(out, TAG_COUNTER, (int64_t)s->counter);
	if (s->drift != 0)
		wire_put_int(out, TAG_DRIFT, s->drift);
	wire_put(out, TAG_SECRET, s->secret, s->secretlen);
	wire_put_str(out, TAG_SUITE, s->suite);
	wire_put_str(out, TAG_PUBLIC_ID, s->public_id);
	if (s->has_private_id)
		wire_put(
		    out, TAG_PRIVATE_ID, s->private_id, sizeof(s->private_id));
	wire_put_str(out, TAG_LABEL, s->label);
	if (s->start != 0)
		wire_put_int(out, TAG_START, s->start);
	if (s->expiry != 0)
		wire_put_int(out, TAG_EXPIRY, s->expiry);
	if (assign)
		wire_put_str(out, TAG_ACCOUNT, s->account);
}

static enum mf_err
take_seed(void *ctx, const struct seed *s)
{
	uint8_t buf[STAGE_RECORD];
	struct reading *r = ctx;
	int64_t place = place_of(r, s->record, s->line);
	struct wire_out out;

	wire_begin(&out, buf, sizeof(buf), WIRE_ROW);
	put_seed(&out, s, place, r->assign);
	if (out.full)
		stage_bad(r->ctl, &r->stage, place,
		    "a value is longer than the engine takes.");
	else
		r->code = stage_add(r->ctl, &r->stage, &out, place,
		    is_table(r) ? 0 : (int64_t)s->line);
	wire_wipe(&out);
	return r->code == EXIT_DONE ? MF_OK : MF_EIO;
}

static void
take_complaint(void *ctx, const struct import_complaint *c)
{
	struct reading *r = ctx;

	stage_complain(r->ctl, &r->stage, c->error,
	    place_of(r, c->record, c->line), c->serial, c->text);
}

/* The key of an encrypted file, or its password; neither is fine, too. */
static int
read_key(struct ctl *ctl, const struct invocation *inv, struct reading *r)
{
	const char *file = given(inv, "key-file");
	char typed[SECRET_MAX] = "";
	int code = EXIT_DONE;

	if (file != NULL) {
		code = read_secret(ctl, file, typed);
		if (code == EXIT_DONE &&
		    hex_decode(slice_str(typed), r->key, sizeof(r->key),
			&r->options.key.n) != MF_OK)
			code = ctl_fail(ctl, EXIT_USAGE,
			    "%s: the first line is not a key of at most %zu "
			    "bytes in hex.\n",
			    file, sizeof(r->key));
		r->options.key.p = r->key;
		wipe(typed, sizeof(typed));
	}
	file = given(inv, "password-file");
	if (code != EXIT_DONE ||
	    (file == NULL && given(inv, "password") == NULL))
		return code;
	code = file != NULL
	    ? read_secret(ctl, file, r->password)
	    : ask_secret(ctl, "password of the file", false, r->password);
	r->options.password = slice_str(r->password);
	return code;
}

static int
read_number(struct ctl *ctl, const struct invocation *inv, const char *name,
    unsigned *out)
{
	const struct word *w = &words[word_find(name, strlen(name))];
	int64_t v;

	if (given(inv, name) == NULL)
		return EXIT_DONE;
	if (number_parse(given(inv, name), w->min, w->max, &v) != MF_OK)
		return ctl_fail(ctl, EXIT_USAGE,
		    "%s: \"%s\" is not a whole number from %lld to %lld.\n",
		    name, given(inv, name), (long long)w->min,
		    (long long)w->max);
	*out = (unsigned)v;
	return EXIT_DONE;
}

static int
read_options(struct ctl *ctl, const struct invocation *inv, struct reading *r)
{
	const char *format = given(inv, "format");
	struct import_options *o = &r->options;
	char why[256];
	struct text t;
	int code;

	o->name = given(inv, "file");
	o->factor = given(inv, "factor");
	o->hash = given(inv, "hash");
	o->vendor = given(inv, "vendor");
	o->serial_prefix = given(inv, "serial-prefix");
	o->number_repeats = given(inv, "number-repeats") != NULL;
	o->allow_short_keys = given(inv, "allow-short-keys") != NULL;
	o->allow_weak_mac = given(inv, "allow-weak-mac") != NULL;
	o->now = time(NULL);
	if (format != NULL &&
	    (o->format = import_format_find(format)) == IMPORT_DETECT)
		return ctl_fail(ctl, EXIT_USAGE,
		    "format: \"%s\" is not one of pskc, safenet, oath, entra, "
		    "yubico.\n",
		    format);
	if ((code = word_check(ctl, "hash", o->hash)) != EXIT_DONE ||
	    (code = read_number(ctl, inv, "digits", &o->digits)) != EXIT_DONE ||
	    (code = read_number(ctl, inv, "step", &o->step)) != EXIT_DONE)
		return code;
	text_init(&t, why, sizeof(why));
	if (import_check(o, &t) != MF_OK)
		return ctl_fail(ctl, EXIT_USAGE, "%s\n", why);
	return read_key(ctl, inv, r);
}

static int
read_seeds(struct reading *r, FILE *fp)
{
	const struct import_sink sink = {
		.ctx = r,
		.seed = take_seed,
		.complain = take_complaint,
	};
	enum mf_err e = import_file(fp, &r->options, &sink, &r->result);

	if (r->code != EXIT_DONE || e == MF_OK || r->stage.bad > 0)
		return r->code;
	return ctl_fail(r->ctl, EXIT_REFUSED, "%s: %s. Nothing was imported.\n",
	    r->stage.file, e == MF_EIO ? strerror(errno) : mf_strerror(e));
}

static int
import_open(struct ctl *ctl, struct reading *r)
{
	char *buf = malloc(FILE_BUFFER); /* ours, so that it can be wiped */
	FILE *fp = fopen(r->stage.file, "re");
	int code = EXIT_REFUSED;

	if (fp != NULL && stage_is_folder(ctl, &r->stage, fp))
		goto out;
	if (buf == NULL || fp == NULL) {
		ctl_fail(ctl, code, "%s: %s. Nothing was imported.\n",
		    r->stage.file, strerror(errno));
		goto out;
	}
	setvbuf(fp, buf, _IOFBF, FILE_BUFFER);
	code = stage_begin(ctl, &r->stage);
	if (code == EXIT_DONE)
		code = stage_end(ctl, &r->stage, read_seeds(r, fp));
out:
	if (fp != NULL)
		fclose(fp);
	if (buf != NULL)
		wipe(buf, FILE_BUFFER);
	free(buf);
	return code;
}

int
token_import(struct ctl *ctl, const struct invocation *inv)
{
	struct reading r = {
		.ctl = ctl,
		.stage = { .file = given(inv, "file"),
		    .unit = "record",
		    .kind = "tokens",
		    .dry_run = given(inv, "dry-run") != NULL,
		    .skip_known = given(inv, "skip-known") != NULL },
		.assign = given(inv, "assign") != NULL,
	};
	int code = read_options(ctl, inv, &r);

	if (code == EXIT_DONE)
		code = import_open(ctl, &r);
	wipe(r.key, sizeof(r.key));
	wipe(r.password, sizeof(r.password));
	return code;
}
