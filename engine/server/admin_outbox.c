/* What is and was sent, and a test of it. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/message.h"
#include "core/prompt.h"
#include "server/admin_commands.h"
#include "server/admin_find.h"
#include "server/courier.h"

#define TEST_MS (60 * 1000) /* that a test is tried for */

struct listing {
	struct command_in *in;
	unsigned n;
	int64_t last;
};

static void
put_row(struct command_in *in, const struct outbox_message *m, bool whole)
{
	struct wire_out *o = row_begin(in, "message");
	struct desk_account a;
	char address[OUTBOX_ADDRESS];
	struct text t;

	text_init(&t, address, sizeof(address));
	if (whole)
		text_put(&t, m->address);
	else
		post_address(&t, m);
	if (m->account == 0 ||
	    desk_account_by_id(in->store, m->account, &a) != MF_OK)
		a.name[0] = '\0';
	wire_put_int(o, TAG_ID, m->id);
	wire_put_int(o, TAG_TIME, m->at_ms / 1000);
	wire_put_str(o, TAG_CHANNEL, channel_words[m->channel]);
	wire_put_str(o, TAG_ADDRESS, address);
	wire_put_str(o, TAG_MESSAGE, m->text);
	wire_put_str(o, TAG_ACCOUNT, a.name);
	wire_put_str(o, TAG_STATUS, outbox_state_words[m->state]);
	wire_put_int(o, TAG_ATTEMPT, m->attempts);
	wire_put_str(o, TAG_GATEWAY, m->gateway);
	wire_put_str(o, TAG_RESULT, m->result);
	wire_put_int(o, TAG_SINCE, m->changed_ms / 1000);
	wire_put_int(o, TAG_EXPIRY, m->expires_ms / 1000);
	if (strlen(m->language) >= wire_tags[TAG_LANGUAGE].min)
		wire_put_str(o, TAG_LANGUAGE, m->language);
	row_end(in);
}

static bool
list_one(void *arg, const struct outbox_message *m)
{
	struct listing *l = arg;

	put_row(l->in, m, false);
	l->n++;
	l->last = m->id;
	return !l->in->gone;
}

static enum mf_err
read_filter(struct command_in *in, struct outbox_filter *f)
{
	char word[65], after[32];
	struct desk_account a;
	enum mf_err e;

	*f = (struct outbox_filter){ INT64_MAX, -1, -1, page_limit(in) };
	if (asked_for(in, TAG_ACCOUNT)) {
		if ((e = find_account(in, &a)) != MF_OK)
			return e;
		f->account = a.id;
	}
	field_text(in, TAG_AFTER, after, sizeof(after));
	if (after[0] != '\0' &&
	    number_parse(after, 0, INT64_MAX, &f->before) != MF_OK)
		return refuse(in, REFUSED_USAGE,
		    "after %s is no place in this list.\n"
		    "Take what the list itself gave.",
		    after);
	field_text(in, TAG_STATUS, word, sizeof(word));
	for (int i = 0; i < OUTBOX_STATE_MAX; i++)
		if (strcmp(outbox_state_words[i], word) == 0)
			f->state = i;
	if (word[0] == '\0' || f->state != -1)
		return MF_OK;
	return refuse(in, REFUSED_USAGE,
	    "state %s is none of a message.\n"
	    "Give waiting, taken, sent, given-up or cancelled.",
	    word);
}

enum mf_err
outbox_list(struct command_in *in)
{
	struct listing l = { .in = in };
	struct outbox_filter f;
	char after[32];
	enum mf_err e;

	if ((e = read_filter(in, &f)) != MF_OK)
		return e;
	if ((e = store_outbox_page(in->store, &f, list_one, &l)) != MF_OK)
		return e;
	snprintf(after, sizeof(after), "%" PRId64, l.last);
	if (l.n == f.limit)
		wire_put_str(done_fields(in), TAG_AFTER, after);
	else if (l.n == 0 && f.before == INT64_MAX)
		say(in, "There is no such message.");
	return MF_OK;
}

static enum mf_err
find_message(struct command_in *in, struct outbox_message *m)
{
	int64_t id = wire_int(in->msg, TAG_ID, 0);
	enum mf_err e = store_outbox_get(in->store, id, m);

	if (e != MF_ENOENT)
		return e;
	return refuse(in, REFUSED_ABSENT,
	    "message %" PRId64 " is not there; they are kept for %d days.\n"
	    "To see those there are: mfctl outbox list",
	    id, OUTBOX_KEPT / 86400);
}

enum mf_err
outbox_show(struct command_in *in)
{
	struct outbox_message m;
	enum mf_err e = find_message(in, &m);

	if (e == MF_OK)
		put_row(in, &m, true);
	return e;
}

enum mf_err
outbox_retry(struct command_in *in)
{
	struct outbox_message m;
	bool open;
	enum mf_err e;

	if ((e = find_message(in, &m)) != MF_OK ||
	    (e = store_outbox_is_open(in->store, &m, &open)) != MF_OK)
		return e;
	if (m.state == OUTBOX_SENT || m.state == OUTBOX_CANCELLED)
		return refuse(in, REFUSED_STATE,
		    "message %" PRId64 " is %s: it cannot be sent again.\n"
		    "The person may ask for a new one.",
		    m.id, outbox_state_words[m.state]);
	if (!open || (m.code.dialogue != 0 && m.expires_ms <= in->now_ms))
		return refuse(in, REFUSED_STATE,
		    "the code of message %" PRId64 " is no longer good.\n"
		    "The person may ask for a new one: resend at the prompt.",
		    m.id);
	m.state = OUTBOX_WAITING;
	m.due_ms = in->now_ms;
	if (m.expires_ms < in->now_ms + TEST_MS && m.code.dialogue == 0)
		m.expires_ms = in->now_ms + TEST_MS;
	say(in, "Message %" PRId64 " is sent now.", m.id);
	return post_record(
	    in->engine, &m, "message.retry", in->actor, in->now_ms);
}

enum mf_err
outbox_cancel(struct command_in *in)
{
	struct outbox_message m;
	enum mf_err e;

	if ((e = find_message(in, &m)) != MF_OK)
		return e;
	if (m.state >= OUTBOX_SENT)
		return refuse(in, REFUSED_STATE,
		    "message %" PRId64 " is %s already.\n"
		    "There is nothing to cancel.",
		    m.id, outbox_state_words[m.state]);
	say(in, "Message %" PRId64 " is not sent any more%s.", m.id,
	    m.state == OUTBOX_TAKEN ? ", unless a gateway has it at this moment"
				    : "");
	m.state = OUTBOX_CANCELLED;
	snprintf(m.result, sizeof(m.result), "cancelled by hand");
	return post_record(
	    in->engine, &m, "message.cancelled", in->actor, in->now_ms);
}

/* Its canonical form, or a refusal that says what is wrong with it. */
static enum mf_err
read_address(struct command_in *in, bool email, char out[EMAIL_SIZE])
{
	const char *country = in->engine->conf->names.country;
	struct slice raw = field_slice(in, TAG_ADDRESS);
	enum phone_fault fault = PHONE_FINE;
	char typed[EMAIL_SIZE];

	if (email ? email_canonical(raw, out) == MF_OK
		  : phone_canonical(raw, country, out, &fault) == MF_OK)
		return MF_OK;
	return refuse(in, REFUSED_USAGE, "%s: %s.\n%s",
	    field_text(in, TAG_ADDRESS, typed, sizeof(typed)),
	    email ? "this is no e-mail address" : phone_fault_texts[fault],
	    email ? "Write it as name@example.org."
		  : "Write it as +37120000000.");
}

static enum mf_err
read_language(struct command_in *in, char out[LANGUAGE_SIZE])
{
	enum mf_err e = field_language(in, out);

	if (e == MF_OK && out[0] == '\0')
		snprintf(
		    out, LANGUAGE_SIZE, "%s", in->engine->conf->names.language);
	return e;
}

enum mf_err
gateway_test(struct command_in *in)
{
	char word[8], address[EMAIL_SIZE], gateway[OUTBOX_GATEWAY],
	    language[LANGUAGE_SIZE], detail[OUTBOX_DETAIL];
	struct outbox_new m = { .channel = CHANNEL_SMS,
		.address = address,
		.text = message_words[MESSAGE_TEST],
		.language = language,
		.detail = detail,
		.at_ms = in->now_ms,
		.expires_ms = in->now_ms + TEST_MS };
	struct text t;
	int64_t id;
	enum mf_err e;

	field_text(in, TAG_CHANNEL, word, sizeof(word));
	while (m.channel < CHANNEL_MAX &&
	    strcmp(channel_words[m.channel], word) != 0)
		m.channel++;
	if (m.channel == CHANNEL_MAX)
		return refuse(in, REFUSED_USAGE,
		    "channel %s is not known.\nGive sms or email.", word);
	e = read_address(in, m.channel == CHANNEL_EMAIL, address);
	if (e != MF_OK)
		return e;
	if ((e = read_language(in, language)) != MF_OK)
		return e;
	text_init(&t, detail, sizeof(detail));
	field_text(in, TAG_GATEWAY, gateway, sizeof(gateway));
	detail_put(&t, "gateway", gateway);
	if ((e = store_outbox_add(in->store, &m, &id)) != MF_OK)
		return e;
	wire_put_int(done_fields(in), TAG_ID, id);
	say(in, "Message %" PRId64 " to %s waits to be sent.", id, address);
	text_init(&t, detail, sizeof(detail));
	text_printf(&t, "message=%" PRId64 " channel=%s", id, word);
	detail_put(&t, "to", address);
	detail_put(&t, "gateway", gateway);
	return record(in, "gateway.test", 0, 0, &t);
}
