/*
 * The table of settings: what may stand in multifactord.conf, of which type,
 * within which limits, and what holds when it does not stand there.  The
 * reader, the reload check, the manual's test and the messages all live off
 * it; only conf*.c and tests include it.
 */
#ifndef MF_CONF_TABLE_H
#define MF_CONF_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/text.h"

enum setting_type {
	SET_INT,     /* unsigned; min..max are values */
	SET_SECONDS, /* unsigned; 90, "90s", "5m", "2h" or "1d" */
	SET_BOOL,    /* bool */
	SET_STRING,  /* const char *; min..max are bytes */
	SET_CHAR,    /* char; one character of form */
	SET_WORD,    /* an enum or unsigned: the value of one of words */
	SET_LIST,    /* const char *const *; at most max strings */
};

struct setting_word {
	const char *word; /* NULL ends the list */
	unsigned value;
};

/* What a string must look like beyond its length. */
struct setting_form {
	bool (*fits)(const char *);
	const char *what; /* "a path from the root, such as /var/lib" */
};

struct setting {
	const char *path; /* "lockout.soft"; of a policy: "policies.tries" */
	enum setting_type type;
	size_t at; /* offset in struct conf, or struct policy */
	int64_t min, max;
	int64_t number;   /* default of a number, bool, char or word */
	const char *text; /* default of a string; a list's is empty */
	const struct setting_word *words;
	const struct setting_form *form;
	bool fixed; /* needs a restart */
	const char *help;
};

extern const struct setting conf_settings[], policy_settings[];
extern const size_t conf_nsettings, policy_nsettings;

extern const struct setting_form form_path, form_name, form_user, form_realm,
    form_domain, form_country, form_prefix, form_language, form_separator,
    form_signing, form_match, form_attribute;

/* The default, as one would write it in the file. */
void setting_default(const struct setting *, struct text *);

/* What to write: "a whole number, 1 to 100 (default 10)". */
void setting_expect(const struct setting *, struct text *);

/* "1 to 100", or empty for what has no range. */
void setting_range(const struct setting *, struct text *);

#endif
