/* The columns that a CSV file with a header may have. */
#ifndef MF_IMPORT_COLUMN_H
#define MF_IMPORT_COLUMN_H

enum column {
	COLUMN_NONE = 0,
	COLUMN_ACCOUNT,
	COLUMN_SERIAL,
	COLUMN_SECRET,  /* base32 */
	COLUMN_HEXSEED, /* hexadecimal */
	COLUMN_STEP,
	COLUMN_VENDOR,
	COLUMN_MODEL,
	COLUMN_FACTOR,
	COLUMN_DIGITS,
	COLUMN_HASH,
	COLUMN_COUNTER,
	COLUMN_MAX
};

/* By a header's cell: case, blanks, hyphens and underscores do not matter. */
enum column column_find(const char *cell);

#endif
