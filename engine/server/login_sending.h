/* Codes that a login sends: what is on its way, joining it, sending one. */
#ifndef MF_LOGIN_SENDING_H
#define MF_LOGIN_SENDING_H

#include "server/facts.h"

/* Whether the account has a device of a kind that sends. */
bool login_may_send(const struct login *);

/*
 * What this dialogue has on its way, and whether limits let it send: into
 * l->devices, before anything is decided by them.
 */
enum mf_err sending_gather(struct login *) MF_CHECKED;

/*
 * Rule 16: MF_OK when this first packet joins a login that waits for its
 * code, and l->repeat holds its challenge.  MF_ENOENT: it does not.  A word
 * that sends joins the same one for half a minute, by the answer kept for it.
 */
enum mf_err sending_join(struct login *) MF_CHECKED;

/* Whether a word stands behind the password that may send, and so may join. */
bool sending_by_word(const struct login *);

/* One of the account's devices; NULL: it has none of that id. */
struct device *sending_device(struct login *, int64_t id);

/* Something leaves for that device: it counts. */
enum mf_err sending_charge(struct login *, const struct device *) MF_CHECKED;

/* FX_SEND in the batch's transaction. */
enum mf_err sending_apply(struct login *, const struct effect *) MF_CHECKED;

/* Whether limits let a code leave for the device: d->sent.barred. */
enum mf_err sending_limits_of(struct login *, struct device *) MF_CHECKED;

#endif
