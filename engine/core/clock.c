#include "core/clock.h"

static int64_t
bounded(int64_t v, int64_t min, int64_t max)
{
	return v < min ? min : v > max ? max : v;
}

static int64_t
reading(int64_t ms)
{
	return bounded(ms, 0, CLOCK_MAX_MS);
}

/* Whether a start with this wall clock is believed. */
static bool
fits_start(const struct clock *c, int64_t wall)
{
	return !c->committed ||
	    (wall > c->time - CLOCK_FOLLOW_MS &&
		wall <= c->time + CLOCK_AHEAD_MS);
}

/* Takes the wall clock, but never goes back. */
static void
take(struct clock *c, int64_t wall)
{
	if (wall > c->time)
		c->time = wall;
	c->state = CLOCK_GOOD;
}

enum clock_state
clock_start(
    struct clock *c, int64_t committed, int64_t wall_ms, int64_t boot_ms)
{
	int64_t wall = reading(wall_ms);

	*c = (struct clock){
		.time = reading(committed),
		.boot = reading(boot_ms),
		.committed = committed > 0,
	};
	if (fits_start(c, wall))
		take(c, wall);
	else
		c->state = CLOCK_JUMPED_START;
	return c->state;
}

int64_t
clock_now(struct clock *c, int64_t wall_ms, int64_t boot_ms)
{
	int64_t wall = reading(wall_ms), boot = reading(boot_ms);
	int64_t elapsed = boot > c->boot ? boot - c->boot : 0, ahead, slew;

	c->time = reading(c->time + elapsed);
	c->boot = boot > c->boot ? boot : c->boot;
	if (c->state == CLOCK_JUMPED_START) {
		if (fits_start(c, wall))
			take(c, wall);
		return c->time;
	}
	ahead = wall - c->time;
	if (ahead <= -CLOCK_FOLLOW_MS || ahead >= CLOCK_FOLLOW_MS) {
		c->state = CLOCK_JUMPED;
		return c->time;
	}
	slew = (elapsed + 1) / 2; /* rounded up: calls may be 1 ms apart */
	c->state = CLOCK_GOOD;
	c->time = reading(c->time + bounded(ahead, -slew, slew));
	return c->time;
}

bool
clock_is_jumped(const struct clock *c)
{
	return c->state != CLOCK_GOOD;
}

void
clock_accept(struct clock *c, int64_t wall_ms, int64_t boot_ms)
{
	*c = (struct clock){
		.state = CLOCK_GOOD,
		.time = reading(wall_ms),
		.boot = reading(boot_ms),
		.committed = true,
	};
}
