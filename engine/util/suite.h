/*
 * OCRA suites (RFC 6287, section 6): what a challenge-response token puts
 * into its answers, as the token itself spells it:
 *
 *	OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1-S064-T1M
 *
 * C a counter; Q a challenge, N digits, A letters and digits, H hexadecimal,
 * of up to 4 to 64 characters each party; P the hash of a PIN; S a session of
 * so many bytes; T the time in steps of seconds, minutes or hours.  Where the
 * RFC has a default for what follows a letter (N08, SHA1, 064, 1M) it may be
 * left out, as tiqr leaves out the length of its session.
 */
#ifndef MF_SUITE_H
#define MF_SUITE_H

#include <stdbool.h>

#include "util/cipher.h"

#define SUITE_SIZE        65 /* with a NUL */
#define SUITE_SESSION_MAX 512

struct suite {
	enum hash hash;
	unsigned digits;       /* 4..10; 0: the whole HMAC, not cut */
	bool counter;          /* C */
	char format;           /* of the challenge: 'N', 'A' or 'H' */
	unsigned length;       /* characters of one party's challenge at most */
	enum hash pin;         /* 0: no P */
	bool session;          /* S */
	unsigned session_size; /* bytes */
	unsigned step;         /* seconds; 0: no T */
};

/*
 * MF_EINVAL for what the RFC's grammar does not allow, for steps of no time
 * ("T0H") and for what is longer than SUITE_SIZE - 1; *s is then zeroed.
 */
enum mf_err suite_read(const char *text, struct suite *s) MF_CHECKED;

#endif
