#include <stdbool.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "util/kept.h"
#include "util/crypto.h"

/* What is smaller is not a hash's. */
#define LEAST (64 * 1024)

/* A thread's own: libsodium passes nothing through. */
static _Thread_local struct {
	bool on, lent, dirty;
	void *p;
	size_t n;
} kept;

/* The sanitizers have an mmap() of their own, which has to be asked. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define KEEPS true

static bool
is_for_a_hash(void *at, size_t n, int prot, int flags)
{
	return kept.on && !kept.lent && at == NULL && n >= LEAST &&
	    prot == (PROT_READ | PROT_WRITE) && (flags & MAP_ANONYMOUS) != 0 &&
	    (flags & MAP_POPULATE) != 0;
}

/* It is a symbol of libsodium's and others', not of the headers alone. */
void *
mmap(void *at, size_t n, int prot, int flags, int fd, off_t from)
{
	void *p;

	if (!is_for_a_hash(at, n, prot, flags))
		return mmap64(at, n, prot, flags, fd, from);
	if (kept.n != n) {
		p = mmap64(at, n, prot, flags, fd, from);
		if (p == MAP_FAILED)
			return p;
		kept_wipe();
		if (kept.p != NULL)
			(void)munmap(kept.p, kept.n);
		(void)madvise(p, n, MADV_DONTDUMP);
		kept.p = p;
		kept.n = n;
	}
	kept.lent = kept.dirty = true;
	return kept.p;
}

int
munmap(void *p, size_t n)
{
	if (kept.lent && p == kept.p && n == kept.n) {
		kept.lent = false;
		return 0;
	}
	return (int)syscall(SYS_munmap, p, n);
}
#else
#define KEEPS false
#endif

void
kept_begin(void)
{
	kept.on = KEEPS;
}

void
kept_wipe(void)
{
	if (kept.dirty)
		wipe(kept.p, kept.n);
	kept.dirty = false;
}

void
kept_end(void)
{
	kept_wipe();
	if (kept.p != NULL)
		(void)munmap(kept.p, kept.n);
	kept.p = NULL;
	kept.n = 0;
	kept.on = false;
}

size_t
kept_size(void)
{
	return kept.n;
}
