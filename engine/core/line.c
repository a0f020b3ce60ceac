/* A template and what stands for its {words}. */

#include <string.h>

#include "core/line.h"
#include "core/shorten.h"

#define NUMBER_MAX 12

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

bool
kind_is_token(enum prompt_kind kind)
{
	return kind <= KIND_CHALLENGE || kind == KIND_YUBIKEY;
}

void
line_device(
    const struct line *l, const struct prompt_device *d, enum text_form form)
{
	struct line inner = *l;

	if (d == NULL)
		return;
	inner.device = d;
	line_put(&inner,
	    text_device(l->language, d->kind,
		has_label(d) && kind_is_token(d->kind), form));
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

size_t
line_others(const struct prompt_args *a)
{
	return a->nlist - (a->prompted < a->nlist);
}

/* Of the list all but the prompted one, each behind its number. */
static void
put_rest(const struct line *l)
{
	const struct prompt_args *a = l->args;

	for (size_t i = l->from; i < l->to; i++) {
		size_t place = i + (i >= a->prompted);

		text_put(l->out, i > l->from ? ", " : "");
		put_number(l->out, place + 1);
		text_put(l->out, " ");
		line_device(l, &a->list[place], FORM_ITEM);
	}
	if (a->pages && l->to < line_others(a)) {
		text_put(l->out, ", ");
		text_put(l->out, text_of(l->language, TEXT_MORE));
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
		line_device(
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

void
line_put(const struct line *l, const char *p)
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
