/*
 * Rows of a CSV file, RFC 4180 and what programs write instead: comma,
 * semicolon or tab, LF or CRLF, cells with or without quotes, blanks around
 * them, comments (#), empty lines, a byte order mark.
 */
#ifndef MF_IMPORT_CSV_H
#define MF_IMPORT_CSV_H

#include "import/run.h"

#define CSV_CELLS 64
#define CSV_ROW   4096 /* bytes of a row */

struct csv {
	struct run *run;
	char separator;     /* 0: the first row will tell */
	size_t line;        /* of the file, from 1 */
	size_t row;         /* the line at which the row begins */
	char text[CSV_ROW]; /* the row's cells, each with a NUL; wiped */
	size_t len;
	const char *cell[CSV_CELLS]; /* blanks around them are gone */
	size_t n;
	uint8_t column[CSV_CELLS]; /* enum column, where there is a header */
};

void csv_open(struct csv *, struct run *);
/*
 * The next row that has a cell with something in it.  MF_ENOENT: there is
 * none.  MF_EINVAL: a row that cannot be split was complained of and skipped.
 */
enum mf_err csv_next(struct csv *) MF_CHECKED;
void csv_close(struct csv *); /* wipes */

/* Cell i, or "" beyond the row's end. */
const char *csv_cell(const struct csv *, size_t i);

/*
 * A form of CSV.  begin() looks at the first row; *taken: it was a header,
 * not a record.  row() makes a record of one.
 */
struct csv_form {
	enum mf_err (*begin)(struct csv *, bool *taken) MF_CHECKED;
	/* MF_ENOENT: the row is no record, and good. */
	enum mf_err (*row)(const struct csv *, struct seed *) MF_CHECKED;
};

extern const struct csv_form csv_oath, csv_entra, csv_yubico;

/* The whole file; finds its form by the first row if none is asked for. */
enum mf_err csv_import(struct run *) MF_CHECKED;

#endif
