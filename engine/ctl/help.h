/* What mfctl prints about its grammar: usage and completion. */
#ifndef MF_HELP_H
#define MF_HELP_H

#include "ctl/command.h"

/* Whether name is among options, words with a space between. */
bool help_takes(const char *options, const char *name);

/* One line of the grammar, with its options. */
void help_line(FILE *, const struct line *);

/* All lines that begin with the words of argv (NULL-ended); false: none. */
bool help_print(FILE *, char *const argv[]);

/* What may stand where argv's last word is being typed, one a line. */
void complete_print(FILE *, int argc, char *const argv[]);

/* Their patterns, unless fp is NULL; how many there are. */
size_t help_lines(FILE *fp, char *const argv[]);

/* The command help, about the words of argv. */
int help_about(struct ctl *, char *const argv[]);

int help_run(struct ctl *, const struct invocation *);
int complete_run(struct ctl *, const struct invocation *);

#endif
