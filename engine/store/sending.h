/*
 * How many messages were sent, to whom and from where: what the limits of
 * sending are held against.
 */
#ifndef MF_STORE_SENDING_H
#define MF_STORE_SENDING_H

#include "store/store.h"

struct sending_who {
	int64_t account;       /* 0: nobody's */
	const char *address;   /* NULL: none counts */
	const uint8_t *source; /* SOURCE_SIZE bytes; NULL: not known */
	bool stranger;         /* the last ones are not for it */
};

/*
 * In the hour or day that ends now, by slices: up to a slice more is counted,
 * never less, so that no hour whatever holds more than is allowed.
 */
struct sending_counts {
	unsigned account_hour, account_day;
	unsigned address_hour, address_day;
	unsigned source_hour, all_day;
};

enum mf_err store_sending(struct store *, const struct sending_who *,
    int64_t now, struct sending_counts *) MF_CHECKED;
enum mf_err store_sending_add(
    struct store *, const struct sending_who *, int64_t now) MF_CHECKED;

#endif
