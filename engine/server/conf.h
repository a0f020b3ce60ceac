/*
 * multifactord.conf(5): one table of settings (conf_table.c) read through
 * libconfig into one struct, which is constant until it is freed.  A file
 * with any error in it gives nothing; all its errors are told in one go.
 */
#ifndef MF_CONF_H
#define MF_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "core/policy.h"
#include "util/crypto.h"
#include "util/err.h"
#include "util/log.h"

#define CONF_FILE "/etc/multifactor/multifactord.conf"

struct conf_socket {
	const char *path;
	const char *group;        /* "": the engine's own */
	unsigned mode;            /* 0600 or 0660 */
	const char *const *users; /* NULL-ended, names or numbers as written */
	gid_t gid;                /* of group; (gid_t)-1 for "" */
	uid_t *uids;              /* of users; whoever opens it if none */
	size_t nuids;
};

enum conf_log_to { CONF_LOG_STDERR = 0, CONF_LOG_SYSLOG };

struct conf_names {
	const char *const *realms;  /* "example.org": alice@example.org */
	const char *const *domains; /* "EXAMPLE": EXAMPLE\alice */
	const char *country;        /* "371"; "": numbers must begin with + */
	const char *language;       /* "en", "lv" */
};

struct conf_password {
	unsigned min; /* characters of a new one */
	bool upper, lower, digit, special;
	struct password_cost cost;
	unsigned hash_threads; /* 0: one a core */
	unsigned hash_queue;   /* 0: half of the connections to login */
};

/* Messages sent in any hour and any day, by whom and to whom. */
struct conf_sending {
	unsigned life; /* seconds that a code is good for */
	unsigned account_hour, account_day;
	unsigned address_hour, address_day;
	unsigned source_hour, all_day;
	unsigned notices_day;        /* changes an account is told of */
	unsigned kept;               /* of these, the last for known sources */
	const char *const *prefixes; /* "+371": numbers that may get any */
};

struct conf_store {
	unsigned cache_mib;
	unsigned wal_max_mib;
	unsigned reserve_mib; /* given up when the disk is full */
};

struct conf_batch {
	unsigned linger_us; /* under load; alone never */
	unsigned messages;  /* at most in one commit */
};

struct conf_temporary {
	unsigned hours; /* when the helpdesk names no time */
	unsigned hours_max;
	unsigned length; /* characters */
};

struct conf_signing {
	const char *const *forms; /* struct sign_rule as text */
	unsigned life;            /* seconds */
	unsigned tries;
};

struct conf {
	const char *file;     /* it was read from; NULL: from text */
	const char *state;    /* folder of multifactor.db */
	const char *notes;    /* folder of what no backup may take back */
	const char *keyring;  /* file */
	bool keyring_is_lent; /* a systemd credential: read-only */
	bool sandbox;
	struct conf_socket login, helpdesk, admin, courier;
	enum conf_log_to log_to;
	enum log_level log_level;
	struct conf_names names;
	struct conf_password password;
	struct otp_windows otp;
	struct limits limits;
	struct conf_store store;
	struct conf_batch batch;
	struct conf_temporary temporary;
	struct pin_rules pins;
	struct conf_signing signing;
	struct conf_sending sending;
	const struct policy *policies; /* never none; order matters */
	size_t npolicies;
	struct conf_memory *memory; /* owns all of the above */
};

enum conf_severity { CONF_ERROR, CONF_WARNING };

/* Gets each line as people read it, without a newline. */
struct conf_report {
	void (*say)(void *arg, enum conf_severity, const char *line);
	void *arg;
};

/*
 * Reads the file at path, and looks up its users and groups.  MF_EINVAL after
 * every error was reported; MF_EIO when it cannot be read (reported, too);
 * MF_ENOMEM.  Warnings do not fail.
 */
enum mf_err conf_load(
    const char *path, const struct conf_report *, struct conf **out) MF_CHECKED;

/*
 * The same from text, called name in messages, without looking at the
 * machine: uids, gid and the credential of systemd are left out.
 */
enum mf_err conf_parse(const char *name, struct slice text,
    const struct conf_report *, struct conf **out) MF_CHECKED;

void conf_free(struct conf **);

/*
 * Whether a running engine may go on with next: false, with a report of each
 * setting that needs a restart, and then nothing of next may be used.
 */
bool conf_reloadable(const struct conf *running, const struct conf *next,
    const struct conf_report *) MF_CHECKED;

#endif
