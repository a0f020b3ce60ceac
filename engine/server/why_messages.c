#include <stdio.h>
#include <string.h>

#include "server/why_messages.h"
#include "core/message.h"
#include "core/shorten.h"
#include "server/courier.h"

#define MESSAGES 5 /* of a login that are told */
#define DAY_MS   (INT64_C(86400) * 1000)

static void
put_time(int64_t ms, int64_t now_ms, struct text *t)
{
	char date[DATE_SIZE];

	date_format(ms / 1000, date);
	text_put(t, ms / DAY_MS == now_ms / DAY_MS ? date + 11 : date);
}

void
why_message(const struct outbox_message *m, int64_t now_ms, struct text *t)
{
	static const char *const ends[OUTBOX_STATE_MAX] = {
		[OUTBOX_WAITING] = "waits to be sent",
		[OUTBOX_TAKEN] = "is being sent",
		[OUTBOX_SENT] = "took it",
		[OUTBOX_GIVEN_UP] = "was given up",
		[OUTBOX_CANCELLED] = "was not sent",
	};

	text_put(t, m->channel == CHANNEL_SMS ? "SMS to " : "E-mail to ");
	post_address(t, m);
	if (strcmp(m->text, "code") != 0) {
		text_put(t, ", ");
		text_put(t, m->text);
	}
	text_put(t, " at ");
	put_time(m->at_ms, now_ms, t);
	text_put(t, ": ");
	if (m->state == OUTBOX_SENT) {
		text_escape(t, slice_str(m->gateway), OUTBOX_GATEWAY);
		text_put(t, " ");
	}
	text_put(t, ends[m->state]);
	if (m->state == OUTBOX_SENT &&
	    m->changed_ms / 1000 != m->at_ms / 1000) {
		text_put(t, " at ");
		put_time(m->changed_ms, now_ms, t);
	}
	if (m->attempts > 1)
		text_printf(t, ", try %u", m->attempts);
	if (m->result[0] != '\0') {
		text_put(t, " (");
		/* What is cancelled the engine says, whoever tried before. */
		if (m->state != OUTBOX_SENT && m->state != OUTBOX_CANCELLED &&
		    m->gateway[0] != '\0') {
			text_escape(t, slice_str(m->gateway), OUTBOX_GATEWAY);
			text_put(t, ": ");
		}
		shorten_words(t, m->result, strlen(m->result), 120);
		text_put(t, ")");
	}
	text_put(t, ".");
}

struct telling_messages {
	int64_t now_ms, since_ms;
	const uint64_t *known;
	size_t n, told;
	struct text *out;
};

static bool
tell(void *arg, const struct outbox_message *m)
{
	struct telling_messages *x = arg;

	text_put(x->out, "\n");
	why_message(m, x->now_ms, x->out);
	return ++x->told < MESSAGES;
}

/* A notice is not one: nobody is to answer it. */
static bool
has_code(const struct outbox_message *m)
{
	return message_code(message_find(m->text)) > 0;
}

static bool
tell_unknown(void *arg, const struct outbox_message *m)
{
	struct telling_messages *x = arg;

	if (m->at_ms < x->since_ms)
		return false;
	if (!has_code(m))
		return true;
	for (size_t i = 0; i < x->n; i++)
		if (x->known[i] == m->code.dialogue)
			return true;
	return tell(arg, m);
}

enum mf_err
why_messages(
    struct store *s, uint64_t dialogue, int64_t now_ms, struct text *out)
{
	struct telling_messages x = { .now_ms = now_ms, .out = out };

	if (dialogue == 0)
		return MF_OK;
	return store_outbox_of_dialogue(s, dialogue, MESSAGES, tell, &x);
}

enum mf_err
why_unanswered(struct store *s, int64_t account, int64_t since_ms,
    const uint64_t *known, size_t n, int64_t now_ms, struct text *out)
{
	struct telling_messages x = { now_ms, since_ms, known, n, 0, out };
	const struct outbox_filter f = { INT64_MAX, account, -1, 50 };

	return store_outbox_page(s, &f, tell_unknown, &x);
}
