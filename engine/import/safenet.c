#include <stdlib.h>
#include <string.h>

#include "import/safenet.h"
#include "import/cell.h"
#include "util/crypto.h"

static enum mf_err
application(struct run *r, xmlNode *app, struct seed *s)
{
	char seed[2 * SEED_SECRET_MAX + 2], number[32];
	int64_t v;
	enum mf_err e;

	if (xml_text(xml_child(app, "Seed"), seed, sizeof(seed)) != MF_OK)
		e = run_bad(r, "the key is longer than 1024 bits.");
	else
		e = cell_hex(r, seed, s);
	wipe(seed, sizeof(seed));
	if (e != MF_OK)
		return e;
	if ((e = xml_field(r, "MovingFactor", xml_child(app, "MovingFactor"),
		 number, sizeof(number))) != MF_OK)
		return e;
	if (number[0] != '\0') {
		if ((e = cell_number(
			 r, "MovingFactor", number, 0, INT64_MAX, &v)) != MF_OK)
			return e;
		s->counter = (uint64_t)v;
	}
	return MF_OK;
}

static enum mf_err
token(struct run *r, xmlNode *token, struct seed *s)
{
	xmlNode *app = xml_find(token, "Applications/Application");
	enum mf_err e;

	s->factor = "hotp";
	s->digits = r->opt->digits != 0 ? r->opt->digits : 6;
	if (r->opt->factor != NULL)
		s->factor = factor_spelled(r->opt->factor);
	if (xml_attr(token, "serial", s->serial, sizeof(s->serial)) != MF_OK)
		return run_bad(r, "the serial has more than 64 bytes.");
	memcpy(r->serial, s->serial, sizeof(r->serial));
	if ((e = xml_field(r, "ProductName", xml_child(token, "ProductName"),
		 s->model, sizeof(s->model))) != MF_OK)
		return e;
	if (r->opt->vendor == NULL)
		strcpy(s->vendor, "SafeNet");
	if (app == NULL)
		return run_bad(r,
		    "there is no <Applications> with an <Application> in it, "
		    "so no seed.");
	if (xml_next(app) != NULL)
		return run_bad(r,
		    "the token has several applications; a token has one "
		    "seed here.");
	return application(r, app, s);
}

static enum mf_err
child(struct run *r, void *ctx, xmlNode *node)
{
	struct seed s = { 0 };
	enum mf_err e;

	(void)ctx;
	if (!xml_is(node, "Token"))
		return run_bad_file(r, (size_t)xmlGetLineNo(node),
		    "<Tokens> holds something that is no <Token>.");
	run_next(r, (size_t)xmlGetLineNo(node));
	e = token(r, node, &s);
	if (e == MF_OK)
		e = run_seed(r, &s);
	seed_clear(&s);
	return e;
}

const struct xml_form xml_safenet = { .format = IMPORT_SAFENET,
	.child = child };
