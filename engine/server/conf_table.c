#include "server/conf_table.h"
#include "core/input.h"
#include "server/conf.h"

#define COUNT(a)   (sizeof(a) / sizeof((a)[0]))
#define IN_CONF(f) .at = offsetof(struct conf, f)

#define INT(p, f, lo, hi, otherwise, h)                                        \
	.path = (p), .type = SET_INT, IN_CONF(f), .min = (lo), .max = (hi),    \
	.number = (otherwise), .help = (h)
#define SECONDS(p, f, lo, hi, otherwise, h)                                    \
	.path = (p), .type = SET_SECONDS, IN_CONF(f), .min = (lo),             \
	.max = (hi), .number = (otherwise), .help = (h)
#define BOOL(p, f, otherwise, h)                                               \
	.path = (p), .type = SET_BOOL, IN_CONF(f), .max = 1,                   \
	.number = (otherwise), .help = (h)
#define STRING(p, f, fo, lo, hi, otherwise, h)                                 \
	.path = (p), .type = SET_STRING, IN_CONF(f), .form = &(fo),            \
	.min = (lo), .max = (hi), .text = (otherwise), .help = (h)
#define WORD(p, f, w, otherwise, h)                                            \
	.path = (p), .type = SET_WORD, IN_CONF(f), .words = (w),               \
	.number = (otherwise), .help = (h)
#define LIST(p, f, fo, hi, h)                                                  \
	.path = (p), .type = SET_LIST, IN_CONF(f), .form = &(fo), .max = (hi), \
	.help = (h)
#define FIXED .fixed = true

#define PATH_BYTES   1024
#define SOCKET_BYTES 107 /* sun_path without its NUL */
#define GROUP_BYTES  32
#define LANG_BYTES   2

/* One socket: its file, who may open it, who is let in. */
#define SOCKET(s, h)                                                           \
	{ STRING("sockets." #s ".path", s.path, form_path, 2, SOCKET_BYTES,    \
	      "/run/multifactor/" #s, h),                                      \
		FIXED },                                                       \
	    { STRING("sockets." #s ".group", s.group, form_name, 0,            \
		  GROUP_BYTES, "multifactor-" #s,                              \
		  "group of the socket; empty: the engine's own"),             \
		    FIXED },                                                   \
	    { WORD("sockets." #s ".mode", s.mode, modes, 0660,                 \
		  "permissions of the socket"),                                \
		    FIXED },                                                   \
	{                                                                      \
		LIST("sockets." #s ".users", s.users, form_user, 64,           \
		    "users let in, names or numbers; none: whoever the "       \
		    "permissions let in")                                      \
	}

static const struct setting_word modes[] = {
	{ "0600", 0600 },
	{ "0660", 0660 },
	{ NULL, 0 },
};

static const struct setting_word log_places[] = {
	{ "stderr", CONF_LOG_STDERR },
	{ "syslog", CONF_LOG_SYSLOG },
	{ NULL, 0 },
};

static const struct setting_word log_levels[] = {
	{ "error", LOG_LEVEL_ERROR },
	{ "warning", LOG_LEVEL_WARN },
	{ "info", LOG_LEVEL_INFO },
	{ "debug", LOG_LEVEL_DEBUG },
	{ NULL, 0 },
};

const struct setting conf_settings[] = {
	{ STRING("state", state, form_path, 2, PATH_BYTES,
	      "/var/lib/multifactor", "folder of the database"),
	    FIXED },
	{ STRING("notes", notes, form_path, 2, PATH_BYTES,
	      "/var/lib/multifactor-notes",
	      "folder of the notes that no backup may take back"),
	    FIXED },
	{ STRING("keyring", keyring, form_path, 2, PATH_BYTES,
	      "/etc/multifactor/keyring", "file of the keys"),
	    FIXED },
	{ BOOL("sandbox", sandbox, true, "confine the engine once it runs"),
	    FIXED },

	SOCKET(login, "socket of the FreeRADIUS module"),
	SOCKET(helpdesk, "socket of mfctl for the helpdesk"),
	SOCKET(admin, "socket of mfctl for administrators"),
	SOCKET(courier, "socket of mfcourier, which sends messages"),

	{ WORD("log.to", log_to, log_places, CONF_LOG_STDERR,
	      "where log lines go"),
	    FIXED },
	{ WORD("log.level", log_level, log_levels, LOG_LEVEL_INFO,
	    "the least important line that is kept") },

	{ LIST("names.realms", names.realms, form_realm, 256,
	    "realms whose user@realm is the account user") },
	{ LIST("names.domains", names.domains, form_domain, 256,
	    "domains whose DOMAIN\\user is the account user") },
	{ STRING("names.country", names.country, form_country, 0, 3, "",
	    "calling code put before phone numbers that have none") },
	{ STRING("names.language", names.language, form_language, LANG_BYTES,
	    LANG_BYTES, "en", "language of prompts until a person has one") },

	{ INT("password.min", password.min, 8, 64, 10,
	    "characters a new password has at least") },
	{ BOOL("password.upper", password.upper, false,
	    "a new password needs an upper-case letter") },
	{ BOOL("password.lower", password.lower, false,
	    "a new password needs a lower-case letter") },
	{ BOOL("password.digit", password.digit, false,
	    "a new password needs a digit") },
	{ BOOL("password.special", password.special, false,
	    "a new password needs another character") },
	{ INT("password.argon2_kib", password.cost.kib, 7168, 1048576, 19456,
	    "KiB of memory that hashing a password takes") },
	{ INT("password.argon2_passes", password.cost.passes, 1, 16, 2,
	    "passes over that memory") },
	{ INT("password.hash_threads", password.hash_threads, 0, 64, 0,
	      "threads that hash; 0: one a core"),
	    FIXED },
	{ INT("password.hash_queue", password.hash_queue, 0, 4096, 0,
	    "hashes that may wait; 0: half of the login connections") },

	/* rule 7: a guess is compared with at most 6 values of 6 digits */
	{ INT("otp.hotp_ahead", otp.hotp_ahead, 0, 5, 5,
	    "HOTP values beyond the next one that log in") },
	{ INT("otp.totp_around", otp.totp_around, 0, 2, 1,
	    "TOTP steps before and after now that log in") },
	{ INT("otp.drift_max", otp.drift_max, 0, 100, 10,
	    "steps of a token's drift learned from logins") },
	{ INT("otp.sync_hotp", otp.sync_hotp, 6, 1000, 100,
	    "HOTP values searched for two codes at the prompt") },
	{ INT("otp.sync_totp", otp.sync_totp, 2, 120, 20,
	    "TOTP steps searched either way for two codes at the prompt") },
	{ INT("otp.desk_hotp", otp.desk_hotp, 6, 10000, 1000,
	    "HOTP values searched for two codes at the helpdesk") },
	{ INT("otp.desk_totp", otp.desk_totp, 2, 20160, 2880,
	    "TOTP steps searched either way at the helpdesk") },
	{ INT("otp.look_back", otp.look_back, 0, 1000, 20,
	    "values in which a used code is recognised as such") },

	{ INT("lockout.soft", limits.soft, 1, 100, 10,
	    "wrong codes in a row before a pause") },
	{ SECONDS("lockout.soft_seconds", limits.soft_seconds, 1, 3600, 30,
	    "first pause; each further one is twice as long") },
	{ SECONDS("lockout.soft_max", limits.soft_max, 1, 86400, 3600,
	    "longest pause") },
	{ INT("lockout.device", limits.device, 10, 500, 50,
	    "wrong codes in a row before a device must be bound anew") },
	{ INT("lockout.device_kept", limits.device_kept, 0, 499, 10,
	    "the last of these, kept for places the account is known from") },
	{ INT("lockout.month", limits.month, 10, 1000, 100,
	    "wrong codes of an account in 30 days") },
	{ INT("lockout.month_kept", limits.month_kept, 0, 999, 20,
	    "the last of these, kept for places the account is known from") },
	{ INT("lockout.year", limits.year, 10, 5000, 300,
	    "wrong codes of an account in a year") },
	{ INT("lockout.password_soft", limits.password_soft, 1, 100, 10,
	    "wrong passwords in a row before a pause") },
	{ INT("lockout.password_hour", limits.password_hour, 10, 10000, 100,
	    "wrong passwords of an account in an hour, then only known "
	    "places are heard") },
	{ INT("lockout.claims_hour", limits.claims_hour, 0, 10000, 60,
	    "claims of boxed tokens tried in an hour, all accounts") },

	{ INT("store.cache_mib", store.cache_mib, 1, 4096, 16,
	      "MiB of the database kept in memory"),
	    FIXED },
	{ INT("store.wal_max_mib", store.wal_max_mib, 4, 4096, 64,
	      "MiB the write-ahead log may grow to"),
	    FIXED },
	{ INT("store.reserve_mib", store.reserve_mib, 1, 1024, 16,
	      "MiB held back for logins when the disk is full"),
	    FIXED },

	{ INT("batch.linger_us", batch.linger_us, 0, 2000, 0,
	    "microseconds a commit waits for more logins under load") },
	{ INT("batch.messages", batch.messages, 1, 4096, 256,
	    "messages decided in one commit") },

	{ INT("temporary.hours", temporary.hours, 1, 336, 24,
	    "hours a temporary code is good for when nobody says") },
	{ INT("temporary.hours_max", temporary.hours_max, 1, 336, 168,
	    "hours the helpdesk may give it") },
	{ INT("temporary.length", temporary.length, 8, CODE_LENGTH_MAX, 8,
	    "characters of a temporary code") },

	{ INT("pins.least", pins.least, PIN_LEAST, PIN_MOST, 4,
	    "digits of a PIN at least") },
	{ INT("pins.most", pins.most, PIN_LEAST, PIN_MOST, 12,
	    "digits of a PIN at most") },

	{ LIST("signing.forms", signing.forms, form_signing, 64,
	    "fields of transactions: form, field, keyed characters, pattern") },
	{ SECONDS("signing.life", signing.life, 60, 3600, 300,
	    "how long a transaction waits for its signature") },
	{ INT("signing.tries", signing.tries, 1, 10, 3,
	    "codes that may be tried for one signature") },

	{ SECONDS("sending.life", sending.life, 60, 900, 300,
	    "how long a code of an SMS or e-mail is good") },
	{ INT("sending.account_hour", sending.account_hour, 1, 1000, 10,
	    "messages to one account in an hour") },
	{ INT("sending.account_day", sending.account_day, 1, 10000, 30,
	    "messages to one account in a day") },
	{ INT("sending.address_hour", sending.address_hour, 1, 1000, 10,
	    "messages to one number or address in an hour") },
	{ INT("sending.address_day", sending.address_day, 1, 10000, 30,
	    "messages to one number or address in a day") },
	{ INT("sending.source_hour", sending.source_hour, 1, 100000, 30,
	    "messages that one NAS and station cause in an hour") },
	{ INT("sending.all_day", sending.all_day, 1, 100000000, 20000,
	    "messages in a day in all") },
	{ INT("sending.notices_day", sending.notices_day, 1, 10000, 20,
	    "changes that one account is told of in a day") },
	{ INT("sending.kept", sending.kept, 0, 1000, 3,
	    "messages kept for places that the account logs in from") },
	{ LIST("sending.prefixes", sending.prefixes, form_prefix, 256,
	    "what numbers begin with that may get an SMS; none: any") },
};

const size_t conf_nsettings = COUNT(conf_settings);
