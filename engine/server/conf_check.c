/* Settings that are right one by one and wrong together. */

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "server/conf_reader.h"

#define ATTRIBUTES_BYTES 2048 /* of an answer on the wire */

/* Whether inner is folder or lies in it. */
static bool
lies_in(const char *inner, const char *folder)
{
	size_t n = strlen(folder);

	return strncmp(inner, folder, n) == 0 &&
	    (inner[n] == '\0' || inner[n] == '/');
}

static void
check_paths(struct reader *r, const struct conf *c)
{
	if (lies_in(c->notes, c->state) || lies_in(c->state, c->notes))
		reader_say(r, CONF_ERROR, 0, "notes",
		    "%s and state, %s, lie in each other; keep them apart, so "
		    "that no backup takes both back.",
		    c->notes, c->state);
	if (lies_in(c->keyring, c->state) || lies_in(c->keyring, c->notes))
		reader_say(r, CONF_ERROR, 0, "keyring",
		    "%s lies with the data it locks; keep it elsewhere, such "
		    "as in /etc/multifactor.",
		    c->keyring);
	if (strcmp(c->login.path, c->helpdesk.path) == 0 ||
	    strcmp(c->login.path, c->admin.path) == 0 ||
	    strcmp(c->helpdesk.path, c->admin.path) == 0)
		reader_say(r, CONF_ERROR, 0, "sockets",
		    "two sockets have one path; who a caller is shows by the "
		    "socket, so give each its own.");
}

static void
check_order(struct reader *r, const struct conf *c)
{
	const struct {
		const char *less, *more;
		unsigned a, b;
		bool may_equal;
	} order[] = {
		{ "lockout.soft_seconds", "lockout.soft_max",
		    c->limits.soft_seconds, c->limits.soft_max, true },
		{ "lockout.soft", "lockout.device", c->limits.soft,
		    c->limits.device, true },
		{ "lockout.device_kept", "lockout.device",
		    c->limits.device_kept, c->limits.device, false },
		{ "lockout.month_kept", "lockout.month", c->limits.month_kept,
		    c->limits.month, false },
		{ "lockout.month", "lockout.year", c->limits.month,
		    c->limits.year, true },
		{ "otp.hotp_ahead", "otp.sync_hotp", c->otp.hotp_ahead,
		    c->otp.sync_hotp, true },
		{ "otp.sync_hotp", "otp.desk_hotp", c->otp.sync_hotp,
		    c->otp.desk_hotp, true },
		{ "otp.totp_around", "otp.sync_totp", c->otp.totp_around,
		    c->otp.sync_totp, true },
		{ "otp.sync_totp", "otp.desk_totp", c->otp.sync_totp,
		    c->otp.desk_totp, true },
		{ "temporary.hours", "temporary.hours_max", c->temporary.hours,
		    c->temporary.hours_max, true },
	};

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (order[i].a > order[i].b ||
		    (order[i].a == order[i].b && !order[i].may_equal))
			reader_say(r, CONF_ERROR, 0, order[i].less,
			    "%u must %s %s, which is %u; lower the one or "
			    "raise the other.",
			    order[i].a,
			    order[i].may_equal ? "not be above" : "be below",
			    order[i].more, order[i].b);
}

/* What is wrong with a policy by itself; says "policy NAME: ...". */
static void
check_factors(struct reader *r, const struct policy *p)
{
	bool believes = p->verifiers[0] != NULL;

	if (p->first == FIRST_RADIUS && !believes)
		reader_say(r, CONF_ERROR, 0, "policies.verifiers",
		    "policy %s has first = \"radius\" and names nobody to "
		    "believe; give the modules, such as [ \"ldap\" ].",
		    p->name);
	if (p->first != FIRST_RADIUS && believes)
		reader_say(r, CONF_WARNING, 0, "policies.verifiers",
		    "policy %s names modules to believe, which only "
		    "first = \"radius\" does; nobody is believed.",
		    p->name);
	if (p->first == FIRST_NONE && p->second == SECOND_NEVER)
		reader_say(r, CONF_ERROR, 0, "policies.second",
		    "policy %s would let everybody in: it asks for no first "
		    "and no second factor; ask for one.",
		    p->name);
	if (p->first == FIRST_NONE && p->mode != MODE_CHALLENGE)
		reader_say(r, CONF_ERROR, 0, "policies.mode",
		    "policy %s has first = \"none\", so there is no password "
		    "to append a code to; give \"challenge\".",
		    p->name);
	if (p->first == FIRST_NONE && p->claim)
		reader_say(r, CONF_ERROR, 0, "policies.claim",
		    "policy %s allows claims with first = \"none\": whoever "
		    "holds a boxed token could log in as anybody who has "
		    "none; ask for a first factor.",
		    p->name);
	if (p->append_repeat && p->mode == MODE_CHALLENGE)
		reader_say(r, CONF_WARNING, 0, "policies.append_repeat",
		    "policy %s does not append; this changes nothing.",
		    p->name);
}

/* What the module never puts into a reply: its own, or no RADIUS's at all. */
static bool
may_be_in_reply(const char *attribute)
{
	static const char *const never[] = { "State", "Message-Authenticator",
		"Proxy-State", "EAP-Message", "Auth-Type", "Post-Auth-Type",
		"Response-Packet-Type", "Cleartext-Password",
		"Simultaneous-Use", "Group", "Multifactor-" };

	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
		size_t n = strlen(never[i]);

		if (strncasecmp(attribute, never[i], n) == 0 &&
		    (never[i][n - 1] == '-' ||
			strchr(" :=+", attribute[n]) != NULL))
			return false;
	}
	return true;
}

static void
check_attributes(struct reader *r, const struct policy *p)
{
	size_t n = 0;

	for (const char *const *a = p->attributes; *a != NULL; a++) {
		n += strlen(*a) + 2;
		if (!may_be_in_reply(*a))
			reader_say(r, CONF_ERROR, 0, "policies.attributes",
			    "policy %s: \"%s\" cannot be given in a reply; "
			    "take it out.",
			    p->name, *a);
	}
	if (n > ATTRIBUTES_BYTES)
		reader_say(r, CONF_ERROR, 0, "policies.attributes",
		    "policy %s: %zu bytes of attributes are too many for an "
		    "answer; give at most %d.",
		    p->name, n, ATTRIBUTES_BYTES);
}

static bool
has(const char *const *list, const char *s)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, s) == 0)
			return true;
	return false;
}

/* Whether whatever fits b fits a. */
static bool
covers(const char *const *a, const char *const *b)
{
	if (a[0] == NULL)
		return true;
	if (b[0] == NULL)
		return false;
	for (; *b != NULL; b++)
		if (!has(a, *b))
			return false;
	return true;
}

static bool
match_covers(const struct policy_match *a, const struct policy_match *b)
{
	return covers(a->nas, b->nas) && covers(a->server, b->server) &&
	    covers(a->service, b->service) && covers(a->realm, b->realm) &&
	    covers(a->port_type, b->port_type) &&
	    covers(a->called, b->called) && covers(a->group, b->group);
}

static void
check_against_earlier(struct reader *r, const struct conf *c, size_t i)
{
	const struct policy *p = &c->policies[i];

	for (const struct policy *q = c->policies; q < p; q++)
		if (strcmp(q->name, p->name) == 0) {
			reader_say(r, CONF_ERROR, 0, "policies.name",
			    "two policies are called %s; give each its own "
			    "name.",
			    p->name);
			return;
		}
	for (const struct policy *q = c->policies; q < p; q++)
		if (match_covers(&q->match, &p->match)) {
			reader_say(r, CONF_WARNING, 0, "policies.match",
			    "policy %s is never used: all that fits it fits "
			    "%s, which stands before it.",
			    p->name, q->name);
			return;
		}
}

void
conf_check(struct reader *r, const struct conf *c)
{
	check_paths(r, c);
	check_order(r, c);
	for (size_t i = 0; i < c->npolicies; i++) {
		check_factors(r, &c->policies[i]);
		check_attributes(r, &c->policies[i]);
		check_against_earlier(r, c, i);
	}
}
