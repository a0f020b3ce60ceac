/*
 * What an account is told of what was done to it: to every number and address
 * that codes go to, and to those that it is known by (design, section 5; rules
 * 12 and 13).  Written in the transaction that does it.
 *
 * A notice is no code: limits per account and number, which somebody with a
 * password could use up, do not hold it back, nor does it count there.  An
 * account is told of sending.notices_day changes in a day.  By SMS notices are
 * half of sending.all_day at most, so that they hold no code back; one goes to
 * no number that none may go to.  What a limit keeps back is recorded as
 * message.withheld, and logged once a day.
 */
#ifndef MF_NOTICE_H
#define MF_NOTICE_H

#include "core/message.h"
#include "core/prompt.h"
#include "util/err.h"

struct engine;

struct notice {
	enum message_id text;
	int64_t account;
	const char *name;                   /* the account's */
	const char *language;               /* "": the realm's */
	const struct prompt_device *device; /* spoken of; or NULL */
	const char *address; /* spoken of, canonical; NULL: none */
	const char *except;  /* is not told; NULL: all are */
	int64_t now_ms;
};

enum mf_err notice_put(struct engine *, const struct notice *) MF_CHECKED;

#endif
