#include <errno.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>

#include "courier/sandbox.h"
#include "util/harden.h"
#include "util/landlock.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* What only an intruder would call; the rest libcurl's parts may need. */
static const int deadly[] = { SCMP_SYS(execve), SCMP_SYS(execveat),
	SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(bpf),
	SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root),
	SCMP_SYS(chroot), SCMP_SYS(unshare), SCMP_SYS(setns),
	SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module),
	SCMP_SYS(kexec_load), SCMP_SYS(keyctl), SCMP_SYS(add_key),
	SCMP_SYS(userfaultfd), SCMP_SYS(io_uring_setup),
	SCMP_SYS(perf_event_open), SCMP_SYS(unlink), SCMP_SYS(unlinkat),
	SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2),
	SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(rmdir), SCMP_SYS(link),
	SCMP_SYS(linkat), SCMP_SYS(symlink), SCMP_SYS(symlinkat),
	SCMP_SYS(chmod), SCMP_SYS(fchmodat), SCMP_SYS(chown),
	SCMP_SYS(fchownat), SCMP_SYS(setuid), SCMP_SYS(setgid) };

static enum mf_err
calls(struct text *why)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
	int rc = f == NULL ? -ENOMEM : 0;

	for (size_t i = 0; rc == 0 && i < COUNT(deadly); i++)
		rc = seccomp_rule_add(f, SCMP_ACT_KILL_PROCESS, deadly[i], 0);
	if (rc == 0)
		rc = seccomp_load(f);
	if (f != NULL)
		seccomp_release(f);
	errno = -rc;
	return rc == 0 ? MF_OK : sandbox_refused(why, "seccomp");
}

/* What TLS, names of hosts and the C library read; nothing is written. */
static const char *const readable[] = { "/etc", "/lib", "/lib64", "/usr/lib",
	"/usr/share", "/usr/local/share/ca-certificates", "/run",
	"/dev/urandom" };

/*
 * A file that is replaced is another one to landlock: so its folder is let in,
 * but for the root, which would be everything.
 */
static enum mf_err
allow_file(const struct landlock *l, const char *path, struct text *why)
{
	bool in_root = path[0] == '/' && strchr(path + 1, '/') == NULL;

	if (in_root
		? landlock_allow(l, path, LANDLOCK_ACCESS_FS_READ_FILE)
		: landlock_allow_beside(l, path, LANDLOCK_ACCESS_FS_READ_FILE))
		return MF_OK;
	return sandbox_refused(why, path);
}

static enum mf_err
allow_own(
    const struct landlock *l, const struct courier_conf *c, struct text *why)
{
	const char *lent = getenv("CREDENTIALS_DIRECTORY");
	enum mf_err e = MF_OK;

	if (lent != NULL)
		(void)landlock_allow(l, lent, LANDLOCK_ACCESS_FS_READ_FILE);
	if (c->file != NULL)
		e = allow_file(l, c->file, why);
	for (size_t i = 0; i < c->n && e == MF_OK; i++) {
		const struct gateway *g = &c->gateways[i];

		if (g->credentials != NULL &&
		    strchr(g->credentials, '/') != NULL)
			e = allow_file(l, g->credentials, why);
		if (g->ca != NULL && e == MF_OK)
			e = allow_file(l, g->ca, why);
	}
	return e;
}

static enum mf_err
files(const struct courier_conf *c, struct text *why)
{
	struct landlock l;
	enum mf_err e;

	if (!landlock_begin(&l)) {
		log_say(LOG_LEVEL_WARN, "sandbox-files",
		    "This kernel has no landlock (%s); files are kept apart "
		    "by their permissions alone.",
		    strerror(errno));
		return MF_OK;
	}
	for (size_t i = 0; i < COUNT(readable); i++)
		(void)landlock_allow(&l, readable[i], FS_READ);
	(void)landlock_allow(&l, "/dev/null", FS_FILE);
	if ((e = allow_own(&l, c, why)) == MF_OK && !landlock_enter(&l))
		e = sandbox_refused(why, "landlock");
	landlock_end(&l);
	return e;
}

enum mf_err
courier_sandbox(const struct courier_conf *c, struct text *why)
{
	enum mf_err e;

	if ((e = harden(why)) != MF_OK)
		return e;
	if (!c->sandbox) {
		log_say(LOG_LEVEL_WARN, "sandbox-off",
		    "mfcourier runs without its sandbox, as the configuration "
		    "asks; take sandbox = false out.");
		return MF_OK;
	}
	if ((e = files(c, why)) != MF_OK)
		return e;
	return calls(why);
}
