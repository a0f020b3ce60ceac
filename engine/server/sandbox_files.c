/* Which files can be reached: landlock(7). */

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "server/sandbox.h"

#define PATH_SIZE 1100

/* Not in the headers of older systems. */
#define FS_TRUNCATE (1ULL << 14)

#define FS_ABI1                                                                \
	(LANDLOCK_ACCESS_FS_MAKE_SYM | (LANDLOCK_ACCESS_FS_MAKE_SYM - 1))
#define FS_READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define FS_FILE                                                                \
	(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE |        \
	    FS_TRUNCATE)
#define FS_WRITE                                                               \
	(FS_READ | FS_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |                     \
	    LANDLOCK_ACCESS_FS_REMOVE_FILE)
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

struct ruleset {
	int fd;
	uint64_t handled; /* rights this kernel knows */
};

static bool
allow(const struct ruleset *r, const char *path, uint64_t access)
{
	struct landlock_path_beneath_attr rule = { .parent_fd = open(path,
						       O_PATH | O_CLOEXEC) };
	struct stat st;
	bool ok = false;
	int fault;

	if (rule.parent_fd < 0)
		return false;
	if (fstat(rule.parent_fd, &st) == 0) {
		if (!S_ISDIR(st.st_mode))
			access &= FS_FILE;
		rule.allowed_access = access & r->handled;
		ok = syscall(SYS_landlock_add_rule, r->fd,
			 LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
	}
	fault = errno;
	(void)close(rule.parent_fd);
	errno = fault;
	return ok;
}

/* The folder of the file at path. */
static bool
allow_beside(const struct ruleset *r, const char *path, uint64_t access)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_SIZE] = ".";
	size_t n = slash == NULL ? 0 : (size_t)(slash - path);

	if (n >= sizeof(folder)) {
		errno = ENAMETOOLONG;
		return false;
	}
	if (slash != NULL) {
		memcpy(folder, path, n);
		strcpy(folder + n, n == 0 ? "/" : "");
	}
	return allow(r, folder, access);
}

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
allow_own(const struct ruleset *r, const struct conf *c, struct text *why)
{
	const struct conf_socket *const sockets[] = { &c->login, &c->helpdesk,
		&c->admin, &c->courier };

	if (!allow(r, c->state, FS_WRITE))
		return refused(why, c->state);
	if (!allow(r, c->notes, FS_WRITE))
		return refused(why, c->notes);
	if (!allow_beside(
		r, c->keyring, c->keyring_is_lent ? FS_READ : FS_WRITE))
		return refused(why, c->keyring);
	if (c->file != NULL && !allow_beside(r, c->file, FS_READ))
		return refused(why, c->file);
	for (size_t i = 0; i < sizeof(sockets) / sizeof(sockets[0]); i++)
		if (!allow_beside(r, sockets[i]->path, FS_SOCKETS))
			return refused(why, sockets[i]->path);
	return MF_OK;
}

static bool
begin(struct ruleset *r)
{
	struct landlock_ruleset_attr attr;
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);

	if (abi < 1)
		return false;
	r->handled = FS_ABI1;
	if (abi >= 2)
		r->handled |= LANDLOCK_ACCESS_FS_REFER;
	if (abi >= 3)
		r->handled |= FS_TRUNCATE;
	attr =
	    (struct landlock_ruleset_attr){ .handled_access_fs = r->handled };
	r->fd =
	    (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr), 0);
	return r->fd >= 0;
}

enum mf_err
sandbox_files(const struct conf *conf, struct text *why)
{
	struct ruleset r = { .fd = -1 };
	enum mf_err e;

	if (!begin(&r)) {
		log_say(LOG_LEVEL_WARN, "sandbox-files",
		    "This kernel has no landlock (%s); files are kept apart "
		    "by their permissions alone.",
		    strerror(errno));
		return MF_OK;
	}
	for (size_t i = 0; i < sizeof(system_paths) / sizeof(system_paths[0]);
	     i++)
		(void)allow(&r, system_paths[i].path, system_paths[i].access);
	if ((e = allow_own(&r, conf, why)) != MF_OK)
		goto out;
	if (syscall(SYS_landlock_restrict_self, r.fd, 0) != 0)
		e = refused(why, "landlock");
out:
	(void)close(r.fd);
	return e;
}
