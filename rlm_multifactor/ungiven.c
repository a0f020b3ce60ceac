#include "rlm_multifactor.h"

#define WHY_SIZE 200

/* One line of what FreeRADIUS says, for the engine to keep. */
static size_t
copy_line(char out[WHY_SIZE], char const *why)
{
	size_t n = 0;

	for (; *why != '\0' && n < WHY_SIZE - 1; why++)
		if ((uint8_t)*why >= ' ' && *why != 0x7f)
			out[n++] = *why;
	out[n] = '\0';
	return n;
}

static bool
report(rlm_multifactor_t const *inst, REQUEST *request,
    struct wire_field const *item, char const *why, struct wire_in *in)
{
	uint8_t buf[WIRE_LOGIN_MAX];
	struct wire_out out;
	size_t mark;
	enum wire_outcome outcome;

	wire_begin(&out, buf, sizeof(buf), WIRE_UNGIVEN);
	request_describe(inst, request, &out);
	mark = wire_list_open(&out, TAG_ATTRIBUTES);
	wire_list_item(&out, item->p, item->n);
	wire_list_close(&out, mark);
	wire_put_str(&out, TAG_REASON, why);
	outcome = wire_ask(inst->client, &out, in);
	wire_wipe(&out);
	return outcome == ASK_ANSWERED && in->verdict == VERDICT_REJECT;
}

bool
ungiven_report(rlm_multifactor_t const *inst, REQUEST *request,
    struct ungiven const *fault, struct wire_in *in)
{
	char why[WHY_SIZE], reference[10] = "";
	bool told;

	if (copy_line(why, fault->why) == 0)
		strcpy(why, "no reason is given");
	told = report(inst, request, &fault->item, why, in);
	if (told)
		(void)wire_str(
		    &in->msg, TAG_REFERENCE, reference, sizeof(reference));
	RERROR("Rejected after all (multifactor reference %s): FreeRADIUS does "
	       "not take the reply attribute \"%.*s\" of the engine's policy: "
	       "%s. Correct policies.attributes in multifactord.conf and "
	       "reload the engine, or load the attribute's dictionary here",
	    told ? reference : "none, the engine did not hear of it",
	    (int)fault->item.n, (char const *)fault->item.p, why);
	return told;
}
