#include <stdlib.h>
#include <string.h>

#include "ctl/render.h"
#include "ctl/json.h"
#include "ctl/qr.h"
#include "util/crypto.h"

#define GAP        2  /* blanks between columns */
#define COLUMN_MAX 24 /* a longer cell pushes its row to the right */
#define LAST_MIN   16 /* less room than this: the last cell gets a line */

struct column {
	const char *title;
	enum wire_tag tag;
};

static const struct table {
	const char *row;
	struct column column[SHEET_COLUMNS];
} tables[] = {
	{ "account",
	    { { "account", TAG_ACCOUNT }, { "state", TAG_STATUS },
		{ "tokens", TAG_COUNT }, { "last login", TAG_LAST_USED },
		{ "groups", TAG_GROUPS } } },
	{ "identity", { { "identity", TAG_KIND }, { "", TAG_VALUE } } },
	{ "token",
	    { { "serial", TAG_SERIAL }, { "kind", TAG_FACTOR },
		{ "state", TAG_STATUS }, { "account", TAG_ACCOUNT },
		{ "last used", TAG_LAST_USED }, { "label", TAG_LABEL } } },
	{ "address",
	    { { "address", TAG_ADDRESS }, { "kind", TAG_KIND },
		{ "state", TAG_STATUS }, { "good until", TAG_EXPIRY },
		{ "last used", TAG_LAST_USED }, { "label", TAG_LABEL } } },
	{ "limit",
	    { { "limit", TAG_NAME }, { "sent", TAG_NUMBER },
		{ "of", TAG_COUNT }, { "to", TAG_VALUE },
		{ "what", TAG_TEXT } } },
	{ "code", { { "code", TAG_CODE }, { "good until", TAG_EXPIRY } } },
	{ "recovery", { { "", TAG_PLACE }, { "code", TAG_CODE } } },
	{ "event",
	    { { "time", TAG_TIME }, { "event", TAG_EVENT },
		{ "actor", TAG_ACTOR }, { "what", TAG_TEXT } } },
	{ "fault", { { "record", TAG_SEQUENCE }, { "fault", TAG_TEXT } } },
	{ "message",
	    { { "number", TAG_ID }, { "time", TAG_TIME }, { "to", TAG_ADDRESS },
		{ "text", TAG_MESSAGE }, { "state", TAG_STATUS },
		{ "what", TAG_RESULT } } },
	{ "status",
	    { { "name", TAG_NAME }, { "state", TAG_STATUS },
		{ "what", TAG_TEXT } } },
};

static size_t
columns(const struct table *t)
{
	size_t n = 0;

	while (n < SHEET_COLUMNS && t->column[n].title != NULL)
		n++;
	return n;
}

/* Characters, not bytes. */
static unsigned
width(const char *s)
{
	unsigned n = 0;

	for (; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

static void
pad(FILE *fp, unsigned from, unsigned to)
{
	fprintf(fp, "%*s", to > from ? (int)(to - from) : 0, "");
}

/* The last cell, broken at blanks to stay within the terminal. */
static void
print_last(struct ctl *ctl, const char *s, unsigned at)
{
	unsigned room = ctl->width > at ? ctl->width - at : 0, used = 0;

	if (ctl->width != 0 && room < LAST_MIN && width(s) > room) {
		at = 4;
		room = ctl->width > at + LAST_MIN ? ctl->width - at : LAST_MIN;
		fprintf(ctl->out, "\n%*s", (int)at, "");
	}
	while (*s != '\0') {
		size_t n = strcspn(s, " ") + strspn(s + strcspn(s, " "), " ");
		char word[4 * 4096 + 1];

		memcpy(word, s, n);
		word[n] = '\0';
		word[strcspn(word, " ")] = '\0';
		if (ctl->width != 0 && used > 0 &&
		    used + 1 + width(word) > room) {
			fprintf(ctl->out, "\n%*s", (int)at, "");
			used = 0;
		}
		used += (unsigned)fprintf(ctl->out, "%s", used > 0 ? " " : "") +
		    width(word);
		fputs(word, ctl->out);
		s += n;
	}
}

static void
print_cells(struct ctl *ctl, const struct sheet *s, const char *const cell[])
{
	size_t n = columns(s->table), last = n - 1;
	unsigned at = 0, to = 0;

	while (last > 0 && cell[last][0] == '\0')
		last--;
	for (size_t c = 0; c <= last; c++) {
		if (c > 0) {
			pad(ctl->out, at, to > at + GAP ? to : at + GAP);
			at = to > at + GAP ? to : at + GAP;
		}
		if (c == n - 1) {
			print_last(ctl, cell[c], at);
			break;
		}
		fputs(cell[c], ctl->out);
		at += width(cell[c]);
		to += s->width[c] + GAP;
	}
	fputc('\n', ctl->out);
}

static void
print_titles(struct ctl *ctl, struct sheet *s)
{
	const char *title[SHEET_COLUMNS] = { [0 ... SHEET_COLUMNS - 1] = "" };

	if (s->any)
		fputc('\n', ctl->out);
	for (size_t c = 0; c < columns(s->table); c++)
		title[c] = s->table->column[c].title;
	print_cells(ctl, s, title);
	s->titled = s->any = true;
}

void
sheet_flush(struct ctl *ctl, struct sheet *s)
{
	if (s->n == 0)
		return;
	for (size_t c = 0; c < columns(s->table); c++) {
		unsigned w = width(s->table->column[c].title);

		for (size_t r = 0; r <= s->n; r++) {
			s->width[c] = w > s->width[c] && w <= COLUMN_MAX
			    ? w
			    : s->width[c];
			w = r < s->n ? width(s->cell[r][c]) : 0;
		}
	}
	if (!s->titled)
		print_titles(ctl, s);
	for (size_t r = 0; r < s->n; r++) {
		print_cells(ctl, s, (const char *const *)s->cell[r]);
		for (size_t c = 0; c < columns(s->table); c++) {
			wipe(s->cell[r][c], strlen(s->cell[r][c]));
			free(s->cell[r][c]);
		}
	}
	s->n = 0;
}

/* Keeps a row; false: out of memory. */
static bool
keep(struct sheet *s, const struct wire_msg *m)
{
	char buf[4 * 4096 + 1];
	struct text t;

	for (size_t c = 0; c < columns(s->table); c++) {
		const struct column *col = &s->table->column[c];

		text_init(&t, buf, sizeof(buf));
		render_field(&t, m, col->tag);
		if (wire_tags[col->tag].kind == WIRE_TIME && t.len > 16 &&
		    col->tag != TAG_TIME)
			buf[16] = '\0'; /* minutes will do */
		if ((s->cell[s->n][c] = strdup(buf)) != NULL)
			continue;
		while (c-- > 0)
			free(s->cell[s->n][c]);
		return false;
	}
	wipe(buf, sizeof(buf));
	s->n++;
	return true;
}

static bool
is_row(const struct wire_msg *m, const char *name)
{
	const struct wire_field *f = &m->field[TAG_ROW];

	return f->n == strlen(name) && memcmp(f->p, name, f->n) == 0;
}

/* What a field is called in a record: as the tables do, or by its name. */
static void
put_title(struct text *t, const struct wire_msg *m, const char *field, size_t n)
{
	enum wire_tag tag = wire_tag_named(field, n);

	if (is_row(m, "account") && tag == TAG_COUNT)
		text_put(t, "tokens");
	else if (is_row(m, "account") && tag == TAG_TOKENS)
		text_put(t, "serials");
	else
		text_putn(t, field, n);
}

/* All fields of a row, one a line. */
static void
print_record(struct ctl *ctl, const char *fields, const struct wire_msg *m)
{
	for (size_t n; *fields != '\0'; fields += n + (fields[n] == ' ')) {
		enum wire_tag tag;
		char value[4 * 4096 + 1], title[24];
		struct text t, name;

		n = strcspn(fields, " ");
		if ((tag = wire_tag_named(fields, n)) == 0 || !wire_has(m, tag))
			continue;
		text_init(&name, title, sizeof(title));
		put_title(&name, m, fields, n);
		for (char *p = title; (p = strchr(p, '_')) != NULL;)
			*p = ' ';
		text_init(&t, value, sizeof(value));
		render_field(&t, m, tag);
		fprintf(ctl->out, "%-12s  %s\n", title, value);
	}
}

/* Rows without columns: a record, a URI, or sentences. */
static void
print_plain(struct ctl *ctl, struct sheet *s, const struct wire_msg *m)
{
	if (s->any && (is_row(m, "login") || s->record != NULL))
		fputc('\n', ctl->out);
	s->any = true;
	for (size_t i = 0; s->record != NULL && i < wire_nrows; i++)
		if (is_row(m, s->record) && is_row(m, wire_rows[i].name)) {
			print_record(ctl, wire_rows[i].fields, m);
			s->record = NULL;
			return;
		}
	render_text(ctl->out, m, is_row(m, "uri") ? TAG_URI : TAG_TEXT);
}

int
sheet_row(struct ctl *ctl, const struct wire_msg *m, void *arg)
{
	const struct table *table = NULL;
	struct sheet *s = arg;

	if (ctl->json)
		return json_print(ctl, m);
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (is_row(m, tables[i].row) &&
		    (s->record == NULL || !is_row(m, s->record)))
			table = &tables[i];
	if (s->n == SHEET_ROWS || table != s->table) {
		sheet_flush(ctl, s);
		if (table != s->table) {
			s->titled = false;
			memset(s->width, 0, sizeof(s->width));
		}
		s->table = table;
	}
	if (table == NULL)
		print_plain(ctl, s, m);
	else if (!keep(s, m))
		return ctl_fail(ctl, EXIT_REFUSED, "out of memory.\n");
	return EXIT_DONE;
}

void
render_done(struct ctl *ctl, const struct wire_msg *m)
{
	if (ctl->json) {
		if (json_print(ctl, m) != EXIT_DONE)
			ctl_fail(ctl, EXIT_REFUSED, "out of memory.\n");
		return;
	}
	render_text(ctl->out, m, TAG_TEXT);
	render_text(ctl->out, m, TAG_PROMPT);
}
