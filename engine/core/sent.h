/*
 * Codes of SMS and e-mail: derived, never stored.  Characters without
 * look-alikes and vowels, at least one digit among them; 23 of them, so nine
 * are 40 bits.
 */
#ifndef MF_SENT_H
#define MF_SENT_H

#include "core/input.h"
#include "util/crypto.h"

#define SENT_LOGIN   9 /* characters of a login's code: XXX-XXX-XXX */
#define SENT_CONFIRM 8 /* that confirms an address: XXXX-XXXX */
#define SENT_SHOWN   (CODE_SIZE + 4)

/* One message: a resend, another round, a restored database: another code. */
struct sent {
	uint64_t generation; /* of the database */
	uint64_t dialogue;
	int64_t device;
	unsigned round, resend;
};

/*
 * The code of n characters (SENT_LOGIN, SENT_CONFIRM) under a key of purpose
 * KEY_SENT; out has it as it is compared: upper case, no hyphens.
 */
void sent_code(const uint8_t key[KEY_SIZE], const struct sent *, size_t n,
    char out[CODE_SIZE]);

/* As people read it: in groups of three, or of four when there are eight. */
void sent_show(const char *code, char out[SENT_SHOWN]);

#endif
