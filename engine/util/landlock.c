/* landlock(7): the rights are its own, the calls have no wrappers. */

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "util/landlock.h"

#define PATH_SIZE 1100

#define FS_ABI1                                                                \
	(LANDLOCK_ACCESS_FS_MAKE_SYM | (LANDLOCK_ACCESS_FS_MAKE_SYM - 1))

bool
landlock_begin(struct landlock *r)
{
	struct landlock_ruleset_attr attr;
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);

	*r = (struct landlock){ .fd = -1 };
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

bool
landlock_allow(const struct landlock *r, const char *path, uint64_t access)
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

bool
landlock_allow_beside(
    const struct landlock *r, const char *path, uint64_t access)
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
	return landlock_allow(r, folder, access);
}

bool
landlock_enter(const struct landlock *r)
{
	return syscall(SYS_landlock_restrict_self, r->fd, 0) == 0;
}

void
landlock_end(struct landlock *r)
{
	if (r->fd != -1)
		(void)close(r->fd);
	r->fd = -1;
}
