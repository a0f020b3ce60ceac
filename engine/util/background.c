#include <linux/sched.h>
#include <linux/sched/types.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "util/background.h"

#define NICE 10
/*
 * Nice alone only says how much of a core a thread gets, not how soon the
 * others get theirs: who wakes waits until a thread's slice is over, unless it
 * is longer than his own (Linux 6.12; earlier ones know no slices of threads).
 * This is the longest that the kernel takes.
 */
#define SLICE_NS 100000000

void
background(void)
{
	struct sched_attr a = { .size = sizeof(a),
		.sched_policy = SCHED_NORMAL,
		.sched_nice = NICE,
		.sched_runtime = SLICE_NS };

	if (syscall(SYS_sched_setattr, 0, &a, 0) != 0)
		(void)setpriority(PRIO_PROCESS, (id_t)gettid(), NICE);
}
