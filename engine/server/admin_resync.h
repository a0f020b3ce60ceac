/* token.resync, in its stages: what is asked, searched for, and kept. */
#ifndef MF_ADMIN_RESYNC_H
#define MF_ADMIN_RESYNC_H

#include "server/admin_sign.h"

#define HMAC_LEAST 40 /* characters of a whole HMAC */

struct resync {
	struct otp_windows windows; /* as of when it began */
	char code[2][CODE_TYPED];
	bool asks;          /* there are no codes yet: what is it asked? */
	bool challenged;    /* it is a token that answers challenges */
	int64_t reference;  /* of what it was asked; 0: not given */
	struct suite suite; /* of such a token */
	struct signature row;
	struct desk_token token;
	struct factor_result result;
};

/*
 * admin_resync_ask.c, of a token that answers challenges.  On the desk's
 * thread: whether it can be asked; with codes, what it was asked goes into the
 * device.  On the loop: asks it; ends what it was asked, right or wrong.
 */
enum mf_err resync_challenge(
    struct command_in *, struct resync *, struct device *) MF_CHECKED;
enum mf_err resync_ask(struct command_in *, struct resync *) MF_CHECKED;
enum mf_err resync_spend(struct command_in *, const struct resync *) MF_CHECKED;

#endif
