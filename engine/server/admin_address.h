/* Numbers and e-mail addresses that codes go to: what their commands share. */
#ifndef MF_ADMIN_ADDRESS_H
#define MF_ADMIN_ADDRESS_H

#include "server/admin_find.h"

#define ADDRESSES_MAX 8 /* of one kind, of an account */

/* A kind of address, and its words. */
struct channel_words {
	const struct factor_ops *ops;
	enum identity_kind identity;
	const char *command;                         /* of mfctl */
	const char *noun;                            /* "phone number" */
	const char *way;                             /* "SMS" */
	const char *add, *confirm, *resend, *remove; /* events */
};

/* Of the command: phone.* or email.*. */
const struct channel_words *channel_of(const struct command_in *);

struct addresses { /* an account's, of one kind */
	const struct factor_ops *ops;
	struct desk_token list[ADDRESSES_MAX];
	size_t n;
	unsigned in_use;
};

enum mf_err addresses_of(
    struct command_in *, int64_t account, struct addresses *) MF_CHECKED;

/* Of TAG_ADDRESS: an address in any spelling, or a label; refuses none. */
enum mf_err address_find(struct command_in *, const struct desk_account *,
    struct desk_token *) MF_CHECKED;

/* Whether it waits for its code, or can only come back by one. */
bool address_waits(const struct desk_token *);

/* From now on codes go there; the others are told.  says: "by the helpdesk". */
enum mf_err address_activate(struct command_in *, const struct desk_account *,
    const struct desk_token *, const char *event) MF_CHECKED;

/* A code that confirms it leaves; refuses when limits forbid that. */
enum mf_err address_send(struct command_in *, const struct desk_account *,
    const struct desk_token *) MF_CHECKED;

/* Its record: event, with address, name and owner. */
enum mf_err address_record(struct command_in *, const char *event,
    const struct desk_account *, const struct desk_token *) MF_CHECKED;

#endif
