/* The log line of a login, and the ring for what comes before a password. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/facts.h"
#include "server/ring.h"
#include "util/log.h"

static const char *
event_of(const struct login *l)
{
	if (l->silent)
		return "login-unanswered";
	switch (l->result.verdict) {
	case VERDICT_ACCEPT:
		return "login-accepted";
	case VERDICT_CHALLENGE:
		return "login-challenged";
	case VERDICT_REJECT:
		break;
	}
	return "login-rejected";
}

static enum log_level
level_of(const struct login *l)
{
	if (l->silent)
		return LOG_LEVEL_WARN;
	return l->result.verdict == VERDICT_CHALLENGE ? LOG_LEVEL_DEBUG
						      : LOG_LEVEL_INFO;
}

static void
count(const struct login *l)
{
	struct engine *e = l->engine;

	if (l->silent)
		e->silent++;
	else if (l->repeated)
		return;
	else if (l->result.verdict == VERDICT_ACCEPT)
		e->accepted++;
	else if (l->result.verdict == VERDICT_CHALLENGE)
		e->challenged++;
	else
		e->rejected++;
}

void
login_log(const struct login *l)
{
	const struct step_out *r = &l->result;
	uint64_t id = l->has_ticket ? l->ticket.dialogue : r->ticket.dialogue;
	char dialogue[20] = "";

	count(l);
	if (!log_wants(level_of(l)))
		return;
	if (id != 0)
		snprintf(dialogue, sizeof(dialogue), "%016" PRIx64, id);
	LOG(level_of(l),
	    l->repeated && !l->silent ? "login-repeated" : event_of(l),
	    F_STR("user", l->name.canonical), F_STR("nas", l->client),
	    F_STR("station", l->station), F_STR("dialogue", dialogue),
	    F_STR("reason", l->silent ? l->silence : reason_words[r->reason]),
	    F_STR("factor", r->device == NULL ? "" : r->device->ops->name),
	    F_STR("serial", r->device == NULL ? "" : r->device->serial),
	    F_STR("ref", l->reference == 0 ? "" : l->reference_text));
}

void
login_ring(const struct login *l)
{
	struct ring_entry e = {
		.at_ms = l->now_ms,
		.reference = l->reference,
		.account = l->has_account ? l->account.facts.id : 0,
		.reason = l->result.reason,
	};

	snprintf(e.user, sizeof(e.user), "%.63s", l->name.canonical);
	snprintf(e.nas, sizeof(e.nas), "%.63s", l->client);
	snprintf(e.station, sizeof(e.station), "%.63s", l->station);
	ring_add(l->engine->ring, &e);
}
