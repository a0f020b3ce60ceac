#include <string.h>

#include "core/prompt.h"
#include "core/line.h"

#define LINE_SIZE     1024 /* before it is made to fit */
#define ATTRIBUTE_MAX 253  /* bytes of a Reply-Message */
#define NAME_BYTES    40   /* of a label, a domain, a serial, */
#define NAME_LEAST    10   /* and where room is scarce */

static bool
is_there(const char *s)
{
	return s != NULL && s[0] != '\0';
}

static enum text_id
choose(enum prompt_id id, const struct prompt_args *a)
{
	bool challenge = a->device != NULL &&
	    a->device->kind == KIND_CHALLENGE && is_there(a->challenge);
	bool prompted = a->prompted < a->nlist;

	switch (id) {
	case PROMPT_CODE:
		return a->device == NULL ? TEXT_GENERIC
		    : challenge          ? TEXT_CODE_CHALLENGE
		    : a->device->pin     ? TEXT_CODE_PIN
					 : TEXT_CODE;
	case PROMPT_WRONG:
		return a->device == NULL ? TEXT_WRONG_GENERIC
		    : challenge          ? TEXT_WRONG_CHALLENGE
		    : a->device->pin     ? TEXT_WRONG_PIN
					 : TEXT_WRONG;
	case PROMPT_SYNC:
		return a->device == NULL ? TEXT_SYNC_GENERIC
		    : challenge          ? TEXT_SYNC_CHALLENGE
		    : a->device->pin     ? TEXT_SYNC_PIN
					 : TEXT_SYNC;
	case PROMPT_MENU:
		if (a->nlist <= (prompted ? 1 : 0))
			return choose(PROMPT_CODE, a);
		return prompted && a->device != NULL ? TEXT_MENU
						     : TEXT_MENU_ONLY;
	case PROMPT_LOST:
		return a->device == NULL ? TEXT_GENERIC
		    : challenge          ? TEXT_CODE_CHALLENGE
		    : a->device->pin     ? TEXT_LOST_PIN
					 : TEXT_LOST;
	case PROMPT_REGISTER:
		return a->device == NULL || challenge ? choose(PROMPT_CODE, a)
		    : a->device->pin                  ? TEXT_REGISTER_PIN
						      : TEXT_REGISTER;
	case PROMPT_REGISTER_NOT:
		return a->device == NULL || challenge ? choose(PROMPT_CODE, a)
		    : a->device->pin                  ? TEXT_REGISTER_NOT_PIN
						      : TEXT_REGISTER_NOT;
	case PROMPT_NO_MORE:
		return a->device == NULL ? TEXT_GENERIC : TEXT_NO_MORE;
	case PROMPT_SENT:
		return a->device == NULL     ? TEXT_REFUSED_PLAIN
		    : is_there(a->reference) ? TEXT_SENT_REFERENCE
					     : TEXT_SENT;
	case PROMPT_NEW_PIN:
		return TEXT_NEW_PIN;
	case PROMPT_NEW_PIN_AGAIN:
		return TEXT_NEW_PIN_AGAIN;
	case PROMPT_NEW_PIN_BAD:
		return TEXT_NEW_PIN_BAD;
	case PROMPT_REFUSED:
		return is_there(a->reference) ? TEXT_REFUSED
					      : TEXT_REFUSED_PLAIN;
	default:
		return TEXT_GENERIC;
	}
}

/* Bytes of the first max characters, as far as an attribute holds them. */
static size_t
room(const struct text *t, size_t max)
{
	size_t i = 0;

	for (; i < t->len; i++)
		if (((unsigned char)t->buf[i] & 0xc0) != 0x80 && max-- == 0)
			break;
	while (i > ATTRIBUTE_MAX ||
	    (i > 0 && i < t->len && ((unsigned char)t->buf[i] & 0xc0) == 0x80))
		i--;
	return i;
}

/* Cuts a line on a character's boundary, but keeps its end. */
static void
cut(struct text *t, size_t max)
{
	const char *end = "..";
	size_t n;

	if (room(t, max) == t->len)
		return;
	if (t->len > 2 && strcmp(t->buf + t->len - 2, ": ") == 0)
		end = "..: ";
	n = room(t, max > strlen(end) ? max - strlen(end) : 0);
	if (n + strlen(end) > ATTRIBUTE_MAX)
		n = ATTRIBUTE_MAX - strlen(end);
	while (n > 0 && ((unsigned char)t->buf[n] & 0xc0) == 0x80)
		n--;
	while (n > 0 && t->buf[n - 1] == ' ')
		n--;
	t->len = n;
	t->buf[n] = '\0';
	text_put(t, end);
}

static bool
fits(const struct line *l, enum text_id text, size_t max)
{
	text_init(l->out, l->out->buf, l->out->size);
	/* digits of a PIN are all that a prompt counts */
	line_put(l, text_counted(l->language, text, l->args->most));
	return room(l->out, max) == l->out->len;
}

/* Where the part ends that begins at from: as few parts as can be. */
static size_t
part_end(struct line l, enum text_id text, size_t max)
{
	size_t n = line_others(l.args), end = l.from + 1;

	l.name = NAME_LEAST;
	l.to = n;
	if (end >= n || fits(&l, text, max))
		return n;
	for (l.to = end + 1; l.to < n && fits(&l, text, max); l.to++)
		end = l.to;
	return end;
}

static void
turn_to_page(struct line *l, enum text_id text, size_t max)
{
	l->to = part_end(*l, text, max);
	for (unsigned i = 0; i < l->args->page; i++) {
		l->from = l->to < line_others(l->args) ? l->to : 0;
		l->to = part_end(*l, text, max);
	}
}

void
prompt_render(enum prompt_id id, const char *language,
    const struct prompt_args *a, struct text *out)
{
	char buf[LINE_SIZE];
	struct text t = { .buf = buf, .size = sizeof(buf) };
	struct line l = {
		.language = language,
		.args = a,
		.device = a->device,
		.name = NAME_BYTES,
		.others = a->others,
		.out = &t,
	};
	enum text_id text = choose(id, a);
	size_t max = a->max == 0 ? PROMPT_MAX : a->max;

	if (text == TEXT_MENU || text == TEXT_MENU_ONLY)
		turn_to_page(&l, text, max);
	while (!fits(&l, text, max)) {
		if (l.name > NAME_LEAST)
			l.name /= 2;
		else if (l.others)
			l.others = false;
		else if (text == TEXT_CODE_CHALLENGE ||
		    text == TEXT_WRONG_CHALLENGE || text == TEXT_SYNC_CHALLENGE)
			text = TEXT_CHALLENGE_SHORT;
		else if (text == TEXT_SENT_REFERENCE)
			text = TEXT_SENT;
		else
			break;
	}
	cut(&t, max);
	text_putn(out, t.buf, t.len);
}

void
prompt_device(
    const struct prompt_device *d, const char *language, struct text *out)
{
	const struct prompt_args none = { 0 };
	const struct line l = {
		.language = language,
		.args = &none,
		.name = NAME_BYTES,
		.out = out,
	};

	line_device(&l, d, kind_is_token(d->kind) ? FORM_START : FORM_ITEM);
}
