/* account recovery: ten codes, on the terminal or as a page to print. */
#include <string.h>

#include "ctl/render.h"
#include "ctl/run.h"
#include "util/crypto.h"
#include "util/text.h"

/* Nothing on the page says which service it opens. */
static void
print_head(FILE *out, const struct wire_msg *m)
{
	char account[4 * 256], made[DATE_SIZE];
	struct text t;

	date_format(wire_int(m, TAG_SINCE, 0), made);
	made[10] = '\0';
	text_init(&t, account, sizeof(account));
	render_field(&t, m, TAG_ACCOUNT);
	fprintf(out,
	    "RECOVERY CODES\n\n"
	    "Account  %s\n"
	    "Made     %s\n\n"
	    "Each code opens one login when your token or phone is not at "
	    "hand.\n"
	    "Type your password as always, and one of these where a code is\n"
	    "asked for. Hyphens may be left out; capital and small letters\n"
	    "are the same. Then strike it out: it does not work again.\n\n",
	    account, made);
}

static int
print_row(struct ctl *ctl, const struct wire_msg *m, void *arg)
{
	char code[64] = "";

	if (!wire_str(m, TAG_CODE, code, sizeof(code)))
		return sheet_row(ctl, m, arg);
	if (wire_int(m, TAG_PLACE, 0) == 1)
		print_head(ctl->out, m);
	fprintf(ctl->out, "    [ ] %2d   %s\n\n",
	    (int)wire_int(m, TAG_PLACE, 0), code);
	wipe(code, sizeof(code));
	return EXIT_DONE;
}

static int
print_page(struct ctl *ctl, const struct invocation *inv, struct wire_out *out)
{
	struct wire_msg done;
	int code = command_check(ctl, inv, out);

	if (code == EXIT_DONE)
		code = call_engine(ctl, out, print_row, NULL, &done);
	if (code == EXIT_DONE)
		fprintf(ctl->out,
		    "Keep this page where you keep your passport, apart from\n"
		    "your computer. A new list ends this one. If it is lost,\n"
		    "please call the helpdesk.\n");
	return code;
}

int
run_account_recovery(struct ctl *ctl, const struct invocation *inv)
{
	struct sheet sheet = { 0 };
	struct wire_out out;
	int code;

	if (given(inv, "print") != NULL &&
	    (given(inv, "show") != NULL || ctl->json))
		return ctl_fail(ctl, EXIT_USAGE,
		    "--print prints a new list; it goes with neither --show "
		    "nor --json.\n");
	if ((code = command_begin(ctl, inv, &out)) != EXIT_DONE)
		return code;
	return given(inv, "print") != NULL
	    ? print_page(ctl, inv, &out)
	    : run_built(ctl, inv, &out, sheet_row, &sheet);
}
