/*
 * OATH CSV: serial, seed in hexadecimal [, type [, digits [, step [, hash]]]];
 * of an OCRA token the suite stands where the digits do.
 */
#include <string.h>
#include <strings.h>

#include "import/cell.h"
#include "import/csv.h"
#include "import/spelled.h"

static enum mf_err
type(struct run *r, const char *cell, struct seed *s)
{
	char show[200];

	if (cell[0] == '\0') {
		s->factor = r->opt->factor == NULL
		    ? "hotp"
		    : factor_spelled(r->opt->factor);
		return MF_OK;
	}
	s->factor =
	    strcasecmp(cell, "ocra2") == 0 ? "ocra" : factor_spelled(cell);
	if (s->factor == NULL || strcmp(s->factor, "yubikey") == 0)
		return run_bad(r,
		    "the type \"%s\" is none of hotp, totp and ocra.",
		    run_show(show, sizeof(show), cell));
	return MF_OK;
}

/* Cells left out mean 6 digits and 30 seconds, as where the format is from. */
static enum mf_err
numbers(struct run *r, const struct csv *c, struct seed *s)
{
	const char *digits = csv_cell(c, 3), *step = csv_cell(c, 4);
	int64_t v = r->opt->digits != 0 ? r->opt->digits : 6;
	enum mf_err e;

	if (digits[0] != '\0' &&
	    (e = cell_number(r, "number of digits", digits, 6, 8, &v)) != MF_OK)
		return e;
	s->digits = (unsigned)v;
	v = r->opt->step != 0 ? r->opt->step : 30;
	if (step[0] != '\0' &&
	    (e = cell_number(r, "time step", step, 1, 86400, &v)) != MF_OK)
		return e;
	s->step = (unsigned)v;
	return MF_OK;
}

static enum mf_err
row(const struct csv *c, struct seed *s)
{
	struct run *r = c->run;
	const char *hash = csv_cell(c, 5);
	char show[200];
	enum mf_err e;

	if ((e = cell_copy(r, "serial", csv_cell(c, 0), s->serial,
		 sizeof(s->serial))) != MF_OK)
		return e;
	memcpy(r->serial, s->serial, sizeof(r->serial));
	if (c->n < 2)
		return run_bad(r,
		    "there is one cell only; OATH CSV has serial, seed "
		    "[, type [, digits [, step [, hash]]]].");
	if ((e = cell_hex(r, csv_cell(c, 1), s)) != MF_OK ||
	    (e = type(r, csv_cell(c, 2), s)) != MF_OK)
		return e;
	if (hash[0] != '\0' && (s->hash = hash_spelled(hash)) == NULL)
		return run_bad(r,
		    "the hash \"%s\" is none of sha1, sha256 and sha512.",
		    run_show(show, sizeof(show), hash));
	for (size_t i = 6; i < c->n; i++)
		if (csv_cell(c, i)[0] != '\0')
			return run_bad(r,
			    "there are %zu cells, OATH CSV has six at most.",
			    c->n);
	if (strcmp(s->factor, "ocra") == 0)
		return cell_copy(
		    r, "suite", csv_cell(c, 3), s->suite, sizeof(s->suite));
	return numbers(r, c, s);
}

const struct csv_form csv_oath = { .row = row };
