/*
 * What travels in State: everything the engine must know to go on with a
 * dialogue, sealed.  The name, the account with its epoch, the NAS and the
 * database's generation are bound to it without being in it, so a ticket of
 * another person, door or time does not open.
 *
 * At most TICKET_TEXT characters of base64url: clients copy State as a C
 * string, so it holds no NUL.
 */
#ifndef MF_TICKET_H
#define MF_TICKET_H

#include <stddef.h>
#include <stdint.h>

#include "util/crypto.h"
#include "util/err.h"
#include "util/slice.h"

#define TICKET_TEXT 128 /* characters, without a NUL */

enum stage {
	STAGE_CODE = 0, /* waits for a code */
	STAGE_SYNC,     /* waits for two codes of the device */
	STAGE_LIST,     /* the list of devices was shown */
	STAGE_DECOY,    /* nothing it is answered with is right */
	STAGE_CONFIRM,  /* a second factor was right; the device is confirmed */
	STAGE_NEW_PIN,  /* the factor was right; its PIN has to change */
	STAGE_NEW_PIN_AGAIN, /* the same once more */
};

struct ticket {
	uint64_t dialogue;
	int64_t device;  /* prompted; 0: none */
	int64_t issued;  /* unix seconds, engine time */
	int64_t lost;    /* device reported lost in this dialogue; 0: none */
	int64_t used;    /* STAGE_CONFIRM: whose code was right */
	uint32_t policy; /* ticket_policy() of its name */
	uint32_t list;   /* hash of the list shown; 0: none was */
	uint8_t round;   /* 1..16; each is answered once */
	uint8_t stage;   /* below 16 */
	uint8_t page;    /* below 16; STAGE_LIST: which part of it was shown */
	uint8_t tries;   /* codes evaluated so far */
};

struct ticket_binding {
	struct slice name; /* canonical */
	struct slice nas;
	int64_t account;
	uint64_t epoch;
	uint64_t generation;
};

uint32_t ticket_policy(const char *name);

/*
 * Ids of dialogues rise with time, so that old rows lie together: 42 bits of
 * milliseconds, 21 random ones.  Always positive as a signed number.
 */
uint64_t dialogue_id(int64_t now_ms, uint64_t random);
/* The least id of that moment. */
uint64_t dialogue_id_floor(int64_t now_ms);

#define TICKET_SEALED 94 /* bytes of a sealed ticket: key id, nonce, ... */

struct sealed_ticket {
	uint16_t key_id; /* of the key that sealed it */
	uint8_t raw[TICKET_SEALED];
};

/* MF_EPROTO: State is not of our form. */
enum mf_err
ticket_decode(struct slice state, struct sealed_ticket *) MF_CHECKED;

/* State for t: n characters in out (TICKET_TEXT + 1 bytes, with a NUL). */
void ticket_seal(const struct ticket *, const struct ticket_binding *,
    uint16_t key_id, const uint8_t key[KEY_SIZE], char *out, size_t *n);

/* MF_ECRYPTO: not ours, or bound otherwise. */
enum mf_err
ticket_open(const struct sealed_ticket *, const struct ticket_binding *,
    const uint8_t key[KEY_SIZE], struct ticket *) MF_CHECKED;

#endif
