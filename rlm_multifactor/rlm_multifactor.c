#include "rlm_multifactor.h"

/* The engine keeps hashes from holding more than half of the threads. */
static uint32_t
pool_size(void)
{
	CONF_SECTION *pool = cf_section_sub_find(main_config.config, "thread");
	CONF_PAIR *most = pool ? cf_pair_find(pool, "max_servers") : NULL;
	char const *text = most ? cf_pair_value(most) : NULL;
	long n = text ? strtol(text, NULL, 10) : 0;

	return n > 0 && n < 65536 ? (uint32_t)n : 32; /* FreeRADIUS's own */
}

static int
mod_instantiate(CONF_SECTION *conf, void *instance)
{
	rlm_multifactor_t *inst = instance;
	struct wire_client_conf client;
	DICT_VALUE *dval;

	inst->name = cf_section_name2(conf);
	if (!inst->name)
		inst->name = cf_section_name1(conf);
	dval = dict_valbyname(PW_AUTH_TYPE, 0, inst->name);
	inst->auth_type = dval ? (uint32_t)dval->value : 0;
	if (config_check(conf, inst) < 0)
		return -1;
	inst->threads = pool_size();
	client = (struct wire_client_conf){
		.path = inst->socket,
		.timeout_ms = inst->timeout_ms,
		.failures = inst->breaker_failures,
		.pause_ms = inst->breaker_pause_ms,
	};
	inst->client = wire_client_new(&client);
	if (!inst->client) {
		cf_log_err_cs(conf, "socket = \"%s\": %s", inst->socket,
		    fr_syserror(errno));
		return -1;
	}
	return 0;
}

static int
mod_detach(void *instance)
{
	rlm_multifactor_t *inst = instance;

	wire_client_free(&inst->client);
	return 0;
}

static bool
has(REQUEST *request, unsigned int attr)
{
	return fr_pair_find_by_num(request->packet->vps, attr, 0, TAG_ANY) !=
	    NULL;
}

/* Takes what looks like a PAP login, unless somebody else has taken it. */
static rlm_rcode_t
mod_authorize(void *instance, REQUEST *request)
{
	rlm_multifactor_t const *inst = instance;
	bool password = has(request, PW_USER_PASSWORD);
	VALUE_PAIR *vp;

	/* So that what a later module rejects is signed, too. */
	reply_sign(request);
	if (fr_pair_find_by_num(request->config, PW_AUTH_TYPE, 0, TAG_ANY)) {
		RDEBUG2("Auth-Type is set already: left as it is");
		return RLM_MODULE_NOOP;
	}
	if (!has(request, PW_USER_NAME) ||
	    (has(request, PW_EAP_MESSAGE) && !password))
		return RLM_MODULE_NOOP;
	if (!password && !has(request, PW_STATE)) {
		RDEBUG2("Neither User-Password nor State: not for PAP");
		return RLM_MODULE_NOOP;
	}
	if (inst->auth_type == 0) {
		RERROR("\"%s\" is not in the authenticate section: put \"%s\" "
		       "there, or nobody can log in",
		    inst->name, inst->name);
		return RLM_MODULE_NOOP;
	}
	vp = radius_pair_create(request, &request->config, PW_AUTH_TYPE, 0);
	vp->vp_integer = inst->auth_type;
	RDEBUG2("Auth-Type := %s", inst->name);
	return RLM_MODULE_UPDATED;
}

static void
log_failure(rlm_multifactor_t const *inst, REQUEST *request,
    enum wire_outcome outcome, struct wire_in const *in)
{
	struct wire_field const *why = &in->msg.field[TAG_REASON];

	switch (outcome) {
	case ASK_UNREACHED:
		RERROR("The engine at %s was not reached: %s. Is multifactord "
		       "running, and may FreeRADIUS's user open the socket?",
		    inst->socket, fr_syserror(in->error));
		break;
	case ASK_SILENCE:
		RWARN("The engine wants no answer given: %.*s", (int)why->n,
		    why->p ? (char const *)why->p : "");
		break;
	case ASK_PAUSED: /* the failures before it have been logged */
		REDEBUG("The engine at %s %s", inst->socket,
		    wire_outcome_text(outcome));
		break;
	default:
		RERROR("The engine at %s %s", inst->socket,
		    wire_outcome_text(outcome));
	}
}

static rlm_rcode_t
ask(rlm_multifactor_t const *inst, REQUEST *request, struct wire_out *out,
    struct wire_in *in)
{
	enum wire_outcome outcome;

	request_describe(inst, request, out);
	outcome = wire_ask(inst->client, out, in);
	if (in->healed)
		RINFO("The engine at %s answers again", inst->socket);
	if (outcome == ASK_ANSWERED)
		return reply_answer(inst, request, in);
	log_failure(inst, request, outcome, in);
	return reply_none(inst, request);
}

static rlm_rcode_t
mod_authenticate(void *instance, REQUEST *request)
{
	rlm_multifactor_t const *inst = instance;
	uint8_t buf[WIRE_LOGIN_MAX];
	struct wire_out out;
	struct wire_in in;
	char const *why;
	rlm_rcode_t rcode;

	reply_sign(request); /* before anything can fail */
	why = request_refusal(inst, request);
	if (why) {
		RERROR("Request from client %s refused: %s",
		    request->client->shortname, why);
		return reply_refuse(inst, request);
	}
	wire_begin(&out, buf, sizeof(buf), WIRE_LOGIN);
	rcode = ask(inst, request, &out, &in);
	wire_wipe(&out);
	wire_in_wipe(&in);
	return rcode;
}

/* Whatever the sections before it did: the reply leaves signed. */
static rlm_rcode_t
mod_post_auth(UNUSED void *instance, REQUEST *request)
{
	reply_sign(request);
	return RLM_MODULE_NOOP;
}

extern module_t rlm_multifactor __attribute__((visibility("default")));
module_t rlm_multifactor = {
	.magic = RLM_MODULE_INIT,
	.name = "multifactor",
	.type = RLM_TYPE_THREAD_SAFE,
	.inst_size = sizeof(rlm_multifactor_t),
	.config = config_items,
	.instantiate = mod_instantiate,
	.detach = mod_detach,
	.methods = {
		[MOD_AUTHENTICATE] = mod_authenticate,
		[MOD_AUTHORIZE] = mod_authorize,
		[MOD_POST_AUTH] = mod_post_auth,
	},
};
