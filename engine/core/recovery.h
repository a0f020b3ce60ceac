/*
 * Recovery codes: a list of ten that the engine draws, 80 bits each, good once
 * each, shown once.  What is kept of the list is a secret (sealed like any
 * other) of a salt and a hash of each code, so that nothing gives the codes
 * back.  Which of them are spent is the device's counter: one bit each, so
 * that it only ever grows.
 *
 * A code is 16 characters of Crockford's base32 in four groups; O is read as
 * 0, I and L as 1.  It never ends in six digits, as a serial and a code do, and
 * always has a letter, and a digit that nothing else looks like.
 */
#ifndef MF_RECOVERY_H
#define MF_RECOVERY_H

#include <stdbool.h>
#include <stdint.h>

#include "util/crypto.h"
#include "util/slice.h"

#define RECOVERY_CODES   10
#define RECOVERY_LETTERS 16
#define RECOVERY_RANDOM  10 /* bytes a code is made of */
#define RECOVERY_SIZE    (RECOVERY_LETTERS + 1)
#define RECOVERY_SHOWN   20 /* XXXX-XXXX-XXXX-XXXX and a NUL */
#define RECOVERY_SALT    16
#define RECOVERY_HASH    11
#define RECOVERY_SECRET  (RECOVERY_SALT + RECOVERY_CODES * RECOVERY_HASH)

/* False: these bytes make no code of the form; draw others. */
bool recovery_make(
    const uint8_t random[RECOVERY_RANDOM], char code[RECOVERY_SIZE]) MF_CHECKED;

/* What was typed, upper case and without hyphens, as it was drawn. */
bool recovery_read(struct slice typed, char code[RECOVERY_SIZE]) MF_CHECKED;

/* As people read it, in groups of four. */
void recovery_show(const char *code, char out[RECOVERY_SHOWN]);

/* What is kept of a code. */
void recovery_hash(const uint8_t salt[RECOVERY_SALT], const char *code,
    uint8_t out[RECOVERY_HASH]);

/* How many codes are not spent. */
unsigned recovery_left(uint64_t counter);

#endif
