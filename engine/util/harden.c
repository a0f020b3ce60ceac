#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "util/harden.h"

enum mf_err
sandbox_refused(struct text *why, const char *what)
{
	text_printf(why,
	    "the sandbox cannot be set up: %s: %s; as a last resort write "
	    "sandbox = false;",
	    what, strerror(errno));
	return MF_EIO;
}

enum mf_err
harden(struct text *why)
{
	const struct rlimit none = { 0, 0 };

	if (setrlimit(RLIMIT_CORE, &none) != 0)
		return sandbox_refused(why, "no core dumps");
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return sandbox_refused(why, "not dumpable");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return sandbox_refused(why, "no new privileges");
	return MF_OK;
}
