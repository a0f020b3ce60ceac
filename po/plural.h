/*
 * The plural forms of a catalogue, of which its head tells as gettext's do:
 *
 *	Plural-Forms: nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;
 *
 * The rule is an expression of C with n, numbers, brackets and the operators
 * ?: || && == != < > <= >= + - * / % ! alone.
 */
#ifndef PO_PLURAL_H
#define PO_PLURAL_H

#include <gettext-po.h>
#include <stdbool.h>

#define PLURAL_MAX   6    /* forms; no language has more */
#define PLURAL_TRIED 1000 /* for 0 to this n the rule is known to give one */

struct plural {
	unsigned forms; /* 1 to PLURAL_MAX */
	char rule[256];
};

/*
 * Reads a head's value, "nplurals=...".  Says on standard error, with file
 * and line, what is wrong.
 */
bool plural_read(struct plural *, const char *file, size_t line, const char *);

/*
 * The same of a catalogue, of which each text that counts has all forms, and
 * whose rule gives one of them for each n that is tried.
 */
bool plural_of_file(struct plural *, const char *file, po_file_t);

/* Writes plural_LANGUAGE(n), a function of C, on standard output. */
void plural_put(const struct plural *, const char *language);

#endif
