/*
 * OCRA (RFC 6287): one HMAC over suite, counter, challenge, PIN's hash,
 * session and time, cut to digits as HOTP cuts it.  Whose challenge comes
 * first tells the modes apart:
 *
 *	one-way		Q = what the server asks
 *	mutual		the server proves itself over QC QS, the client
 *			answers over QS QC (section 7.2)
 *	signature	Q = the data to sign; with a server's challenge
 *			over QC QS as in mutual (section 7.3)
 */
#ifndef MF_OCRA_H
#define MF_OCRA_H

#include "util/slice.h"
#include "util/suite.h"

#define OCRA_QUESTION 128               /* bytes of Q, and characters at most */
#define OCRA_CODE     (2 * MAC_MAX + 1) /* a whole HMAC in hexadecimal */

/* What the suite does not name is not looked at. */
struct ocra_input {
	uint64_t counter;
	struct slice question; /* as shown: digits, letters, hexadecimal */
	struct slice pin;      /* its hash, of the suite's size */
	struct slice session;  /* at most the suite's size */
	uint64_t time;         /* steps since 1970 */
};

/*
 * The code in digits, or the HMAC in lower-case hexadecimal where the suite
 * does not cut it.  text is the suite as the token spells it, s what it
 * means.  MF_EINVAL: the question, the PIN's hash or the session is not of
 * the suite's form.  out is "" after an error.
 */
enum mf_err
ocra_value(const char *text, const struct suite *s, struct slice key,
    const struct ocra_input *, char out[OCRA_CODE]) MF_CHECKED;

/* Characters of ocra_value(). */
size_t ocra_length(const struct suite *);

/* Whether a challenge of the suite can have the character. */
bool ocra_takes(const struct suite *, char);

/* Whether text is one or two challenges of the suite's form. */
bool ocra_asks(const struct suite *, struct slice text);

#endif
