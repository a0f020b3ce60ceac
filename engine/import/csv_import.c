#include "import/csv.h"
#include "import/detect.h"
#include "util/crypto.h"

static const struct csv_form *const forms[IMPORT_FORMAT_MAX] = {
	[IMPORT_OATH] = &csv_oath,
	[IMPORT_ENTRA] = &csv_entra,
	[IMPORT_YUBICO] = &csv_yubico,
};

static enum mf_err
read_row(const struct csv *c, const struct csv_form *form)
{
	struct seed s = { 0 };
	enum mf_err e;

	run_next(c->run, c->row);
	e = form->row(c, &s);
	if (e == MF_OK)
		e = run_seed(c->run, &s);
	else if (e == MF_ENOENT)
		e = MF_OK;
	seed_clear(&s);
	return e;
}

/* The first row that can be read tells the form. */
static enum mf_err
begin(struct csv *c, const struct csv_form **form)
{
	struct import_result *result = c->run->result;
	bool taken = false;
	enum mf_err e;

	if (c->run->opt->format == IMPORT_DETECT)
		result->format = detect_csv(c->cell, c->n);
	*form = forms[result->format];
	c->run->line = c->row;
	if ((*form)->begin != NULL &&
	    (e = (*form)->begin(c, &taken)) != MF_OK) {
		*form = NULL;
		return e;
	}
	return taken ? MF_OK : read_row(c, *form);
}

enum mf_err
csv_import(struct run *r)
{
	const struct csv_form *form = NULL;
	struct csv c;
	enum mf_err e;

	r->result->format =
	    r->opt->format == IMPORT_DETECT ? IMPORT_OATH : r->opt->format;
	csv_open(&c, r);
	while ((e = csv_next(&c)) != MF_ENOENT) {
		if (e == MF_OK && form == NULL) {
			e = begin(&c, &form);
			if (form == NULL)
				break;
		} else if (e == MF_OK) {
			e = read_row(&c, form);
		}
		if (e != MF_OK && e != MF_EINVAL)
			break;
	}
	csv_close(&c);
	return e == MF_ENOENT ? MF_OK : e;
}
