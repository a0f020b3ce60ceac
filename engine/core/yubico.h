/*
 * Yubico OTP: what a YubiKey types when it is touched, 44 letters of modhex
 * (cbdefghijklnrtuv, the same keys on most keyboards).  The first 12 are the
 * key's public id; the rest is a block under its AES key: private id, counter
 * of sessions, counter of uses within the session, time, noise, CRC.
 *
 * A key's secret here is AES key, private id and public id, in this order.
 */
#ifndef MF_YUBICO_H
#define MF_YUBICO_H

#include <stdbool.h>
#include <stdint.h>

#include "util/err.h"
#include "util/slice.h"

#define YUBICO_CODE   44 /* letters of an OTP */
#define YUBICO_PUBLIC 12 /* letters of the public id, before the block */
#define YUBICO_KEY    16
#define YUBICO_ID     6 /* bytes of the private id, and of the public one */
#define YUBICO_SECRET (YUBICO_KEY + 2 * YUBICO_ID)

/* MF_EINVAL: the public id is not 12 letters of modhex, in any case. */
enum mf_err yubico_secret(const uint8_t key[YUBICO_KEY],
    const uint8_t private_id[YUBICO_ID], struct slice public_id,
    uint8_t out[YUBICO_SECRET]) MF_CHECKED;

/* The public id of a secret, in modhex. */
void
yubico_public(const uint8_t secret[YUBICO_SECRET], char out[YUBICO_PUBLIC + 1]);

/*
 * Whether code, in any case, was typed by that key; if so, which it was:
 * counter of sessions * 256 + counter of uses, which only rises.
 */
bool yubico_open(struct slice code, const uint8_t secret[YUBICO_SECRET],
    uint64_t *value) MF_CHECKED;

/* What was counted in a value. */
unsigned yubico_session(uint64_t value);
unsigned yubico_use(uint64_t value);

#endif
