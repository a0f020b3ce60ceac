/*
 * A factor is one way to prove presence: a kind (struct factor_ops, const,
 * one file per kind) and a record (struct device, a row of the store).
 *
 * Ops are pure: no clock, no random, no I/O, no logging.  What they need
 * comes in; what should change goes out in struct factor_result, and the
 * caller stores it.  To add a kind, write factor/NAME.c and add its line to
 * core/kinds.h.
 */
#ifndef MF_FACTOR_H
#define MF_FACTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/challenge.h"
#include "core/kinds.h"
#include "core/policy.h"
#include "core/prompt.h"
#include "core/serial.h"
#include "util/cipher.h"
#include "util/crypto.h"
#include "util/err.h"
#include "util/slice.h"

#define SECRET_MAX   128 /* bytes of a device's secret */
#define LABEL_SIZE   65
#define ADDRESS_SIZE 255 /* the longest e-mail address, and a NUL */
#define DEVICES_MAX  32  /* devices of one account that a login looks at */

/* What the helpdesk sees; only DEVICE_ACTIVE opens anything. */
enum device_state {
	DEVICE_FREE = 0,    /* in its box: belongs to nobody */
	DEVICE_ACTIVE,      /* in use */
	DEVICE_DISABLED,    /* switched off by the helpdesk */
	DEVICE_SUSPENDED,   /* reported lost at a prompt */
	DEVICE_LOST,        /* reported lost to the helpdesk */
	DEVICE_REBIND,      /* too many wrong codes: to be bound again */
	DEVICE_RETIRED,     /* replaced, or spent */
	DEVICE_UNCONFIRMED, /* a number or address that was not confirmed */
	DEVICE_STATE_MAX
};

extern const char *const device_state_names[DEVICE_STATE_MAX];

/* Of a kind that sends: what of this dialogue is on its way. */
struct sent_state {
	uint64_t dialogue;
	unsigned resend; /* of the latest one */
	bool known;      /* one was sent; resend says how many before it */
	bool open;       /* it is good: the device's secret is that code */
	bool used;       /* it was good, and has opened a login */
	bool barred;     /* limits forbid to send one now */
	bool last;       /* they let one more leave, and no second */
};

struct device {
	int64_t id;
	int64_t account; /* 0: nobody */
	const struct factor_ops *ops;
	enum device_state state;
	char serial[SERIAL_SIZE];    /* as printed; "" when it has none */
	char canonical[SERIAL_SIZE]; /* as compared */
	char label[LABEL_SIZE];      /* its owner's name for it, or "" */
	char address[ADDRESS_SIZE];  /* E.164 or canonical e-mail, or "" */
	uint8_t secret[SECRET_MAX];  /* wiped by device_clear() */
	size_t secretlen;
	enum hash hash;
	unsigned digits;        /* 6..8; 0: not a decimal code */
	unsigned step;          /* seconds; 0: not time based */
	uint64_t counter;       /* next acceptable value */
	int32_t drift;          /* steps its clock is ahead */
	int32_t anchor;         /* drift when last synchronised by two codes */
	unsigned failures;      /* in a row */
	int64_t last_used;      /* unix seconds of its last success; 0: never */
	int64_t start, expiry;  /* unix seconds; 0: unbounded */
	char suite[SUITE_SIZE]; /* OCRA, or "" */
	uint8_t pin[MAC_MAX];   /* hash of its PIN; wiped likewise */
	size_t pinlen;          /* 0: it has none */
	char record[PASSWORD_RECORD]; /* of a PIN before its codes; or "" */
	unsigned pin_digits;          /* of that PIN; 0: not known */
	bool pin_change;              /* that has to change, or to be made */
	bool pin_unknown; /* it has another than any record says: no way in */
	char challenge[ASKED_SIZE]; /* it was asked; "": it was not */
	bool asked_before;          /* and that has opened a door already */
	struct slice session;       /* that goes into its answer; borrowed */
	struct sent_state sent;
};

enum match {
	MATCH_NO = 0,
	MATCH_YES,
	MATCH_USED, /* shown before the last accepted one: never accepted */
};

struct factor_result {
	enum match match;
	uint64_t counter; /* MATCH_YES: to store.  MATCH_USED: the value's */
	int32_t drift;    /* to store if MATCH_YES */
	int32_t anchor;
	unsigned cost; /* chance of success by guessing, in 1e-9 */
};

/* What one guess may succeed with by chance (rule 7), in 1e-9. */
#define GUESS_BUDGET   10000
#define GUESS_PROMPTED 6000

struct factor_ops {
	const char *name;      /* in the store, in mfctl, in policies */
	const char *title;     /* for people: "TOTP" */
	enum prompt_kind kind; /* what it is at the prompt */
	bool last_choice;      /* prompted only where there is nothing else */
	unsigned uses;         /* successes that spend it; 0: no number does */
	bool sends;            /* its code goes to the device's address */
	unsigned letters;      /* characters of a code that has letters, or 0 */

	/*
	 * Is code device's?  Compares with no more values than budget (in
	 * 1e-9) allows; r->cost says what was used.
	 */
	enum mf_err (*check)(const struct device *, const struct otp_windows *,
	    struct slice code, int64_t now, unsigned budget,
	    struct factor_result *r) MF_CHECKED;

	/*
	 * What to ask the device in a round; NULL: nothing, it just shows
	 * codes.  check() then compares with the device's challenge.
	 */
	enum mf_err (*challenge)(const struct device *,
	    const uint8_t key[KEY_SIZE], const struct round *,
	    char out[CHALLENGE_SIZE]) MF_CHECKED;

	/*
	 * Seconds for which the same challenge has the same answer; 0: never,
	 * for it counts.  NULL where there is no challenge.
	 */
	int64_t (*repeats)(const struct device *);

	/* Whether a person can use this one at a prompt; NULL: always. */
	bool (*fits_prompt)(const struct device *);

	/*
	 * Two consecutive codes, as far off as rule 11 lets them be at the
	 * prompt or at the helpdesk; NULL: cannot.
	 */
	enum mf_err (*resync)(const struct device *, const struct otp_windows *,
	    bool helpdesk, struct slice code, struct slice next, int64_t now,
	    struct factor_result *r) MF_CHECKED;

	/* Whether this one counts or has a clock; NULL: all of the kind do. */
	bool (*moves)(const struct device *);
};

#define FACTOR_DECLARE(name) extern const struct factor_ops factor_##name;
FACTOR_KINDS(FACTOR_DECLARE)
#undef FACTOR_DECLARE

/* NULL when there is no such kind. */
const struct factor_ops *factor_by_name(const char *name);
/* The i-th kind, NULL after the last. */
const struct factor_ops *factor_at(size_t i);

/* Wipes the secret and zeroes the rest; accepts NULL. */
void device_clear(struct device *);

/* What its owner calls such a thing: a token without a serial is an app. */
enum prompt_kind device_kind(const struct device *);
enum prompt_kind
factor_kind(const struct factor_ops *, const char *canonical_serial);

/*
 * Chance in 1e-9, rounded up, that a guess hits one value of so many decimal
 * digits.
 */
unsigned guess_chance(unsigned digits);

/*
 * The drift to store of a clock that is so many steps ahead: near to where it
 * was when synchronised by two codes.
 */
int32_t
device_drift(const struct device *, const struct otp_windows *, int64_t ahead);

/* Characters of its codes if they have letters; 0: they do not. */
unsigned device_letters(const struct device *);

/* Whether two consecutive codes of it say where it is. */
bool device_resyncs(const struct device *);

/* Whether now lies between its start and its expiry. */
bool device_is_dated(const struct device *, int64_t now);

/* Of a kind with uses the counter has a bit for each: how many are set. */
unsigned factor_uses(uint64_t counter);

/* Whether it is of a kind that is good for some logins, and had them. */
bool factor_is_spent(const struct factor_ops *, uint64_t counter);

/* What an audit calls the value that took the device to this counter. */
uint64_t device_value(const struct device *, uint64_t counter);

/* Whether a code of the device is looked at, if only to say it was used. */
bool device_is_current(const struct device *, int64_t now);

/* Whether the device may answer a login at this time. */
bool device_is_usable(const struct device *, int64_t now);

#endif
