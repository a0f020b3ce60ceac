/* One field as text. */
#include <inttypes.h>
#include <string.h>

#include "ctl/render.h"

/* As text_escape(), but quotes and backslashes stay: this is no log line. */
static void
put_escaped(struct text *t, struct slice s)
{
	while (s.n > 0) {
		size_t n = 0;

		while (n < s.n && s.p[n] != '"' && s.p[n] != '\\')
			n++;
		text_escape(t, (struct slice){ s.p, n }, n);
		if (n < s.n)
			text_putn(t, s.p + n++, 1);
		s.p += n;
		s.n -= n;
	}
}

static void
put_list(struct text *t, const struct wire_field *f)
{
	struct wire_field item;
	size_t at = 0;

	for (bool more = false; wire_list_next(f, &at, &item); more = true) {
		text_put(t, more ? ", " : "");
		put_escaped(t, (struct slice){ item.p, item.n });
	}
}

void
render_field(struct text *t, const struct wire_msg *m, enum wire_tag tag)
{
	const struct wire_field *f = &m->field[tag];
	char date[DATE_SIZE];

	if (f->p == NULL)
		return;
	switch (wire_tags[tag].kind) {
	case WIRE_SECRET:
		if (tag != TAG_CODE && tag != TAG_URI)
			return;
		/* FALLTHROUGH */
	case WIRE_TEXT:
		put_escaped(t, (struct slice){ f->p, f->n });
		return;
	case WIRE_INT:
		text_printf(t, "%" PRId64, wire_int(m, tag, 0));
		return;
	case WIRE_TIME:
		date_format(wire_int(m, tag, 0), date);
		text_put(t, date);
		return;
	case WIRE_LIST:
		put_list(t, f);
		return;
	default:
		return;
	}
}

void
render_lines(struct text *t, struct slice s)
{
	while (s.n > 0) {
		const uint8_t *nl = memchr(s.p, '\n', s.n);
		size_t n = nl != NULL ? (size_t)(nl - s.p) : s.n;

		put_escaped(t, (struct slice){ s.p, n });
		if (nl != NULL)
			text_put(t, "\n");
		n += nl != NULL;
		s.p += n;
		s.n -= n;
	}
}

void
render_text(FILE *fp, const struct wire_msg *m, enum wire_tag tag)
{
	struct wire_field f = m->field[tag];

	while (f.p != NULL && f.n > 0) {
		const uint8_t *nl = memchr(f.p, '\n', f.n);
		size_t n = nl != NULL ? (size_t)(nl - f.p) : f.n;
		char line[4 * 4096 + 1];
		struct text t;

		text_init(&t, line, sizeof(line));
		put_escaped(&t, (struct slice){ f.p, n });
		fprintf(fp, "%s\n", line);
		n += nl != NULL;
		f.p += n;
		f.n -= n;
	}
}

void
render_number(int64_t v, char out[32])
{
	char digits[24];
	struct text t;
	int n = snprintf(digits, sizeof(digits), "%" PRId64, v);

	text_init(&t, out, 32);
	for (int i = 0; i < n; i++) {
		text_putn(&t, &digits[i], 1);
		if ((n - i) % 3 == 1 && i < n - 1 && digits[i] != '-')
			text_put(&t, ",");
	}
}
