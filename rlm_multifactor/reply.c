#include "rlm_multifactor.h"

#define DO_NOT_RESPOND 256 /* of Response-Packet-Type; 0 would reject */

/* An earlier section has put it there, and nobody another one behind it. */
static bool
stands_first(VALUE_PAIR const *vp)
{
	return vp && vp->da->vendor == 0 &&
	    vp->da->attr == PW_MESSAGE_AUTHENTICATOR &&
	    vp->vp_length == AUTH_VECTOR_LEN &&
	    !fr_pair_find_by_num(
		vp->next, PW_MESSAGE_AUTHENTICATOR, 0, TAG_ANY);
}

void
reply_sign(REQUEST *request)
{
	static uint8_t const unsigned_yet[AUTH_VECTOR_LEN];
	VALUE_PAIR *vp = request->reply->vps;

	if (stands_first(vp))
		return;
	vp = radius_pair_create(
	    request->reply, NULL, PW_MESSAGE_AUTHENTICATOR, 0);
	fr_pair_value_memcpy(vp, unsigned_yet, sizeof(unsigned_yet));
	fr_pair_delete_by_num(
	    &request->reply->vps, PW_MESSAGE_AUTHENTICATOR, 0, TAG_ANY);
	fr_pair_prepend(&request->reply->vps, vp);
}

/* What may stay in a challenge or a reject of what others put there. */
static bool
may_stay(VALUE_PAIR const *vp)
{
	if (vp->da->vendor != 0)
		return false;
	switch (vp->da->attr) {
	case PW_MESSAGE_AUTHENTICATOR:
	case PW_PROXY_STATE:
	case PW_EAP_MESSAGE:
	case PW_ERROR_CAUSE:
		return true;
	default:
		return vp->da->attr > 255; /* not sent */
	}
}

/*
 * What was meant for an accept (a VLAN, a Class) has no place in a challenge
 * or a reject (RFC 2865 section 5.44), and somebody else's Reply-Message must
 * not come before the prompt: many clients show only the first.
 */
static void
strip(REQUEST *request)
{
	VALUE_PAIR **at = &request->reply->vps, *vp;

	while ((vp = *at) != NULL) {
		if (may_stay(vp)) {
			at = &vp->next;
			continue;
		}
		*at = vp->next;
		talloc_free(vp);
	}
}

static void
add(REQUEST *request, unsigned int attr, struct wire_field const *f)
{
	VALUE_PAIR *vp;

	if (!f->p)
		return;
	vp = radius_pair_create(request->reply, &request->reply->vps, attr, 0);
	if (vp->da->type == PW_TYPE_STRING)
		fr_pair_value_bstrncpy(vp, f->p, f->n);
	else
		fr_pair_value_memcpy(vp, f->p, f->n);
}

static VALUE_PAIR *
tell(rlm_multifactor_t const *inst, REQUEST *request, enum attr a)
{
	VALUE_PAIR *vp;

	fr_pair_delete_by_num(&request->config, inst->attr[a]->attr,
	    inst->attr[a]->vendor, TAG_ANY);
	vp = fr_pair_afrom_da(request, inst->attr[a]);
	if (vp)
		fr_pair_add(&request->config, vp);
	return vp;
}

static void
tell_verdict(rlm_multifactor_t const *inst, REQUEST *request, unsigned verdict)
{
	VALUE_PAIR *vp = tell(inst, request, ATTR_VERDICT);

	if (vp)
		vp->vp_integer = verdict;
}

/* For policies and log lines. */
static void
tell_facts(
    rlm_multifactor_t const *inst, REQUEST *request, struct wire_in const *in)
{
	static struct {
		enum attr attr;
		enum wire_tag tag;
	} const facts[] = {
		{ ATTR_REFERENCE, TAG_REFERENCE },
		{ ATTR_ACCOUNT, TAG_ACCOUNT },
		{ ATTR_FACTOR, TAG_FACTOR },
		{ ATTR_SERIAL, TAG_SERIAL },
		{ ATTR_REASON, TAG_REASON },
	};

	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		struct wire_field const *f = &in->msg.field[facts[i].tag];
		VALUE_PAIR *vp;

		if (!f->p)
			continue;
		vp = tell(inst, request, facts[i].attr);
		if (vp)
			fr_pair_value_bstrncpy(vp, f->p, f->n);
	}
}

rlm_rcode_t
reply_refuse(rlm_multifactor_t const *inst, REQUEST *request)
{
	strip(request);
	tell_verdict(inst, request, VERDICT_REJECT);
	return RLM_MODULE_REJECT;
}

rlm_rcode_t
reply_none(rlm_multifactor_t const *inst, REQUEST *request)
{
	VALUE_PAIR *vp;

	strip(request);
	tell_verdict(inst, request, VERDICT_NONE);
	if (strcmp(inst->on_failure, "silent") != 0)
		return RLM_MODULE_FAIL;
	fr_pair_delete_by_num(
	    &request->config, PW_RESPONSE_PACKET_TYPE, 0, TAG_ANY);
	vp = radius_pair_create(
	    request, &request->config, PW_RESPONSE_PACKET_TYPE, 0);
	vp->vp_integer = DO_NOT_RESPOND;
	return RLM_MODULE_FAIL;
}

static rlm_rcode_t
challenge(REQUEST *request, struct wire_in const *in)
{
	VALUE_PAIR *vp;

	strip(request);
	add(request, PW_REPLY_MESSAGE, &in->msg.field[TAG_PROMPT]);
	add(request, PW_STATE, &in->msg.field[TAG_STATE]);
	if (wire_has(&in->msg, TAG_ECHO)) {
		vp = radius_pair_create(
		    request->reply, &request->reply->vps, PW_PROMPT, 0);
		vp->vp_integer = wire_int(&in->msg, TAG_ECHO, 0) == 1;
	}
	request->reply->code = PW_CODE_ACCESS_CHALLENGE;
	return RLM_MODULE_HANDLED;
}

static rlm_rcode_t
rejected(
    rlm_multifactor_t const *inst, REQUEST *request, struct wire_in const *in)
{
	tell_facts(inst, request, in);
	add(request, PW_REPLY_MESSAGE, &in->msg.field[TAG_PROMPT]);
	return RLM_MODULE_REJECT;
}

/* All of the Accept or none of it; the engine has it on record by then. */
static rlm_rcode_t
accepted(
    rlm_multifactor_t const *inst, REQUEST *request, struct wire_in const *in)
{
	VALUE_PAIR *granted = NULL;
	struct ungiven fault;
	struct wire_in after;
	rlm_rcode_t rcode;

	if (attributes_parse(
		request, &in->msg.field[TAG_ATTRIBUTES], &granted, &fault)) {
		tell_facts(inst, request, in);
		tell_verdict(inst, request, VERDICT_ACCEPT);
		attributes_grant(request, &granted);
		add(request, PW_REPLY_MESSAGE, &in->msg.field[TAG_PROMPT]);
		return RLM_MODULE_OK;
	}
	rcode = reply_refuse(inst, request);
	if (ungiven_report(inst, request, &fault, &after))
		rcode = rejected(inst, request, &after);
	wire_in_wipe(&after);
	return rcode;
}

rlm_rcode_t
reply_answer(
    rlm_multifactor_t const *inst, REQUEST *request, struct wire_in const *in)
{
	if (in->verdict == VERDICT_ACCEPT)
		return accepted(inst, request, in);
	if (in->verdict == VERDICT_REJECT) {
		(void)reply_refuse(inst, request);
		return rejected(inst, request, in);
	}
	tell_facts(inst, request, in);
	tell_verdict(inst, request, VERDICT_CHALLENGE);
	return challenge(request, in);
}
