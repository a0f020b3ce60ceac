/* What a file is, by its first bytes. */
#ifndef MF_IMPORT_DETECT_H
#define MF_IMPORT_DETECT_H

#include "import/import.h"
#include "util/slice.h"

enum detected {
	DETECT_CSV,   /* or nothing known: the rows will tell */
	DETECT_XML,   /* the root element tells the format */
	DETECT_CLOSED /* not readable here; *why says what to do instead */
};

/* head is the beginning of the file, the whole of it if it is short. */
enum detected detect(struct slice head, const char *name, const char **why);

/* Which CSV form the first row, split into cells, belongs to. */
enum import_format detect_csv(const char *const *cell, size_t n);

#endif
