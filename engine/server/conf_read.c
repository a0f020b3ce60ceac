/* Walks libconfig's tree along the table of settings. */

#include <stdio.h>
#include <string.h>

#include "server/conf_reader.h"

#define PATH_SIZE    128
#define POLICIES     "policies"
#define POLICIES_MAX 256

struct table {
	const struct setting *settings;
	size_t n;
	void *base; /* what the offsets count from */
};

static bool
is_section(const struct table *t, const char *path)
{
	size_t n = strlen(path);

	for (size_t i = 0; i < t->n; i++)
		if (strncmp(t->settings[i].path, path, n) == 0 &&
		    t->settings[i].path[n] == '.')
			return true;
	return false;
}

static size_t
least(size_t a, size_t b, size_t c)
{
	a = a < b ? a : b;
	return a < c ? a : c;
}

/* Edits (insert, remove, change one byte) that lead from a to b. */
static size_t
distance(const char *a, const char *b)
{
	size_t row[PATH_SIZE + 1], n = strlen(b), corner, above;

	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1] != '\0'; i++) {
		corner = row[0];
		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			above = row[j];
			row[j] = least(above + 1, row[j - 1] + 1,
			    corner + (a[i - 1] != b[j - 1]));
			corner = above;
		}
	}
	return row[n];
}

static const char *
leaf(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot == NULL ? path : dot + 1;
}

/* The setting most like path, or one of its name elsewhere; or NULL. */
static const char *
likely(const struct table *t, const char *path)
{
	const char *best = NULL;
	size_t least_so_far = strlen(leaf(path)) / 3 + 2, d;

	for (size_t i = 0; i < t->n; i++) {
		const char *p = t->settings[i].path;

		d = strcmp(leaf(p), leaf(path)) == 0 ? 1 : distance(path, p);
		if (d < least_so_far) {
			least_so_far = d;
			best = p;
		}
	}
	return best;
}

/* A section's misspelt name: sections differ from it by few letters. */
static const char *
likely_section(const struct table *t, const char *path, char out[PATH_SIZE])
{
	const char *dot;

	for (size_t i = 0; i < t->n; i++)
		for (dot = strchr(t->settings[i].path, '.'); dot != NULL;
		     dot = strchr(dot + 1, '.')) {
			(void)snprintf(out, PATH_SIZE, "%.*s",
			    (int)(dot - t->settings[i].path),
			    t->settings[i].path);
			if (distance(path, out) <= 2)
				return out;
		}
	return distance(path, POLICIES) <= 2 ? POLICIES : NULL;
}

static void
say_unknown(struct reader *r, const struct table *t,
    const config_setting_t *from, const char *path)
{
	char buf[PATH_SIZE];
	const char *guess = config_setting_is_aggregate(from)
	    ? likely_section(t, path, buf)
	    : likely(t, path);

	if (guess == NULL && config_setting_is_aggregate(from))
		guess = likely(t, path);
	if (guess != NULL)
		reader_say(r, CONF_ERROR, from->line, path,
		    "there is no such setting; did you mean %s?", guess);
	else
		reader_say(r, CONF_ERROR, from->line, path,
		    "there is no such setting; multifactord.conf(5) lists "
		    "all.");
}

/* A value with a fault gets a hook, so that conf_judge() knows it. */
static void
read_value(struct reader *r, const struct setting *s, config_setting_t *from,
    void *base)
{
	unsigned before = r->errors;

	conf_read_value(r, s, from, base);
	if (r->errors != before)
		config_setting_set_hook(from, from);
}

static void
read_section(struct reader *r, const struct table *t,
    const config_setting_t *group, const char *path)
{
	char buf[PATH_SIZE];
	const struct setting *s;

	for (int i = 0; i < config_setting_length(group); i++) {
		config_setting_t *from =
		    config_setting_get_elem(group, (unsigned)i);

		(void)snprintf(buf, sizeof(buf), "%s%s%s", path,
		    *path == '\0' ? "" : ".", from->name);
		if (strcmp(buf, POLICIES) == 0)
			continue;
		s = setting_find(t->settings, t->n, buf);
		if (s != NULL)
			read_value(r, s, from, t->base);
		else if (!is_section(t, buf))
			say_unknown(r, t, from, buf);
		else if (from->type == CONFIG_TYPE_GROUP)
			read_section(r, t, from, buf);
		else
			reader_say(r, CONF_ERROR, from->line, buf,
			    "a section stands here; write %s: { ... };",
			    from->name);
	}
}

static void
adopt(struct conf *conf, struct policy *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i].language == NULL || *p[i].language == '\0')
			p[i].language = conf->names.language;
	conf->policies = p;
	conf->npolicies = n;
}

static void
read_policies(struct reader *r, const config_setting_t *list, struct conf *conf)
{
	int n = config_setting_length(list);
	struct policy *p;

	if (r->torn && n == 0)
		return;
	if (list->type != CONFIG_TYPE_LIST || n == 0 || n > POLICIES_MAX) {
		reader_say(r, CONF_ERROR, list->line, POLICIES,
		    "give a list of 1 to %d policies, as in policies: "
		    "( { name = \"vpn\"; }, { name = \"rest\"; } );",
		    POLICIES_MAX);
		return;
	}
	p = conf_alloc(r, (size_t)n * sizeof(*p));
	for (int i = 0; p != NULL && i < n; i++) {
		const config_setting_t *from =
		    config_setting_get_elem(list, (unsigned)i);
		struct table t = { policy_settings, policy_nsettings, &p[i] };

		conf_defaults(t.settings, t.n, t.base);
		if (from->type != CONFIG_TYPE_GROUP) {
			reader_say(r, CONF_ERROR, from->line, POLICIES,
			    "each policy is a group: { name = \"vpn\"; }");
			continue;
		}
		read_section(r, &t, from, POLICIES);
		if (!r->torn && config_setting_get_member(from, "name") == NULL)
			reader_say(r, CONF_ERROR, from->line, POLICIES ".name",
			    "policy %d has no name; give it one, such as "
			    "name = \"vpn\";",
			    i + 1);
	}
	adopt(conf, p, p == NULL ? 0 : (size_t)n);
}

/* The one policy of a file that has none. */
static void
default_policy(struct reader *r, struct conf *conf)
{
	struct policy *p = conf_alloc(r, sizeof(*p));

	if (p == NULL)
		return;
	conf_defaults(policy_settings, policy_nsettings, p);
	p->name = "default";
	adopt(conf, p, 1);
}

void
conf_read(struct reader *r, const config_setting_t *root, struct conf *conf)
{
	struct table t = { conf_settings, conf_nsettings, conf };
	const config_setting_t *policies =
	    config_setting_get_member(root, POLICIES);

	read_section(r, &t, root, "");
	r->keyring_named = config_setting_get_member(root, "keyring") != NULL;
	if (policies != NULL)
		read_policies(r, policies, conf);
	else
		default_policy(r, conf);
}
