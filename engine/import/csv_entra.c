/*
 * CSV with a header, as Microsoft Entra takes it and Token2, Feitian and
 * Deepnet write it: upn, serial number, secret key (base32), time interval,
 * manufacturer, model.  Columns may come in any order; unknown ones are
 * named and ignored.
 */
#include <string.h>

#include "import/cell.h"
#include "import/column.h"
#include "import/csv.h"
#include "import/spelled.h"
#include "util/text.h"

static enum mf_err
header(struct csv *c, bool *taken)
{
	struct run *r = c->run;
	bool have[COLUMN_MAX] = { false };
	char unknown[256], show[120];
	struct text t;

	*taken = true;
	text_init(&t, unknown, sizeof(unknown));
	memset(c->column, 0, sizeof(c->column));
	for (size_t i = 0; i < c->n; i++) {
		enum column k = column_find(c->cell[i]);

		c->column[i] = (uint8_t)k;
		run_show(show, sizeof(show), c->cell[i]);
		if (k == COLUMN_NONE && show[0] != '\0')
			text_printf(
			    &t, "%s\"%s\"", t.len > 0 ? ", " : "", show);
		if (k != COLUMN_NONE && have[k])
			return run_bad_file(r, c->row,
			    "two columns mean the same: \"%s\" is the second.",
			    show);
		have[k] = true;
	}
	if (!have[COLUMN_SERIAL] || have[COLUMN_SECRET] == have[COLUMN_HEXSEED])
		return run_bad_file(r, c->row,
		    "the header needs the columns \"serial number\" and "
		    "\"secret key\" (base32) or \"hexseed\" (hexadecimal).");
	if (t.len > 0)
		run_warn(r, "line %zu: ignored columns: %s.", c->row, unknown);
	return MF_OK;
}

static enum mf_err
number_to(struct run *r, const char *what, const char *cell, int64_t max,
    unsigned *out)
{
	int64_t v;
	enum mf_err e = cell_number(r, what, cell, 1, max, &v);

	if (e == MF_OK)
		*out = (unsigned)v;
	return e;
}

static enum mf_err
kind_of(struct run *r, enum column column, const char *cell, struct seed *s)
{
	char show[200];

	if (column == COLUMN_HASH) {
		if ((s->hash = hash_spelled(cell)) == NULL)
			return run_bad(r,
			    "the hash \"%s\" is none of sha1, sha256 and "
			    "sha512.",
			    run_show(show, sizeof(show), cell));
		return MF_OK;
	}
	s->factor = factor_spelled(cell);
	if (s->factor == NULL || s->factor[0] == 'y' || s->factor[0] == 'o')
		return run_bad(r, "the type \"%s\" is neither hotp nor totp.",
		    run_show(show, sizeof(show), cell));
	return MF_OK;
}

static enum mf_err
take(struct run *r, enum column column, const char *cell, struct seed *s)
{
	int64_t v;
	enum mf_err e;

	switch (column) {
	case COLUMN_ACCOUNT:
		return cell_copy(
		    r, "upn", cell, s->account, sizeof(s->account));
	case COLUMN_SECRET:
		return cell_base32(r, cell, s);
	case COLUMN_HEXSEED:
		return cell_hex(r, cell, s);
	case COLUMN_STEP:
		return number_to(r, "time interval", cell, 86400, &s->step);
	case COLUMN_VENDOR:
		return cell_copy(
		    r, "manufacturer", cell, s->vendor, sizeof(s->vendor));
	case COLUMN_MODEL:
		return cell_copy(r, "model", cell, s->model, sizeof(s->model));
	case COLUMN_DIGITS:
		return number_to(r, "number of digits", cell, 8, &s->digits);
	case COLUMN_COUNTER:
		e = cell_number(r, "counter", cell, 0, INT64_MAX, &v);
		s->counter = e == MF_OK ? (uint64_t)v : 0;
		return e;
	case COLUMN_HASH:
	case COLUMN_FACTOR:
		return kind_of(r, column, cell, s);
	case COLUMN_SERIAL:
	case COLUMN_NONE:
	case COLUMN_MAX:
		break;
	}
	return MF_OK;
}

static enum mf_err
row(const struct csv *c, struct seed *s)
{
	struct run *r = c->run;
	enum mf_err e = MF_OK;

	for (size_t i = 0; i < c->n && e == MF_OK; i++)
		if (c->column[i] == COLUMN_SERIAL)
			e = cell_copy(r, "serial", c->cell[i], s->serial,
			    sizeof(s->serial));
	memcpy(r->serial, s->serial, sizeof(r->serial));
	for (size_t i = 0; i < c->n && e == MF_OK; i++)
		if (c->cell[i][0] != '\0')
			e = take(r, c->column[i], c->cell[i], s);
	if (e != MF_OK)
		return e;
	if (s->secretlen == 0)
		return run_bad(r, "there is no secret key.");
	if (s->digits == 0 && r->opt->digits == 0)
		s->digits = 6; /* the only number Entra knows */
	if (s->factor == NULL)
		s->factor = r->opt->factor == NULL
		    ? "totp"
		    : factor_spelled(r->opt->factor);
	return MF_OK;
}

const struct csv_form csv_entra = { .begin = header, .row = row };
