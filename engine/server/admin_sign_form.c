/* Forms of transactions: which fields there are, and what they must be. */

#include <regex.h>
#include <stdio.h>
#include <string.h>

#include "server/admin_sign.h"

static enum mf_err
refuse_field(struct command_in *in, const struct signing *x, const char *what)
{
	const char *const *rules = in->engine->conf->signing.forms;
	char names[SIGN_FIELDS_MAX * SIGN_NAME_SIZE + 16] = "";
	struct sign_rule r;
	struct text t;

	text_init(&t, names, sizeof(names));
	for (; rules != NULL && *rules != NULL; rules++)
		if (sign_rule_read(*rules, &r) == MF_OK &&
		    strcmp(r.form, x->row.form) == 0)
			text_printf(&t, "%s%s", t.len > 0 ? ", " : "", r.field);
	return refuse(in, REFUSED_USAGE,
	    "%s.\nForm %s has the fields %s; give each once, as "
	    "name=value, of 1 to %d bytes.",
	    what, x->row.form, names, SIGN_VALUE_SIZE - 1);
}

/* The whole value must fit. */
static enum mf_err
fits(const char *pattern, const char *value, bool *yes)
{
	char whole[300];
	regex_t re;

	*yes = false;
	snprintf(whole, sizeof(whole), "^(%s)$", pattern);
	if (regcomp(&re, whole, REG_EXTENDED | REG_NOSUB) != 0)
		return MF_ENOMEM;
	*yes = regexec(&re, value, 0, NULL, 0) == 0;
	regfree(&re);
	return MF_OK;
}

#define NOT_A_VALUE 99 /* it is too long, empty, or has what is unseen */

/* The value of name among the list; how many there are of it. */
static unsigned
find_value(
    const struct wire_field *list, const char *name, char out[SIGN_VALUE_SIZE])
{
	size_t at = 0, n = strlen(name);
	struct wire_field item;
	unsigned found = 0;

	while (wire_list_next(list, &at, &item)) {
		if (item.n < n || memcmp(item.p, name, n) != 0 ||
		    (item.n > n && item.p[n] != '='))
			continue;
		found++;
		if (item.n == n) /* a name alone */
			return NOT_A_VALUE;
		item.p += n + 1;
		item.n -= n + 1;
		if (item.n == 0 || item.n >= SIGN_VALUE_SIZE ||
		    !utf8_is_plain((struct slice){ item.p, item.n }))
			return NOT_A_VALUE;
		memcpy(out, item.p, item.n);
		out[item.n] = '\0';
	}
	return found;
}

static enum mf_err
read_field(struct command_in *in, struct signing *x, const struct sign_rule *r)
{
	struct sign_field *f = &x->fields[x->nfields++];
	char what[SIGN_NAME_SIZE + SIGN_VALUE_SIZE + 64];
	unsigned found;
	bool yes;
	enum mf_err e;

	memcpy(f->name, r->field, sizeof(f->name));
	f->keyed = r->keyed;
	found = find_value(&in->msg->field[TAG_FIELDS], r->field, f->value);
	if (found != 1) {
		snprintf(what, sizeof(what), "field %s: %s", r->field,
		    found == 0                 ? "it is missing"
			: found != NOT_A_VALUE ? "it is given twice"
					       : "its value is empty, too "
						 "long, or more than a line");
		return refuse_field(in, x, what);
	}
	if ((e = fits(r->pattern, f->value, &yes)) != MF_OK || yes)
		return e;
	snprintf(what, sizeof(what), "field %s: %s does not fit its pattern",
	    r->field, f->value);
	return refuse_field(in, x, what);
}

static bool
is_of_form(const struct signing *x, struct slice name)
{
	for (size_t i = 0; i < x->nfields; i++)
		if (strlen(x->fields[i].name) == name.n &&
		    memcmp(x->fields[i].name, name.p, name.n) == 0)
			return true;
	return false;
}

#define SHOWN 64 /* bytes of a name, each of 4 characters at most */

/* Each of the form's is there once: what else is there? */
static enum mf_err
refuse_others(struct command_in *in, const struct signing *x)
{
	struct wire_field item;
	char what[4 * SHOWN + 64];
	struct slice name;
	struct text t;
	size_t at = 0;

	while (wire_list_next(&in->msg->field[TAG_FIELDS], &at, &item)) {
		for (name = (struct slice){ item.p, 0 };
		     name.n < item.n && name.p[name.n] != '=';)
			name.n++;
		if (is_of_form(x, name))
			continue;
		text_init(&t, what, sizeof(what));
		text_put(&t, "field ");
		text_escape(&t, name, SHOWN);
		text_put(&t, ": it is not one of the form's");
		return refuse_field(in, x, what);
	}
	return MF_OK;
}

static void
put_lines(struct signing *x)
{
	struct text t;

	text_init(&t, x->row.fields, sizeof(x->row.fields));
	for (size_t i = 0; i < x->nfields; i++)
		text_printf(&t, "%s%s=%s", i > 0 ? "\n" : "", x->fields[i].name,
		    x->fields[i].value);
}

enum mf_err
sign_read_fields(struct command_in *in, struct signing *x)
{
	const char *const *rules = in->engine->conf->signing.forms;
	struct sign_rule r;
	enum mf_err e = MF_OK;

	field_text(in, TAG_FORM, x->row.form, sizeof(x->row.form));
	for (; rules != NULL && *rules != NULL && e == MF_OK; rules++)
		if (sign_rule_read(*rules, &r) == MF_OK &&
		    strcmp(r.form, x->row.form) == 0 &&
		    x->nfields < SIGN_FIELDS_MAX)
			e = read_field(in, x, &r);
	if (e != MF_OK)
		return e;
	if (x->nfields == 0)
		return refuse(in, REFUSED_ABSENT,
		    "form %s is not known.\n"
		    "See signing.forms in multifactord.conf.",
		    x->row.form);
	if ((e = refuse_others(in, x)) != MF_OK)
		return e;
	put_lines(x);
	return MF_OK;
}
