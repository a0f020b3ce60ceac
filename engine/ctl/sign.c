/* Signing a transaction: its fields go up, a code comes back. */
#include <string.h>

#include "ctl/ask.h"
#include "ctl/render.h"
#include "ctl/run.h"
#include "util/crypto.h"

int
run_sign_begin(struct ctl *ctl, const struct invocation *inv)
{
	struct sheet sheet = { 0 };
	struct wire_out out;
	int code = command_begin(ctl, inv, &out);
	size_t mark;

	if (code != EXIT_DONE)
		return code;
	mark = wire_list_open(&out, TAG_FIELDS);
	for (char *const *f = inv->rest; *f != NULL; f++) {
		if (strchr(*f, '=') == NULL)
			return ctl_fail(ctl, EXIT_USAGE,
			    "field: \"%s\" is not NAME=VALUE.\n", *f);
		wire_list_item(&out, *f, strlen(*f));
	}
	wire_list_close(&out, mark);
	return run_built(ctl, inv, &out, sheet_row, &sheet);
}

/* Done, and yet not what was asked for: it was not signed. */
static int
verdict(const struct wire_msg *done)
{
	char status[65];

	return wire_str(done, TAG_STATUS, status, sizeof(status)) &&
		strcmp(status, "accepted") == 0
	    ? EXIT_DONE
	    : EXIT_REFUSED;
}

int
run_sign_check(struct ctl *ctl, const struct invocation *inv)
{
	char typed[SECRET_MAX] = "";
	struct sheet sheet = { 0 };
	struct wire_msg done;
	struct wire_out out;
	int code = command_begin(ctl, inv, &out);

	if (code == EXIT_DONE && given(inv, "code") == NULL &&
	    (code = ask_secret(ctl, "code", false, typed)) == EXIT_DONE)
		wire_put_str(&out, TAG_CODE, typed);
	if (code == EXIT_DONE)
		code = command_check(ctl, inv, &out);
	if (code == EXIT_DONE)
		code = call_engine(ctl, &out, sheet_row, &sheet, &done);
	if (code == EXIT_DONE) {
		render_done(ctl, &done);
		code = verdict(&done);
	}
	wipe(typed, sizeof(typed));
	wire_wipe(&out);
	return code;
}
