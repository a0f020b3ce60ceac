#include <jansson.h>
#include <stdarg.h>

#include "ctl/try_end.h"
#include "ctl/render.h"

static const char *const errors[] = {
	[TRY_REJECT] = "reject",
	[TRY_USAGE] = "usage",
	[TRY_CHALLENGED] = "challenge",
	[TRY_SILENT] = "unreached",
};

static int
put_row(enum try_exit code, const char *text)
{
	json_t *o = code == TRY_ACCEPT
	    ? json_pack("{s:s, s:s}", "row", "done", "text", text)
	    : json_pack("{s:s, s:s, s:s}", "row", "refused", "error",
		  errors[code], "text", text);
	bool ok = o != NULL && json_dumpf(o, stdout, 0) == 0 &&
	    fputc('\n', stdout) != EOF && fflush(stdout) != EOF;

	json_decref(o);
	if (ok)
		return code;
	fputs("mfctl: the output cannot be written, or memory is short.\n",
	    stderr);
	return TRY_USAGE;
}

int
try_end(bool json, enum try_exit code, const char *fmt, ...)
{
	char line[2048], plain[4096];
	struct text t;
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	text_init(&t, plain, sizeof(plain));
	render_lines(&t, slice_str(line));
	if (json)
		return put_row(code, plain);
	fprintf(stderr, "mfctl: %s\n", plain);
	return code;
}
