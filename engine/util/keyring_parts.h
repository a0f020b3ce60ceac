/* The inside of a keyring, for keyring*.c alone. */
#ifndef MF_KEYRING_PARTS_H
#define MF_KEYRING_PARTS_H

#include "util/keyring.h"

struct key {
	uint32_t id;
	int64_t created;
	uint8_t bytes[KEY_SIZE];
};

struct keyring {
	struct key reference;
	struct key keys[KEYRING_KEYS]; /* by rising id; the last is active */
	size_t n;
};

/* The text of the file; buf has KEYRING_SIZE bytes. */
void keyring_print(const struct keyring *, struct text *);

#endif
