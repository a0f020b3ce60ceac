/*
 * The engine's own time, so that one wrong clock can neither replay a code,
 * nor burn a day of steps, nor freeze a lifetime (rule 26).
 *
 * Pure: the caller reads CLOCK_REALTIME and CLOCK_BOOTTIME and hands both in,
 * in milliseconds.  Only what clock_now() returns may be committed.
 *
 *	start  wall < committed - 30 s --------------> JUMPED (start)
 *	start  wall > committed + 30 days -----------> JUMPED (start)
 *	start  else ---------------------------------> GOOD
 *	GOOD   wall within 30 s of engine time ------> GOOD, follows the wall
 *	GOOD   else ---------------------------------> JUMPED (running)
 *	JUMPED (running)  wall within 30 s again ----> GOOD
 *	JUMPED (start)    wall fits as at a start ---> GOOD, takes the wall
 *	any    clock_accept() -----------------------> GOOD, takes the wall
 *
 * GOOD: engine time runs at half to one and a half times the pace of
 * CLOCK_BOOTTIME until it has met the wall clock; so steps of less than 30 s
 * are walked, not leapt, and drift is followed.  JUMPED: engine time is the
 * last good time plus elapsed CLOCK_BOOTTIME, whatever the wall clock says,
 * and TOTP stands still.  It never runs backwards; only clock_accept() may
 * set it back, for an operator said so.
 *
 * Call clock_now() once a minute at least (the engine's timer does): a wall
 * clock that drifts away unwatched by 30 s counts as a jump.
 */
#ifndef MF_CLOCK_H
#define MF_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#define CLOCK_FOLLOW_MS INT64_C(30000)           /* less: followed */
#define CLOCK_AHEAD_MS  INT64_C(2592000000)      /* 30 days: at most at start */
#define CLOCK_MAX_MS    INT64_C(253402300799999) /* the end of year 9999 */

enum clock_state {
	CLOCK_GOOD = 0,
	CLOCK_JUMPED, /* while running */
	CLOCK_JUMPED_START,
};

struct clock {
	enum clock_state state;
	int64_t time;   /* engine time, ms since 1970 */
	int64_t boot;   /* CLOCK_BOOTTIME at that time, ms */
	bool committed; /* there was a last committed time */
};

/*
 * committed: the last committed engine time in ms; 0: the database is new,
 * and the wall clock is believed.  Readings beyond 0..CLOCK_MAX_MS are taken
 * as the nearer end.  The result is CLOCK_GOOD or CLOCK_JUMPED_START.
 */
enum clock_state clock_start(
    struct clock *, int64_t committed, int64_t wall_ms, int64_t boot_ms);

/* Engine time in ms; updates the state. */
int64_t clock_now(struct clock *, int64_t wall_ms, int64_t boot_ms);

/* Whether TOTP has to stand still, with an alarm. */
bool clock_is_jumped(const struct clock *);

/*
 * "mfctl clock accept": the wall clock is right.  Engine time becomes it, also
 * backwards; the caller commits it as the last committed time at once.
 */
void clock_accept(struct clock *, int64_t wall_ms, int64_t boot_ms);

#endif
