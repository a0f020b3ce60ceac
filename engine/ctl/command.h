/*
 * mfctl's grammar: one table, lines[].  Usage, completion and the check of the
 * man page are printed from it.
 *
 * In a pattern a <word> must be given, a <word...> once or more, at the end,
 * and a [word] may; options are words of
 * ctl/word.h, a space between.
 */
#ifndef MF_COMMAND_H
#define MF_COMMAND_H

#include "ctl/word.h"

struct invocation;

struct line {
	const char *pattern;
	const char *options;
	enum command number; /* CMD_NONE: run() decides */
	int (*run)(struct ctl *, const struct invocation *);
	const char *record; /* the row shown as a record, not in a table */
	const char *help;
};

/* A line, and what was given for each word; NULL: nothing.  Borrows argv. */
struct invocation {
	const struct line *line;
	const char *value[WORDS_MAX];
	char *const *rest; /* of a <word...>: NULL-ended; or NULL */
};

extern const struct line lines[];
extern const size_t nlines;

/* What was given for a word, or NULL. */
const char *given(const struct invocation *, const char *word);

/*
 * Finds the line for the positional arguments argv (NULL-ended); options are
 * in inv->value already.  EXIT_DONE, or EXIT_USAGE having said what is wrong
 * and what is close.
 */
int command_find(struct ctl *, char *const argv[], struct invocation *inv);

/* Puts CMD and every word given into ctl->command. EXIT_DONE or EXIT_USAGE. */
int
command_begin(struct ctl *, const struct invocation *, struct wire_out *out);

/*
 * Whether the command has all it needs (wire_commands[]); if not, says what
 * is missing: EXIT_USAGE.
 */
int
command_check(struct ctl *, const struct invocation *, const struct wire_out *);

#endif
