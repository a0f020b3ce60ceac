/*
 * Preloaded into the engine: the calls that change a disk, and the power cut
 * (power.h).  A sync is not passed on: what counts is what disk.c makes of it.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <libgen.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "power.h"

#define HASTE 40

static struct power *plan;
static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local bool inside; /* disk.c's own calls */

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv("MF_FAULTS");
	int fd = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
	char root[512];
	void *p;

	if (fd == -1)
		return;
	p = mmap(NULL, sizeof(struct power), PROT_READ | PROT_WRITE, MAP_SHARED,
	    fd, 0);
	close(fd);
	if (p == MAP_FAILED)
		return;
	snprintf(root, sizeof(root), "%s", path);
	inside = true;
	disk_init(dirname(root));
	inside = false;
	plan = p;
}

/* Between these nobody else's call is under way. */
static bool
enter(bool counts)
{
	if (plan == NULL || inside)
		return false;
	pthread_mutex_lock(&one);
	inside = true;
	if (counts && plan->left > 0 && --plan->left == 0) {
		disk_cut(plan);
		(void)kill(getpid(), SIGKILL);
		(void)pause();
	}
	return true;
}

static void
leave(bool entered)
{
	if (!entered)
		return;
	inside = false;
	pthread_mutex_unlock(&one);
}

#define REAL(type, name, ...)                                                  \
	static void *kept;                                                     \
	type (*real)(__VA_ARGS__);                                             \
	if (kept == NULL)                                                      \
		kept = dlsym(RTLD_NEXT, #name);                                \
	*(void **)&real = kept

static int
open_it(const char *path, int flags, mode_t mode)
{
	bool entered = enter(false);
	bool made = (flags & O_CREAT) != 0 && access(path, F_OK) == -1;
	int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);

	if (entered && fd != -1)
		disk_opened(fd, path, flags, made);
	leave(entered);
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
		return open_it(path, flags, mode);                             \
	}
OPEN(open)
OPEN(open64)

ssize_t
write(int fd, const void *p, size_t n)
{
	bool entered = enter(true);
	ssize_t rc;
	off_t end;
	REAL(ssize_t, write, int, const void *, size_t);

	rc = real(fd, p, n);
	if (entered && rc > 0 && (end = lseek(fd, 0, SEEK_CUR)) >= rc)
		disk_written(fd, (uint64_t)(end - rc), (uint64_t)end);
	leave(entered);
	return rc;
}

ssize_t
pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	bool entered = enter(true);
	ssize_t rc;
	REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);

	rc = real(fd, p, n, at);
	if (entered && rc > 0)
		disk_written(fd, (uint64_t)at, (uint64_t)(at + rc));
	leave(entered);
	return rc;
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
	return pwrite64(fd, p, n, at);
}

static int
sync_it(int fd)
{
	bool entered = enter(true);

	if (entered)
		disk_synced(fd);
	leave(entered);
	return fcntl(fd, F_GETFD) == -1 ? -1 : 0;
}

int
fsync(int fd)
{
	return sync_it(fd);
}

int
fdatasync(int fd)
{
	return sync_it(fd);
}

int
ftruncate64(int fd, off64_t n)
{
	bool entered = enter(true);
	off64_t before = lseek64(fd, 0, SEEK_CUR), end;
	int rc;
	REAL(int, ftruncate64, int, off64_t);

	end = lseek64(fd, 0, SEEK_END);
	(void)lseek64(fd, before, SEEK_SET);
	rc = real(fd, n);
	if (entered && rc == 0 && end != n)
		disk_written(fd, (uint64_t)(n < end ? n : end),
		    (uint64_t)(n < end ? end : n));
	leave(entered);
	return rc;
}

int
ftruncate(int fd, off_t n)
{
	return ftruncate64(fd, n);
}

int
rename(const char *from, const char *to)
{
	bool entered = enter(true);
	int rc;
	REAL(int, rename, const char *, const char *);

	if (entered)
		disk_renaming(from, to);
	rc = real(from, to);
	leave(entered);
	return rc;
}

int
unlink(const char *path)
{
	bool entered = enter(true);
	int rc;
	REAL(int, unlink, const char *);

	if (entered)
		disk_unlinking(path);
	rc = real(path);
	leave(entered);
	return rc;
}

/*
 * The loop's time flies, so that what the engine does once a second, writing
 * the log into the database or the notes anew, is met by a cut as well.
 */
int
clock_gettime(clockid_t clock, struct timespec *ts)
{
	int rc = (int)syscall(SYS_clock_gettime, clock, ts);
	int64_t ns;

	if (plan != NULL &&
	    (clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_COARSE)) {
		ns =
		    (ts->tv_sec % 1000000 * 1000000000LL + ts->tv_nsec) * HASTE;
		ts->tv_sec = ns / 1000000000;
		ts->tv_nsec = ns % 1000000000;
	}
	return rc;
}

/* An answer may be the last that anybody hears. */
ssize_t
send(int fd, const void *p, size_t n, int flags)
{
	bool entered = enter(true);
	ssize_t rc;
	REAL(ssize_t, send, int, const void *, size_t, int);

	rc = real(fd, p, n, flags);
	leave(entered);
	return rc;
}
