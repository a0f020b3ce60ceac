/*
 * rlm_multifactor: carries an Access-Request to the engine and its verdict
 * back into the reply.  It keeps no state of a login and decides nothing but
 * which requests are too malformed to be asked about.
 *
 * Nothing here logs a password or a State.
 */
#ifndef RLM_MULTIFACTOR_H
#define RLM_MULTIFACTOR_H

#include <freeradius-devel/radiusd.h>
#include <freeradius-devel/modules.h>

#include "wire/client.h"
#include "wire/wire.h"

/* The attributes of dictionary.multifactor, all in the control list. */
enum attr {
	/* what policies tell the module */
	ATTR_FIRST_FACTOR,
	ATTR_GROUP,
	ATTR_SERVICE,
	ATTR_REQUIRE_MA,
	/* what the module tells policies */
	ATTR_VERDICT,
	ATTR_REFERENCE,
	ATTR_ACCOUNT,
	ATTR_FACTOR,
	ATTR_SERIAL,
	ATTR_REASON,
	ATTR_MAX
};

#define VERDICT_NONE 3 /* Multifactor-Verdict: no answer came */

typedef struct rlm_multifactor_t {
	char const *name;       //!< of this instance; also its Auth-Type
	uint32_t auth_type;     //!< 0: not listed in any authenticate section
	char const *socket;     //!< of the engine
	uint32_t timeout_ms;    //!< of one question
	char const *on_failure; //!< "silent" or "reject"
	uint32_t breaker_failures; //!< in a row, before a pause
	uint32_t breaker_pause_ms;
	uint32_t threads; //!< of this server at most, as its pool is set
	bool require_ma;  //!< refuse requests without Message-Authenticator
	struct wire_client *client;
	DICT_ATTR const *attr[ATTR_MAX]; //!< the dictionary's
} rlm_multifactor_t;

/* config.c: the settings, and whether they can be meant: -1 after an error
 * that has been logged. */
extern const CONF_PARSER config_items[];
int config_check(CONF_SECTION *conf, rlm_multifactor_t *inst);

/* request.c: why a request is not to be asked about, or NULL. */
char const *request_refusal(rlm_multifactor_t const *inst, REQUEST *request);
/* Puts all that the engine wants to know of a request that is not refused. */
void request_describe(
    rlm_multifactor_t const *inst, REQUEST *request, struct wire_out *out);

/* reply.c: Message-Authenticator, at the head of the reply. */
void reply_sign(REQUEST *request);
/* Carries out the engine's answer. */
rlm_rcode_t reply_answer(
    rlm_multifactor_t const *inst, REQUEST *request, struct wire_in const *in);
/* A plain reject. */
rlm_rcode_t reply_refuse(rlm_multifactor_t const *inst, REQUEST *request);
/* No verdict came: silence or a reject, as configured; never an accept. */
rlm_rcode_t reply_none(rlm_multifactor_t const *inst, REQUEST *request);

/* Why an Accept cannot be given; borrows the answer it came in. */
struct ungiven {
	struct wire_field item; //!< of the list of reply attributes
	char const *why;        //!< FreeRADIUS's word, until it is asked again
};

/*
 * attributes.c: the engine's list of reply attributes, through FreeRADIUS's
 * dictionary; nothing in it is expanded or executed.  All or nothing: false,
 * and *fault, if one cannot be given.
 */
bool attributes_parse(REQUEST *request, struct wire_field const *list,
    VALUE_PAIR **out, struct ungiven *fault);
/* Moves them into the reply; *granted is then NULL. */
void attributes_grant(REQUEST *request, VALUE_PAIR **granted);

/*
 * ungiven.c: tells the engine, and logs, that its Accept cannot be given.
 * False: the engine did not take it in; true: in holds its answer, a reject.
 */
bool ungiven_report(rlm_multifactor_t const *inst, REQUEST *request,
    struct ungiven const *fault, struct wire_in *in);

#endif
