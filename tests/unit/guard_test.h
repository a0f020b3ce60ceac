/* What the tests of the guard share: its limits, and who tries. */
#ifndef GUARD_TEST_H
#define GUARD_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/guard.h"

#define NOW   1000000
#define ALICE 7
#define BOB   8
#define SOFT  10

static const struct limits limits = {
	.password_soft = SOFT,
	.soft_seconds = 30,
	.soft_max = 3600,
	.password_hour = 100,
};

static const uint8_t here[SOURCE_SIZE] = "here", there[SOURCE_SIZE] = "there";

static struct guard *g;

/* n wrong passwords, one after the other; how many were evaluated. */
static inline unsigned
wrong(int64_t account, const uint8_t *source, unsigned n, int64_t now)
{
	unsigned heard = 0;

	for (unsigned i = 0; i < n; i++) {
		if (!guard_reserve(g, account, source, false, now))
			continue;
		guard_result(g, account, source, false, now);
		heard++;
	}
	return heard;
}

static inline bool
is_heard(int64_t account, const uint8_t *source, bool known, int64_t now)
{
	if (!guard_reserve(g, account, source, known, now))
		return false;
	guard_release(g, account, source);
	return true;
}

#endif
