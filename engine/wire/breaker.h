/*
 * What keeps a dead engine from holding up FreeRADIUS's threads: after some
 * failures in a row nobody is let through for a pause, then one at a time, as
 * a probe; the first success lets everybody through again.  Shared by threads
 * without a lock.  Times are milliseconds of one clock, the caller's.
 */
#ifndef MF_BREAKER_H
#define MF_BREAKER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct breaker {
	uint32_t limit;    /* failures in a row that open it; 0: never */
	uint32_t pause_ms; /* nobody is let through after a failure */
	uint32_t probe_ms; /* the longest that a probe takes */
	_Atomic uint32_t failures;
	_Atomic uint64_t until; /* nobody before; 0: closed, all may pass */
};

void breaker_init(
    struct breaker *, uint32_t limit, uint32_t pause_ms, uint32_t probe_ms);

/* Whether the caller may try; who may must report how it went. */
bool breaker_admits(struct breaker *, uint64_t now);

/* Since a failure, until a probe succeeds. */
bool breaker_is_open(const struct breaker *);

void breaker_failed(struct breaker *, uint64_t now);

/* True for the one whose success closed it. */
bool breaker_succeeded(struct breaker *);

#endif
