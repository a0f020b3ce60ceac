/*
 * Whether the audit is whole, as far as anybody looked: a fault that was found
 * is kept in the database until all of the audit is verified without one.  It
 * is an alarm and never more: logins go on.
 */
#ifndef MF_AUDIT_HEALTH_H
#define MF_AUDIT_HEALTH_H

#include "store/audit.h"

struct audit_health {
	int64_t fault;    /* the first record at fault; 0: none is known */
	int64_t found;    /* unix seconds: when it was */
	int64_t verified; /* unix seconds: all of it, and whole; 0: never */
};

/* On any thread, with a reader of its own. */
enum mf_err audit_health_read(struct store *, struct audit_health *) MF_CHECKED;

/* Within a transaction.  The first fault that was found stays. */
enum mf_err
audit_health_fault(struct store *, int64_t record, int64_t now) MF_CHECKED;
enum mf_err audit_health_whole(struct store *, int64_t now) MF_CHECKED;

/*
 * The last records up to head, which is of the chain and not the last looked
 * at.  MF_ECRYPTO: the record *fault was changed, or is missing.
 */
enum mf_err audit_health_tail(
    struct store *, const struct audit_head *head, int64_t *fault) MF_CHECKED;

#endif
