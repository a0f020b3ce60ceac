#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "plan.h"

void *
plan_map(const char *path, size_t n)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	void *p = MAP_FAILED;

	if (fd != -1 && ftruncate(fd, (off_t)n) == 0)
		p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED)
		perror(path);
	if (fd != -1)
		close(fd);
	return p == MAP_FAILED ? NULL : p;
}

struct plan *
plan_open(const char *path)
{
	return plan_map(path, sizeof(struct plan));
}

void
plan_close(struct plan **pp)
{
	if (*pp != NULL)
		(void)munmap(*pp, sizeof(struct plan));
	*pp = NULL;
}

void
plan_arm(struct plan *p, const struct fault *f, int64_t n)
{
	p->call = CALL_NONE;
	p->manner = f->manner;
	p->error = f->error;
	p->main = f->main;
	p->left = n;
	p->hits = 0;
	p->log_hits = 0;
	p->call = f->call; /* last: now it counts */
}

void
plan_disarm(struct plan *p)
{
	p->call = CALL_NONE;
}
