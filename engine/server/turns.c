#include <string.h>

#include "server/turns.h"
#include "server/desk.h"
#include "util/log.h"

#define MINUTE_US INT64_C(60000000)
#define LONG_US   5000 /* the design's bound of what the loop may take */

static const char *const names[TURN_MAX] = {
	[TURN_DECIDE] = "deciding",
	[TURN_STAGED] = "staged work",
	[TURN_COMMIT] = "committing",
	[TURN_ANSWER] = "answering",
	[TURN_CHECKPOINT] = "moving the log into the database",
	[TURN_TIDY] = "tidying up",
};

const char *
turn_name(enum turn what)
{
	return names[what];
}

void
turns_begin(struct turns *t)
{
	t->begun = boot_us();
}

static void
turn_minute(struct turns *t, int64_t minute)
{
	if (minute == t->minute)
		return;
	if (minute == t->minute + 1)
		memcpy(t->before, t->now, sizeof(t->before));
	else
		memset(t->before, 0, sizeof(t->before));
	memset(t->now, 0, sizeof(t->now));
	t->minute = minute;
}

void
turns_end(struct turns *t, enum turn what)
{
	int64_t now = boot_us(), took = now - t->begun;

	t->begun = now;
	turn_minute(t, now / MINUTE_US);
	if (took > t->now[what])
		t->now[what] = took;
	if (took > LONG_US && log_wants(LOG_LEVEL_DEBUG))
		LOG(LOG_LEVEL_DEBUG, "slow-turn", F_STR("with", names[what]),
		    F_INT("us", took));
}

int64_t
turns_longest(const struct turns *t, enum turn *what)
{
	int64_t longest = 0;

	*what = TURN_DECIDE;
	for (int i = 0; i < TURN_MAX; i++) {
		int64_t us =
		    t->now[i] > t->before[i] ? t->now[i] : t->before[i];

		if (us > longest) {
			longest = us;
			*what = (enum turn)i;
		}
	}
	return longest;
}
