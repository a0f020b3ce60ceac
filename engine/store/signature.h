/*
 * Transactions to sign.  Each is answered once: right (SIGNED, kept for good),
 * or wrong as often as it may be (REFUSED).
 */
#ifndef MF_SIGNATURE_H
#define MF_SIGNATURE_H

#include "core/sign.h"
#include "store/store.h"

/* A form of ours: no name in the configuration has a dot. */
#define FORM_RESYNC "token.resync" /* two answers in a row */
#define FORM_PROVE  "token.prove"  /* both parties' challenges */

#define SIGNATURE_FIELDS 800 /* name=value, a line each, with a NUL */

enum signature_state {
	SIGNATURE_OPEN = 0,
	SIGNATURE_SIGNED,
	SIGNATURE_REFUSED
};

struct signature {
	int64_t reference;
	uint64_t dialogue;
	char form[SIGN_NAME_SIZE];
	int64_t account;
	uint64_t epoch;
	int64_t device;
	char fields[SIGNATURE_FIELDS];
	char challenge[ASKED_SIZE]; /* of ours, and of the token's own */
	uint8_t session[SUITE_SESSION_MAX];
	size_t nsession;
	int64_t at, expires;
	unsigned tries; /* left */
	enum signature_state state;
};

/* MF_ENOENT: none has that reference. */
enum mf_err
signature_get(struct store *, int64_t reference, struct signature *) MF_CHECKED;

/* In a transaction; opens it. */
enum mf_err signature_add(struct store *, const struct signature *) MF_CHECKED;

/* One try less, and the state to; MF_ECONFLICT: somebody was first. */
enum mf_err signature_try(struct store *, const struct signature *,
    enum signature_state to) MF_CHECKED;

/* How many of the account's wait at this time. */
enum mf_err signature_count(
    struct store *, int64_t account, int64_t now, int64_t *n) MF_CHECKED;

#endif
