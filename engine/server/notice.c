#include <stdio.h>
#include <string.h>

#include "server/notice.h"
#include "core/identity.h"
#include "core/shorten.h"
#include "server/admin_find.h"
#include "server/sending.h"
#include "store/audit.h"
#include "store/outbox.h"
#include "util/log.h"

#define LIFE_MS  86400000 /* news of a day ago are none */
#define TOLD_MAX 64       /* numbers and addresses of one account */

struct telling_all {
	const struct notice *notice;
	struct {
		enum channel channel;
		char address[ADDRESS_SIZE];
	} to[TOLD_MAX];
	size_t n;
};

static void
add(struct telling_all *x, enum channel channel, const char *address)
{
	const char *except = x->notice->except;

	if (address[0] == '\0' || x->n == TOLD_MAX ||
	    (except != NULL && strcmp(except, address) == 0))
		return;
	for (size_t i = 0; i < x->n; i++)
		if (strcmp(x->to[i].address, address) == 0)
			return;
	x->to[x->n].channel = channel;
	snprintf(x->to[x->n].address, ADDRESS_SIZE, "%s", address);
	x->n++;
}

/* A suspended one too: who reported it lost may not be its owner. */
static bool
add_device(void *arg, const struct desk_token *t)
{
	if (t->ops != NULL && t->ops->sends &&
	    (t->state == DEVICE_ACTIVE || t->state == DEVICE_SUSPENDED ||
		t->state == DEVICE_REBIND))
		add(arg, t->ops->kind == KIND_SMS ? CHANNEL_SMS : CHANNEL_EMAIL,
		    t->address);
	return true;
}

static bool
add_identity(void *arg, enum identity_kind kind, const char *value)
{
	if (kind == IDENTITY_PHONE || kind == IDENTITY_EMAIL)
		add(arg, kind == IDENTITY_PHONE ? CHANNEL_SMS : CHANNEL_EMAIL,
		    value);
	return true;
}

static void
describe(const struct notice *n, const char *language, struct text *t)
{
	char words[128];
	struct text w;

	detail_put(t, "account", n->name);
	if (n->address != NULL) {
		text_init(&w, words, sizeof(words));
		if (n->address[0] == '+')
			shorten_phone(&w, n->address);
		else
			shorten_email(&w, n->address);
		detail_put(t, "address", words);
	}
	if (n->device != NULL) {
		text_init(&w, words, sizeof(words));
		prompt_device(n->device, language, &w);
		detail_put(t, "device", words);
	}
}

/* Half of the day's messages are for codes alone. */
static bool
is_within(const struct conf_sending *c, const struct sending_who *who,
    const struct sending_counts *n)
{
	if (who->kind == SENDING_TOLD)
		return n->notices_day < c->notices_day;
	return n->all_day < c->all_day && n->notices_all < c->all_day / 2;
}

/*
 * By SMS it counts in all, but not by the number: it would get no codes for
 * having been told much.  False: not one more of these today.
 */
static enum mf_err
count(struct engine *e, const struct sending_who *who, int64_t now, bool *may)
{
	struct sending_counts n;
	enum mf_err err = store_sending(e->store, who, now, &n);

	*may = err == MF_OK && is_within(&e->conf->sending, who, &n);
	return *may ? store_sending_add(e->store, who, now) : err;
}

/* In the log once a day: of an account's own limit for each account. */
static enum mf_err
log_once(struct engine *e, const struct notice *n,
    const struct sending_who *who, const char *limit)
{
	int64_t now = n->now_ms / 1000;
	struct sending_counts c;
	enum mf_err err = store_sending(e->store, who, now, &c);

	if (err != MF_OK || c.withheld_day > 0)
		return err;
	LOG(LOG_LEVEL_WARN, "notices-withheld", F_STR("limit", limit),
	    F_STR("user", n->name), F_STR("text", message_words[n->text]));
	return store_sending_add(e->store, who, now);
}

/* So many messages were not put into the outbox, for a limit of that kind. */
static enum mf_err
record_withheld(struct engine *e, const struct notice *n,
    enum sending_kind kind, size_t messages)
{
	const char *limit =
	    kind == SENDING_TOLD ? "sending.notices_day" : "sending.all_day";
	const struct sending_who who = { .kind = SENDING_WITHHELD,
		.account = kind == SENDING_TOLD ? n->account : 0 };
	struct audit_record a = {
		.at_ms = n->now_ms,
		.event = "message.withheld",
		.account = n->account,
		.actor = slice_str("engine"),
	};
	char detail[128];
	struct text t;
	enum mf_err err;

	if (messages == 0)
		return MF_OK;
	text_init(&t, detail, sizeof(detail));
	text_printf(&t, "text=%s count=%zu limit=%s", message_words[n->text],
	    messages, limit);
	a.detail = (struct slice){ (const uint8_t *)t.buf, t.len };
	err = log_once(e, n, &who, limit);
	return err != MF_OK ? err : audit_append(e->store, &a);
}

/* *withheld is counted up when a limit keeps it here. */
static enum mf_err
tell(struct engine *e, const struct notice *n, enum channel channel,
    const char *address, size_t *withheld)
{
	const struct sending_who sms = { .kind = SENDING_NOTICE };
	const char *language = n->language != NULL && n->language[0] != '\0'
	    ? n->language
	    : e->conf->names.language;
	char detail[OUTBOX_DETAIL];
	struct text t;
	const struct outbox_new m = {
		.channel = channel,
		.address = address,
		.account = n->account,
		.text = message_words[n->text],
		.language = language,
		.detail = detail,
		.at_ms = n->now_ms,
		.expires_ms = n->now_ms + LIFE_MS,
	};
	bool may = true;
	enum mf_err err = MF_OK;

	if (channel == CHANNEL_SMS) {
		if (!sending_reaches(&e->conf->sending, &factor_sms, address))
			return MF_OK;
		err = count(e, &sms, n->now_ms / 1000, &may);
		*withheld += err == MF_OK && !may;
	}
	if (err != MF_OK || !may)
		return err;
	text_init(&t, detail, sizeof(detail));
	describe(n, language, &t);
	return store_outbox_add(e->store, &m, NULL);
}

static enum mf_err
tell_all(struct engine *e, const struct telling_all *x)
{
	const struct notice *n = x->notice;
	const struct sending_who told = { .kind = SENDING_TOLD,
		.account = n->account };
	size_t withheld = 0;
	bool may;
	enum mf_err err = count(e, &told, n->now_ms / 1000, &may);

	if (err != MF_OK || !may)
		return err != MF_OK ? err
				    : record_withheld(e, n, SENDING_TOLD, x->n);
	for (size_t i = 0; i < x->n && err == MF_OK; i++)
		err = tell(e, n, x->to[i].channel, x->to[i].address, &withheld);
	return err != MF_OK ? err
			    : record_withheld(e, n, SENDING_NOTICE, withheld);
}

enum mf_err
notice_put(struct engine *e, const struct notice *n)
{
	struct telling_all x = { .notice = n };
	enum mf_err err;

	if ((err = desk_tokens_of(
		 e->store, n->account, PAGE_MAX, add_device, &x)) != MF_OK ||
	    (err = desk_identities(e->store, n->account, add_identity, &x)) !=
		MF_OK)
		return err;
	return x.n == 0 ? MF_OK : tell_all(e, &x);
}
