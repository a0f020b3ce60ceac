/*
 * A gateway: where messages of a channel go, as the configuration has it, and
 * how it has been lately.  Settings are constant; its standing belongs to the
 * loop.
 */
#ifndef MF_GATEWAY_H
#define MF_GATEWAY_H

#include <regex.h>

#include "courier/standing.h"
#include "courier/template.h"
#include "wire/courier.h"

#define PAIRS_MAX    16
#define PREFIXES_MAX 32
#define USER_SIZE    129
#define SECRET_SIZE  1025

enum auth { AUTH_NONE = 0, AUTH_BASIC, AUTH_BEARER };
enum tls { TLS_STARTTLS = 0, TLS_WRAPPED, TLS_NONE };

struct pair { /* both templates; one whose value is "" is left out */
	const char *name, *value;
};

/* What a type of gateway brings along; any of it may be set otherwise. */
struct gateway_type {
	const char *name;
	bool email;
	const char *needs; /* settings without which it cannot be used */
	const char *method, *url, *json;
	struct pair query[PAIRS_MAX + 1], form[PAIRS_MAX + 1];
	struct pair unicode[PAIRS_MAX + 1]; /* more of either, where needed */
	enum auth auth;
	bool named_bearer; /* "user:token", not just a token */
	const char *ok, *refused;
};

extern const struct gateway_type gateway_types[];
extern const size_t gateway_ntypes;

struct gateway {
	const char *name;
	const struct gateway_type *type;
	unsigned line; /* of the configuration */
	const char *url, *method, *from, *json, *ca, *proxy, *credentials;
	struct pair query[PAIRS_MAX + 1], form[PAIRS_MAX + 1],
	    unicode[PAIRS_MAX + 1], headers[PAIRS_MAX + 1];
	const char *ok_text, *refused_text; /* patterns; NULL: none */
	regex_t ok, refused;
	bool has_ok, has_refused; /* they are compiled */
	enum auth auth;
	enum tls tls;
	bool plain;                             /* no TLS, and so wanted */
	const char *prefixes[PREFIXES_MAX + 1]; /* "+371"; none: any number */
	unsigned timeout_s, parallel;
	char user[USER_SIZE], password[SECRET_SIZE];
	struct standing *standing;
};

/* Whether it is for this channel and number. */
bool gateway_serves(const struct gateway *, bool email, const char *address);

/* "sms kannel-a ok", "sms kannel-b paused": for the engine. */
void gateway_state(const struct gateway *, struct text *);

#endif
