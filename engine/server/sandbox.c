#include <sys/stat.h>

#include "server/sandbox.h"
#include "util/harden.h"

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
	enum mf_err e;

	if ((e = harden(why)) != MF_OK)
		return e;
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
