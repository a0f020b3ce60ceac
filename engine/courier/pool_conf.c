/* The configuration that messages go by, and those that tries began with. */

#include "courier/job.h"

#define NJOBS (2 * COURIER_ROOM)

const struct courier_conf *
pool_conf(const struct pool *p)
{
	return p->conf;
}

/* The gateways that were tried, as the next configuration counts them. */
static uint32_t
recount(uint32_t tried, const struct courier_conf *from,
    const struct courier_conf *to)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < from->n; i++)
		for (size_t k = 0; k < to->n && (tried & 1U << i) != 0; k++)
			if (from->gateways[i].standing ==
			    to->gateways[k].standing)
				bits |= 1U << k;
	return bits;
}

unsigned
pool_take_conf(struct pool *p, struct courier_conf **next)
{
	unsigned kept = courier_conf_inherit(p->conf, *next);

	for (size_t i = 0; i < NJOBS; i++)
		p->jobs[i].tried = recount(p->jobs[i].tried, p->conf, *next);
	(*next)->older = p->conf;
	p->conf = *next;
	*next = NULL;
	pool_tidy(p);
	return kept;
}

static bool
is_used(const struct pool *p, const struct courier_conf *c)
{
	for (size_t i = 0; i < NJOBS; i++)
		if (p->jobs[i].state == JOB_TRIES && p->jobs[i].conf == c)
			return true;
	return false;
}

void
pool_tidy(struct pool *p)
{
	struct courier_conf **at = &p->conf->older, *c;

	while ((c = *at) != NULL) {
		if (is_used(p, c)) {
			at = &c->older;
			continue;
		}
		*at = c->older;
		courier_conf_free(&c);
	}
}
