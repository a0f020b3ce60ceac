/* The attributes of a reply by name and in a form for people. */
#ifndef MF_RADIUS_ATTR_H
#define MF_RADIUS_ATTR_H

#include "ctl/radius.h"
#include "util/text.h"

enum attr_kind { /* how a value reads; a value not of its kind is bytes */
	ATTR_BYTES = 0,
	ATTR_TEXT,
	ATTR_NUMBER,
	ATTR_ADDRESS,
	ATTR_TAGGED_NUMBER, /* RFC 2868: a tag of 0..31, then three bytes */
	ATTR_TAGGED_TEXT    /* a tag if the first byte is 1..31 */
};

/* The kind of this very value: ATTR_BYTES unless its length fits. */
enum attr_kind attr_kind(const struct radius_attr *);

/*
 * "Reply-Message", "Tunnel-Type:1", "Vendor-311-16" (vendor and the number of
 * its only sub-attribute), "Attr-200".
 */
void attr_put_name(struct text *, const struct radius_attr *);

/*
 * Text escaped for a terminal, without quotes; numbers in decimal, with a
 * name where RFC 2865 and 2868 give one ("13 (VLAN)"); addresses in dots;
 * everything else as 0x and hexadecimal.
 */
void attr_put_value(struct text *, const struct radius_attr *);

/* The number of an ATTR_NUMBER or ATTR_TAGGED_NUMBER. */
uint32_t attr_number(const struct radius_attr *);

#endif
