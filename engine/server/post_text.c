/* A message's text, made when it is handed out; and its record. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/message.h"
#include "core/sent.h"
#include "core/shorten.h"
#include "server/courier.h"
#include "server/engine.h"
#include "store/audit.h"
#include "store/history.h"
#include "util/log.h"

/* The code as people read it, from what it is derived from. */
static enum mf_err
make_code(struct engine *e, const struct outbox_message *m, size_t n, char *out,
    size_t size)
{
	const struct sent s = { store_generation(e->store), m->code.dialogue,
		m->device, m->code.round, m->code.resend };
	char code[CODE_SIZE], shown[SENT_SHOWN];
	uint8_t key[KEY_SIZE];
	enum mf_err err;

	out[0] = '\0';
	if (n == 0)
		return MF_OK;
	if (m->code.dialogue == 0)
		return MF_EINVAL;
	err = keyring_key(e->keys, KEY_SENT, m->code.key, key);
	if (err != MF_OK)
		return err;
	sent_code(key, &s, n, code);
	sent_show(code, shown);
	snprintf(out, size, "%s", shown);
	wipe(key, sizeof(key));
	wipe(code, sizeof(code));
	wipe(shown, sizeof(shown));
	return MF_OK;
}

enum mf_err
post_render(struct engine *e, const struct outbox_message *m,
    struct message *out, char *code, size_t size)
{
	enum message_id id = message_find(m->text);
	char value[VALUE_MAX][OUTBOX_DETAIL];
	const char *values[VALUE_MAX];
	bool open;
	enum mf_err err;

	*out = (struct message){ .parts = 0 };
	if (id == MESSAGE_IDS)
		return MF_EINVAL;
	if (m->generation != store_generation(e->store))
		return MF_ENOENT;
	if ((err = store_outbox_is_open(e->store, m, &open)) != MF_OK || !open)
		return err == MF_OK ? MF_ENOENT : err;
	if ((err = make_code(e, m, message_code(id), code, size)) != MF_OK)
		return err;
	for (unsigned i = 0; i < VALUE_MAX; i++) {
		(void)detail_get(
		    m->detail, message_values[i], value[i], sizeof(value[i]));
		values[i] = i == VALUE_CODE ? code : value[i];
	}
	if (value[VALUE_MINUTES][0] == '\0')
		snprintf(value[VALUE_MINUTES], sizeof(value[0]), "%" PRId64,
		    (m->expires_ms - m->at_ms) / 60000);
	return message_render(
	    id, m->channel == CHANNEL_EMAIL, m->language, values, out);
}

void
post_address(struct text *t, const struct outbox_message *m)
{
	if (m->channel == CHANNEL_EMAIL)
		shorten_email(t, m->address);
	else
		shorten_phone(t, m->address);
}

static void
describe(const struct outbox_message *m, struct text *t)
{
	text_printf(t, "message=%" PRId64 " channel=%s text=%s to=\"", m->id,
	    channel_words[m->channel], m->text);
	post_address(t, m);
	text_printf(t, "\" attempt=%u", m->attempts);
	if (m->gateway[0] != '\0') {
		text_put(t, " gateway=\"");
		text_escape(t, slice_str(m->gateway), sizeof(m->gateway));
		text_put(t, "\"");
	}
	if (m->result[0] != '\0') {
		text_put(t, " result=\"");
		text_escape(t, slice_str(m->result), sizeof(m->result));
		text_put(t, "\"");
	}
}

static void
tell(const struct outbox_message *m)
{
	bool bad = m->state == OUTBOX_GIVEN_UP;

	LOG(bad ? LOG_LEVEL_WARN : LOG_LEVEL_INFO, "message",
	    F_STR("state", outbox_state_words[m->state]), F_INT("id", m->id),
	    F_STR("channel", channel_words[m->channel]), F_STR("text", m->text),
	    F_INT("attempt", m->attempts), F_STR("gateway", m->gateway),
	    F_STR("result", m->result));
}

enum mf_err
post_record(struct engine *e, const struct outbox_message *m, const char *event,
    const char *actor, int64_t now_ms)
{
	char detail[DETAIL_SIZE];
	struct text t;
	struct audit_record a = {
		.at_ms = now_ms,
		.event = event,
		.account = m->account,
		.device = m->device,
		.dialogue = m->code.dialogue,
		.actor = slice_str(actor),
	};
	enum mf_err err;

	text_init(&t, detail, sizeof(detail));
	describe(m, &t);
	a.detail = (struct slice){ (const uint8_t *)t.buf, t.len };
	if ((err = store_outbox_move(e->store, m, now_ms)) != MF_OK)
		return err;
	if ((err = audit_append(e->store, &a)) == MF_OK)
		tell(m);
	return err;
}
