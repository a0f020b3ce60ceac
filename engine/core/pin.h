/*
 * PINs that the server keeps, for tokens that have none of their own: HOTP and
 * TOTP.  The person types PIN and code in one field; a wrong PIN is a wrong
 * code.  A PIN is kept as an Argon2id record, so whether it is right comes in
 * as a fact: pin_ask() says what is to be found out before a step is decided.
 *
 *	PIN and code right, must change --> "Your new PIN"	(code is spent)
 *	a new PIN, fit to be one ---------> "once more"		(record kept)
 *	the same -------------------------> stored, and ACCEPT
 *	not fit, or not the same ---------> "Another one"
 */
#ifndef MF_PIN_H
#define MF_PIN_H

#include "core/dialogue.h"

/* What Argon2id is to do, where a thread of its own may. */
enum pin_task {
	PIN_NOTHING = 0,
	PIN_CHECK,   /* is it the device's? */
	PIN_MAKE,    /* a record of it, unless it is the device's already */
	PIN_COMPARE, /* is it the one that was just typed? */
};

struct pin_question {
	enum pin_task task;
	const struct device *device;
	struct slice pin; /* within what was typed */
};

/* Input must have been read. */
enum mf_err pin_ask(const struct step_in *, struct pin_question *) MF_CHECKED;

/* Whether it may be one: its digits, no runs like 1234, 4321 or 1111. */
bool pin_is_fit(const struct pin_rules *, struct slice pin);

/* Whether the device asks for a PIN before its codes. */
bool pin_is_set(const struct device *);

/*
 * Takes the PIN off before a code of so many digits; false: there is none, but
 * should be.  A device without PIN: code is left as it is, and pin empty.
 */
bool pin_split(const struct device *, struct slice *code, struct slice *pin);

/*
 * How many digits stand before the device's code in a field that holds a
 * password before them.  SIZE_MAX: it has a PIN of unknown length.
 */
size_t pin_field(const struct device *);

/* Whether so many digits may be a PIN and a code of the device. */
bool pin_has_length(const struct device *, size_t n);

/* Whether in->pin says that the PIN was this device's. */
bool pin_was_right(const struct step_in *, const struct device *);

/* Replies to "your new PIN", by the ticket's stage. */
bool pin_is_asked_for(const struct ticket *);
/* The factor was right, but its PIN has to change first. */
void ask_pin(const struct step_in *, struct step_out *, const struct device *);
void answer_pin(
    const struct step_in *, struct step_out *, const struct device *prompted);

#endif
