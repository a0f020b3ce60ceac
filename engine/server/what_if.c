#include <stdio.h>

#include "server/what_if.h"
#include "util/text.h"

/* One kind of match: what the policy has, and what the login brings. */
struct side {
	const char *name;
	const char *const *wants;
	const char *has;
};

#define SIDES 7

static void
sides_of(
    const struct login *l, const struct policy_match *m, struct side s[SIDES])
{
	const struct side all[SIDES] = {
		{ "nas", m->nas, l->client },
		{ "server", m->server, l->server },
		{ "service", m->service, l->service },
		{ "realm", m->realm, l->name.realm },
		{ "port_type", m->port_type, l->port_type },
		{ "called", m->called, l->called },
		{ "group", m->group, l->groups[0] == NULL ? "" : l->groups[0] },
	};

	memcpy(s, all, sizeof(all));
}

/* Whether the login fits a policy that matches on this alone. */
static bool
fits(const struct login *l, const struct policy *p, size_t side)
{
	const struct policy_facts facts = { l->client, l->server, l->service,
		l->name.realm, l->port_type, l->called, l->groups };
	const struct policy_match *m = &p->match;
	struct policy one = { .name = p->name };

	switch (side) {
	case 0:
		one.match.nas = m->nas;
		break;
	case 1:
		one.match.server = m->server;
		break;
	case 2:
		one.match.service = m->service;
		break;
	case 3:
		one.match.realm = m->realm;
		break;
	case 4:
		one.match.port_type = m->port_type;
		break;
	case 5:
		one.match.called = m->called;
		break;
	default:
		one.match.group = m->group;
		break;
	}
	return policy_find(&one, 1, &facts) != NULL;
}

static void
put_list(struct text *t, const char *const *list)
{
	for (size_t i = 0; i < 8 && list[i] != NULL; i++) {
		text_put(t, i > 0 ? ", " : "");
		text_escape(t, slice_str(list[i]), 64);
	}
}

static bool
has_any(const struct side *s)
{
	return s->wants != NULL && s->wants[0] != NULL;
}

static void
tell_miss(const struct policy *p, const struct side *s, struct text *t)
{
	text_printf(t, "Policy %s does not fit: its %s is ", p->name, s->name);
	put_list(t, s->wants);
	if (s->has[0] == '\0') {
		text_put(t, ", and the login has none.");
		return;
	}
	text_put(t, ", the login's is ");
	text_escape(t, slice_str(s->has), 128);
	text_put(t, ".");
}

static void
tell_hit(const struct policy *p, const struct side s[SIDES], struct text *t)
{
	const char *before = "";

	text_printf(t, "Policy %s is the first that fits: ", p->name);
	for (size_t i = 0; i < SIDES; i++)
		if (has_any(&s[i])) {
			text_printf(t, "%sits %s has ", before, s[i].name);
			text_escape(t, slice_str(s[i].has), 64);
			before = ", ";
		}
	text_put(t, before[0] == '\0' ? "it takes every login." : ".");
}

void
what_if_policy(
    const struct login *l, void (*tell)(void *, const char *), void *arg)
{
	const struct conf *c = l->engine->conf;
	struct side s[SIDES];
	char line[1000];
	struct text t;

	for (size_t i = 0; i < c->npolicies; i++) {
		const struct policy *p = &c->policies[i];

		text_init(&t, line, sizeof(line));
		sides_of(l, &p->match, s);
		if (p == l->policy) {
			tell_hit(p, s, &t);
			tell(arg, line);
			return;
		}
		for (size_t k = 0; k < SIDES && t.len == 0; k++)
			if (has_any(&s[k]) && !fits(l, p, k))
				tell_miss(p, &s[k], &t);
		if (t.len > 0)
			tell(arg, line);
	}
}
