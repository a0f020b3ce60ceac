/* Values of the types that settings have, from libconfig's tree. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/conf_reader.h"

#define SHOWN_MAX 48 /* bytes of a wrong value that are shown */

struct value {
	struct reader *reader;
	const struct setting *setting;
	const config_setting_t *from;
	void *to;
};

static const char *const no_strings[] = { NULL };

void
conf_defaults(const struct setting *s, size_t n, void *base)
{
	for (; n > 0; n--, s++) {
		void *to = (char *)base + s->at;

		if (s->type == SET_LIST)
			*(const char *const **)to = no_strings;
		else if (s->type == SET_STRING)
			*(const char **)to = s->text;
		else if (s->type == SET_BOOL)
			*(bool *)to = s->number != 0;
		else if (s->type == SET_CHAR)
			*(char *)to = (char)s->number;
		else
			*(unsigned *)to = (unsigned)s->number;
	}
}

static void
say_wrong_type(const struct value *v)
{
	static const char *const is[] = {
		[CONFIG_TYPE_NONE] = "nothing",
		[CONFIG_TYPE_GROUP] = "a group in braces",
		[CONFIG_TYPE_INT] = "a number",
		[CONFIG_TYPE_INT64] = "a number",
		[CONFIG_TYPE_FLOAT] = "a number with a fraction",
		[CONFIG_TYPE_STRING] = "a text",
		[CONFIG_TYPE_BOOL] = "true or false",
		[CONFIG_TYPE_ARRAY] = "a list",
		[CONFIG_TYPE_LIST] = "a list",
	};
	char buf[CONF_LINE_MAX];
	struct text t;

	text_init(&t, buf, sizeof(buf));
	setting_expect(v->setting, &t);
	reader_say(v->reader, CONF_ERROR, v->from->line, v->setting->path,
	    "%s stands here; give %s.", is[v->from->type], buf);
}

/* "VALUE WHY; give RANGE (default ...)." */
static void
say_wrong(
    const struct value *v, const char *shown, const char *why, const char *give)
{
	char buf[CONF_LINE_MAX], copy[SHOWN_MAX * 4 + 8];
	struct text t, c;

	text_init(&c, copy, sizeof(copy));
	text_escape(&c, slice_str(shown), SHOWN_MAX);
	text_init(&t, buf, sizeof(buf));
	if (give == NULL && v->setting->words != NULL)
		text_put(&t, "one of ");
	if (give != NULL)
		text_put(&t, give);
	else
		setting_range(v->setting, &t);
	if (v->setting->type != SET_LIST &&
	    (v->setting->type != SET_STRING || v->setting->text != NULL)) {
		text_put(&t, " (default ");
		setting_default(v->setting, &t);
		text_put(&t, ")");
	}
	reader_say(v->reader, CONF_ERROR, v->from->line, v->setting->path,
	    config_setting_is_number(v->from) ? "%s %s; give %s."
					      : "\"%s\" %s; give %s.",
	    copy, why, buf);
}

static bool
is_whole(const config_setting_t *s)
{
	return s->type == CONFIG_TYPE_INT || s->type == CONFIG_TYPE_INT64;
}

static void
put_number(const struct value *v, int64_t n, const char *shown)
{
	if (n < v->setting->min)
		say_wrong(v, shown, "is too small", NULL);
	else if (n > v->setting->max)
		say_wrong(v, shown, "is too large", NULL);
	else
		*(unsigned *)v->to = (unsigned)n;
}

static void
read_int(const struct value *v)
{
	char shown[24];
	int64_t n;

	if (!is_whole(v->from)) {
		say_wrong_type(v);
		return;
	}
	n = config_setting_get_int64(v->from);
	(void)snprintf(shown, sizeof(shown), "%" PRId64, n);
	put_number(v, n, shown);
}

/* "90s", "5m", "2h", "1d"; at most six digits. */
static bool
seconds_of(const char *s, int64_t *out)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
	size_t n = strspn(s, "0123456789");

	*out = 0;
	if (n == 0 || n > 6 || s[n] == '\0' || s[n + 1] != '\0')
		return false;
	for (size_t i = 0; i < n; i++)
		*out = *out * 10 + (s[i] - '0');
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (s[n] == units[i].unit) {
			*out *= units[i].seconds;
			return true;
		}
	return false;
}

static void
read_seconds(const struct value *v)
{
	const char *s = config_setting_get_string(v->from);
	int64_t n;

	if (v->from->type != CONFIG_TYPE_STRING) {
		read_int(v);
	} else if (!seconds_of(s, &n)) {
		say_wrong(v, s, "is no time",
		    "a number with s, m, h or d behind it, such as \"90s\"");
	} else {
		put_number(v, n, s);
	}
}

static void
read_bool(const struct value *v)
{
	if (v->from->type != CONFIG_TYPE_BOOL)
		say_wrong_type(v);
	else
		*(bool *)v->to = config_setting_get_bool(v->from) != 0;
}

static bool
word_is_known(const struct value *v, const char *s, unsigned *value)
{
	for (const struct setting_word *w = v->setting->words; w->word; w++)
		if (strcmp(s, w->word) == 0) {
			*value = w->value;
			return true;
		}
	return false;
}

static void
read_word(const struct value *v)
{
	unsigned value;

	if (v->from->type != CONFIG_TYPE_STRING)
		say_wrong_type(v);
	else if (!word_is_known(v, config_setting_get_string(v->from), &value))
		say_wrong(v, config_setting_get_string(v->from),
		    "is not known here", NULL);
	else
		*(unsigned *)v->to = value;
}

/* Whether s has the setting's form; reports if not. */
static bool
string_fits(const struct value *v, const char *s)
{
	const struct setting_form *form = v->setting->form;
	unsigned ignored;

	if (v->setting->words != NULL) {
		if (word_is_known(v, s, &ignored))
			return true;
		say_wrong(v, s, "is not known here", NULL);
		return false;
	}
	if (!utf8_is_valid(slice_str(s)) || !form->fits(s)) {
		say_wrong(v, s, "is not of the form", form->what);
		return false;
	}
	return true;
}

static void
read_string(const struct value *v)
{
	const char *s = config_setting_get_string(v->from);
	char give[48];
	int64_t n;

	if (v->from->type != CONFIG_TYPE_STRING) {
		say_wrong_type(v);
		return;
	}
	n = (int64_t)strlen(s);
	(void)snprintf(give, sizeof(give), "%" PRId64 " to %" PRId64 " bytes",
	    v->setting->min, v->setting->max);
	if (!string_fits(v, s))
		return;
	if (n < v->setting->min)
		say_wrong(v, s, "is too short", give);
	else if (n > v->setting->max)
		say_wrong(v, s, "is too long", give);
	else
		*(const char **)v->to = conf_copy(v->reader, s);
}

static void
read_char(const struct value *v)
{
	const char *s = config_setting_get_string(v->from);

	if (v->from->type != CONFIG_TYPE_STRING)
		say_wrong_type(v);
	else if (strlen(s) != 1)
		say_wrong(v, s, "is not one character", v->setting->form->what);
	else if (string_fits(v, s))
		*(char *)v->to = *s;
}

static void
read_list(const struct value *v)
{
	int n = config_setting_length(v->from);
	const char **list;

	if (v->from->type != CONFIG_TYPE_ARRAY &&
	    v->from->type != CONFIG_TYPE_LIST) {
		say_wrong_type(v);
		return;
	}
	if (n > v->setting->max) {
		reader_say(v->reader, CONF_ERROR, v->from->line,
		    v->setting->path,
		    "%d entries are too many; give at most %" PRId64 ".", n,
		    v->setting->max);
		return;
	}
	list = conf_alloc(v->reader, ((size_t)n + 1) * sizeof(*list));
	for (int i = 0; list != NULL && i < n; i++) {
		struct value item = *v;

		item.from = config_setting_get_elem(v->from, (unsigned)i);
		if (item.from->type != CONFIG_TYPE_STRING) {
			say_wrong_type(&item);
			return;
		}
		if (!string_fits(&item, config_setting_get_string(item.from)))
			return;
		list[i] =
		    conf_copy(v->reader, config_setting_get_string(item.from));
	}
	if (list != NULL)
		*(const char *const **)v->to = list;
}

void
conf_read_value(struct reader *r, const struct setting *s,
    const config_setting_t *from, void *base)
{
	static void (*const readers[])(const struct value *) = {
		[SET_INT] = read_int,
		[SET_SECONDS] = read_seconds,
		[SET_BOOL] = read_bool,
		[SET_STRING] = read_string,
		[SET_CHAR] = read_char,
		[SET_WORD] = read_word,
		[SET_LIST] = read_list,
	};
	struct value v = { .reader = r,
		.setting = s,
		.from = from,
		.to = (char *)base + s->at };

	readers[s->type](&v);
}
