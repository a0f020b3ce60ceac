/* Identities and groups: one of them given to an account, or a refusal. */
#ifndef MF_ADMIN_IDENTITY_H
#define MF_ADMIN_IDENTITY_H

#include "server/admin.h"
#include "store/desk.h"

/* "e-mail address" */
extern const char *const identity_words[IDENTITY_KINDS];

/* One identity in canonical form, or a refusal that says what is wrong. */
enum mf_err identity_canonical(struct command_in *, enum identity_kind,
    struct slice raw, char out[EMAIL_SIZE]) MF_CHECKED;

/*
 * Refuses a value, in canonical form, that leads to an account already, a
 * name that is read as somebody else's number or address, and a number that is
 * read as somebody else's name: a login by it would be another's.  Whatever
 * gives an account one asks this; self's id is 0 while it is not there yet.
 */
enum mf_err identity_free(struct command_in *, const struct desk_account *self,
    enum identity_kind, const char *value) MF_CHECKED;

/* It leads to the account from now on; value: how it is kept. */
enum mf_err identity_give(struct command_in *, const struct desk_account *,
    enum identity_kind, struct slice raw, char value[EMAIL_SIZE]) MF_CHECKED;

/* The account is in the group from now on; group: how it is kept. */
enum mf_err group_give(struct command_in *, const struct desk_account *,
    struct slice raw, char group[NAME_SIZE]) MF_CHECKED;

#endif
