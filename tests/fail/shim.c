/*
 * Preloaded into the engine: fails the calls that the plan says (shim.h).
 * Until something is armed it only counts.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <signal.h>

#include "shim.h"

#define FDS 4096

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
/* A sanitizer's, where there is one: its free() takes no other memory. */
extern void *__interceptor_malloc(size_t) __attribute__((weak));
extern void *__interceptor_calloc(size_t, size_t) __attribute__((weak));
extern void *__interceptor_realloc(void *, size_t) __attribute__((weak));

static struct plan *plan;
static _Atomic unsigned char is_log[FDS]; /* opened as "...-wal" */

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv("MF_FAULTS");
	int fd = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
	void *p;

	if (fd == -1)
		return;
	p = mmap(NULL, sizeof(struct plan), PROT_READ | PROT_WRITE, MAP_SHARED,
	    fd, 0);
	close(fd);
	if (p != MAP_FAILED)
		plan = p;
}

/* The real one. */
static void *
next(const char *name, void **kept)
{
	if (*kept == NULL)
		*kept = dlsym(RTLD_NEXT, name);
	return *kept;
}

#define REAL(type, name, ...)                                                  \
	static void *kept_##name;                                              \
	type (*real)(__VA_ARGS__);                                             \
	*(void **)&real = next(#name, &kept_##name)

/* Pipes and the like have no disk to fail. */
static bool
is_file(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

/* A socket may have the number that the log had before it was closed. */
static bool
changes_disk(enum call call)
{
	return call == CALL_WRITE || call == CALL_SYNC || call == CALL_TRUNCATE;
}

/* Whether it is this call's turn. */
static bool
turn(enum call call, int fd)
{
	uint32_t manner;
	int64_t left;

	if (plan == NULL || plan->call != call)
		return false;
	if ((call == CALL_READ || call == CALL_WRITE) && !is_file(fd))
		return false;
	if (plan->main && syscall(SYS_gettid) != getpid())
		return false;
	left = atomic_fetch_sub(&plan->left, 1);
	manner = plan->manner;
	if (manner == FAIL_ON ? left > 1 : left != 1)
		return false;
	plan->hits++;
	if (changes_disk(call) && fd >= 0 && fd < FDS && is_log[fd])
		plan->log_hits++;
	if (manner == FAIL_DIE || manner == FAIL_SHORT)
		return true;
	errno = plan->error;
	return true;
}

static bool
dies(void)
{
	return plan->manner == FAIL_DIE;
}

static void
die(void)
{
	(void)syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), SIGKILL);
}

/* ---- memory -------------------------------------------------------------- */

void *
malloc(size_t n)
{
	if (turn(CALL_MALLOC, -1))
		return NULL;
	return __interceptor_malloc != NULL ? __interceptor_malloc(n)
					    : __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
	if (turn(CALL_MALLOC, -1))
		return NULL;
	return __interceptor_calloc != NULL ? __interceptor_calloc(n, size)
					    : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t n)
{
	if (n > 0 && turn(CALL_MALLOC, -1))
		return NULL;
	return __interceptor_realloc != NULL ? __interceptor_realloc(p, n)
					     : __libc_realloc(p, n);
}

void *
mmap(void *at, size_t n, int prot, int flags, int fd, off_t offset)
{
	if (fd == -1 && turn(CALL_MMAP, -1))
		return MAP_FAILED;
	return (void *)syscall(SYS_mmap, at, n, prot, flags, fd, offset);
}

/* ---- files --------------------------------------------------------------- */

static int
open_it(int folder, const char *path, int flags, mode_t mode)
{
	size_t n = strlen(path);
	int fd;

	if (turn(CALL_OPEN, -1))
		return -1;
	fd = (int)syscall(SYS_openat, folder, path, flags, mode);
	if (fd >= 0 && fd < FDS)
		is_log[fd] = n > 4 && strcmp(path + n - 4, "-wal") == 0;
	return fd;
}

#define OPEN(name)                                                             \
	int name(const char *path, int flags, ...)                             \
	{                                                                      \
		va_list ap;                                                    \
		mode_t mode;                                                   \
                                                                               \
		va_start(ap, flags);                                           \
		mode = (flags & O_CREAT) != 0 ? va_arg(ap, mode_t) : 0;        \
		va_end(ap);                                                    \
		return open_it(AT_FDCWD, path, flags, mode);                   \
	}
OPEN(open)
OPEN(open64)

ssize_t
read(int fd, void *p, size_t n)
{
	REAL(ssize_t, read, int, void *, size_t);
	return turn(CALL_READ, fd) ? -1 : real(fd, p, n);
}

ssize_t
pread64(int fd, void *p, size_t n, off64_t at)
{
	REAL(ssize_t, pread64, int, void *, size_t, off64_t);
	return turn(CALL_READ, fd) ? -1 : real(fd, p, n, at);
}

enum wish { WHOLE, HALF, HALF_AND_DIE, NOT };

static enum wish
writes(int fd)
{
	if (!turn(CALL_WRITE, fd))
		return WHOLE;
	return dies() ? HALF_AND_DIE : plan->manner == FAIL_SHORT ? HALF : NOT;
}

ssize_t
write(int fd, const void *p, size_t n)
{
	enum wish w = writes(fd);
	ssize_t rc;
	REAL(ssize_t, write, int, const void *, size_t);

	if (w == NOT)
		return -1;
	rc = real(fd, p, w == WHOLE ? n : n / 2);
	if (w == HALF_AND_DIE)
		die();
	return rc;
}

ssize_t
pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	enum wish w = writes(fd);
	ssize_t rc;
	REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);

	if (w == NOT)
		return -1;
	rc = real(fd, p, w == WHOLE ? n : n / 2, at);
	if (w == HALF_AND_DIE)
		die();
	return rc;
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
	return pwrite64(fd, p, n, at);
}

ssize_t
pread(int fd, void *p, size_t n, off_t at)
{
	return pread64(fd, p, n, at);
}

static int
synced(int fd, int (*real)(int))
{
	bool now = turn(CALL_SYNC, fd);
	int rc;

	if (now && !dies())
		return -1;
	rc = real(fd);
	if (now)
		die();
	return rc;
}

int
fsync(int fd)
{
	REAL(int, fsync, int);
	return synced(fd, real);
}

int
fdatasync(int fd)
{
	REAL(int, fdatasync, int);
	return synced(fd, real);
}

int
ftruncate64(int fd, off64_t n)
{
	REAL(int, ftruncate64, int, off64_t);
	return turn(CALL_TRUNCATE, fd) ? -1 : real(fd, n);
}

int
ftruncate(int fd, off_t n)
{
	return ftruncate64(fd, n);
}

int
rename(const char *from, const char *to)
{
	REAL(int, rename, const char *, const char *);
	return turn(CALL_RENAME, -1) ? -1 : real(from, to);
}

int
unlink(const char *path)
{
	REAL(int, unlink, const char *);
	return turn(CALL_UNLINK, -1) ? -1 : real(path);
}

/* ---- the rest ------------------------------------------------------------ */

ssize_t
getrandom(void *p, size_t n, unsigned flags)
{
	REAL(ssize_t, getrandom, void *, size_t, unsigned);
	return turn(CALL_RANDOM, -1) ? -1 : real(p, n, flags);
}

ssize_t
recv(int fd, void *p, size_t n, int flags)
{
	REAL(ssize_t, recv, int, void *, size_t, int);
	return turn(CALL_RECV, fd) ? -1 : real(fd, p, n, flags);
}

ssize_t
send(int fd, const void *p, size_t n, int flags)
{
	REAL(ssize_t, send, int, const void *, size_t, int);
	return turn(CALL_SEND, fd) ? -1 : real(fd, p, n, flags);
}

int
accept4(int fd, struct sockaddr *at, socklen_t *n, int flags)
{
	REAL(int, accept4, int, struct sockaddr *, socklen_t *, int);
	return turn(CALL_ACCEPT, fd) ? -1 : real(fd, at, n, flags);
}
