/* mfctl token assign-list FILE: many tokens to many people, all or nothing. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/assign_csv.h"
#include "ctl/run.h"
#include "ctl/stage.h"

static int
add_pair(struct ctl *ctl, struct stage *s, const struct assign *a, int64_t line)
{
	uint8_t buf[STAGE_RECORD];
	struct wire_out out;

	wire_begin(&out, buf, sizeof(buf), WIRE_ROW);
	wire_put_str(&out, TAG_ROW, "record");
	wire_put_int(&out, TAG_PLACE, line);
	wire_put_str(&out, TAG_SERIAL, a->serial);
	wire_put_str(&out, TAG_ACCOUNT, a->account);
	return stage_add(ctl, s, &out, line, 0);
}

static int
add_lines(struct ctl *ctl, struct stage *s, FILE *fp)
{
	char *line = NULL;
	size_t size = 0;
	int code = EXIT_DONE;
	ssize_t n;

	for (int64_t at = 1; code == EXIT_DONE; at++) {
		struct assign a;

		if ((n = getline(&line, &size, fp)) == -1)
			break;
		n -= n > 0 && line[n - 1] == '\n';
		switch (
		    assign_read((struct slice){ (uint8_t *)line, (size_t)n },
			at == 1, &a)) {
		case ASSIGN_PAIR:
			code = add_pair(ctl, s, &a, at);
			break;
		case ASSIGN_BAD:
			stage_bad(ctl, s, at, a.why);
			break;
		case ASSIGN_NOTHING:
			break;
		}
	}
	if (code == EXIT_DONE && ferror(fp))
		code = ctl_fail(ctl, EXIT_REFUSED,
		    "%s: %s. Nothing was assigned.\n", s->file,
		    strerror(errno));
	free(line);
	return code;
}

int
token_assign_list(struct ctl *ctl, const struct invocation *inv)
{
	struct stage s = { .file = given(inv, "file"),
		.unit = "line",
		.kind = "assign",
		.dry_run = given(inv, "dry-run") != NULL };
	FILE *fp = NULL;
	int code;

	if (strcmp(s.file, "-") != 0 && (fp = fopen(s.file, "re")) == NULL)
		return ctl_fail(ctl, EXIT_REFUSED,
		    "%s: %s. Nothing was assigned.\n", s.file, strerror(errno));
	if (fp != NULL && stage_is_folder(ctl, &s, fp)) {
		fclose(fp);
		return EXIT_REFUSED;
	}
	code = stage_begin(ctl, &s);
	if (code == EXIT_DONE)
		code = stage_end(
		    ctl, &s, add_lines(ctl, &s, fp != NULL ? fp : ctl->in));
	if (fp != NULL)
		fclose(fp);
	return code;
}
