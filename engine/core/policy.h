/*
 * What a service demands: which first factor, which second ones, how many
 * tries, what goes into the reply.  Filled from the configuration, constant
 * while the engine runs with it.
 */
#ifndef MF_POLICY_H
#define MF_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/slice.h"

enum first_factor {
	FIRST_PASSWORD = 0, /* the engine's own Argon2id record */
	FIRST_RADIUS,       /* a module of FreeRADIUS that the policy names */
	FIRST_NONE,         /* the device's code alone */
};

enum dialogue_mode {
	MODE_CHALLENGE = 0,    /* the NAS can show an Access-Challenge */
	MODE_APPEND_LENGTH,    /* password, then the code, by its length */
	MODE_APPEND_SEPARATOR, /* password, last separator, code */
};

enum second_factor {
	SECOND_ALWAYS = 0,
	SECOND_NEVER, /* the first factor alone opens the door */
};

enum relief { /* where a temporary code goes after "lost" */
	RELIEF_NONE = 0,
	RELIEF_SMS,
	RELIEF_EMAIL,
};

/* NULL-ended arrays of NUL-terminated strings; an empty match fits all. */
struct policy_match {
	const char *const *nas;       /* FreeRADIUS's client names */
	const char *const *server;    /* virtual servers */
	const char *const *service;   /* control:Multifactor-Service */
	const char *const *realm;     /* of the User-Name */
	const char *const *port_type; /* NAS-Port-Type, as text */
	const char *const *called;    /* Called-Station-Id: whole, or the SSID
					 after its last colon */
	const char *const *group;     /* of the account or from FreeRADIUS */
};

struct policy {
	const char *name;
	struct policy_match match;
	enum first_factor first;
	const char *const *verifiers; /* FIRST_RADIUS: modules believed */
	enum second_factor second;
	const char *const
	    *factors; /* allowed, in order of preference; none: all */
	enum dialogue_mode mode;
	char separator;
	unsigned tries;        /* codes a dialogue may evaluate */
	unsigned ttl;          /* seconds a ticket is good for */
	unsigned prompt_max;   /* characters of a prompt */
	bool claim;            /* a boxed token may be claimed at the prompt */
	bool lost;             /* "lost" may be typed */
	enum relief relief;    /* a temporary code after "lost" */
	unsigned relief_delay; /* seconds that it waits */
	bool append_words;     /* words count behind the separator */
	bool self_register;    /* "phone NUMBER" may be typed at the prompt */
	bool decoys;           /* a wrong password gets a challenge, too */
	bool append_repeat;    /* rule 15: same password and code within 10 s */
	const char *language;  /* of the realm: until the first factor */
	const char *const *attributes; /* of an Accept: "Filter-Id = staff" */
};

/* Limits on guessing, the same for all services (rules 8 and 9). */
struct limits {
	unsigned soft;          /* second-factor failures in a row: soft lock */
	unsigned soft_seconds;  /* first lock; doubles */
	unsigned soft_max;      /* seconds it doubles up to */
	unsigned device;        /* failures in a row: re-binding */
	unsigned device_kept;   /* of these, the last for known sources */
	unsigned month;         /* failures of an account in 30 days */
	unsigned month_kept;    /* of these, the last for known sources */
	unsigned year;          /* failures of an account in a year */
	unsigned password_soft; /* password failures in a row */
	unsigned password_hour; /* of an account in an hour, strangers */
	unsigned claims_hour;   /* claims tried in an hour, all accounts */
};

/* Windows and drift of OATH tokens. */
struct pin_rules { /* of PINs that the server keeps: digits */
	unsigned least, most;
};

struct otp_windows {
	unsigned hotp_ahead;  /* values beyond the next one, 6 digits: 0..5 */
	unsigned totp_around; /* steps before and after, 6 digits: 0..2 */
	unsigned drift_max;   /* steps of drift learned from logins */
	unsigned sync_hotp;   /* values, two consecutive codes, prompt */
	unsigned sync_totp;   /* steps either way, prompt */
	unsigned desk_hotp;   /* the same at the helpdesk */
	unsigned desk_totp;
	unsigned look_back; /* values in which a used code is recognised */
};

/* What a packet offers to match on.  Strings may be NULL. */
struct policy_facts {
	const char *nas, *server, *service, *realm, *port_type, *called;
	const char *const *groups; /* NULL-ended, or NULL */
};

/*
 * The first policy of n whose match fits; NULL if none does, and then the
 * answer is REJECT.
 */
const struct policy *policy_find(
    const struct policy *policies, size_t n, const struct policy_facts *);

#endif
