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
	bool keyring_named; /* the file says where the keyring is */
	bool failed;        /* an error was reported */
	bool starved;       /* out of memory */
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

/* What libconfig 1.5 lets pass unseen; text is NUL-terminated. */
void conf_lex(struct reader *, const char *text);

/* Sets every field of base that the table has to its default. */
void conf_defaults(const struct setting *, size_t n, void *base);

/* Reads one value into its place in base; reports what is wrong with it. */
void conf_read_value(struct reader *, const struct setting *,
    const config_setting_t *from, void *base);

/* Reads a group against a table, every error in it reported. */
void conf_read(struct reader *, const config_setting_t *root, struct conf *);

/* What no single setting can be wrong about. */
void conf_check(struct reader *, const struct conf *);

/* Users and groups of the sockets. */
void conf_resolve(struct reader *, struct conf *);

#endif
