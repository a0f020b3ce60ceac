/*
 * What a challenge-response token is asked: derived, never stored, and good
 * for one round of one dialogue with one device.  A database that was
 * restored asks otherwise.
 */
#ifndef MF_CHALLENGE_H
#define MF_CHALLENGE_H

#include "util/crypto.h"
#include "util/suite.h"

#define CHALLENGE_SIZE   65  /* with a NUL */
#define ASKED_SIZE       129 /* of both parties' at most, with a NUL */
#define CHALLENGE_PROMPT 16  /* characters that a prompt has room for */

struct round {
	uint64_t generation; /* of the database */
	uint64_t dialogue;
	int64_t device;
	unsigned round;
	unsigned again; /* how many before it the device was asked already */
};

/* What its characters are drawn from: letters without look-alikes, vowels. */
const char *challenge_alphabet(const struct suite *);

/*
 * As many characters as the suite takes, of its format, under a key of
 * purpose KEY_CHALLENGE.
 */
void challenge_draw(const uint8_t key[KEY_SIZE], const struct round *,
    const struct suite *, char out[CHALLENGE_SIZE]);

#endif
