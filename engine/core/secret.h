/*
 * Passwords as they are hashed, and what a new one must have.
 *
 * RFC 8265, OpaqueString: any space becomes U+0020, the whole NFC; case and
 * width stay, nothing is trimmed or cut.  Two things differ from the RFC.
 * Bytes that are not UTF-8 (an old client's Latin-1) are taken as they are:
 * no text has the same bytes, so nothing is opened by it.  And only control
 * characters are refused, not all that the RFC's FreeformClass leaves out:
 * whether a password is right may not depend on the version of a library.
 */
#ifndef MF_SECRET_H
#define MF_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/err.h"
#include "util/slice.h"

#define PASSWORD_RAW_MAX  128 /* bytes of a User-Password (RFC 2865) */
#define PASSWORD_PREPARED (3 * PASSWORD_RAW_MAX) /* NFC can be longer */

/*
 * out needs PASSWORD_PREPARED bytes; there is no NUL behind them, and the
 * caller wipes them.  MF_EINVAL: empty, more than 128 bytes, or a control
 * character (NUL is one); out is then wiped.
 */
enum mf_err password_prepare(
    struct slice raw, uint8_t *out, size_t size, size_t *n) MF_CHECKED;

struct password_rules {
	unsigned min; /* characters */
	bool upper, lower, digit, special;
};

enum password_fault {
	PASSWORD_FINE = 0,
	PASSWORD_SHORT,
	PASSWORD_NO_UPPER,
	PASSWORD_NO_LOWER,
	PASSWORD_NO_DIGIT,
	PASSWORD_NO_SPECIAL, /* neither letter nor digit; a space is one */
	PASSWORD_FAULT_MAX
};

/* "needs a digit": to go behind "the password ". */
extern const char *const password_fault_texts[PASSWORD_FAULT_MAX];

/* The first rule that a prepared password breaks; PASSWORD_FINE: none. */
void password_quality(const struct password_rules *, struct slice prepared,
    enum password_fault *);

#endif
