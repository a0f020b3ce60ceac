#include "wire/breaker.h"

void
breaker_init(
    struct breaker *b, uint32_t limit, uint32_t pause_ms, uint32_t probe_ms)
{
	b->limit = limit;
	b->pause_ms = pause_ms;
	b->probe_ms = probe_ms;
	atomic_init(&b->failures, 0);
	atomic_init(&b->until, 0);
}

bool
breaker_admits(struct breaker *b, uint64_t now)
{
	uint64_t until = atomic_load(&b->until);

	if (until == 0)
		return true;
	if (now < until)
		return false;
	/* Of many who come now, the one who moves the end is the probe. */
	return atomic_compare_exchange_strong(
	    &b->until, &until, now + b->probe_ms);
}

bool
breaker_is_open(const struct breaker *b)
{
	return atomic_load(&b->until) != 0;
}

void
breaker_failed(struct breaker *b, uint64_t now)
{
	uint64_t until = atomic_load(&b->until);
	uint64_t later = now + b->pause_ms;

	if (b->limit == 0 || atomic_fetch_add(&b->failures, 1) + 1 < b->limit)
		return;
	while (until < later)
		if (atomic_compare_exchange_weak(&b->until, &until, later))
			return;
}

bool
breaker_succeeded(struct breaker *b)
{
	/* Mostly only read, so that threads do not pass a cache line about. */
	if (atomic_load(&b->failures) != 0)
		atomic_store(&b->failures, 0);
	return atomic_load(&b->until) != 0 &&
	    atomic_exchange(&b->until, 0) != 0;
}
