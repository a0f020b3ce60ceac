/*
 * The keys that everything else is sealed with, in a file apart from the
 * database.  Keys have ids; the newest one is active and seals, the others
 * still open what they once sealed.  The reference key never rotates: chains
 * that must be followed from their first link on hang on it.
 *
 * The file, which only the engine's user may read:
 *
 *	# comment
 *	reference 2026-11-21 64 hexadecimal digits
 *	key 1 2026-11-21 old 64 hexadecimal digits
 *	key 2 2027-01-05 active 64 hexadecimal digits
 *
 * Ids rise from line to line; the last key, and no other, is active.  Where a
 * function takes why, it gets a sentence for people when the function fails;
 * no sentence has a key in it.
 */
#ifndef MF_KEYRING_H
#define MF_KEYRING_H

#include <stdbool.h>
#include <stdint.h>

#include "util/crypto.h"
#include "util/err.h"
#include "util/text.h"

#define KEYRING_KEYS   256   /* at most */
#define KEYRING_ID_MAX 65535 /* two bytes before what is sealed */
#define KEYRING_SIZE   65536 /* bytes of the file at most */

/* Each purpose has a key of its own, derived from the one in the file. */
enum key_purpose {
	KEY_TICKET = 0, /* what travels in State */
	KEY_DEVICE,     /* seeds of tokens */
	KEY_PASSWORD,   /* records of passwords */
	KEY_IDENTITY,   /* addresses and phone numbers */
	KEY_CODE,       /* recovery and temporary codes */
	KEY_REPLY,      /* hashes of replies and repeated packets */
	KEY_SENT,       /* codes of SMS and e-mail */
	KEY_CHALLENGE,  /* what challenge-response tokens are asked */
	/* from the reference key, which never rotates; their id does not matter
	 */
	KEY_AUDIT,     /* the chain of the audit */
	KEY_NOTES,     /* the notes outside of backups */
	KEY_REFERENCE, /* what a reject shows */
	KEY_PURPOSE_MAX
};

struct keyring; /* in guarded memory */

/*
 * A new file with one key and a reference key, synced with its folder.
 * MF_ECONFLICT when there is a file already; it is never overwritten.
 */
enum mf_err
keyring_create(const char *path, int64_t now, struct text *why) MF_CHECKED;

/*
 * Reads path, which must be a file of the caller's alone; one that is lent (a
 * credential from systemd) may also be root's, readable to a group.
 * MF_ENOENT, MF_EIO, MF_EINVAL (why has file and line), MF_ENOMEM.
 */
enum mf_err keyring_load(const char *path, bool lent, struct keyring **,
    struct text *why) MF_CHECKED;

/* The same from memory; name stands in why. */
enum mf_err keyring_parse(const char *name, struct slice, struct keyring **,
    struct text *why) MF_CHECKED;

/*
 * Reads path again, makes a new active key, replaces the file at one stroke
 * and hands out the new ring.  No error loses an old key; after one, go on
 * with the ring there is.
 */
enum mf_err keyring_add(const char *path, int64_t now, struct keyring **,
    struct text *why) MF_CHECKED;

/* Id of the active key: what new data is sealed with. */
uint32_t keyring_newest_id(const struct keyring *);

/* When the active key was made, in unix seconds. */
int64_t keyring_newest_created(const struct keyring *);

/* The key of a purpose under an id; MF_ECRYPTO when there is no such id. */
enum mf_err keyring_key(const struct keyring *, enum key_purpose, uint32_t id,
    uint8_t out[KEY_SIZE]) MF_CHECKED;

/* Whether the purpose's key is the same under every id, known or not. */
bool keyring_is_fixed(enum key_purpose);

void keyring_free(struct keyring **); /* wipes */

#endif
