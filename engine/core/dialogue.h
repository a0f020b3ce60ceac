/*
 * The life of one login, as a pure function.
 *
 *	first packet, no code ----> CHALLENGE (ticket of round 1)
 *	a word -------------------> CHALLENGE (answer, next round)
 *	code right ---------------> ACCEPT    (advance, clear, answer)
 *	code wrong, tries left ---> CHALLENGE (blame, answer, next round)
 *	code wrong, none left ----> REJECT    (blame, answer)
 *	locked, too late ---------> REJECT    (nothing is evaluated)
 *	code right, with a wish --> CHALLENGE (enrol, send; core/register.c)
 *
 * dialogue_step() decides; it does not act.  Its effects are data that the
 * caller carries out in one store transaction; if that fails the answer is
 * REJECT, whatever the verdict was.  Opening the ticket and repeating a
 * stored answer come before it (rules 1 and 2) and are the caller's.
 */
#ifndef MF_DIALOGUE_H
#define MF_DIALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/factor.h"
#include "core/input.h"
#include "core/policy.h"
#include "core/ticket.h"
#include "util/verdict.h"

#define ROUNDS_MAX 16

/* Why it came out so: for the audit, the log and the helpdesk. */
enum reason {
	REASON_NONE = 0,
	REASON_ACCEPTED,
	REASON_ASKED,       /* challenged for a code */
	REASON_WORD,        /* a word was typed; asked again */
	REASON_NO_POLICY,   /* no service fits the packet */
	REASON_BAD_NAME,    /* the User-Name has no canonical form */
	REASON_UNKNOWN,     /* no such account */
	REASON_DISABLED,    /* the account is switched off */
	REASON_UNVERIFIED,  /* FreeRADIUS did not say who checked it */
	REASON_NO_PASSWORD, /* the account has none */
	REASON_WRONG_PASSWORD,
	REASON_PASSWORD_LOCKED,
	REASON_NO_DEVICE,
	REASON_NO_CODE, /* append mode, and there was no code */
	REASON_WRONG_CODE,
	REASON_USED_CODE, /* right once, but already used */
	REASON_UNREADABLE,
	REASON_LOCKED_SOFT,
	REASON_LOCKED_MONTH,
	REASON_LOCKED_YEAR,
	REASON_LOCKED_DEVICE,
	REASON_ROUNDS,   /* sixteen rounds are enough */
	REASON_TICKET,   /* State is not ours, or of another login */
	REASON_LATE,     /* the ticket has expired */
	REASON_ANSWERED, /* the ticket was answered with something else */
	REASON_CLOCK,    /* TOTP stands still: the clock jumped */
	REASON_CLAIM,    /* no such token to claim, or wrong codes */
	REASON_CLAIM_LIMIT,
	REASON_LOST,     /* reported lost at the prompt */
	REASON_CONFLICT, /* another login was first */
	REASON_DECOY,
	REASON_UNGIVEN,       /* FreeRADIUS did not take a reply attribute */
	REASON_CHALLENGE,     /* no challenge can be shown there */
	REASON_NO_PROMPT,     /* what it has is not for prompts */
	REASON_SENT,          /* append mode: a code is on its way */
	REASON_SEND_LIMIT,    /* too many were sent: none is now */
	REASON_REGISTER,      /* right; the new number's code is asked for */
	REASON_CONFIRM_WRONG, /* that code was not right */
	REASON_NEW_PIN,       /* right; a new PIN has to be made */
	REASON_WRONG_PIN,     /* before a code that was right */
	REASON_PIN_UNKNOWN,   /* it was changed after the backup put back */
	REASON_NO_LENGTH,     /* append mode: nothing says where the code is */
	REASON_MAX
};

/* The word of the audit: "wrong-code". */
extern const char *const reason_words[REASON_MAX];

enum ask { /* what the prompt asks for */
	ASK_NOTHING = 0,
	ASK_CODE,         /* a code of the device */
	ASK_AGAIN,        /* the last one was not right */
	ASK_SYNC,         /* two codes of the device */
	ASK_LIST,         /* a choice of the devices */
	ASK_GENERIC,      /* a code of whatever one has */
	ASK_REGISTER,     /* a code of the device, then one of the wish */
	ASK_REGISTER_NOT, /* a code of the device: no code may go there */
	ASK_NEW_PIN,      /* of the device, from now on */
	ASK_NEW_PIN_AGAIN,
	ASK_NEW_PIN_BAD, /* another one */
};

/*
 * The word of the audit for a word that was typed, in whatever language:
 * "lost"; "" for what is none.
 */
#define WORD_NUMBER       "number"
#define WORD_REGISTER     "register"
#define WORD_REGISTER_NOT "register-not" /* codes cannot go there */
const char *word_name(const struct input *);

/* What an Accept was for; all but a code alone is told to the helpdesk. */
enum opened {
	OPENED_BY_CODE = 0,
	OPENED_BY_RESYNC,   /* two codes in a row of a device of the account */
	OPENED_BY_CLAIM,    /* the same of a free one, and its serial */
	OPENED_BY_CONFIRM,  /* a code, and then the one that confirms */
	OPENED_UNCONFIRMED, /* a code; the new number was not confirmed */
	OPENED_AND_CLAIMED, /* a code, and then a free token's serial and two */
	OPENED_MAX
};

/* The word of the audit: "resync". */
extern const char *const opened_words[OPENED_MAX];

enum first_result { FIRST_OPEN = 0, FIRST_WRONG, FIRST_RIGHT };

struct account_facts {
	int64_t id;
	uint64_t epoch;
	bool active;
	bool had_device; /* now or ever */
};

/* What was guessed wrong lately (rules 8 and 9); the caller counts. */
struct guess_facts {
	unsigned in_row;      /* by this account from this source */
	int64_t locked_until; /* unix seconds */
	unsigned month, year; /* by this account */
	int64_t last_seen;    /* this source, logged in; 0: never */
	bool known;           /* it logged in from this source lately */
};

struct claim_facts {
	const struct device *devices; /* free ones, one for each candidate */
	const struct input_claim *claims;
	size_t n;
	bool allowed; /* by the buckets of rule 12 */
};

/* What was found out about a PIN (pin.h); zero: nothing. */
struct pin_facts {
	int64_t device;
	bool right;         /* it is the one that it was compared with */
	const char *record; /* to be kept of a new one, or NULL */
};

struct step_in {
	int64_t now; /* unix seconds, engine time */
	bool clock_jumped;
	uint64_t fresh; /* id for a new dialogue */
	const struct policy *policy;
	const struct limits *limits;
	const struct otp_windows *windows;
	const struct account_facts *account; /* NULL: unknown */
	const struct device *devices;        /* latest success first */
	size_t ndevices;
	enum first_result first;     /* with a ticket: FIRST_RIGHT */
	enum reason first_reason;    /* why it is wrong */
	const struct ticket *ticket; /* NULL: the first packet */
	const struct input *input;   /* what was typed; NULL: nothing */
	struct guess_facts guesses;
	struct claim_facts claims;
	bool lost_today;    /* the account used "lost" in the last 24 h */
	unsigned sent_life; /* seconds that a sent code is good for */
	const struct device *wish; /* where codes are to go; or NULL */
	const struct pin_rules *pins;
	struct pin_facts pin;
};

enum effect_kind {
	FX_NONE = 0,
	FX_BLAME,   /* count a wrong guess: device may be 0 */
	FX_ADVANCE, /* compare and set the counter; store drift */
	FX_BIND,    /* the free device becomes the account's */
	FX_SUSPEND, /* the device waits for the helpdesk */
	FX_REBIND,  /* the device has had too many wrong codes */
	FX_CLEAR,   /* forget the failures in a row, know the source */
	FX_SEEN,    /* know the source, for passwords alone (rule 9) */
	FX_SEND,    /* a code leaves for the device's address */
	FX_SPEND,   /* compare and set: the code that was sent is used */
	FX_LOSE,   /* what was reported lost is, for another factor was given */
	FX_RELIEF, /* a temporary code leaves for the device's address, later */
	FX_ENROL,  /* the wish becomes a device, unconfirmed */
	FX_CONFIRM,  /* the device is confirmed */
	FX_DROP,     /* the unconfirmed device goes */
	FX_PIN_KEEP, /* the dialogue keeps record, till it is typed again */
	FX_PIN_SET,  /* compare and set: the device's PIN has changed */
};

struct effect {
	enum effect_kind kind;
	int64_t device;
	uint64_t counter; /* FX_ADVANCE */
	bool exact;       /* FX_ADVANCE: only from this one: */
	uint64_t was;
	int32_t drift, anchor;
	int64_t locked_until; /* FX_BLAME: new soft lock, or 0 */
	uint64_t dialogue;    /* FX_SEND, FX_SPEND: of the code */
	unsigned round;       /* FX_SEND: in which it is sent */
	unsigned resend;      /* how many this dialogue sent before it */
	const char *record;   /* FX_PIN_KEEP, FX_PIN_SET: Argon2id */
	unsigned digits;      /* FX_PIN_SET: of the PIN */
};

#define EFFECTS_MAX 8

struct step_out {
	enum verdict verdict;
	enum reason reason;
	enum ask ask;                 /* if the verdict is CHALLENGE */
	const struct device *device;  /* prompted, used or blamed; or NULL */
	const struct device *changed; /* that the audit is about; or NULL */
	const struct device *claimed; /* FX_BIND; or NULL */
	bool charged;                 /* a claim behind a right code */
	enum opened opened;           /* REASON_ACCEPTED */
	uint64_t used_counter;        /* REASON_USED_CODE */
	struct ticket ticket;         /* if the verdict is CHALLENGE */
	bool answers;                 /* the ticket's round is now answered */
	struct effect fx[EFFECTS_MAX];
	size_t nfx;
};

enum mf_err dialogue_step(const struct step_in *, struct step_out *) MF_CHECKED;

/* Seconds that the ticket is good for: a code needs time to arrive. */
int64_t dialogue_life(const struct step_in *);

/* The device that the ticket's prompt named; else that a first one names. */
const struct device *dialogue_prompted(const struct step_in *);

/* The device a prompt names at first: the policy's order, then the latest. */
const struct device *dialogue_default(const struct step_in *);

/* Why dialogue_default() has none. */
enum reason
dialogue_no_device(const struct step_in *, const struct device **which);

/*
 * The devices of the list that "?" shows, in its order: n of them in out.
 * The hash binds a number typed to the list it was read from (rule 5).
 */
size_t dialogue_list(const struct step_in *,
    const struct device *out[DEVICES_MAX], uint32_t *hash);

/* Whether the policy has this kind of device among its factors. */
bool device_is_allowed(const struct step_in *, const struct device *);

/*
 * Whether the policy has it, but not its mode: a code that is sent is not found
 * by its length, and so none is sent there.
 */
bool device_lacks_length(const struct step_in *, const struct device *);

/* Whether the account may claim a token: it has none and never had one. */
bool claim_is_allowed(const struct step_in *);
/* Or one more, behind a code that is right. */
bool claim_may_follow(const struct step_in *);

/* Whether a guess may be evaluated now; *why says what forbids it. */
bool guess_is_allowed(const struct step_in *, enum reason *why);
/* The same for one device: its failures in a row (rule 8). */
bool device_is_open(const struct step_in *, const struct device *);
/* The soft lock that one more failure brings; 0: none. */
int64_t guess_lock(const struct step_in *);

#endif
