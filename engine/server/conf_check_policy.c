/* Policies whose settings do not go together, and policies among policies. */

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "server/conf_reader.h"
#include "server/sending.h"

#define ATTRIBUTES_BYTES 2048 /* of an answer on the wire */
#define PLACE_SIZE       64

struct subject {
	struct reader *reader;
	const struct policy *policy;
	size_t number; /* from 0, as in the file */
};

/* What a policy with or without a name is called. */
static const char *
called(const struct subject *s, char buf[PLACE_SIZE])
{
	if (s->policy->name != NULL)
		return s->policy->name;
	(void)snprintf(buf, PLACE_SIZE, "number %zu", s->number + 1);
	return buf;
}

static void
place_of(const struct subject *s, const char *key, char out[PLACE_SIZE])
{
	(void)snprintf(out, PLACE_SIZE, "policies.[%zu].%s", s->number, key);
}

/* "policies.KEY: policy NAME text", where key, or else other, stands. */
static void say(const struct subject *s, enum conf_severity severity,
    const char *key, const char *other, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

static void
say(const struct subject *s, enum conf_severity severity, const char *key,
    const char *other, const char *fmt, ...)
{
	char a[PLACE_SIZE], b[PLACE_SIZE], path[PLACE_SIZE], name[PLACE_SIZE];
	char text[CONF_LINE_MAX];
	const config_setting_t *policy;
	const char *at;
	unsigned line;
	va_list ap;

	place_of(s, key, a);
	place_of(s, other, b);
	if (!conf_judge(s->reader, a, b, &at, &line))
		return;
	b[strcspn(b, "]") + 1] = '\0'; /* the policy as a whole */
	policy = conf_place(s->reader, b);
	if (at == NULL && policy != NULL)
		line = policy->line;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	(void)snprintf(path, sizeof(path), "policies.%s", key);
	reader_say(s->reader, severity, line, path, "policy %s %s",
	    called(s, name), text);
}

static bool
has(const char *const *list, const char *s)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, s) == 0)
			return true;
	return false;
}

static void
check_first(const struct subject *s)
{
	const struct policy *p = s->policy;

	if (p->first != FIRST_NONE)
		return;
	if (p->second == SECOND_NEVER)
		say(s, CONF_ERROR, "second", "first",
		    "would let everybody in: it asks for no first and no "
		    "second factor; ask for one.");
	if (p->mode != MODE_CHALLENGE)
		say(s, CONF_ERROR, "mode", "first",
		    "has first = \"none\", so there is no password to append "
		    "a code to; give \"challenge\".");
	if (p->claim)
		say(s, CONF_ERROR, "claim", "first",
		    "allows claims with first = \"none\": whoever holds a "
		    "boxed token could log in as anybody who has none; ask "
		    "for a first factor.");
}

static void
check_words(const struct subject *s)
{
	const struct policy *p = s->policy;
	bool believes = p->verifiers[0] != NULL;

	if (p->first == FIRST_RADIUS && !believes)
		say(s, CONF_ERROR, "verifiers", "first",
		    "has first = \"radius\" and names nobody to believe; give "
		    "the modules, such as [ \"ldap\" ].");
	if (p->first != FIRST_RADIUS && believes)
		say(s, CONF_WARNING, "verifiers", "first",
		    "names modules to believe, which only first = \"radius\" "
		    "does; nobody is believed.");
	if (p->append_repeat && p->mode == MODE_CHALLENGE)
		say(s, CONF_WARNING, "append_repeat", "mode",
		    "does not append; this changes nothing.");
	if (p->append_words && p->mode != MODE_APPEND_SEPARATOR)
		say(s, CONF_WARNING, "append_words", "mode",
		    "does not append behind a separator; this changes "
		    "nothing.");
}

static void
check_factors(const struct subject *s)
{
	const struct policy *p = s->policy;

	if (p->relief != RELIEF_NONE && p->factors[0] != NULL &&
	    !has(p->factors, "temporary"))
		say(s, CONF_ERROR, "relief", "factors",
		    "would send temporary codes that open nothing, for "
		    "factors leaves them out; add \"temporary\" there.");
	if (p->relief != RELIEF_NONE && !p->lost)
		say(s, CONF_WARNING, "relief", "lost",
		    "follows what is reported lost, which lost = false "
		    "forbids; this changes nothing.");
	if (p->mode == MODE_APPEND_LENGTH &&
	    (has(p->factors, "sms") || has(p->factors, "email")))
		say(s, CONF_WARNING, "mode", "factors",
		    "finds no code that is sent by its length, and so sends "
		    "none; give \"append-separator\" for \"sms\" and "
		    "\"email\".");
}

static bool
sends(const struct policy *p)
{
	return has(p->factors, "sms") || has(p->factors, "email") ||
	    p->relief != RELIEF_NONE || p->self_register;
}

/* What says that people have numbers or addresses: false if nothing does. */
static bool
has_addresses(const struct conf *c, char out[CONF_LINE_MAX])
{
	struct subject s = { 0 };
	char name[PLACE_SIZE];

	for (; s.number < c->npolicies; s.number++) {
		s.policy = &c->policies[s.number];
		if (!sends(s.policy))
			continue;
		(void)snprintf(out, CONF_LINE_MAX, "policy %s sends them",
		    called(&s, name));
		return true;
	}
	(void)snprintf(out, CONF_LINE_MAX, "names.country is for numbers");
	return c->names.country[0] != '\0';
}

/* All factors there are, which a split by length does not go with. */
static void
check_length(const struct subject *s, const struct conf *c)
{
	const struct policy *p = s->policy;
	char how[CONF_LINE_MAX];

	if (p->mode == MODE_APPEND_LENGTH && p->factors[0] == NULL &&
	    p->second != SECOND_NEVER && has_addresses(c, how))
		say(s, CONF_WARNING, "factors", "mode",
		    "finds a code by its length, and so none by SMS or e-mail "
		    "(%s): who has nothing else cannot log in there; name "
		    "factors without \"sms\" and \"email\", or give mode = "
		    "\"append-separator\".",
		    how);
}

/* Anywhere in the world, numbers included that cost whoever sends to them. */
static void
check_register(const struct subject *s, const struct conf *c)
{
	const char *at;
	unsigned line;

	if (sending_is_open(&c->sending, s->policy) &&
	    conf_judge(s->reader, "sending.prefixes", NULL, &at, &line))
		say(s, CONF_WARNING, "register", "register",
		    "lets people register numbers of any country, premium "
		    "ones too; set sending.prefixes to what theirs begin "
		    "with, such as [ \"+371\" ].");
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
check_attributes(const struct subject *s)
{
	size_t n = 0;

	for (const char *const *a = s->policy->attributes; *a != NULL; a++) {
		n += strlen(*a) + 2;
		if (!may_be_in_reply(*a))
			say(s, CONF_ERROR, "attributes", "attributes",
			    "has \"%s\", which cannot be given in a reply; "
			    "take it out.",
			    *a);
	}
	if (n > ATTRIBUTES_BYTES)
		say(s, CONF_ERROR, "attributes", "attributes",
		    "has %zu bytes of attributes, too many for an answer; "
		    "give at most %d.",
		    n, ATTRIBUTES_BYTES);
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
check_name(const struct subject *s, const struct conf *c)
{
	const struct policy *p = s->policy;

	for (const struct policy *q = c->policies; q < p; q++)
		if (p->name != NULL && q->name != NULL &&
		    strcmp(q->name, p->name) == 0) {
			say(s, CONF_ERROR, "name", "name",
			    "has the name of policy number %zu; give each its "
			    "own.",
			    (size_t)(q - c->policies) + 1);
			return;
		}
}

/* Only where nothing is wrong: a match with a fault matches all. */
static void
check_reach(const struct subject *s, const struct conf *c)
{
	struct subject before = *s;
	char name[PLACE_SIZE];

	for (size_t i = 0; i < s->number; i++) {
		before.policy = &c->policies[i];
		before.number = i;
		if (!match_covers(&before.policy->match, &s->policy->match))
			continue;
		say(s, CONF_WARNING, "match", "name",
		    "is never used: all that fits it fits %s, which stands "
		    "before it.",
		    called(&before, name));
		return;
	}
}

void
conf_check_policies(struct reader *r, const struct conf *c)
{
	struct subject s = { .reader = r };
	bool matches = r->errors == 0;

	for (s.number = 0; s.number < c->npolicies; s.number++) {
		s.policy = &c->policies[s.number];
		check_first(&s);
		check_words(&s);
		check_factors(&s);
		check_length(&s, c);
		check_register(&s, c);
		check_attributes(&s);
		check_name(&s, c);
		if (matches)
			check_reach(&s, c);
	}
}
