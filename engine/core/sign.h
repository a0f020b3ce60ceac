/*
 * Signing a transaction: a person's token answers a challenge that is made of
 * the transaction's fields and good for this one signature.
 *
 * A form names the fields; each has a pattern, and so many of its last
 * characters, of those the token can take, are keyed in as they stand: the
 * person sees what is signed.  The rest of the challenge is derived from all
 * fields, whole, and from the signature's own id, so that no answer fits
 * other content or another signature.
 */
#ifndef MF_SIGN_H
#define MF_SIGN_H

#include "core/challenge.h"
#include "core/dialogue.h"
#include "util/text.h"

#define SIGN_NAME_SIZE  33
#define SIGN_VALUE_SIZE 65
#define SIGN_FIELDS_MAX 8
#define SIGN_DRAWN      4 /* characters at least that no field decides */

/* "payment amount 4 [0-9]{1,7}": form, field, characters keyed in, pattern. */
struct sign_rule {
	char form[SIGN_NAME_SIZE], field[SIGN_NAME_SIZE];
	unsigned keyed;      /* 0..16 */
	const char *pattern; /* the rest of the text, not empty */
};

enum mf_err sign_rule_read(const char *text, struct sign_rule *) MF_CHECKED;

struct sign_field {
	char name[SIGN_NAME_SIZE], value[SIGN_VALUE_SIZE];
	unsigned keyed;
};

/*
 * The challenge for fields, under a key of purpose KEY_CHALLENGE; id.round is
 * 0.  MF_EFULL: it has no room for what is keyed in and SIGN_DRAWN more.  A
 * counter is no substitute: of two transactions that wait and end alike, either
 * would be signed.
 */
enum mf_err sign_challenge(const uint8_t key[KEY_SIZE], const struct round *id,
    const struct suite *, const struct sign_field *, size_t n,
    char out[CHALLENGE_SIZE]) MF_CHECKED;

/*
 * A value in a line of others: in quotes, with a backslash before those it has,
 * where it could be taken for more than one.
 */
void sign_put_value(struct text *, struct slice value);

/* What the code of a message is derived from besides its dialogue. */
unsigned sign_round(const struct sign_field *, size_t n);

struct sign_in {
	int64_t now;
	bool clock_jumped;
	const struct limits *limits;
	const struct otp_windows *windows;
	const struct guess_facts *guesses;
	const struct device *device; /* with its challenge */
	struct slice code;
};

struct sign_out {
	bool right;
	bool counted; /* the code was looked at */
	enum reason reason;
	struct effect fx[EFFECTS_MAX];
	size_t nfx;
};

/* One try; the limits are those of a login's second factor. */
enum mf_err sign_step(const struct sign_in *, struct sign_out *) MF_CHECKED;

#endif
