/*
 * The RADIUS client's side of RFC 2865 and RFC 3579: build an Access-Request
 * and verify the reply to it.  No I/O, no allocation, no clock; identifier
 * and authenticator come from the caller, who also sends the packet, again
 * byte for byte if there is no answer.
 */
#ifndef MF_RADIUS_H
#define MF_RADIUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/err.h"
#include "util/slice.h"

#define RADIUS_HEADER       20   /* code, identifier, length, authenticator */
#define RADIUS_MAX          4096 /* longest packet (RFC 2865 section 3) */
#define RADIUS_AUTH         16   /* an authenticator of either kind */
#define RADIUS_VALUE_MAX    253
#define RADIUS_PASSWORD_MAX 128
#define RADIUS_PORT         "1812"

enum radius_code {
	RADIUS_REQUEST = 1,
	RADIUS_ACCEPT = 2,
	RADIUS_REJECT = 3,
	RADIUS_CHALLENGE = 11
};

enum radius_type { /* those that the code names; see radius_attr.c */
	RADIUS_USER_NAME = 1,
	RADIUS_USER_PASSWORD = 2,
	RADIUS_REPLY_MESSAGE = 18,
	RADIUS_STATE = 24,
	RADIUS_VENDOR_SPECIFIC = 26,
	RADIUS_CALLING_STATION_ID = 31,
	RADIUS_NAS_IDENTIFIER = 32,
	RADIUS_NAS_PORT_TYPE = 61,
	RADIUS_PROMPT = 76,
	RADIUS_MESSAGE_AUTHENTICATOR = 80
};

/*
 * A request being built.  Holds the hidden password, which is no secret to
 * who has the shared one: wipe it with the rest of the login.
 */
struct radius_request {
	uint8_t buf[RADIUS_MAX];
	size_t len;
	bool full; /* something was too long; radius_sign() then fails */
};

/* Header and a Message-Authenticator, first, to be filled by radius_sign(). */
void radius_begin(struct radius_request *, uint8_t id,
    const uint8_t authenticator[RADIUS_AUTH]);

/* One attribute of 1 to RADIUS_VALUE_MAX bytes. */
void radius_put(struct radius_request *, uint8_t type, struct slice value);
void radius_put_number(struct radius_request *, uint8_t type, uint32_t);

/*
 * User-Password, hidden as RFC 2865 section 5.2 asks; at most
 * RADIUS_PASSWORD_MAX bytes.  MF_EFULL if longer, MF_ECRYPTO without MD5.
 */
enum mf_err radius_put_password(struct radius_request *, struct slice secret,
    struct slice password) MF_CHECKED;

/*
 * Writes the length and the Message-Authenticator (RFC 3579 section 3.2);
 * nothing may be put after that.  MF_EFULL if something did not fit.
 */
enum mf_err
radius_sign(struct radius_request *, struct slice secret) MF_CHECKED;

enum radius_signature {
	SIGNATURE_MISSING = 0,
	SIGNATURE_LATE, /* valid, but not the first attribute */
	SIGNATURE_FIRST
};

struct radius_reply {
	enum radius_code code;
	enum radius_signature signature;
	struct slice attrs; /* borrowed from the packet, well formed */
};

/*
 * Whether packet is an answer to request from who knows the secret.
 * MF_EPROTO: malformed, or not a reply to an Access-Request; MF_EINVAL: the
 * identifier is another request's; MF_ECRYPTO: the Response Authenticator or
 * a Message-Authenticator is wrong.  Reply is all zeroes unless MF_OK.
 * A missing Message-Authenticator is reported, not refused: the caller
 * decides.
 */
enum mf_err radius_verify(struct radius_reply *, struct slice packet,
    const struct radius_request *, struct slice secret) MF_CHECKED;

struct radius_attr {
	uint8_t type;
	struct slice value; /* borrowed */
};

/*
 * Takes the next attribute off rest; false at the end, or where the bytes
 * are no attribute (rest then keeps them).
 */
bool radius_next(struct slice *rest, struct radius_attr *);

/* The first attribute of a type; false if there is none. */
bool radius_find(struct slice attrs, uint8_t type, struct radius_attr *);

/* "Access-Accept" and so on; never NULL. */
const char *radius_code_name(enum radius_code);

#endif
