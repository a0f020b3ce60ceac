/*
 * How many messages were sent, to whom and from where: what the limits of
 * sending are held against.
 */
#ifndef MF_STORE_SENDING_H
#define MF_STORE_SENDING_H

#include "store/store.h"

enum sending_kind {
	SENDING_CODE = 0, /* to account and address, from source, and in all */
	SENDING_NOTICE,   /* by SMS: of all notices, and in all */
	SENDING_TOLD,     /* a change that the account is told of */
	SENDING_WITHHELD  /* it was logged that it was not told of one */
};

struct sending_who {
	enum sending_kind kind;
	int64_t account;       /* 0: nobody's */
	const char *address;   /* NULL: none counts */
	const uint8_t *source; /* SOURCE_SIZE bytes; NULL: not known */
	bool stranger;         /* the last ones are not for it */
};

/*
 * In the hour or day that ends now, by slices: up to a slice more is counted,
 * never less, so that no hour whatever holds more than is allowed.  What is
 * not counted for that kind is 0.
 */
struct sending_counts {
	unsigned account_hour, account_day;
	unsigned address_hour, address_day;
	unsigned source_hour, all_day;
	unsigned notices_day;  /* changes that the account was told of */
	unsigned notices_all;  /* notices by SMS, whosever */
	unsigned withheld_day; /* lines of the log that say so */
};

enum mf_err store_sending(struct store *, const struct sending_who *,
    int64_t now, struct sending_counts *) MF_CHECKED;
enum mf_err store_sending_add(
    struct store *, const struct sending_who *, int64_t now) MF_CHECKED;

#endif
