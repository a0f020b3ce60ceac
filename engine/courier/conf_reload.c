/* From one configuration to the next, while messages are under way. */

#include <string.h>

#include "courier/conf_parts.h"
#include "util/crypto.h"

/* What was given up, opened or connected at the start. */
static void
fixed(struct courier_reader *r, bool same_as_before, const char *path)
{
	if (!same_as_before)
		conf_fault(r, 0, path,
		    "it has changed, which a running mfcourier cannot take "
		    "in; restart it, or put the old value back.");
}

bool
courier_conf_reloadable(const struct courier_conf *running,
    const struct courier_conf *next, const struct courier_report *report)
{
	struct courier_reader r = { .file = "mfcourier.conf",
		.report = report };

	fixed(&r, strcmp(running->engine, next->engine) == 0, "engine");
	fixed(&r, running->sandbox == next->sandbox, "sandbox");
	fixed(&r, running->to_syslog == next->to_syslog, "log.to");
	return !r.failed;
}

static bool
is_same(const struct gateway *a, const struct gateway *b)
{
	return conf_gateway_equal(a, b) &&
	    same(a->user, b->user, sizeof(a->user)) &&
	    same(a->password, b->password, sizeof(a->password));
}

unsigned
courier_conf_inherit(
    const struct courier_conf *running, struct courier_conf *next)
{
	unsigned n = 0;

	for (struct gateway *g = next->gateways; g < next->gateways + next->n;
	     g++)
		for (size_t i = 0; i < running->n; i++) {
			if (!is_same(&running->gateways[i], g))
				continue;
			standing_free(&g->standing);
			g->standing =
			    standing_share(running->gateways[i].standing);
			n++;
		}
	return n;
}
