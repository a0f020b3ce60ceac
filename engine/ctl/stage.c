#include <string.h>
#include <sys/stat.h>

#include "ctl/stage.h"
#include "ctl/json.h"
#include "ctl/render.h"
#include "util/background.h"

#define LIST_MAX  60000 /* bytes of TAG_RECORDS */
#define BAD_SHOWN 100   /* bad records named to a person; JSON names all */

static void
begin(struct ctl *ctl, struct wire_out *out, enum command command)
{
	wire_begin(out, ctl->command, WIRE_CONTROL_MAX, WIRE_COMMAND);
	wire_put_int(out, TAG_COMMAND, command);
}

/* The file's name without its folders: where it lay is nobody's business. */
static const char *
name_of(const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash != NULL && slash[1] != '\0' ? slash + 1 : file;
}

bool
stage_is_folder(struct ctl *ctl, const struct stage *s, FILE *fp)
{
	struct stat st;

	if (fstat(fileno(fp), &st) == -1 || !S_ISDIR(st.st_mode))
		return false;
	ctl_fail(ctl, EXIT_REFUSED, "%s is a folder; give a file.\n", s->file);
	return true;
}

int
stage_begin(struct ctl *ctl, struct stage *s)
{
	struct wire_msg done;
	struct wire_out out;
	int code;

	/* Reading a large file takes a core, which logins may need. */
	background();
	begin(ctl, &out, CMD_IMPORT_BEGIN);
	wire_put_str(&out, TAG_KIND, s->kind);
	wire_put_str(&out, TAG_NAME, name_of(s->file));
	if (s->dry_run)
		wire_put_int(&out, TAG_DRY_RUN, 1);
	if (s->skip_known)
		wire_put_int(&out, TAG_SKIP_KNOWN, 1);
	if (out.full)
		return ctl_fail(ctl, EXIT_USAGE,
		    "%s: the file's name is too long.\n", s->file);
	if ((code = call_engine(ctl, &out, NULL, NULL, &done)) != EXIT_DONE)
		return code;
	s->id = wire_int(&done, TAG_IMPORT, 0);
	return EXIT_DONE;
}

/* Whether one more may be shown to a person, who reads a hundred at most. */
static bool
one_more(struct ctl *ctl, struct stage *s)
{
	if (s->shown == BAD_SHOWN)
		fprintf(ctl->err, "More are not shown; --json shows all.\n");
	call_progress_clear(ctl);
	return s->shown++ < BAD_SHOWN;
}

/* Where the record of a place is in the file; 0: the place says it. */
static int64_t
line_of(const struct stage *s, int64_t place)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->place[i].at == place)
			return s->place[i].line;
	return 0;
}

/* " (serial 12-345, line 7)", of which either may not be known. */
static void
put_who(struct text *t, const struct wire_msg *m, int64_t line)
{
	bool named = m->field[TAG_SERIAL].n > 0;

	if (!named && line == 0)
		return;
	text_put(t, named ? " (serial " : " (");
	render_field(t, m, TAG_SERIAL);
	if (line != 0)
		text_printf(
		    t, "%sline %lld", named ? ", " : "", (long long)line);
	text_put(t, ")");
}

void
stage_complain(struct ctl *ctl, struct stage *s, bool error, int64_t place,
    const char *serial, const char *sentence)
{
	uint8_t buf[8192];
	struct wire_msg m;
	struct wire_out out;

	s->bad += error;
	if (!ctl->json) {
		if (one_more(ctl, s))
			fprintf(ctl->err, "%s\n", sentence);
		return;
	}
	wire_begin(&out, buf, sizeof(buf), WIRE_ROW);
	wire_put_str(&out, TAG_ROW, error ? "bad" : "warning");
	if (place > 0)
		wire_put_int(&out, TAG_PLACE, place);
	if (strlen(serial) <= wire_tags[TAG_SERIAL].max)
		wire_put_str(&out, TAG_SERIAL, serial);
	wire_put(&out, TAG_TEXT, sentence,
	    strnlen(sentence, wire_tags[TAG_TEXT].max));
	if (!out.full && wire_parse(&m, buf, out.len))
		(void)json_print(ctl, &m);
}

/* A fault that the engine finds, said as those found while parsing are. */
static int
bad_row(struct ctl *ctl, const struct wire_msg *m, void *arg)
{
	char who[4 * 64 + 64], serial[4 * 64 + 1], sentence[8192];
	struct stage *s = arg;
	int64_t place = wire_int(m, TAG_PLACE, 0);
	struct text t, w, n;

	text_init(&w, who, sizeof(who));
	put_who(&w, m, line_of(s, place));
	text_init(&n, serial, sizeof(serial));
	render_field(&n, m, TAG_SERIAL);
	text_init(&t, sentence, sizeof(sentence));
	render_lines(&t, slice_str(s->file));
	text_printf(&t, ": %s %lld%s: ", s->unit, (long long)place, who);
	render_field(&t, m, TAG_TEXT);
	stage_complain(ctl, s, true, place, serial, sentence);
	return EXIT_DONE;
}

void
stage_bad(struct ctl *ctl, struct stage *s, int64_t place, const char *why)
{
	char sentence[4096];
	struct text t;

	text_init(&t, sentence, sizeof(sentence));
	render_lines(&t, slice_str(s->file));
	text_printf(&t, ": %s %lld: %s", s->unit, (long long)place, why);
	stage_complain(ctl, s, true, place, "", sentence);
}

static int
flush(struct ctl *ctl, struct stage *s)
{
	struct wire_msg done;
	int code;

	if (s->n == 0)
		return EXIT_DONE;
	wire_list_close(&s->chunk, s->mark);
	code = call_engine(ctl, &s->chunk, bad_row, s, &done);
	if (code == EXIT_DONE) {
		s->sent += (int64_t)s->n;
		call_progress(ctl, s->sent, 0, "records checked");
	}
	s->n = 0;
	return code;
}

int
stage_add(struct ctl *ctl, struct stage *s, const struct wire_out *record,
    int64_t place, int64_t line)
{
	bool full = s->n == STAGE_CHUNK ||
	    s->chunk.len - s->mark + record->len + 2 > LIST_MAX;
	int code;

	if (s->n > 0 && full && (code = flush(ctl, s)) != EXIT_DONE)
		return code;
	if (s->n == 0) {
		begin(ctl, &s->chunk, CMD_IMPORT_RECORDS);
		wire_put_int(&s->chunk, TAG_IMPORT, s->id);
		s->mark = wire_list_open(&s->chunk, TAG_RECORDS);
	}
	wire_list_item(&s->chunk, record->buf, record->len);
	s->place[s->n].at = place;
	s->place[s->n++].line = line;
	return EXIT_DONE;
}

static int
finish(struct ctl *ctl, struct stage *s, enum command command)
{
	struct wire_msg done;
	struct wire_out out;
	int code;

	begin(ctl, &out, command);
	wire_put_int(&out, TAG_IMPORT, s->id);
	code = call_engine(ctl, &out, NULL, NULL, &done);
	if (code == EXIT_DONE && command == CMD_IMPORT_COMMIT)
		render_done(ctl, &done);
	return code;
}

/* Whatever happened, nothing stays behind in the engine. */
static int
give_up(struct ctl *ctl, struct stage *s, int code)
{
	char faults[32];

	if (ctl->fd != -1 && s->id != 0)
		(void)finish(ctl, s, CMD_IMPORT_ABORT);
	if (code != EXIT_DONE)
		return code;
	render_number(s->bad, faults);
	return ctl_fail(ctl, EXIT_REFUSED,
	    "%s: %s fault%s. Nothing was %s.\n"
	    "See to each of them, then try again.\n",
	    s->file, faults, s->bad == 1 ? "" : "s",
	    strcmp(s->kind, "assign") == 0 ? "assigned" : "imported");
}

int
stage_end(struct ctl *ctl, struct stage *s, int code)
{
	if (code == EXIT_DONE && s->id != 0)
		code = flush(ctl, s);
	call_progress_clear(ctl);
	if (code != EXIT_DONE || s->bad > 0)
		return give_up(ctl, s, code);
	return finish(ctl, s, CMD_IMPORT_COMMIT);
}
