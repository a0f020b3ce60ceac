/* What the parts of the configuration's reader share; only conf*.c use it. */
#ifndef MF_CONF_READER_H
#define MF_CONF_READER_H

#include <libconfig.h>

#include "server/conf.h"
#include "server/conf_table.h"

#define CONF_LINE_MAX 512 /* bytes of a message */

struct reader {
	const char *file; /* as messages call it */
	const struct conf_report *report;
	struct conf_memory *memory;
	const config_t *tree; /* while the text is read */
	struct slice text;    /* the whole, as it stands in the file */
	bool here;            /* users and groups are looked up */
	bool keyring_named;   /* the file says where the keyring is */
	bool torn;            /* a part of the text could not be read */
	unsigned errors;      /* reported */
	bool starved;         /* out of memory */
};

/* "FILE:LINE: PATH: text"; line 0 and path NULL are left out. */
void
reader_say(struct reader *, enum conf_severity, unsigned line, const char *path,
    const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* Zeroed memory that lives as long as the conf; NULL: starved is set. */
void *conf_alloc(struct reader *, size_t n);
char *conf_copy(struct reader *, const char *);

/* What messages call a file: its name without folders. */
const char *reader_name(const char *path);

/* A conf from text, good or not; NULL: no memory for any. */
struct conf *reader_parse(struct reader *, struct slice text);

/* *out is conf, or conf is freed and the error says what went wrong. */
enum mf_err reader_outcome(struct reader *, struct conf *, struct conf **out);

/*
 * What libconfig 1.5 lets pass unseen is told and blanked, as comments are;
 * text is NUL-terminated.
 */
void conf_lex(struct reader *, char *text);

/*
 * Blanks what stands from there to the end of the line that until is on, or
 * of the bracket last opened; brackets closed that were opened before stay.
 * Brackets in quotes count only where quotes is false, for quotes may lack
 * their other half.  Whether there was anything to blank.
 */
bool conf_blank(char *from, const char *until, bool quotes);

/* Where the setting begins on its line that p stands in. */
char *conf_statement(char *text, char *p);

/*
 * Reads text, as conf_lex() leaves it, as far as it can be: every mistake is
 * told and blanked.  The caller destroys the tree.
 */
void conf_syntax(struct reader *, char *text, config_t *tree);

/* The setting of a path where it stands in the file, or NULL. */
const config_setting_t *conf_place(const struct reader *, const char *path);

/*
 * Whether of two settings, of which one may be NULL, something can be said:
 * both were read, or surely do not stand in the file and have their defaults.
 * *at is the first of them that stands there, and *line its line; *at is NULL
 * and *line 0 where neither does.
 */
bool conf_judge(const struct reader *, const char *a, const char *b,
    const char **at, unsigned *line);

/* The setting of that path in a table, or NULL. */
const struct setting *
setting_find(const struct setting *, size_t n, const char *path);

/* Sets every field of base that the table has to its default. */
void conf_defaults(const struct setting *, size_t n, void *base);

/* Reads one value into its place in base; reports what is wrong with it. */
void conf_read_value(struct reader *, const struct setting *,
    const config_setting_t *from, void *base);

/* Reads the tree against the tables, every error in it reported. */
void conf_read(struct reader *, const config_setting_t *root, struct conf *);

/* What no single setting can be wrong about; the policies by themselves. */
void conf_check(struct reader *, const struct conf *);
void conf_check_policies(struct reader *, const struct conf *);

/* Users and groups of the sockets. */
void conf_resolve(struct reader *, struct conf *);

#endif
