/*
 * Preloaded into the engine: each sync takes SLOW_MS longer, as on a disk that
 * is busy.  What is written down and what is not can then be told apart, if
 * the answers let it.
 *
 * With SLOW_FILE only syncs of that file do, SLOW_PAGE_US for each write to it
 * since the one before, and standard error says which thread waits for how
 * many, and when it is done; and they fail while there is a file BROKEN_DISK.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static atomic_long written;

static bool
is_slow(int fd)
{
	const char *path = getenv("SLOW_FILE");
	struct stat a, b;

	return path != NULL && stat(path, &a) == 0 && fstat(fd, &b) == 0 &&
	    a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static long
number(const char *name)
{
	const char *s = getenv(name);

	return s == NULL ? 0 : atol(s);
}

static void
rest(long us)
{
	const struct timespec ts = { us / 1000000, us % 1000000 * 1000 };

	(void)nanosleep(&ts, NULL);
}

static void
wait_for_pages(void)
{
	long pages = atomic_exchange(&written, 0);

	dprintf(STDERR_FILENO, "slow-disk thread=%s pages=%ld\n",
	    gettid() == getpid() ? "loop" : "worker", pages);
	rest(pages * number("SLOW_PAGE_US"));
	dprintf(STDERR_FILENO, "slow-disk thread=%s done\n",
	    gettid() == getpid() ? "loop" : "worker");
}

static int
wait_for_disk(int fd)
{
	const char *broken = getenv("BROKEN_DISK");

	if (getenv("SLOW_FILE") == NULL)
		rest(number("SLOW_MS") * 1000);
	else if (is_slow(fd))
		wait_for_pages();
	else
		return 0;
	if (broken == NULL || access(broken, F_OK) != 0)
		return 0;
	errno = EIO;
	return -1;
}

int
fsync(int fd)
{
	int (*real)(int);

	*(void **)&real = dlsym(RTLD_NEXT, "fsync");
	return wait_for_disk(fd) == 0 ? real(fd) : -1;
}

int
fdatasync(int fd)
{
	int (*real)(int);

	*(void **)&real = dlsym(RTLD_NEXT, "fdatasync");
	return wait_for_disk(fd) == 0 ? real(fd) : -1;
}

ssize_t
pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	ssize_t (*real)(int, const void *, size_t, off64_t);

	*(void **)&real = dlsym(RTLD_NEXT, "pwrite64");
	if (is_slow(fd))
		atomic_fetch_add(&written, 1);
	return real(fd, p, n, at);
}
