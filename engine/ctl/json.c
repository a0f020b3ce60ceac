#include <jansson.h>
#include <string.h>

#include "ctl/json.h"
#include "util/text.h"

static const char *const refusals[] = {
	[REFUSED_STATE] = "state",
	[REFUSED_USAGE] = "usage",
	[REFUSED_ABSENT] = "absent",
	[EXIT_UNREACHED] = "unreached",
	[REFUSED_RIGHTS] = "rights",
	[REFUSED_CONFIRM] = "confirm",
	[REFUSED_FAULT] = "fault",
};

/* Bytes of what a packet held: what is no UTF-8 becomes U+FFFD. */
static json_t *
string(const uint8_t *p, size_t n)
{
	char buf[3 * 4096 + 1];
	struct text t;

	if (utf8_is_valid((struct slice){ p, n }))
		return json_stringn((const char *)p, n);
	text_init(&t, buf, sizeof(buf));
	for (size_t i = 0; i < n; i++)
		if (p[i] != 0 && p[i] < 0x80)
			text_putn(&t, p + i, 1);
		else
			text_put(&t, "\xef\xbf\xbd");
	return json_string(buf);
}

static json_t *
moment(int64_t v)
{
	char date[DATE_SIZE + 1];

	date_format(v, date);
	if (date[10] != ' ')
		return json_null();
	date[10] = 'T';
	strcat(date, "Z");
	return json_string(date);
}

static json_t *
list(const struct wire_field *f)
{
	json_t *array = json_array();
	struct wire_field item;
	size_t at = 0;

	while (array != NULL && wire_list_next(f, &at, &item))
		if (json_array_append_new(array, string(item.p, item.n)) != 0) {
			json_decref(array);
			return NULL;
		}
	return array;
}

/* NULL: out of memory, or not to be shown; *shown tells. */
static json_t *
value(const struct wire_msg *m, enum wire_tag tag, bool *shown)
{
	const struct wire_field *f = &m->field[tag];
	int64_t v = wire_int(m, tag, 0);

	*shown = true;
	switch (wire_tags[tag].kind) {
	case WIRE_TEXT:
		return string(f->p, f->n);
	case WIRE_SECRET:
		*shown = tag == TAG_CODE || tag == TAG_URI;
		return *shown ? string(f->p, f->n) : NULL;
	case WIRE_INT:
		if (tag == TAG_ERROR && v > 0 && v <= REFUSED_FAULT &&
		    refusals[v] != NULL)
			return json_string(refusals[v]);
		return json_integer(v);
	case WIRE_TIME:
		return moment(v);
	case WIRE_LIST:
		return list(f);
	default:
		*shown = false;
		return NULL;
	}
}

static bool
add(json_t *object, const struct wire_msg *m, enum wire_tag tag)
{
	bool shown;
	json_t *v;

	if (!wire_has(m, tag) || wire_tags[tag].name == NULL ||
	    json_object_get(object, wire_tags[tag].name) != NULL)
		return true;
	v = value(m, tag, &shown);
	return !shown ||
	    json_object_set_new(object, wire_tags[tag].name, v) == 0;
}

/* In the order of the row's rule, then whatever else there is. */
static bool
fill(json_t *object, const struct wire_msg *m)
{
	const struct wire_field *row = &m->field[TAG_ROW];
	const char *f = "";

	for (size_t i = 0; i < wire_nrows; i++)
		if (row->n == strlen(wire_rows[i].name) &&
		    memcmp(row->p, wire_rows[i].name, row->n) == 0)
			f = wire_rows[i].fields;
	for (size_t n; *f != '\0'; f += n + (f[n] == ' ')) {
		n = strcspn(f, " ");
		if (!add(object, m, wire_tag_named(f, n)))
			return false;
	}
	for (unsigned t = 1; t < TAG_MAX; t++)
		if (!add(object, m, (enum wire_tag)t))
			return false;
	return true;
}

int
json_print(struct ctl *ctl, const struct wire_msg *m)
{
	json_t *object = json_object();
	bool ok = object != NULL;

	if (m->type == WIRE_ROW)
		ok = ok && add(object, m, TAG_ROW);
	else
		ok = ok &&
		    json_object_set_new(object, "row",
			json_string(
			    m->type == WIRE_DONE ? "done" : "refused")) == 0 &&
		    add(object, m, TAG_ERROR);
	ok = ok && fill(object, m) && json_dumpf(object, ctl->out, 0) == 0;
	if (ok)
		fputc('\n', ctl->out);
	json_decref(object);
	if (!ok)
		return ctl_fail(ctl, EXIT_REFUSED,
		    "the output cannot be written, or memory is short.\n");
	return EXIT_DONE;
}
