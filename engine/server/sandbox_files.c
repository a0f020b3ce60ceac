/* Which files can be reached: landlock(7). */

#include <errno.h>
#include <string.h>

#include "server/sandbox.h"
#include "util/landlock.h"

#define FS_SOCKETS                                                             \
	(LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_MAKE_SOCK |          \
	    LANDLOCK_ACCESS_FS_REMOVE_FILE)

/* What the C library reads: users, groups, its own parts, the time zone. */
static const struct {
	const char *path;
	uint64_t access;
} system_paths[] = {
	{ "/etc", FS_READ },
	{ "/lib", FS_READ },
	{ "/lib64", FS_READ },
	{ "/usr/lib", FS_READ },
	{ "/usr/share/zoneinfo", FS_READ },
	{ "/sys/devices/system/cpu", FS_READ },
	{ "/dev/null", FS_FILE },
	{ "/dev/urandom", LANDLOCK_ACCESS_FS_READ_FILE },
};

static enum mf_err
refused(struct text *why, const char *path)
{
	text_printf(why,
	    "the sandbox cannot be set up: %s: %s; see that it is there, or "
	    "as a last resort write sandbox = false;",
	    path, strerror(errno));
	return MF_EIO;
}

static enum mf_err
allow_own(const struct landlock *r, const struct conf *c, struct text *why)
{
	const struct conf_socket *const sockets[] = { &c->login, &c->helpdesk,
		&c->admin, &c->courier };

	if (!landlock_allow(r, c->state, FS_WRITE))
		return refused(why, c->state);
	if (!landlock_allow(r, c->notes, FS_WRITE))
		return refused(why, c->notes);
	if (!landlock_allow_beside(
		r, c->keyring, c->keyring_is_lent ? FS_READ : FS_WRITE))
		return refused(why, c->keyring);
	if (c->file != NULL && !landlock_allow_beside(r, c->file, FS_READ))
		return refused(why, c->file);
	for (size_t i = 0; i < sizeof(sockets) / sizeof(sockets[0]); i++)
		if (!landlock_allow_beside(r, sockets[i]->path, FS_SOCKETS))
			return refused(why, sockets[i]->path);
	return MF_OK;
}

enum mf_err
sandbox_files(const struct conf *conf, struct text *why)
{
	struct landlock r;
	enum mf_err e;

	if (!landlock_begin(&r)) {
		log_say(LOG_LEVEL_WARN, "sandbox-files",
		    "This kernel has no landlock (%s); files are kept apart "
		    "by their permissions alone.",
		    strerror(errno));
		return MF_OK;
	}
	for (size_t i = 0; i < sizeof(system_paths) / sizeof(system_paths[0]);
	     i++)
		(void)landlock_allow(
		    &r, system_paths[i].path, system_paths[i].access);
	if ((e = allow_own(&r, conf, why)) != MF_OK)
		goto out;
	if (!landlock_enter(&r))
		e = refused(why, "landlock");
out:
	landlock_end(&r);
	return e;
}
