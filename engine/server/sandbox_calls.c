/* Which system calls there are: seccomp(2). */

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/sandbox.h"
#include "util/harden.h"

/* SQLite, libuv, libsodium, pthreads, syslog and sd_notify get by with it. */
static const int allowed[] = {
	/* open files */
	SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(preadv),
	SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(pwrite64),
	SCMP_SYS(pwritev), SCMP_SYS(lseek), SCMP_SYS(_llseek), SCMP_SYS(close),
	SCMP_SYS(fsync), SCMP_SYS(fdatasync), SCMP_SYS(ftruncate),
	SCMP_SYS(ftruncate64), SCMP_SYS(fallocate), SCMP_SYS(fadvise64),
	SCMP_SYS(fcntl), SCMP_SYS(fcntl64), SCMP_SYS(flock), SCMP_SYS(fstat),
	SCMP_SYS(fstat64), SCMP_SYS(fstatfs), SCMP_SYS(fchmod),
	SCMP_SYS(fchown),
	/* names of files; landlock says which */
	SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(stat), SCMP_SYS(stat64),
	SCMP_SYS(lstat), SCMP_SYS(lstat64), SCMP_SYS(newfstatat),
	SCMP_SYS(fstatat64), SCMP_SYS(statx), SCMP_SYS(statfs),
	SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
	SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getdents64),
	SCMP_SYS(getcwd), SCMP_SYS(unlink), SCMP_SYS(unlinkat),
	SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2),
	SCMP_SYS(umask),
	/* memory */
	SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(mlock),
	SCMP_SYS(munlock), SCMP_SYS(msync), SCMP_SYS(brk),
	/* threads and signals */
	SCMP_SYS(futex), SCMP_SYS(set_robust_list), SCMP_SYS(rseq),
	SCMP_SYS(set_tid_address), SCMP_SYS(gettid), SCMP_SYS(getpid),
	SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity),
	SCMP_SYS(setpriority), SCMP_SYS(sched_setattr), SCMP_SYS(exit),
	SCMP_SYS(exit_group), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(sigreturn), SCMP_SYS(sigaltstack),
	SCMP_SYS(restart_syscall),
	/* waiting and time */
	SCMP_SYS(epoll_create1), SCMP_SYS(epoll_ctl), SCMP_SYS(epoll_wait),
	SCMP_SYS(epoll_pwait), SCMP_SYS(epoll_pwait2), SCMP_SYS(eventfd2),
	SCMP_SYS(pipe2), SCMP_SYS(poll), SCMP_SYS(ppoll),
	SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres),
	SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep), SCMP_SYS(gettimeofday),
	SCMP_SYS(time),
	/* whether a time server sets the clock; only root could change it */
	SCMP_SYS(adjtimex), SCMP_SYS(clock_adjtime),
	/* sockets; which kinds can be made stands below */
	SCMP_SYS(accept), SCMP_SYS(accept4), SCMP_SYS(connect),
	SCMP_SYS(sendto), SCMP_SYS(sendmsg), SCMP_SYS(recvfrom),
	SCMP_SYS(recvmsg), SCMP_SYS(getsockopt), SCMP_SYS(setsockopt),
	SCMP_SYS(getsockname), SCMP_SYS(getpeername), SCMP_SYS(shutdown),
	/* about itself */
	SCMP_SYS(getrandom), SCMP_SYS(getuid), SCMP_SYS(geteuid),
	SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(getrusage),
	SCMP_SYS(sysinfo), SCMP_SYS(uname), SCMP_SYS(getcpu)
};

/* What only an intruder would call. */
static const int deadly[] = { SCMP_SYS(execve), SCMP_SYS(execveat),
	SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev), SCMP_SYS(bpf), SCMP_SYS(mount),
	SCMP_SYS(umount2), SCMP_SYS(pivot_root), SCMP_SYS(unshare),
	SCMP_SYS(setns), SCMP_SYS(init_module), SCMP_SYS(finit_module),
	SCMP_SYS(delete_module), SCMP_SYS(kexec_load), SCMP_SYS(keyctl),
	SCMP_SYS(add_key), SCMP_SYS(userfaultfd), SCMP_SYS(io_uring_setup),
	SCMP_SYS(perf_event_open) };

#define COUNT(a)                (sizeof(a) / sizeof((a)[0]))
#define EXECUTABLE_AND_WRITABLE (PROT_WRITE | PROT_EXEC)

/* Calls that are fine with some arguments only. */
static int
add_conditions(scmp_filter_ctx f)
{
	static const unsigned long ioctls[] = { FIONBIO, FIOCLEX, FIONREAD };
	const struct {
		int call;
		struct scmp_arg_cmp arg;
	} rules[] = {
		/* only Unix sockets: for syslog, systemd, name services */
		{ SCMP_SYS(socket), SCMP_A0(SCMP_CMP_EQ, AF_UNIX) },
		{ SCMP_SYS(socketpair), SCMP_A0(SCMP_CMP_EQ, AF_UNIX) },
		/* threads, never processes */
		{ SCMP_SYS(clone),
		    SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD) },
		/* no memory both writable and executable */
		{ SCMP_SYS(mprotect),
		    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0) },
		{ SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0) },
		{ SCMP_SYS(mmap),
		    SCMP_A2(SCMP_CMP_MASKED_EQ, EXECUTABLE_AND_WRITABLE,
			PROT_EXEC) },
		/* abort() signals itself */
		{ SCMP_SYS(tgkill),
		    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()) },
		/* limits can be read */
		{ SCMP_SYS(prlimit64), SCMP_A2(SCMP_CMP_EQ, 0) },
		{ SCMP_SYS(prctl), SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME) },
	};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < COUNT(rules); i++)
		rc = seccomp_rule_add_array(
		    f, SCMP_ACT_ALLOW, rules[i].call, 1, &rules[i].arg);
	for (size_t i = 0; rc == 0 && i < COUNT(ioctls); i++)
		rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1,
		    SCMP_A1(SCMP_CMP_EQ, ioctls[i]));
	/* Its flags are out of sight; the C library then falls back to clone.
	 */
	if (rc == 0)
		rc = seccomp_rule_add(
		    f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	return rc;
}

enum mf_err
sandbox_calls(struct text *why)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int rc = f == NULL ? -ENOMEM : 0;

	for (size_t i = 0; rc == 0 && i < COUNT(allowed); i++)
		rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, allowed[i], 0);
	for (size_t i = 0; rc == 0 && i < COUNT(deadly); i++)
		rc = seccomp_rule_add(f, SCMP_ACT_KILL_PROCESS, deadly[i], 0);
	if (rc == 0)
		rc = add_conditions(f);
	if (rc == 0)
		rc = seccomp_load(f);
	if (f != NULL)
		seccomp_release(f);
	if (rc == 0)
		return MF_OK;
	errno = -rc;
	return sandbox_refused(why, "seccomp");
}
