/* The inside of the configuration's reader, for conf*.c alone. */
#ifndef MF_COURIER_CONF_PARTS_H
#define MF_COURIER_CONF_PARTS_H

#include <libconfig.h>

#include "courier/conf.h"

struct courier_reader {
	const char *file; /* as messages call it */
	const struct courier_report *report;
	bool with_files; /* credentials are read */
	enum courier_conf_use use;
	bool failed;
};

/* "FILE:LINE: PATH: text"; line 0 and path NULL are left out. */
void conf_fault(struct courier_reader *, unsigned line, const char *path,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* conf_text.c: what libconfig would take without a word. */
void conf_text_check(struct courier_reader *, const char *text);

/* One gateway of the list called section ("sms", "email"). */
void conf_gateway(struct courier_reader *, const config_setting_t *,
    const char *section, struct gateway *);

/* Whether all their settings are; what their credentials hold aside. */
bool conf_gateway_equal(const struct gateway *, const struct gateway *);

/* conf_check.c: what no single setting can be wrong about. */
void conf_gateway_check(
    struct courier_reader *, const char *section, struct gateway *);

/*
 * credential.c: the first line of a file of mode 0400, or of a credential of
 * systemd when name has no slash; split at its first colon into user and
 * password (USER_SIZE, SECRET_SIZE), or all of it the password.  Says what is
 * wrong with it; MF_EIO: it may not be opened, MF_EINVAL: anything else.
 */
enum mf_err credential_read(const char *name, bool split, char *user,
    char *password, struct text *why) MF_CHECKED;
/* The same of what the file has; MF_EINVAL leaves user and password alone. */
enum mf_err credential_parse(struct slice file, bool split, char *user,
    char *password, struct text *why) MF_CHECKED;
/* Whether systemd would hand it over, and has handed nothing to this process.
 */
bool credential_is_away(const char *name);

#endif
