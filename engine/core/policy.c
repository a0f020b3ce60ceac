#include <string.h>

#include "core/policy.h"
#include "core/typed.h"

static bool
same_text(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* Realms, groups and RADIUS's value names are the same in any case. */
static bool
same_letters(const char *a, const char *b)
{
	while (*a != '\0' && ascii_lower(*a) == ascii_lower(*b)) {
		a++;
		b++;
	}
	return ascii_lower(*a) == ascii_lower(*b);
}

/* Called-Station-Id is "AA-BB-CC-DD-EE-FF:ssid": the whole, or the ssid. */
static bool
same_station(const char *want, const char *called)
{
	const char *ssid = strrchr(called, ':');

	return strcmp(want, called) == 0 ||
	    (ssid != NULL && strcmp(want, ssid + 1) == 0);
}

typedef bool same_fn(const char *want, const char *have);

static bool
is_empty(const char *const *list)
{
	return list == NULL || *list == NULL;
}

static bool
fits(const char *const *list, const char *have, same_fn *same)
{
	if (is_empty(list))
		return true;
	for (; have != NULL && *list != NULL; list++)
		if (same(*list, have))
			return true;
	return false;
}

static bool
fits_any(const char *const *list, const char *const *have, same_fn *same)
{
	if (is_empty(list))
		return true;
	for (; have != NULL && *have != NULL; have++)
		if (fits(list, *have, same))
			return true;
	return false;
}

static bool
matches(const struct policy_match *m, const struct policy_facts *f)
{
	return fits(m->nas, f->nas, same_text) &&
	    fits(m->server, f->server, same_text) &&
	    fits(m->service, f->service, same_text) &&
	    fits(m->realm, f->realm, same_letters) &&
	    fits(m->port_type, f->port_type, same_letters) &&
	    fits(m->called, f->called, same_station) &&
	    fits_any(m->group, f->groups, same_letters);
}

const struct policy *
policy_find(
    const struct policy *policies, size_t n, const struct policy_facts *facts)
{
	for (size_t i = 0; i < n; i++)
		if (matches(&policies[i].match, facts))
			return &policies[i];
	return NULL;
}
