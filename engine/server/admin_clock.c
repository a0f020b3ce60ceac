/* clock.accept: an operator says that the wall clock is right. */

#include <stdio.h>
#include <time.h>

#include "server/admin_commands.h"
#include "server/admin_find.h"
#include "server/why.h"

static int64_t
wall_ms(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_REALTIME, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

static const char *
direction(int64_t ahead)
{
	return ahead < 0 ? "back" : "forward";
}

enum mf_err
clock_accept_time(struct command_in *in)
{
	struct clock *c = &in->engine->clock;
	int64_t wall = wall_ms(), ahead = (wall - in->now_ms) / 1000;
	char then[DATE_SIZE], now[DATE_SIZE], span[SPAN_SIZE], detail[200];
	struct text t;
	enum mf_err e;

	if (!clock_is_jumped(c))
		return refuse(in, REFUSED_STATE,
		    "the engine's clock agrees with the server's; there is "
		    "nothing to accept.\nSee mfctl status.");
	date_format(wall / 1000, then);
	date_format(in->now, now);
	why_span(ahead < 0 ? -ahead : ahead, span);
	if (!asked_for(in, TAG_CONFIRM))
		return refuse(in, REFUSED_CONFIRM,
		    "the engine's time will go %s by %s: from %s to %s UTC.\n"
		    "If that is not the time now, set the server's clock "
		    "first.",
		    direction(ahead), span, now, then);
	text_init(&t, detail, sizeof(detail));
	detail_put(&t, "before", now);
	detail_put(&t, "after", then);
	in->now_ms = wall;
	if ((e = record(in, "clock.accept", 0, 0, &t)) != MF_OK)
		return e;
	clock_accept(c, wall, boot_ms());
	say(in, "The engine's time is %s UTC now; time-based tokens go on.",
	    then);
	if (ahead < 0)
		say(in,
		    "\nTokens used in the meantime wait until the clock has "
		    "passed their last code.");
	return MF_OK;
}
