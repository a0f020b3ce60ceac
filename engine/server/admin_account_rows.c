/* Accounts as rows: account.show and account.list, on the desk's thread. */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "server/admin_commands.h"
#include "server/admin_find.h"
#include "server/admin_rows.h"

#define LOOK_PAGE 256 /* accounts read in one go */
#define LOOK_MOST                                                              \
	8192 /* looked at in one command; then it stops for breath             \
	      */

struct details {
	char first[IDENTITY_KINDS][EMAIL_SIZE];
	unsigned tokens;
	size_t mark; /* of the list that is being put */
	struct wire_out *o;
};

static bool
take_identity(void *arg, enum identity_kind kind, const char *value)
{
	struct details *d = arg;

	if (d->first[kind][0] == '\0')
		strcpy(d->first[kind], value);
	return true;
}

static bool
put_serial(void *arg, const struct desk_token *t)
{
	struct details *d = arg;

	if (t->serial[0] == '\0')
		return true;
	d->tokens++;
	if (d->o->len - d->mark + strlen(t->serial) + 2 <= 2048)
		wire_list_item(d->o, t->serial, strlen(t->serial));
	return true;
}

static enum mf_err
put_groups(struct command_in *in, int64_t account, struct wire_out *o)
{
	const char *group[65];
	char buf[4096];
	size_t mark;
	enum mf_err e;

	e = store_groups(in->store, account, buf, sizeof(buf), group, 65);
	mark = wire_list_open(o, TAG_GROUPS);
	for (size_t i = 0; e == MF_OK && group[i] != NULL; i++)
		if (o->len - mark + strlen(group[i]) + 2 <= 1024)
			wire_list_item(o, group[i], strlen(group[i]));
	wire_list_close(o, mark);
	return e;
}

static void
put_time(struct wire_out *o, enum wire_tag tag, int64_t seconds)
{
	if (seconds != 0)
		wire_put_int(o, tag, seconds);
}

static enum mf_err
put_details(
    struct command_in *in, const struct desk_account *a, struct wire_out *o)
{
	struct details d = { .o = o };
	enum mf_err e;

	if ((e = put_groups(in, a->id, o)) != MF_OK)
		return e;
	if ((e = desk_identities(in->store, a->id, take_identity, &d)) != MF_OK)
		return e;
	wire_put_str(o, TAG_EMAIL, d.first[IDENTITY_EMAIL]);
	wire_put_str(o, TAG_PHONE, d.first[IDENTITY_PHONE]);
	wire_put_str(o, TAG_UNIQUE_ID, d.first[IDENTITY_ID]);
	d.mark = wire_list_open(o, TAG_TOKENS);
	e = desk_tokens_of(in->store, a->id, PAGE_MAX, put_serial, &d);
	wire_list_close(o, d.mark);
	wire_put_int(o, TAG_COUNT, d.tokens);
	return e;
}

static enum mf_err
put_account(struct command_in *in, const struct desk_account *a,
    const struct desk_account_facts *f)
{
	struct wire_out *o = row_begin(in, "account");
	enum mf_err e;

	wire_put_str(o, TAG_ACCOUNT, a->name);
	wire_put_str(o, TAG_STATUS,
	    a->disabled                ? "disabled"
		: f->locked_until != 0 ? "locked"
				       : "active");
	wire_put_str(o, TAG_LANGUAGE, a->language);
	if ((e = put_details(in, a, o)) != MF_OK)
		return e;
	if (f->in_row > 0)
		wire_put_int(o, TAG_FAILURES, f->in_row);
	put_time(o, TAG_LOCKED_UNTIL, f->locked_until);
	put_time(o, TAG_SINCE, a->created);
	put_time(o, TAG_LAST_USED, f->last_login);
	row_end(in);
	return MF_OK;
}

static bool
show_identity(void *arg, enum identity_kind kind, const char *value)
{
	struct command_in *in = arg;
	struct wire_out *o = row_begin(in, "identity");

	wire_put_str(o, TAG_KIND, identity_kinds[kind]);
	wire_put_str(o, TAG_VALUE, value);
	row_end(in);
	return !in->gone;
}

static bool
show_token(void *arg, const struct desk_token *t)
{
	struct command_in *in = arg;

	if (t->address[0] != '\0')
		address_row(in, t, false);
	else
		token_row(in, t);
	return !in->gone;
}

enum mf_err
account_show(struct command_in *in)
{
	struct desk_account_facts f;
	struct desk_account a;
	enum mf_err e;

	if ((e = find_account(in, &a)) != MF_OK ||
	    (e = desk_account_facts(in->store, a.id, in->now, &f)) != MF_OK ||
	    (e = put_account(in, &a, &f)) != MF_OK ||
	    (e = desk_identities(in->store, a.id, show_identity, in)) != MF_OK)
		return e;
	return desk_tokens_of(in->store, a.id, PAGE_MAX, show_token, in);
}

struct search {
	char match[254]; /* lower case; "" fits all */
	char raw[254];   /* as typed: a unique id keeps its case */
	char group[NAME_SIZE];
	char status[65];
	char after[NAME_SIZE];
	unsigned left;   /* rows that may still be sent */
	unsigned looked; /* accounts looked at */
	bool more, fits;
	size_t n;
	struct desk_account found[LOOK_PAGE];
};

static bool
is_status(const char *s)
{
	return s[0] == '\0' || strcmp(s, "active") == 0 ||
	    strcmp(s, "disabled") == 0 || strcmp(s, "locked") == 0;
}

enum mf_err
account_list_begin(struct command_in *in)
{
	struct search *s = command_own(in, sizeof(*s));

	if (s == NULL)
		return MF_ENOMEM;
	field_text(in, TAG_MATCH, s->raw, sizeof(s->raw));
	for (size_t i = 0; s->raw[i] != '\0'; i++)
		s->match[i] = (char)tolower((unsigned char)s->raw[i]);
	field_text(in, TAG_STATUS, s->status, sizeof(s->status));
	field_text(in, TAG_AFTER, s->after, sizeof(s->after));
	s->left = page_limit(in);
	if (!is_status(s->status))
		return refuse(in, REFUSED_USAGE,
		    "state %s is none that an account has.\n"
		    "There are active, disabled and locked.",
		    s->status);
	if (wire_has(in->msg, TAG_GROUP) &&
	    group_canonical(field_slice(in, TAG_GROUP), s->group) != MF_OK)
		return refuse(in, REFUSED_USAGE,
		    "group %.*s is no name of a group.\n"
		    "To see an account's groups: mfctl account show NAME",
		    (int)in->msg->field[TAG_GROUP].n,
		    (const char *)in->msg->field[TAG_GROUP].p);
	return MF_OK;
}

static bool
match_identity(void *arg, enum identity_kind kind, const char *value)
{
	struct search *s = arg;

	s->fits =
	    strstr(value, kind == IDENTITY_ID ? s->raw : s->match) != NULL;
	return !s->fits;
}

static enum mf_err
fits(struct command_in *in, struct search *s, const struct desk_account *a,
    const struct desk_account_facts *f)
{
	const char *group[65];
	char buf[4096];
	enum mf_err e = MF_OK;

	s->fits = strstr(a->name, s->match) != NULL;
	if (!s->fits)
		e = desk_identities(in->store, a->id, match_identity, s);
	if (s->fits && s->status[0] != '\0')
		s->fits = strcmp(s->status,
			      a->disabled                ? "disabled"
				  : f->locked_until != 0 ? "locked"
							 : "active") == 0;
	if (!s->fits || s->group[0] == '\0' || e != MF_OK)
		return e;
	e = store_groups(in->store, a->id, buf, sizeof(buf), group, 65);
	s->fits = false;
	for (size_t i = 0; group[i] != NULL && !s->fits; i++)
		s->fits = strcmp(group[i], s->group) == 0;
	return e;
}

static bool
collect(void *arg, const struct desk_account *a)
{
	struct search *s = arg;

	s->found[s->n++] = *a;
	return s->n < LOOK_PAGE;
}

/* What was read is looked at and sent with no transaction open. */
static enum mf_err
list_page(struct command_in *in, struct search *s)
{
	enum mf_err e;

	s->n = 0;
	e = desk_accounts(in->store, s->after, LOOK_PAGE, collect, s);
	s->more = s->n == LOOK_PAGE;
	for (size_t i = 0; i < s->n && e == MF_OK && !in->gone; i++) {
		const struct desk_account *a = &s->found[i];
		struct desk_account_facts f;

		if (s->left == 0) {
			s->more = true;
			break;
		}
		e = desk_account_facts(in->store, a->id, in->now, &f);
		if (e == MF_OK)
			e = fits(in, s, a, &f);
		if (e == MF_OK && s->fits) {
			e = put_account(in, a, &f);
			s->left--;
		}
		memcpy(s->after, a->name, sizeof(s->after));
		s->looked++;
	}
	return e;
}

enum mf_err
account_list(struct command_in *in)
{
	struct search *s = in->own;
	bool first = s->after[0] == '\0';
	unsigned limit = s->left;
	enum mf_err e;

	do
		e = list_page(in, s);
	while (e == MF_OK && s->more && s->left > 0 && s->looked < LOOK_MOST &&
	    still_wanted(in));
	if (e == MF_OK && s->more)
		wire_put_str(done_fields(in), TAG_AFTER, s->after);
	else if (first && s->left == limit)
		say(in, "There is no such account.");
	return e;
}
