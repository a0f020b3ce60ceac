#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include "tell.h"

/* A test program's counts; the engine has nothing of the kind. */
static unsigned passed, failed;
static uint64_t dice = 1;

bool
tell(bool right, const char *what, ...)
{
	va_list ap;

	*(right ? &passed : &failed) += 1;
	fputs(right ? "ok - " : "not ok - ", stdout);
	va_start(ap, what);
	vprintf(what, ap);
	va_end(ap);
	putchar('\n');
	fflush(stdout);
	return right;
}

void
remark(const char *text, ...)
{
	va_list ap;

	fputs("# ", stdout);
	va_start(ap, text);
	vprintf(text, ap);
	va_end(ap);
	putchar('\n');
	fflush(stdout);
}

int
tell_end(void)
{
	printf("%u passed, %u failed\n", passed, failed);
	return failed == 0 ? 0 : 1;
}

int64_t
now_ms(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

void
chance_seed(uint64_t seed)
{
	dice = seed * 2 + 1;
}

/* xorshift64*: the same run for the same seed */
uint32_t
chance(uint32_t below)
{
	dice ^= dice >> 12;
	dice ^= dice << 25;
	dice ^= dice >> 27;
	return (uint32_t)((dice * UINT64_C(2685821657736338717)) >> 33) % below;
}
