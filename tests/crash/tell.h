/* Results as the test runner reads them. */
#ifndef CRASH_TELL_H
#define CRASH_TELL_H

#include <stdbool.h>
#include <stdint.h>

/* "ok - WHAT" or "not ok - WHAT"; returns right. */
bool
tell(bool right, const char *what, ...) __attribute__((format(printf, 2, 3)));

/* "# TEXT" */
void remark(const char *text, ...) __attribute__((format(printf, 1, 2)));

/* The last line; the exit status. */
int tell_end(void);

int64_t now_ms(void); /* CLOCK_MONOTONIC */

/* 0 to below - 1, from a generator that starts with the seed. */
void chance_seed(uint64_t);
uint32_t chance(uint32_t below);

#endif
