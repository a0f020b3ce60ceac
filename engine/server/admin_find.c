#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "server/admin_find.h"
#include "store/audit.h"

const char *
field_text(
    const struct command_in *in, enum wire_tag tag, char *buf, size_t size)
{
	(void)wire_str(in->msg, tag, buf, size);
	return buf;
}

struct slice
field_slice(const struct command_in *in, enum wire_tag tag)
{
	const struct wire_field *f = &in->msg->field[tag];

	return (struct slice){ f->p, f->n };
}

enum mf_err
field_language(struct command_in *in, char out[LANGUAGE_SIZE])
{
	field_text(in, TAG_LANGUAGE, out, LANGUAGE_SIZE);
	if (out[0] == '\0' || language_is_known(out))
		return MF_OK;
	return refuse(in, REFUSED_USAGE,
	    "language %s is none of the EU's.\n"
	    "Give two letters, such as en or lv.",
	    out);
}

enum mf_err
find_account(struct command_in *in, struct desk_account *a)
{
	char typed[254];
	enum mf_err e = MF_ENOENT;

	for (size_t i = 0; i < in->who.n && e == MF_ENOENT; i++)
		e = desk_account(in->store, in->who.form[i], a);
	if (e != MF_ENOENT)
		return e;
	return refuse(in, REFUSED_ABSENT,
	    "account %s is not there: no name, address or number of anybody "
	    "is that.\nTo see who is: mfctl account list",
	    field_text(in, TAG_ACCOUNT, typed, sizeof(typed)));
}

/* Those that are there for people; of that vendor if it is not "". */
static size_t
choose(struct desk_token *t, size_t n, const char *vendor)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (t[i].staged ||
		    (vendor[0] != '\0' && strcasecmp(vendor, t[i].vendor) != 0))
			continue;
		if (t[i].held) { /* its owner is only staged */
			t[i].account = 0;
			t[i].owner[0] = '\0';
			t[i].state = DEVICE_FREE;
		}
		if (kept != i)
			t[kept] = t[i];
		kept++;
	}
	return kept;
}

static enum mf_err
refuse_several(struct command_in *in, const struct desk_token *t, size_t n)
{
	char list[512];
	struct text names;

	text_init(&names, list, sizeof(list));
	for (size_t i = 0; i < n; i++)
		text_printf(&names, "%s\"%s\"", i > 0 ? ", " : "", t[i].vendor);
	return refuse(in, REFUSED_STATE,
	    "token %s is made by %zu vendors: %s.\n"
	    "Say which one is meant: --vendor NAME",
	    t[0].serial, n, list);
}

enum mf_err
find_token(struct command_in *in, enum wire_tag tag, struct desk_token *out)
{
	struct desk_token t[SAME_SERIAL_MAX];
	char canonical[SERIAL_SIZE], vendor[VENDOR_SIZE], typed[SERIAL_SIZE];
	size_t n;
	enum mf_err e;

	field_text(in, tag, typed, sizeof(typed));
	field_text(in, TAG_VENDOR, vendor, sizeof(vendor));
	if (serial_canonical(field_slice(in, tag), canonical) != MF_OK)
		return refuse(in, REFUSED_USAGE,
		    "serial %s: a serial has letters, digits, hyphens, dots "
		    "and spaces only.\nType it as it is printed on the token.",
		    typed);
	if ((e = desk_tokens(in->store, canonical, t, &n)) != MF_OK)
		return e;
	n = choose(t, n, "");
	if (tag == TAG_SERIAL || n > 1) /* the other may be another vendor's */
		n = choose(t, n, vendor);
	if (n == 0)
		return refuse(in, REFUSED_ABSENT,
		    "token %s%s%s is not there.\n"
		    "To look for a part of its serial: mfctl token search "
		    "PART",
		    typed, vendor[0] != '\0' ? " of vendor " : "", vendor);
	if (n > 1)
		return refuse_several(in, t, n);
	*out = t[0];
	return MF_OK;
}

void
day_format(int64_t seconds, char out[DATE_SIZE])
{
	date_format(seconds, out);
	out[10] = '\0';
}

void
token_format(const struct desk_token *t, char *out, size_t size)
{
	struct text x;

	text_init(&x, out, size);
	text_put(&x, t->serial[0] != '\0' ? t->serial : "without a serial");
	text_printf(&x, " (%s", t->ops != NULL ? t->ops->title : t->factor);
	if (t->digits > 0)
		text_printf(&x, ", %u digits", t->digits);
	text_put(&x, ")");
}

struct tally {
	unsigned in_use, all;
};

static bool
tally_one(void *arg, const struct desk_token *t)
{
	struct tally *c = arg;

	if ((t->ops != NULL && t->ops->uses != 0) ||
	    t->state == DEVICE_UNCONFIRMED)
		return true;
	c->all++;
	if (t->state == DEVICE_ACTIVE)
		c->in_use++;
	return true;
}

enum mf_err
count_tokens(struct store *s, int64_t account, unsigned *in_use, unsigned *all)
{
	struct tally c = { 0, 0 };
	enum mf_err e;

	e = desk_tokens_of(s, account, PAGE_MAX, tally_one, &c);
	*in_use = c.in_use;
	*all = c.all;
	return e;
}

const char *
plural(int64_t n, const char *one, char out[64])
{
	if (n == 0)
		snprintf(out, 64, "no %s", one);
	else
		snprintf(
		    out, 64, "%" PRId64 " %s%s", n, one, n == 1 ? "" : "s");
	return out;
}

void
detail_put(struct text *t, const char *key, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	text_printf(t, "%s%s=\"", t->len > 0 ? " " : "", key);
	text_escape(t, slice_str(value), 253);
	text_put(t, "\"");
}

enum mf_err
record(struct command_in *in, const char *event, int64_t account,
    int64_t device, const struct text *detail)
{
	struct audit_record r = {
		.at_ms = in->now_ms,
		.event = event,
		.account = account,
		.device = device,
		.actor = slice_str(in->actor),
		.detail = slice_str(detail == NULL ? "" : detail->buf),
	};

	return audit_append(in->store, &r);
}
