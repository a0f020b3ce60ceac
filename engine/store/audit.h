/*
 * The audit: append-only, in the transaction of what it records, each record
 * chained by a keyed hash to the one before.  Detail is key=value text,
 * escaped by its writer; it never holds a secret or what somebody typed,
 * but which of the known words it was.
 */
#ifndef MF_AUDIT_H
#define MF_AUDIT_H

#include "store/store.h"

#define DETAIL_SIZE 1024

/* Every event there is, by name, in their order; NULL after the last. */
extern const char *const audit_events[];
/* Whether asked is the event, or the word before its dot. */
bool audit_event_is(const char *event, const char *asked);
/* Whether there is any such event. */
bool audit_event_exists(const char *asked);

struct audit_record {
	int64_t seq; /* set by audit_append() */
	int64_t at_ms;
	const char *event;             /* "login.accept" */
	int64_t account, device, used; /* 0: none */
	uint64_t dialogue;             /* 0: none */
	int64_t reference;             /* number; 0: none */
	struct slice actor;            /* "engine", "anna(1001)" */
	struct slice detail;
};

struct audit_head {
	int64_t seq;
	int64_t at_ms;
	uint8_t mac[AUDIT_MAC];
};

enum mf_err audit_append(struct store *, struct audit_record *) MF_CHECKED;

/* The last record of the chain as of now, uncommitted ones included. */
const struct audit_head *audit_head(const struct store *);

/* The mac of one record; MF_ENOENT when there is none of that number. */
enum mf_err
audit_mac(struct store *, int64_t seq, uint8_t out[AUDIT_MAC]) MF_CHECKED;

/*
 * Verifies up to limit records from head->seq + 1 on and moves head to the
 * last good one; *more: there are others.  MF_ECRYPTO: the record after head
 * was changed, or one is missing.
 */
enum mf_err audit_verify(
    struct store *, struct audit_head *, unsigned limit, bool *more) MF_CHECKED;

#endif
