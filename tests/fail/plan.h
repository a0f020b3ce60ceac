/* The test's end of the plan of faults. */
#ifndef FAIL_PLAN_H
#define FAIL_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "shim.h"

/* Makes the file and maps it; NULL after a line on standard error. */
void *plan_map(const char *path, size_t n);
struct plan *plan_open(const char *path);
void plan_close(struct plan **);

struct fault {
	const char *name;
	enum call call;
	enum manner manner;
	int error;
	bool main; /* only of the loop's thread */
};

/* The n-th call from now on fails; 1 is the next. */
void plan_arm(struct plan *, const struct fault *, int64_t n);
void plan_disarm(struct plan *);

#endif
