/*
 * Preloaded into the engine: each sync takes SLOW_MS longer, as on a disk that
 * is busy.  What is written down and what is not can then be told apart, if
 * the answers let it.
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void
wait_for_disk(void)
{
	const char *slow = getenv("SLOW_MS");
	struct timespec ts = { 0, 0 };

	ts.tv_nsec = slow == NULL ? 0 : atol(slow) * 1000000L;
	(void)nanosleep(&ts, NULL);
}

int
fsync(int fd)
{
	int (*real)(int);

	*(void **)&real = dlsym(RTLD_NEXT, "fsync");
	wait_for_disk();
	return real(fd);
}

int
fdatasync(int fd)
{
	int (*real)(int);

	*(void **)&real = dlsym(RTLD_NEXT, "fdatasync");
	wait_for_disk();
	return real(fd);
}
