/* A transaction by SMS: its text shows the fields that the code signs. */

#include <stdio.h>
#include <string.h>

#include "core/message.h"
#include "server/admin_find.h"
#include "server/admin_sign.h"
#include "server/sending.h"
#include "store/outbox.h"

#define MINUTE 60

/* "account LV80, amount 12.50" */
static void
put_fields(const struct signing *x, struct text *t)
{
	for (size_t i = 0; i < x->nfields; i++) {
		text_printf(t, "%s%s ", i > 0 ? ", " : "", x->fields[i].name);
		sign_put_value(t, slice_str(x->fields[i].value));
	}
}

/* What does not fit whole is not sent. */
static enum mf_err
check_text(struct command_in *in, const struct signing *x, const char *fields,
    const char *language)
{
	char minutes[16];
	const char *const value[VALUE_MAX] = { [VALUE_CODE] = "XXX-XXX-XXX",
		[VALUE_FIELDS] = fields,
		[VALUE_MINUTES] = minutes };
	struct message m;

	snprintf(minutes, sizeof(minutes), "%u",
	    in->engine->conf->signing.life / MINUTE);
	if (fields[0] != '\0' &&
	    message_render(MESSAGE_SIGNATURE, false, language, value, &m) ==
		MF_OK)
		return MF_OK;
	return refuse(in, REFUSED_USAGE,
	    "the fields of form %s are too long for an SMS.\n"
	    "Shorten what is to be signed; it is shown whole or not at all.",
	    x->row.form);
}

static enum mf_err
check_limits(struct command_in *in, const struct signing *x,
    const struct device *d, const struct sending_who *who)
{
	const struct conf_sending *c = &in->engine->conf->sending;
	const struct sending_limit *reached;
	char count[64];
	unsigned most;
	enum mf_err e;

	if (!sending_reaches(c, d->ops, d->address))
		return refuse(in, REFUSED_STATE,
		    "account %s gets no SMS: its number is not one that "
		    "messages go to.\nUse a token; sending.prefixes in "
		    "multifactord.conf has what numbers may begin with.",
		    x->name);
	e = sending_barrier(in->engine, who, in->now, &reached);
	if (e != MF_OK || reached == NULL)
		return e;
	most = sending_most(reached, c);
	return refuse(in, REFUSED_STATE,
	    "account %s gets no SMS now: there %s %s %s.\n"
	    "Use a token, or try again later; sending.%s in "
	    "multifactord.conf sets that.",
	    x->name, most == 1 ? "was" : "were", plural(most, "message", count),
	    reached->what, reached->name);
}

static enum mf_err
put_message(struct command_in *in, const struct signing *x,
    const struct device *d, const struct pending *p, const char *language,
    const char *fields)
{
	char detail[OUTBOX_DETAIL];
	const struct outbox_new m = {
		.channel = CHANNEL_SMS,
		.address = d->address,
		.account = x->account.id,
		.device = d->id,
		.text = message_words[MESSAGE_SIGNATURE],
		.language = language,
		.detail = detail,
		.code = { p->dialogue, p->round, p->resend, p->key },
		.at_ms = in->now_ms,
		.expires_ms = p->expires * 1000,
	};
	struct text t;

	text_init(&t, detail, sizeof(detail));
	text_printf(&t, "minutes=%u", in->engine->conf->signing.life / MINUTE);
	detail_put(&t, "fields", fields);
	return t.cut ? MF_EFULL : store_outbox_add(in->store, &m, NULL);
}

enum mf_err
sign_send(struct command_in *in, struct signing *x, const struct device *d)
{
	const struct conf *c = in->engine->conf;
	const char *language =
	    x->language[0] != '\0' ? x->language : c->names.language;
	const struct sending_who who = { .account = x->account.id,
		.address = d->address };
	const struct pending p = {
		.dialogue = x->row.dialogue,
		.device = d->id,
		.account = x->account.id,
		.round = sign_round(x->fields, x->nfields),
		.key = keyring_newest_id(in->engine->keys),
		.at = in->now,
		.expires = in->now + c->signing.life,
	};
	char fields[OUTBOX_DETAIL];
	struct text t;
	enum mf_err e;

	text_init(&t, fields, sizeof(fields));
	put_fields(x, &t);
	if ((e = check_text(in, x, t.cut ? "" : fields, language)) != MF_OK ||
	    (e = check_limits(in, x, d, &who)) != MF_OK)
		return e;
	e = store_pending_put(in->store, &p, NULL, slice_str(""));
	if (e != MF_OK)
		return e;
	e = put_message(in, x, d, &p, language, fields);
	return e != MF_OK ? e : store_sending_add(in->store, &who, in->now);
}
