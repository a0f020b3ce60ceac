/*
 * A token as a command or a record of an import describes it, checked: what
 * comes out can be stored as it is.
 */
#ifndef MF_ADMIN_SEED_H
#define MF_ADMIN_SEED_H

#include "store/desk.h"
#include "util/text.h"
#include "wire/wire.h"

#define SEED_LEAST 10 /* bytes of a secret: 80 bits, what old apps have */

struct seed_in {
	struct new_token token; /* borrows what follows, and the message */
	char vendor[VENDOR_SIZE], model[VENDOR_SIZE];
	char serial[SERIAL_SIZE], canonical[SERIAL_SIZE];
	char label[LABEL_SIZE], suite[65];
	uint8_t yubikey[YUBICO_SECRET];
};

/* A kind of token by its name; NULL: *why gets those there are. */
const struct factor_ops *seed_factor(const char *word, struct text *why);

/*
 * MF_EINVAL: *why gets a sentence.  A serial and a secret may be left out;
 * then theirs are "" and empty.  The caller wipes what came out.
 */
enum mf_err seed_read(
    const struct wire_msg *, struct seed_in *, struct text *why) MF_CHECKED;

#endif
