#include <string.h>

#include "core/prompt.h"
#include "core/catalogue.h"
#include "core/shorten.h"

#define LINE_SIZE     1024 /* before it is made to fit */
#define NUMBER_MAX    12
#define ATTRIBUTE_MAX 253 /* bytes of a Reply-Message */
#define NAME_BYTES    40  /* of a label, a domain, a serial, */
#define NAME_LEAST    10  /* and where room is scarce */

struct line {
	const char *language;
	const struct prompt_args *args;
	const struct prompt_device *device; /* the one spoken of */
	size_t entries;                     /* of the list, still shown */
	size_t name;                        /* bytes of one */
	bool others;
	struct text *out;
};

static void expand(const struct line *, const char *template);

static const char *
str(const char *s)
{
	return s == NULL ? "" : s;
}

static bool
has_label(const struct prompt_device *d)
{
	return str(d->label)[0] != '\0';
}

static bool
is_token(enum prompt_kind kind)
{
	return kind <= KIND_CHALLENGE || kind == KIND_YUBIKEY;
}

static void
put_device(
    const struct line *l, const struct prompt_device *d, enum text_form form)
{
	struct line inner = *l;

	if (d == NULL)
		return;
	inner.device = d;
	expand(&inner,
	    text_device(
		l->language, d->kind, has_label(d) && is_token(d->kind), form));
}

static void
put_label(const struct line *l, bool quoted)
{
	text_put(l->out, quoted ? "\"" : "");
	shorten_label_to(l->out, str(l->device->label), l->name);
	text_put(l->out, quoted ? "\"" : "");
}

static void
put_short(const struct line *l, const struct prompt_device *d,
    void (*phone)(struct text *, const char *))
{
	if (d == NULL || str(d->address)[0] == '\0')
		return;
	if (d->kind == KIND_EMAIL)
		shorten_email_to(l->out, d->address, l->name);
	else
		phone(l->out, d->address);
}

/* An address is shown by its label, if it has one. */
static void
put_address(const struct line *l, void (*phone)(struct text *, const char *))
{
	if (has_label(l->device))
		put_label(l, true);
	else
		put_short(l, l->device, phone);
}

static void
put_number(struct text *out, size_t v)
{
	char digits[NUMBER_MAX];
	size_t n = sizeof(digits);

	do {
		digits[--n] = (char)('0' + v % 10);
		v /= 10;
	} while (v > 0 && n > 0);
	text_putn(out, digits + n, sizeof(digits) - n);
}

/* All of the list but the prompted one, each behind its number. */
static void
put_rest(const struct line *l)
{
	const char *comma = "";

	for (size_t i = 0; i < l->entries; i++) {
		if (i == l->args->prompted)
			continue;
		text_put(l->out, comma);
		put_number(l->out, i + 1);
		text_put(l->out, " ");
		put_device(l, &l->args->list[i], FORM_ITEM);
		comma = ", ";
	}
}

enum value {
	V_FROM, /* in the order of enum text_form */
	V_START,
	V_DEVICE,
	V_FIRST,
	V_REST,
	V_SERIAL,
	V_LABEL,
	V_NAME,
	V_PHONE,
	V_TAIL,
	V_MAIL,
	V_NEW,
	V_OTHERS,
	V_CHALLENGE,
	V_REFERENCE,
	V_SEPARATOR,
	V_LEAST,
	V_MOST,
	V_MAX
};

static const char *const value_names[V_MAX] = {
	[V_FROM] = "from",
	[V_START] = "start",
	[V_DEVICE] = "device",
	[V_FIRST] = "first",
	[V_REST] = "rest",
	[V_SERIAL] = "serial",
	[V_LABEL] = "label",
	[V_NAME] = "name",
	[V_PHONE] = "phone",
	[V_TAIL] = "tail",
	[V_MAIL] = "mail",
	[V_NEW] = "new",
	[V_OTHERS] = "others",
	[V_CHALLENGE] = "challenge",
	[V_REFERENCE] = "reference",
	[V_SEPARATOR] = "separator",
	[V_LEAST] = "least",
	[V_MOST] = "most",
};

static void
put_value(const struct line *l, enum value v)
{
	const struct prompt_args *a = l->args;

	if (l->device == NULL && v >= V_SERIAL && v <= V_MAIL)
		return;
	switch (v) {
	case V_FROM:
	case V_START:
	case V_DEVICE:
	case V_FIRST:
		put_device(
		    l, l->device, (enum text_form)(FORM_FROM + (v - V_FROM)));
		break;
	case V_REST:
		put_rest(l);
		break;
	case V_SERIAL:
		if (str(l->device->serial)[0] != '\0')
			shorten_serial_to(l->out, l->device->serial, l->name);
		break;
	case V_LABEL:
		put_label(l, true);
		break;
	case V_NAME:
		put_label(l, false);
		break;
	case V_TAIL:
		put_address(l, shorten_phone_tail);
		break;
	case V_PHONE:
	case V_MAIL:
		put_address(l, shorten_phone);
		break;
	case V_NEW:
		put_short(l, a->wish, shorten_phone);
		break;
	case V_OTHERS:
		if (l->others)
			text_put(l->out, text_of(l->language, TEXT_OTHERS));
		break;
	case V_CHALLENGE:
		shorten_challenge(l->out, str(a->challenge));
		break;
	case V_REFERENCE:
		text_put(l->out, str(a->reference));
		break;
	case V_SEPARATOR:
		text_put(l->out, str(a->separator));
		break;
	case V_LEAST:
	case V_MOST:
		put_number(l->out, v == V_LEAST ? a->least : a->most);
		break;
	case V_MAX:
		break;
	}
}

/* Takes back a space that a value was to follow, but there was none. */
static void
trim(struct text *t)
{
	if (t->len > 0 && t->buf[t->len - 1] == ' ')
		t->buf[--t->len] = '\0';
}

static void
expand(const struct line *l, const char *p)
{
	while (*p != '\0') {
		size_t n = strcspn(p, "{"), before;

		text_putn(l->out, p, n);
		p += n;
		if (*p == '\0')
			return;
		n = strcspn(++p, "}");
		before = l->out->len;
		for (int v = 0; v < V_MAX; v++)
			if (strlen(value_names[v]) == n &&
			    strncmp(value_names[v], p, n) == 0)
				put_value(l, (enum value)v);
		if (l->out->len == before)
			trim(l->out);
		p += n + (p[n] == '}');
	}
}

static enum text_id
choose(enum prompt_id id, const struct prompt_args *a)
{
	bool challenge = a->device != NULL &&
	    a->device->kind == KIND_CHALLENGE && str(a->challenge)[0] != '\0';
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
	case PROMPT_REGISTER_NOT:
		return a->device == NULL || challenge ? choose(PROMPT_CODE, a)
		    : id == PROMPT_REGISTER           ? TEXT_REGISTER
						      : TEXT_REGISTER_NOT;
	case PROMPT_NO_MORE:
		return a->device == NULL ? TEXT_GENERIC : TEXT_NO_MORE;
	case PROMPT_SENT:
		return a->device == NULL ? TEXT_REFUSED_PLAIN : TEXT_SENT;
	case PROMPT_NEW_PIN:
		return TEXT_NEW_PIN;
	case PROMPT_NEW_PIN_AGAIN:
		return TEXT_NEW_PIN_AGAIN;
	case PROMPT_NEW_PIN_BAD:
		return TEXT_NEW_PIN_BAD;
	case PROMPT_REFUSED:
		return str(a->reference)[0] == '\0' ? TEXT_REFUSED_PLAIN
						    : TEXT_REFUSED;
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

void
prompt_render(enum prompt_id id, const char *language,
    const struct prompt_args *a, struct text *out)
{
	char buf[LINE_SIZE];
	struct text t;
	struct line l = {
		.language = language,
		.args = a,
		.device = a->device,
		.entries = a->nlist,
		.name = NAME_BYTES,
		.others = a->others,
		.out = &t,
	};
	enum text_id text = choose(id, a);
	size_t max = a->max == 0 ? PROMPT_MAX : a->max;

	for (;;) {
		text_init(&t, buf, sizeof(buf));
		expand(&l, text_of(language, text));
		if (room(&t, max) == t.len)
			break;
		if (l.name > NAME_LEAST) {
			l.name /= 2;
		} else if (l.others || l.entries > 2) {
			l.others = false;
			l.entries -= l.entries > 2;
		} else if (text == TEXT_CODE_CHALLENGE ||
		    text == TEXT_WRONG_CHALLENGE) {
			text = TEXT_CHALLENGE_SHORT;
		} else {
			break;
		}
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

	put_device(&l, d, is_token(d->kind) ? FORM_START : FORM_ITEM);
}
