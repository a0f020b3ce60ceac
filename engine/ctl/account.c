/* Accounts: what needs a password.  The rest is in the table of lines. */
#include <string.h>

#include "ctl/ask.h"
#include "ctl/render.h"
#include "ctl/run.h"
#include "util/crypto.h"

#define PASSWORD_MAX 128 /* bytes of User-Password, RFC 2865 */

static int
put_password(
    struct ctl *ctl, const struct invocation *inv, struct wire_out *out)
{
	const char *file = given(inv, "password-file");
	char password[SECRET_MAX] = "";
	int code;

	code = file != NULL ? read_secret(ctl, file, password)
			    : ask_secret(ctl, "new password", true, password);
	if (code == EXIT_DONE && strlen(password) > PASSWORD_MAX)
		code = ctl_fail(ctl, EXIT_USAGE,
		    "this password has %zu bytes; RADIUS carries at most %d.\n"
		    "Nothing was changed.\n",
		    strlen(password), PASSWORD_MAX);
	if (code == EXIT_DONE)
		wire_put(out, TAG_NEW_PASSWORD, password, strlen(password));
	wipe(password, sizeof(password));
	return code;
}

static int
with_password(struct ctl *ctl, const struct invocation *inv, bool ask)
{
	struct sheet sheet = { 0 };
	struct wire_out out;
	int code = command_begin(ctl, inv, &out);

	if (code == EXIT_DONE && ask)
		code = put_password(ctl, inv, &out);
	if (code == EXIT_DONE)
		code = run_built(ctl, inv, &out, sheet_row, &sheet);
	wire_wipe(&out);
	return code;
}

int
run_account_add(struct ctl *ctl, const struct invocation *inv)
{
	return with_password(ctl, inv,
	    given(inv, "password") != NULL ||
		given(inv, "password-file") != NULL);
}

int
run_account_password(struct ctl *ctl, const struct invocation *inv)
{
	return with_password(ctl, inv, true);
}
