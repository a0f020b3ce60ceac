/*
 * What Yubico's programs write.  Yubico format, without kind and digits:
 *
 *	508326,cccccccccccc,83cebdfb7b93,AES key,,2013-12-12T08:43:17,
 *	508326,,moving factor,HOTP seed,,2013-12-12T08:41:07,
 *
 * Traditional format, without serial, for which the public id stands in:
 *
 *	Yubico OTP,time,slot,public id,private id,AES key,,,0,0,0,0,...
 *	OATH-HOTP,time,slot,public id,,seed,,,0,0,0,digits,moving factor,...
 */
#include <string.h>
#include <strings.h>

#include "import/cell.h"
#include "import/csv.h"
#include "util/crypto.h"

static enum mf_err
private_id(struct run *r, const char *cell, struct seed *s)
{
	size_t n;

	if (hex_decode(slice_str(cell), s->private_id, sizeof(s->private_id),
		&n) != MF_OK ||
	    n != sizeof(s->private_id))
		return run_bad(
		    r, "the private id is not of 12 hexadecimal digits.");
	s->has_private_id = true;
	return MF_OK;
}

static enum mf_err
counter(struct run *r, const char *cell, struct seed *s)
{
	int64_t v = 0;
	enum mf_err e;

	if (cell[0] == '\0')
		return MF_OK;
	e = cell_number(r, "moving factor", cell, 0, INT64_MAX, &v);
	s->counter = (uint64_t)v;
	return e;
}

static enum mf_err
yubico_format(const struct csv *c, struct seed *s)
{
	struct run *r = c->run;
	const char *public = csv_cell(c, 1), *third = csv_cell(c, 2);
	enum mf_err e;

	if ((e = cell_copy(r, "serial", csv_cell(c, 0), s->serial,
		 sizeof(s->serial))) != MF_OK)
		return e;
	memcpy(r->serial, s->serial, sizeof(r->serial));
	if (public[0] == '\0' && third[0] == '\0')
		return run_bad(r,
		    "there is neither public id nor moving factor: a static "
		    "password or challenge-response slot, which cannot be "
		    "imported.");
	if ((e = cell_hex(r, csv_cell(c, 3), s)) != MF_OK)
		return e;
	if (s->secretlen == 16 && public[0] != '\0') {
		s->factor = "yubikey";
		if ((e = cell_copy(r, "public id", public, s->public_id,
			 sizeof(s->public_id))) != MF_OK)
			return e;
		return private_id(r, third, s);
	}
	s->factor = "hotp";
	return counter(r, third, s);
}

static enum mf_err
traditional(const struct csv *c, struct seed *s, bool hotp)
{
	struct run *r = c->run;
	const char *digits = csv_cell(c, 11);
	int64_t v = 0;
	enum mf_err e;

	if ((e = cell_copy(r, "public id", csv_cell(c, 3), s->serial,
		 sizeof(s->serial))) != MF_OK)
		return e;
	memcpy(r->serial, s->serial, sizeof(r->serial));
	if ((e = cell_hex(r, csv_cell(c, 5), s)) != MF_OK)
		return e;
	s->factor = hotp ? "hotp" : "yubikey";
	if (!hotp) {
		if ((e = cell_copy(r, "public id", csv_cell(c, 3), s->public_id,
			 sizeof(s->public_id))) != MF_OK)
			return e;
		return private_id(r, csv_cell(c, 4), s);
	}
	if (digits[0] != '\0' &&
	    (e = cell_number(r, "number of digits", digits, 6, 8, &v)) != MF_OK)
		return e;
	s->digits = (unsigned)v;
	return counter(r, csv_cell(c, 12), s);
}

static enum mf_err
row(const struct csv *c, struct seed *s)
{
	const char *kind = csv_cell(c, 0);
	bool hotp = strcasecmp(kind, "OATH-HOTP") == 0;
	char show[200];
	enum mf_err e;

	if (strcasecmp(kind, "LOGGING START") == 0)
		return MF_ENOENT;
	if (s->vendor[0] == '\0' && c->run->opt->vendor == NULL)
		strcpy(s->vendor, "Yubico");
	if (hotp || strcasecmp(kind, "Yubico OTP") == 0)
		e = traditional(c, s, hotp);
	else if (strspn(kind, "0123456789") == strlen(kind))
		e = yubico_format(c, s);
	else
		e = run_bad(c->run,
		    "\"%s\" is neither a serial number nor a kind of slot that "
		    "can be imported (Yubico OTP, OATH-HOTP).",
		    run_show(show, sizeof(show), kind));
	return e;
}

const struct csv_form csv_yubico = { .row = row };
