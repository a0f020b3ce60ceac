/* The list of tokens as CSV (RFC 4180).  Never a seed: rows hold none. */
#include <string.h>

#include "ctl/json.h"
#include "ctl/render.h"
#include "ctl/run.h"

static const enum wire_tag columns[] = { TAG_SERIAL, TAG_VENDOR, TAG_MODEL,
	TAG_FACTOR, TAG_HASH, TAG_DIGITS, TAG_STEP, TAG_STATUS, TAG_ACCOUNT,
	TAG_LABEL, TAG_SINCE, TAG_LAST_USED, TAG_START, TAG_EXPIRY, TAG_SUITE };

#define NCOLUMNS (sizeof(columns) / sizeof(columns[0]))

/* A cell that a spreadsheet would compute is marked as text. */
static void
print_cell(FILE *fp, const char *s)
{
	if (s[strcspn(s, "\",;\r\n")] == '\0' && strchr("=+-@", *s) == NULL) {
		fputs(s, fp);
		return;
	}
	fputs(strchr("=+-@", *s) != NULL && *s != '\0' ? "\"'" : "\"", fp);
	for (; *s != '\0'; s++) {
		if (*s == '"')
			fputc('"', fp);
		fputc(*s, fp);
	}
	fputc('"', fp);
}

/* Before the first row, or at the end of a list that has none. */
static void
print_head(struct ctl *ctl, bool *done)
{
	for (size_t i = 0; !*done && i < NCOLUMNS; i++)
		fprintf(ctl->out, "%s%s%s", i > 0 ? "," : "",
		    wire_tags[columns[i]].name,
		    i == NCOLUMNS - 1 ? "\r\n" : "");
	*done = true;
}

static int
csv_row(struct ctl *ctl, const struct wire_msg *m, void *arg)
{
	print_head(ctl, arg);
	for (size_t i = 0; i < NCOLUMNS; i++) {
		char value[4 * 4096 + 1];
		struct text t;

		text_init(&t, value, sizeof(value));
		render_field(&t, m, columns[i]);
		fputs(i > 0 ? "," : "", ctl->out);
		if (t.len > 0)
			print_cell(ctl->out, value);
	}
	fputs("\r\n", ctl->out);
	return EXIT_DONE;
}

static int
json_row(struct ctl *ctl, const struct wire_msg *m, void *arg)
{
	(void)arg;
	return json_print(ctl, m);
}

int
token_export(struct ctl *ctl, const struct invocation *inv)
{
	bool headed = ctl->json;
	int code = run_pages(ctl, inv, ctl->json ? json_row : csv_row, &headed);

	if (code == EXIT_DONE)
		print_head(ctl, &headed);
	return code;
}
