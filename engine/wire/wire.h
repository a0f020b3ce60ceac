/*
 * The messages between the module, mfctl and the engine: one SOCK_SEQPACKET
 * datagram each.  A message is a version, a type, and fields of tag (1 byte),
 * length (2 bytes, big-endian) and value.  A tag stands at most once.
 *
 * One table (wire_tags) says of every tag its name, kind and limits; a
 * message with any other field is refused whole.  libc only; never allocates,
 * logs or exits; a parsed message borrows the buffer it was parsed from.
 */
#ifndef MF_WIRE_H
#define MF_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/verdict.h"

#define WIRE_VERSION     1
#define WIRE_LOGIN_MAX   4096  /* bytes of a login message or its answer */
#define WIRE_CONTROL_MAX 61440 /* bytes of a message on a control socket */

enum wire_type {
	/* login socket */
	WIRE_LOGIN = 1, /* module: an Access-Request */
	WIRE_ANSWER,    /* engine: a verdict, with what goes into the reply */
	WIRE_SILENCE, /* engine: no answer to the NAS, so that it fails over */
	/* control sockets (helpdesk, admin) */
	WIRE_COMMAND, /* mfctl: TAG_COMMAND and its arguments */
	WIRE_ROW,     /* engine: one row of the result, any number of them */
	WIRE_DONE,    /* engine: last, it is done; TAG_TEXT says what is true */
	WIRE_REFUSED, /* engine: last, nothing was changed; TAG_TEXT says why */
	/* login socket again: new types come last, so that old ones stay */
	WIRE_UNGIVEN, /* module: the Accept to this request was not given, for
			 TAG_ATTRIBUTES (one item) cannot be, TAG_REASON */
	/* courier socket: wire/courier.h */
	WIRE_FETCH,    /* mfcourier: so many more of a channel */
	WIRE_MESSAGE,  /* engine: one to send */
	WIRE_REPORT,   /* mfcourier: what became of it */
	WIRE_RECORDED, /* engine: the report is on disk */
	WIRE_RECALL,   /* engine: one is not to be sent any more */
	WIRE_TYPE_MAX
};

enum wire_tag {
	/* what came in the Access-Request */
	TAG_USER = 1,      /* User-Name as sent */
	TAG_PASSWORD,      /* User-Password, decrypted */
	TAG_STATE,         /* State, both ways */
	TAG_CLIENT,        /* shortname of FreeRADIUS's client: the NAS */
	TAG_CLIENT_ADDR,   /* its address, as text */
	TAG_CLIENT_PORT,   /* source port of the packet */
	TAG_PACKET_ID,     /* Identifier */
	TAG_AUTHENTICATOR, /* Request Authenticator, 16 bytes */
	TAG_NAS_IDENTIFIER,
	TAG_NAS_ADDR,      /* NAS-IP-Address or NAS-IPv6-Address, as text */
	TAG_NAS_PORT_TYPE, /* as text: "Virtual" */
	TAG_STATION,       /* Calling-Station-Id */
	TAG_CALLED,        /* Called-Station-Id */
	TAG_SERVER,        /* FreeRADIUS's virtual server */
	TAG_FIRST_FACTOR,  /* who verified the password in FreeRADIUS */
	TAG_GROUPS,        /* list: groups FreeRADIUS knows */
	TAG_SERVICE,       /* control:Multifactor-Service */
	TAG_THREADS,       /* FreeRADIUS may have at most */
	TAG_DEADLINE,      /* CLOCK_BOOTTIME, ms: nobody waits after it */
	/* what goes into the reply */
	TAG_VERDICT,    /* enum verdict */
	TAG_PROMPT,     /* Reply-Message */
	TAG_ECHO,       /* Prompt: 1 Echo, 0 No-Echo */
	TAG_ATTRIBUTES, /* list: "Filter-Id = vpn-staff" */
	TAG_REFERENCE,  /* "7F3K-2M9Q" */
	TAG_REASON,     /* of a silence, for the log */
	/* control: the question */
	TAG_COMMAND, /* enum command */
	TAG_ACCOUNT, /* any name of an account */
	TAG_NEW_NAME,
	TAG_KIND,  /* of an identity: email, phone, id, name */
	TAG_VALUE, /* an identity, a group, a language */
	TAG_LANGUAGE,
	TAG_GROUP,
	TAG_NEW_PASSWORD,
	TAG_SERIAL,
	TAG_OTHER_SERIAL,
	TAG_VENDOR,
	TAG_MODEL,
	TAG_FACTOR, /* hotp, totp, ocra, ... */
	TAG_HASH,   /* sha1, sha256, sha512 */
	TAG_DIGITS,
	TAG_STEP,    /* seconds */
	TAG_COUNTER, /* next value to accept */
	TAG_DRIFT,   /* steps */
	TAG_SECRET,  /* seed, raw bytes */
	TAG_LABEL,
	TAG_SUITE, /* OCRA */
	TAG_CODE,
	TAG_OTHER_CODE,
	TAG_START,  /* unix seconds */
	TAG_EXPIRY, /* unix seconds */
	TAG_SECONDS,
	TAG_COUNT,
	TAG_AFTER, /* list the page after this key */
	TAG_LIMIT, /* rows of a page */
	TAG_MATCH, /* part of a serial or a name */
	TAG_DRY_RUN,
	TAG_CONFIRM, /* the person has seen what will happen */
	TAG_IMPORT,  /* number of a staged import */
	TAG_RECORDS, /* list of messages of type WIRE_ROW */
	TAG_NAS,     /* what-if: the client */
	/* control: the answer */
	TAG_TEXT,  /* a sentence for people */
	TAG_ERROR, /* enum refusal */
	TAG_ID,
	TAG_NAME,
	TAG_STATUS, /* of a token or account, a word */
	TAG_TIME,
	TAG_SINCE,
	TAG_LAST_USED,
	TAG_FAILURES,
	TAG_LOCKED_UNTIL,
	TAG_ACTOR,
	TAG_EVENT,
	TAG_DETAIL,
	TAG_EMAIL,
	TAG_PHONE,
	TAG_UNIQUE_ID,
	TAG_TOKENS, /* list of serials */
	TAG_PLACE,  /* record or line of a file */
	TAG_CHUNK,  /* part of a file */
	TAG_SIZE,
	TAG_URI,      /* otpauth:// */
	TAG_SEQUENCE, /* of an audit record */
	TAG_NUMBER,   /* value of a row of status */
	TAG_SOURCE,   /* NAS and station; the file a token came from */
	TAG_ROW,      /* what a row is: wire_rows[] of wire/admin.h */
	TAG_UNTIL,
	TAG_SKIP_KNOWN, /* of an import: pass over serials that are known */
	TAG_PUBLIC_ID,  /* Yubico: what the key types first */
	TAG_PRIVATE_ID, /* Yubico: inside the encrypted block */
	TAG_CHANGE,     /* of a PIN: at the next login */
	/* messages to people */
	TAG_CHANNEL, /* sms, email */
	TAG_ADDRESS, /* E.164, or an e-mail address */
	TAG_SUBJECT, /* of an e-mail */
	TAG_BODY,    /* what the person reads; it may have a code */
	TAG_KEY,     /* the same whenever the message is handed out */
	TAG_ATTEMPT, /* 1, 2, ... */
	TAG_GATEWAY,
	TAG_GATEWAYS, /* list: "sms kannel-a ok" */
	TAG_RESULT,   /* what a gateway said */
	TAG_MESSAGE,  /* which text: code, test */
	/* signing */
	TAG_FORM,      /* of multifactord.conf */
	TAG_FIELDS,    /* list: name=value */
	TAG_CHALLENGE, /* what the person keys in */
	TAG_SESSION,   /* that goes into an OCRA answer, in hexadecimal */
	TAG_CONFIRMED, /* somebody has made sure that it is theirs */
	TAG_MAX
};

enum wire_kind {
	WIRE_ABSENT = 0, /* no such tag */
	WIRE_TEXT,       /* UTF-8 or what a packet held; never with NUL */
	WIRE_SECRET,     /* bytes nobody prints */
	WIRE_BLOB,       /* bytes */
	WIRE_INT,        /* 8 bytes, big-endian, two's complement */
	WIRE_TIME,       /* as WIRE_INT: unix seconds */
	WIRE_LIST,       /* items, each with a length of 2 bytes before it */
};

struct wire_rule {
	const char *name; /* key in JSON */
	enum wire_kind kind;
	uint16_t min, max; /* bytes */
};

extern const struct wire_rule wire_tags[TAG_MAX];

struct wire_field {
	const uint8_t *p; /* NULL: not there */
	size_t n;
};

struct wire_msg {
	enum wire_type type;
	struct wire_field field[TAG_MAX];
};

struct wire_out {
	uint8_t *buf; /* the caller's */
	size_t size, len;
	bool full; /* something did not fit or broke a limit: do not send */
};

/* False for anything the grammar does not allow; m is then empty. */
bool wire_parse(struct wire_msg *m, const void *buf, size_t len);

void wire_begin(struct wire_out *, uint8_t *buf, size_t size, enum wire_type);
void wire_put(struct wire_out *, enum wire_tag, const void *p, size_t n);
void wire_put_str(struct wire_out *, enum wire_tag, const char *); /* or NULL */
void wire_put_int(struct wire_out *, enum wire_tag, int64_t);

/* A list is put item by item between open and close; an empty one is left out.
 */
size_t wire_list_open(struct wire_out *, enum wire_tag);
void wire_list_item(struct wire_out *, const void *p, size_t n);
void wire_list_close(struct wire_out *, size_t mark);

/* Walks a list: *at starts at 0; false at its end. */
bool wire_list_next(
    const struct wire_field *list, size_t *at, struct wire_field *item);

bool wire_has(const struct wire_msg *, enum wire_tag);
int64_t wire_int(const struct wire_msg *, enum wire_tag, int64_t otherwise);
/* Copies a text field, NUL-terminated; false if absent or too long for out. */
bool wire_str(const struct wire_msg *, enum wire_tag, char *out, size_t size);

void wire_wipe(struct wire_out *);

#endif
