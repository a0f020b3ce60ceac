#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "server/sandbox.h"

static enum mf_err
refused(struct text *why, const char *what)
{
	text_printf(why,
	    "the sandbox cannot be set up: %s: %s; as a last resort write "
	    "sandbox = false;",
	    what, strerror(errno));
	return MF_EIO;
}

/* A thread shows as a folder in /proc/self/task; each adds a link to it. */
static bool
is_alone(void)
{
	struct stat st;

	return stat("/proc/self/task", &st) != 0 || st.st_nlink <= 3;
}

enum mf_err
sandbox_enter(const struct conf *conf, struct text *why)
{
	const struct rlimit none = { 0, 0 };
	enum mf_err e;

	if (setrlimit(RLIMIT_CORE, &none) != 0)
		return refused(why, "no core dumps");
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return refused(why, "not dumpable");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return refused(why, "no new privileges");
	if (!conf->sandbox) {
		log_say(LOG_LEVEL_WARN, "sandbox-off",
		    "The engine runs without its sandbox, as the "
		    "configuration asks; take sandbox = false out.");
		return MF_OK;
	}
	if (!is_alone()) {
		text_put(why,
		    "the sandbox cannot be set up: threads run already; this "
		    "is a fault of the engine.");
		return MF_ECONFLICT;
	}
	if ((e = sandbox_files(conf, why)) != MF_OK)
		return e;
	return sandbox_calls(why);
}
