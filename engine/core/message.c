#include <stdlib.h>
#include <string.h>

#include "core/message.h"
#include "core/catalogue.h"
#include "core/sent.h"
#include "core/shorten.h"
#include "util/crypto.h"
#include "util/gsm.h"
#include "util/text.h"

#define PARTS_SIGNING 4 /* of an SMS at most */

const char *const message_words[MESSAGE_IDS] = {
	[MESSAGE_CODE] = "code",
	[MESSAGE_CONFIRM] = "confirm",
	[MESSAGE_SIGNATURE] = "signature",
	[MESSAGE_CHANGED] = "changed",
	[MESSAGE_REMOVED] = "removed",
	[MESSAGE_PANIC] = "panic",
	[MESSAGE_CLAIMED] = "claimed",
	[MESSAGE_LOST] = "lost",
	[MESSAGE_TEMPORARY] = "temporary",
	[MESSAGE_RELIEF] = "relief",
	[MESSAGE_RECOVERY] = "recovery",
	[MESSAGE_RECOVERY_LIST] = "recovery-list",
	[MESSAGE_PASSWORD] = "password",
	[MESSAGE_TEST] = "test",
};

const char *const message_values[VALUE_MAX] = {
	[VALUE_CODE] = "code",
	[VALUE_SERVICE] = "service",
	[VALUE_ACCOUNT] = "account",
	[VALUE_DEVICE] = "device",
	[VALUE_ADDRESS] = "address",
	[VALUE_FIELDS] = "fields",
	[VALUE_MINUTES] = "minutes",
	[VALUE_HOURS] = "hours",
};

enum message_id
message_find(const char *word)
{
	unsigned i = 0;

	while (i < MESSAGE_IDS && strcmp(message_words[i], word) != 0)
		i++;
	return (enum message_id)i;
}

size_t
message_code(enum message_id id)
{
	switch (id) {
	case MESSAGE_CODE:
	case MESSAGE_SIGNATURE:
	case MESSAGE_RELIEF:
		return SENT_LOGIN;
	case MESSAGE_CONFIRM:
		return SENT_CONFIRM;
	default:
		return 0;
	}
}

struct rendering {
	const char *language;
	const char *const *value;
};

static void
put_value(const struct rendering *r, enum message_value which, struct text *t)
{
	const char *v = r->value[which];

	if (which == VALUE_SERVICE && (v == NULL || *v == '\0'))
		v = text_of(r->language, TEXT_SERVICE);
	if (v == NULL)
		return;
	if (which == VALUE_CODE || which == VALUE_FIELDS)
		text_put(t, v); /* whole, or not at all */
	else
		shorten_label(t, v);
}

static void
expand(const struct rendering *r, const char *s, struct text *t)
{
	while (*s != '\0') {
		size_t n = strcspn(s, "{");

		text_putn(t, s, n);
		s += n;
		if (*s == '\0')
			return;
		n = strcspn(s, "}");
		for (unsigned i = 0; i < VALUE_MAX; i++)
			if (strlen(message_values[i]) == n - 1 &&
			    memcmp(message_values[i], s + 1, n - 1) == 0)
				put_value(r, (enum message_value)i, t);
		s += n + 1;
	}
}

/* The value that the text counts. */
static unsigned long
number(const struct rendering *r, enum text_id id)
{
	const char *word = text_number(id);

	for (unsigned i = 0; word != NULL && i < VALUE_MAX; i++)
		if (strcmp(message_values[i], word) == 0 && r->value[i] != NULL)
			return strtoul(r->value[i], NULL, 10);
	return 0;
}

static void
put_message(const struct rendering *r, enum text_id id, struct text *t)
{
	expand(r, text_counted(r->language, id, number(r, id)), t);
}

enum mf_err
message_render(enum message_id id, bool email, const char *language,
    const char *const value[VALUE_MAX], struct message *out)
{
	const struct rendering r = { language, value };
	struct text body, subject;

	*out = (struct message){ .parts = 0 };
	text_init(&body, out->body, sizeof(out->body));
	text_init(&subject, out->subject, sizeof(out->subject));
	put_message(&r, text_message(id, email ? PART_MAIL : PART_SMS), &body);
	if (email)
		put_message(&r, text_message(id, PART_SUBJECT), &subject);
	else
		out->parts = gsm_measure(out->body).parts;
	if (!body.cut && !subject.cut &&
	    (id != MESSAGE_SIGNATURE || out->parts <= PARTS_SIGNING))
		return MF_OK;
	wipe(out, sizeof(*out));
	return MF_EFULL;
}
