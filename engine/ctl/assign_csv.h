/*
 * One line of a list of serials and accounts: two cells, a comma, semicolon or
 * tab between; a cell may stand in double quotes.  Pure, no allocation.
 */
#ifndef MF_ASSIGN_CSV_H
#define MF_ASSIGN_CSV_H

#include "util/slice.h"

enum assign_kind {
	ASSIGN_BAD = 0, /* why says what is wrong */
	ASSIGN_NOTHING, /* empty, or the line of titles */
	ASSIGN_PAIR,
};

struct assign {
	char serial[65], account[254];
	const char *why;
};

/* line is without its newline; first: a line of titles may stand here. */
enum assign_kind assign_read(struct slice line, int first, struct assign *);

#endif
