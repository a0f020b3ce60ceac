#include <string.h>

#include "ctl/run.h"
#include "ctl/render.h"
#include "util/shell.h"
#include "util/text.h"

#define PAGE_FIRST 200 /* soon on the screen */

int
run_built(struct ctl *ctl, const struct invocation *inv, struct wire_out *out,
    call_row *row, struct sheet *sheet)
{
	struct wire_msg done;
	int code;

	if ((code = command_check(ctl, inv, out)) != EXIT_DONE)
		return code;
	sheet->record = inv->line->record;
	code = call_engine(ctl, out, row, sheet, &done);
	sheet_flush(ctl, sheet);
	if (code == EXIT_DONE || code == EXIT_ALARM)
		render_done(ctl, &done);
	return code;
}

int
run_plain(struct ctl *ctl, const struct invocation *inv)
{
	struct sheet sheet = { 0 };
	struct wire_out out;
	int code;

	if ((code = command_begin(ctl, inv, &out)) != EXIT_DONE)
		return code;
	return run_built(ctl, inv, &out, sheet_row, &sheet);
}

struct pages {
	call_row *row;
	void *arg;
	int64_t left, seen;
	char after[254];
	bool more;
};

static int
count_row(struct ctl *ctl, const struct wire_msg *m, void *arg)
{
	struct pages *p = arg;

	p->seen++;
	p->left--;
	return p->row(ctl, m, p->arg);
}

static int
one_page(struct ctl *ctl, const struct invocation *inv, struct pages *p,
    struct wire_msg *done)
{
	int64_t most = p->seen == 0 ? PAGE_FIRST : PAGE_MAX;
	char before[sizeof(p->after)];
	struct wire_out out;
	int code;

	if ((code = command_begin(ctl, inv, &out)) != EXIT_DONE)
		return code;
	wire_put_int(&out, TAG_LIMIT, p->left < most ? p->left : most);
	wire_put_str(&out, TAG_AFTER, p->after);
	if ((code = command_check(ctl, inv, &out)) != EXIT_DONE ||
	    (code = call_engine(ctl, &out, count_row, p, done)) != EXIT_DONE)
		return code;
	memcpy(before, p->after, sizeof(before));
	p->more = wire_str(done, TAG_AFTER, p->after, sizeof(p->after));
	if (p->more && strcmp(before, p->after) == 0)
		return ctl_fail(ctl, EXIT_UNREACHED,
		    "the engine's list does not go on. Some is missing.\n");
	return EXIT_DONE;
}

/* What a list says at its end: nothing, but where there was nothing. */
static void
end_of_list(struct ctl *ctl, const struct pages *p, const struct wire_msg *done)
{
	if (ctl->json)
		render_done(ctl, done);
	else if (p->more)
		fprintf(
		    ctl->err, "There are more: --after %s\n", QUOTED(p->after));
	else if (p->seen == 0)
		render_text(ctl->err, done, TAG_TEXT);
}

int
run_pages(
    struct ctl *ctl, const struct invocation *inv, call_row *row, void *arg)
{
	struct pages p = { .row = row, .arg = arg, .left = INT64_MAX };
	struct wire_msg done;
	int code;

	if (given(inv, "limit") != NULL &&
	    number_parse(given(inv, "limit"), 1, INT64_MAX, &p.left) != MF_OK)
		return ctl_fail(ctl, EXIT_USAGE,
		    "limit: \"%s\" is not a whole number from 1 up.\n",
		    given(inv, "limit"));
	if (given(inv, "after") != NULL) {
		if (strlen(given(inv, "after")) >= sizeof(p.after))
			return ctl_fail(ctl, EXIT_USAGE,
			    "after: this is no place in a list.\n"
			    "Take what the list itself gave.\n");
		strcpy(p.after, given(inv, "after"));
	}
	do
		code = one_page(ctl, inv, &p, &done);
	while (code == EXIT_DONE && p.more && p.left > 0);
	if (code == EXIT_DONE)
		end_of_list(ctl, &p, &done);
	return code;
}

int
run_list(struct ctl *ctl, const struct invocation *inv)
{
	struct sheet sheet = { 0 };
	int code = run_pages(ctl, inv, sheet_row, &sheet);

	sheet_flush(ctl, &sheet);
	return code;
}
