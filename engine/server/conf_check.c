/* Settings that are right one by one and wrong together. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/sign.h"
#include "server/conf_reader.h"

/* Whether inner is folder or lies in it. */
static bool
lies_in(const char *inner, const char *folder)
{
	size_t n = strlen(folder);

	return strncmp(inner, folder, n) == 0 &&
	    (inner[n] == '\0' || inner[n] == '/');
}

struct pair {
	const char *a, *b;             /* paths of two settings */
	const char *value_a, *value_b; /* both are texts */
};

/* Says "A: VALUE and B, VALUE, FAULT" at whichever stands in the file. */
static void
say_pair(struct reader *r, struct pair p, const char *fault)
{
	const char *at;
	unsigned line;
	bool first;

	if (!conf_judge(r, p.a, p.b, &at, &line))
		return;
	first = at == NULL || strcmp(at, p.a) == 0;
	reader_say(r, CONF_ERROR, line, first ? p.a : p.b, "%s and %s, %s, %s.",
	    first ? p.value_a : p.value_b, first ? p.b : p.a,
	    first ? p.value_b : p.value_a, fault);
}

static void
check_folders(struct reader *r, const struct conf *c)
{
	static const char key[] =
	    "lie together; keep the key apart from the data it locks, such as "
	    "in /etc/multifactor";

	if (lies_in(c->notes, c->state) || lies_in(c->state, c->notes))
		say_pair(r,
		    (struct pair){ "notes", "state", c->notes, c->state },
		    "lie in each other; keep them apart, so that no backup "
		    "takes both back");
	if (lies_in(c->keyring, c->state))
		say_pair(r,
		    (struct pair){ "keyring", "state", c->keyring, c->state },
		    key);
	if (lies_in(c->keyring, c->notes))
		say_pair(r,
		    (struct pair){ "keyring", "notes", c->keyring, c->notes },
		    key);
}

static void
check_sockets(struct reader *r, const struct conf *c)
{
	const struct {
		const char *setting, *path;
	} all[] = {
		{ "sockets.login.path", c->login.path },
		{ "sockets.helpdesk.path", c->helpdesk.path },
		{ "sockets.admin.path", c->admin.path },
		{ "sockets.courier.path", c->courier.path },
	};

	for (size_t a = 1; a < sizeof(all) / sizeof(all[0]); a++)
		for (size_t b = 0; b < a; b++)
			if (strcmp(all[a].path, all[b].path) == 0)
				say_pair(r,
				    (struct pair){ all[a].setting,
					all[b].setting, all[a].path,
					all[b].path },
				    "are one; who a caller is shows by the "
				    "socket, so give each its own");
}

struct order {
	const char *less, *more;
	bool may_equal;
};

static const struct order orders[] = {
	{ "lockout.soft_seconds", "lockout.soft_max", true },
	{ "lockout.soft", "lockout.device", true },
	{ "lockout.device_kept", "lockout.device", false },
	{ "lockout.month_kept", "lockout.month", false },
	{ "lockout.month", "lockout.year", true },
	{ "otp.hotp_ahead", "otp.sync_hotp", true },
	{ "otp.sync_hotp", "otp.desk_hotp", true },
	{ "otp.totp_around", "otp.sync_totp", true },
	{ "otp.sync_totp", "otp.desk_totp", true },
	{ "temporary.hours", "temporary.hours_max", true },
	{ "pins.least", "pins.most", true },
	{ "sending.account_hour", "sending.account_day", true },
	{ "sending.address_hour", "sending.address_day", true },
};

/* Says at one of two numbers what it must be, and how else to mend it. */
static void
say_order(struct reader *r, const struct order *o, const struct setting *less,
    unsigned a, const struct setting *more, unsigned b)
{
	const config_setting_t *other = conf_place(r, o->more);
	int gap = o->may_equal ? 0 : 1;
	char where[32] = "by default";
	const char *at;
	unsigned line;

	if (!conf_judge(r, o->less, o->more, &at, &line))
		return;
	if (other != NULL)
		(void)snprintf(
		    where, sizeof(where), "on line %u", (unsigned)other->line);
	if (conf_place(r, o->less) != NULL)
		reader_say(r, CONF_ERROR, line, o->less,
		    "%u must %s %s, which is %u %s; give %" PRId64
		    " to %" PRId64 ", or raise %s.",
		    a, gap == 0 ? "not be above" : "be below", o->more, b,
		    where, less->min, (int64_t)b - gap, o->more);
	else
		reader_say(r, CONF_ERROR, line, o->more,
		    "%u must %s %s, which is %u by default; give %" PRId64
		    " to %" PRId64 ", or lower %s.",
		    b, gap == 0 ? "not be below" : "be above", o->less, a,
		    (int64_t)a + gap, more->max, o->less);
}

static void
check_order(struct reader *r, const struct conf *c, const struct order *o)
{
	const struct setting *less =
	    setting_find(conf_settings, conf_nsettings, o->less);
	const struct setting *more =
	    setting_find(conf_settings, conf_nsettings, o->more);
	unsigned a, b;

	if (less == NULL || more == NULL)
		return;
	a = *(const unsigned *)((const char *)c + less->at);
	b = *(const unsigned *)((const char *)c + more->at);
	if (a > b || (a == b && !o->may_equal))
		say_order(r, o, less, a, more, b);
}

/* Of one form: each field once, and not too many. */
static void
check_signing(struct reader *r, const struct conf *c)
{
	const char *const *forms = c->signing.forms;
	const config_setting_t *at = conf_place(r, "signing.forms");
	struct sign_rule a, b;

	for (size_t i = 0; at != NULL && forms != NULL && forms[i]; i++) {
		size_t same = 1, twice = 0;

		if (sign_rule_read(forms[i], &a) != MF_OK)
			continue;
		for (size_t k = 0; k < i; k++)
			if (sign_rule_read(forms[k], &b) == MF_OK &&
			    strcmp(a.form, b.form) == 0) {
				same++;
				twice += strcmp(a.field, b.field) == 0;
			}
		if (twice > 0)
			reader_say(r, CONF_ERROR, at->line, "signing.forms",
			    "form %s has the field %s twice; name each once.",
			    a.form, a.field);
		else if (same == SIGN_FIELDS_MAX + 1)
			reader_say(r, CONF_ERROR, at->line, "signing.forms",
			    "form %s has more than %d fields.", a.form,
			    SIGN_FIELDS_MAX);
	}
}

void
conf_check(struct reader *r, const struct conf *c)
{
	check_folders(r, c);
	check_sockets(r, c);
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++)
		check_order(r, c, &orders[i]);
	check_signing(r, c);
}
