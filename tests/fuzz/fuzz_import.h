/* What holds of every record, whatever bytes it came from. */
#ifndef MF_FUZZ_IMPORT_H
#define MF_FUZZ_IMPORT_H

#include <assert.h>
#include <string.h>

#include "import/import.h"
#include "util/crypto.h"
#include "util/text.h"

struct fuzz_count {
	size_t seeds, complaints;
};

static enum mf_err
fuzz_seed(void *ctx, const struct seed *s)
{
	struct fuzz_count *count = ctx;

	count->seeds++;
	assert(s->factor != NULL && s->hash != NULL);
	assert(s->serial[0] != '\0');
	assert(utf8_is_valid(slice_str(s->serial)));
	assert(utf8_is_valid(slice_str(s->account)));
	assert(s->secretlen > 0 && s->secretlen <= SEED_SECRET_MAX);
	assert(s->counter <= INT64_MAX);
	assert(s->digits <= 10);
	assert((s->step > 0) == (strcmp(s->factor, "totp") == 0));
	assert((s->suite[0] != '\0') == (strcmp(s->factor, "ocra") == 0));
	return MF_OK;
}

static void
fuzz_complain(void *ctx, const struct import_complaint *c)
{
	struct fuzz_count *count = ctx;

	count->complaints++;
	assert(utf8_is_valid(slice_str(c->text)));
	assert(strchr(c->text, '\n') == NULL);
}

static void
fuzz_import(const uint8_t *p, size_t n, const struct import_options *o)
{
	struct fuzz_count count = { 0 };
	const struct import_sink sink = { &count, fuzz_seed, fuzz_complain };
	struct import_result result;
	FILE *f;
	enum mf_err e;

	if (n == 0 || (f = fmemopen((void *)(uintptr_t)p, n, "rb")) == NULL)
		return;
	setvbuf(f, NULL, _IONBF, 0);
	e = import_file(f, o, &sink, &result);
	fclose(f);
	assert(result.seeds == count.seeds);
	assert(result.errors + result.warnings == count.complaints);
	assert((e == MF_OK) == (result.errors == 0));
	assert(e != MF_OK || result.records > 0);
}

#endif
