/* account.limits: what "sending" lets leave, and how much of it has left. */

#include <stdio.h>
#include <string.h>

#include "core/shorten.h"
#include "core/station.h"
#include "server/admin_commands.h"
#include "server/admin_find.h"
#include "server/sending.h"

enum mf_err
account_limits_begin(struct command_in *in)
{
	struct conf_sending *c = command_own(in, sizeof(*c));

	if (c == NULL)
		return MF_ENOMEM;
	*c = in->engine->conf->sending;
	c->prefixes = NULL; /* the configuration's */
	return MF_OK;
}

static void
put(struct command_in *in, const struct sending_limit *l, unsigned n,
    const char *to)
{
	unsigned most = sending_most(l, in->own);
	struct wire_out *o = row_begin(in, "limit");
	char text[160];
	struct text t;

	text_init(&t, text, sizeof(text));
	if (n >= most)
		text_printf(&t, "none left %s", l->what);
	else
		text_printf(&t, "%u left %s", most - n, l->what);
	wire_put_str(o, TAG_NAME, l->name);
	wire_put_str(o, TAG_VALUE, to);
	wire_put_int(o, TAG_NUMBER, n);
	wire_put_int(o, TAG_COUNT, most);
	wire_put_str(o, TAG_TEXT, text);
	row_end(in);
}

static bool
is_of_source(const struct sending_limit *l)
{
	return strncmp(l->name, "source", 6) == 0;
}

/* Of one address, or of the account when it is NULL. */
static enum mf_err
put_limits(struct command_in *in, int64_t account, const struct desk_token *t)
{
	const struct sending_who who = { .account = t == NULL ? account : 0,
		.address = t == NULL ? "" : t->address };
	const struct sending_who told = { .kind = SENDING_TOLD,
		.account = account };
	char to[ADDRESS_SIZE];
	struct sending_counts n, notices;
	struct text s;
	enum mf_err e;

	if ((e = store_sending(in->store, &who, in->now, &n)) != MF_OK ||
	    (e = store_sending(in->store, &told, in->now, &notices)) != MF_OK)
		return e;
	n.notices_day = notices.notices_day;
	text_init(&s, to, sizeof(to));
	if (t != NULL && t->ops->kind == KIND_SMS)
		shorten_phone(&s, t->address);
	else if (t != NULL)
		shorten_email(&s, t->address);
	for (size_t i = 0; i < sending_nlimits; i++) {
		const struct sending_limit *l = &sending_limits[i];
		bool address = strncmp(l->name, "address", 7) == 0;

		if (address == (t != NULL) && !is_of_source(l))
			put(in, l, sending_count(l, &n), to);
	}
	return MF_OK;
}

/* Of the place, if one is given; whose logins come from there nobody knows. */
static enum mf_err
put_source(struct command_in *in)
{
	char nas[254] = "", station[254] = "", at[520];
	uint8_t source[SOURCE_SIZE];
	const struct sending_who who = { .source = source };
	struct sending_counts n;
	enum mf_err e;

	field_text(in, TAG_NAS, nas, sizeof(nas));
	field_text(in, TAG_STATION, station, sizeof(station));
	if (nas[0] == '\0' && station[0] == '\0')
		return MF_OK;
	if (nas[0] == '\0' || station[0] == '\0')
		return refuse(in, REFUSED_USAGE,
		    "%s: a place is a NAS and a station there.\n"
		    "Give both, as mfctl why shows them: --nas NAME "
		    "--station ID",
		    nas[0] == '\0' ? station : nas);
	station_fold(station);
	snprintf(at, sizeof(at), "%s at %s", station, nas);
	sending_source(nas, station, source);
	if ((e = store_sending(in->store, &who, in->now, &n)) != MF_OK)
		return e;
	for (size_t i = 0; i < sending_nlimits; i++)
		if (is_of_source(&sending_limits[i]))
			put(in, &sending_limits[i],
			    sending_count(&sending_limits[i], &n), at);
	return MF_OK;
}

struct page {
	struct desk_token list[64];
	size_t n;
};

static bool
collect(void *arg, const struct desk_token *t)
{
	struct page *p = arg;

	if (t->ops != NULL && t->ops->sends)
		p->list[p->n++] = *t;
	return p->n < sizeof(p->list) / sizeof(p->list[0]);
}

enum mf_err
account_limits(struct command_in *in)
{
	struct desk_account a;
	struct page p = { .n = 0 };
	enum mf_err e;

	if ((e = find_account(in, &a)) != MF_OK ||
	    (e = put_limits(in, a.id, NULL)) != MF_OK)
		return e;
	e = desk_tokens_of(in->store, a.id, PAGE_MAX, collect, &p);
	for (size_t i = 0; i < p.n && e == MF_OK; i++)
		e = put_limits(in, a.id, &p.list[i]);
	return e == MF_OK ? put_source(in) : e;
}
