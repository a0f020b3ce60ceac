/* Imports a text and keeps what came of it, as text, for the import tests. */
#ifndef MF_IMPORT_TEST_H
#define MF_IMPORT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "import/import.h"
#include "util/crypto.h"
#include "util/text.h"

/* RFC 4226 appendix D: "12345678901234567890". */
#define HEX20  "3132333435363738393031323334353637383930"
#define B64_20 "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA="

struct import_case {
	const char *name, *file;
	const char *seeds; /* a line each, as below; NULL: not looked at */
	const char *said;  /* a line each; NULL: not looked at */
};

struct imported {
	char seeds[8192], said[8192];
	struct text t_seeds, t_said;
	struct import_result result;
	enum mf_err err;
};

static enum mf_err
keep_seed(void *ctx, const struct seed *s)
{
	struct imported *i = ctx;
	char secret[2 * SEED_SECRET_MAX + 1];

	hex(s->secret, s->secretlen, secret);
	text_printf(&i->t_seeds, "%s %s %s %s %u %u %llu", s->serial, s->factor,
	    s->hash, secret, s->digits, s->step,
	    (unsigned long long)s->counter);
	if (s->suite[0] != '\0')
		text_printf(&i->t_seeds, " %s", s->suite);
	if (s->account[0] != '\0')
		text_printf(&i->t_seeds, " %s", s->account);
	if (s->has_private_id) {
		hex(s->private_id, sizeof(s->private_id), secret);
		text_printf(&i->t_seeds, " %s %s", s->public_id, secret);
	}
	text_put(&i->t_seeds, "\n");
	return MF_OK;
}

static void
keep_said(void *ctx, const struct import_complaint *c)
{
	struct imported *i = ctx;

	text_printf(&i->t_said, "%s%s\n", c->error ? "" : "warning: ", c->text);
}

static void
import_stream(FILE *f, const struct import_options *o, struct imported *i)
{
	const struct import_sink sink = { i, keep_seed, keep_said };

	assert_true(crypto_init());
	text_init(&i->t_seeds, i->seeds, sizeof(i->seeds));
	text_init(&i->t_said, i->said, sizeof(i->said));
	i->err = import_file(f, o, &sink, &i->result);
	fclose(f);
}

static void
import_bytes(
    const void *p, size_t n, const struct import_options *o, struct imported *i)
{
	FILE *f = fmemopen((void *)(uintptr_t)p, n, "rb");

	assert_non_null(f);
	import_stream(f, o, i);
}

static inline void
import_cases(const struct import_case *c, size_t n, struct import_options o)
{
	struct imported i;

	for (; n > 0; n--, c++) {
		print_message("%s\n", c->name);
		import_bytes(c->file, strlen(c->file), &o, &i);
		if (c->seeds != NULL)
			assert_string_equal(i.seeds, c->seeds);
		if (c->said != NULL)
			assert_string_equal(i.said, c->said);
		assert_int_equal(i.err == MF_OK, i.result.errors == 0);
	}
}

#endif
