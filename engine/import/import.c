#include <string.h>

#include "import/import.h"
#include "import/cell.h"
#include "import/csv.h"
#include "import/detect.h"
#include "import/spelled.h"
#include "import/xml.h"

#define PREFIX_MAX 40 /* bytes; a record's number follows */

static const char *const names[IMPORT_FORMAT_MAX] = {
	[IMPORT_DETECT] = "",
	[IMPORT_PSKC] = "pskc",
	[IMPORT_SAFENET] = "safenet",
	[IMPORT_OATH] = "oath",
	[IMPORT_ENTRA] = "entra",
	[IMPORT_YUBICO] = "yubico",
};

const char *
import_format_name(enum import_format f)
{
	return (unsigned)f < IMPORT_FORMAT_MAX ? names[f] : "";
}

enum import_format
import_format_find(const char *name)
{
	for (int f = IMPORT_DETECT + 1; f < IMPORT_FORMAT_MAX; f++)
		if (strcmp(names[f], name) == 0)
			return (enum import_format)f;
	return IMPORT_DETECT;
}

enum mf_err
import_check(const struct import_options *o, struct text *why)
{
	const char *factor = o->factor;

	if (factor != NULL && strcmp(factor, "hotp") != 0 &&
	    strcmp(factor, "totp") != 0)
		text_printf(why,
		    "factor %s: tokens of a file can be taken as hotp or totp.",
		    factor);
	else if (o->hash != NULL && hash_spelled(o->hash) == NULL)
		text_printf(why, "hash %s: there are sha1, sha256 and sha512.",
		    o->hash);
	else if (o->digits != 0 && (o->digits < 6 || o->digits > 8))
		text_printf(why, "digits %u: 6, 7 or 8 can be.", o->digits);
	else if (o->step > 86400)
		text_printf(
		    why, "step %u: 1 to 86400 seconds can be.", o->step);
	else if (o->vendor != NULL && strlen(o->vendor) >= SEED_NAME_SIZE)
		text_printf(why, "vendor: its name has at most %d bytes.",
		    SEED_NAME_SIZE - 1);
	else if (o->serial_prefix != NULL &&
	    strlen(o->serial_prefix) > PREFIX_MAX)
		text_printf(
		    why, "serial-prefix: it has at most %d bytes.", PREFIX_MAX);
	else
		return MF_OK;
	return MF_EINVAL;
}

static enum mf_err
run_file(struct run *r)
{
	struct slice head = { r->src.buf, r->src.n };
	enum detected what;
	const char *why;

	if (head.n == 0 && r->src.err == MF_OK)
		return run_bad_file(r, 0, "the file is empty.");
	what = detect(head, r->opt->name, &why);
	if (what == DETECT_CLOSED)
		return run_bad_file(r, 0, "%s", why);
	if (what == DETECT_XML && r->opt->format >= IMPORT_OATH)
		return run_bad_file(
		    r, 0, "this is XML, not a CSV file as was said.");
	if (what == DETECT_CSV &&
	    (r->opt->format == IMPORT_PSKC || r->opt->format == IMPORT_SAFENET))
		return run_bad_file(r, 0,
		    "this is not XML, as a %s file would be.",
		    import_format_name(r->opt->format));
	if (what == DETECT_XML)
		r->src.max = IMPORT_XML_MAX;
	return what == DETECT_XML ? xml_import(r) : csv_import(r);
}

/* What ended it early, in a sentence; the error goes on to the caller. */
static void
say_end(struct run *r, enum mf_err e)
{
	if (r->src.err == MF_EFULL)
		(void)run_bad_file(r, 0,
		    "the file is larger than %zu MiB. Split it.",
		    r->src.max >> 20);
	else if (r->src.err == MF_EIO)
		(void)run_bad_file(r, 0, "the file could not be read.");
	else if (e == MF_ENOMEM)
		(void)run_bad_file(r, 0, "there is not enough memory.");
}

enum mf_err
import_file(FILE *f, const struct import_options *opt,
    const struct import_sink *sink, struct import_result *result)
{
	struct run r = { .opt = opt, .sink = sink, .result = result };
	char buf[256];
	struct text why;
	enum mf_err e;

	*result = (struct import_result){ .format = opt->format };
	source_open(&r.src, f, IMPORT_CSV_MAX);
	text_init(&why, buf, sizeof(buf));
	e = import_check(opt, &why) != MF_OK ? run_bad_file(&r, 0, "%s", buf)
					     : run_file(&r);
	if (e != MF_OK && e != MF_EINVAL)
		say_end(&r, e);
	if (e == MF_OK && result->records == 0 && result->errors == 0)
		e = run_bad_file(&r, 0, "there is no token in the file.");
	run_notes(&r);
	if (e == MF_OK && result->errors > 0)
		e = MF_EINVAL;
	source_close(&r.src);
	serials_clear(&r.serials);
	return e;
}
