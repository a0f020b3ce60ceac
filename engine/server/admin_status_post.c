/* status: messages to people, and who sends them. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/admin_status.h"
#include "server/admin_find.h"
#include "server/conn.h"
#include "server/listen.h"
#include "server/sending.h"
#include "server/why.h"
#include "store/sending.h"

#define DAY_MS (INT64_C(86400) * 1000)
#define LATE_S 60 /* that a message waits, until it is a warning */

void
status_post_begin(struct engine *e, struct status_post *p)
{
	p->all_day = e->conf->sending.all_day;
	for (size_t i = 0; i < e->conf->npolicies; i++)
		p->open = p->open ||
		    sending_is_open(&e->conf->sending, &e->conf->policies[i]);
	for (const struct conn *c = listen_couriers(e); c != NULL;
	     c = c->next) {
		p->couriers++;
		if (p->gateways[0] == '\0')
			snprintf(p->gateways, sizeof(p->gateways), "%s",
			    courier_gateways(c->courier));
	}
}

/* "sms kannel-a ok", a line each, as mfcourier has told. */
static void
put_gateways(struct command_in *in, const char *lines)
{
	char channel[16], gateway[65], state[16], name[96];

	for (; *lines != '\0'; lines += strcspn(lines, "\n") + 1) {
		bool ok;

		if (sscanf(lines, "%15s %64s %15s", channel, gateway, state) !=
		    3)
			return;
		ok = strcmp(state, "ok") == 0;
		snprintf(name, sizeof(name), "gateway.%.64s", gateway);
		status_putf(in, name, ok, ok ? GRADE_OK : GRADE_WARNING,
		    ok ? "%s through %s works"
			: strcmp(state, "paused") == 0
			? "%s through %s failed several times in a row and is "
			  "left out for a while"
			: "%s through %s failed the last time",
		    strcmp(channel, "sms") == 0 ? "SMS" : "e-mail", gateway);
	}
}

/* A warning at four fifths: who needs a code tomorrow can be told today. */
static enum mf_err
put_today(struct command_in *in, unsigned most)
{
	const struct sending_who nobody = { .kind = SENDING_NOTICE };
	struct sending_counts n;
	char count[64];
	enum mf_err e = store_sending(in->store, &nobody, in->now, &n);

	if (e != MF_OK)
		return e;
	status_putf(in, "sending.today", n.all_day,
	    n.all_day >= most               ? GRADE_ALARM
		: n.all_day >= most / 5 * 4 ? GRADE_WARNING
					    : GRADE_OK,
	    "%u of %s that may leave in a day %s left%s", n.all_day,
	    plural(most, "message", count), n.all_day == 1 ? "has" : "have",
	    n.all_day >= most ? ", so no code is sent until the oldest "
				"is a day old: sending.all_day in "
				"multifactord.conf"
			      : "");
	status_putf(in, "sending.notices", n.notices_all,
	    n.notices_all >= most / 2 ? GRADE_WARNING : GRADE_OK,
	    "%u of %s by SMS that may leave in a day %s left%s", n.notices_all,
	    plural(most / 2, "notice", count),
	    n.notices_all == 1 ? "has" : "have",
	    n.notices_all >= most / 2
		? ", so no more do: mfctl audit --event message.withheld"
		: "");
	return MF_OK;
}

enum mf_err
status_post_run(struct command_in *in, const struct status_post *p)
{
	struct outbox_counts c;
	char span[SPAN_SIZE];
	int64_t age;
	enum mf_err e;

	e = store_outbox_counts(in->store, in->now_ms - DAY_MS, &c);
	if (e != MF_OK)
		return e;
	age = c.waiting == 0 ? 0 : (in->now_ms - c.oldest_ms) / 1000;
	why_span(age, span);
	if (p->couriers == 0 && c.waiting > 0)
		status_putf(in, "courier.connected", 0,
		    c.codes > 0 ? GRADE_ALARM : GRADE_WARNING,
		    "no mfcourier is connected, and %s wait: systemctl "
		    "status mfcourier",
		    c.codes > 0 ? "messages" : "notices");
	else
		status_put(in, "courier.connected", p->couriers, GRADE_OK,
		    p->couriers == 0 ? "no mfcourier is connected, so no "
				       "message can be sent"
				     : "mfcourier is connected");
	if (c.waiting == 0)
		status_put(
		    in, "outbox.waiting", 0, GRADE_OK, "no message waits");
	else
		status_putf(in, "outbox.waiting", c.waiting,
		    age > LATE_S ? GRADE_WARNING : GRADE_OK,
		    "%" PRId64 " waiting, the oldest for %s", c.waiting, span);
	status_putf(in, "outbox.given-up", c.given_up,
	    c.given_up > 0 ? GRADE_WARNING : GRADE_OK,
	    "%" PRId64 " message%s given up in 24 hours%s", c.given_up,
	    c.given_up == 1 ? " was" : "s were",
	    c.given_up > 0 ? ": mfctl outbox list --state given-up" : "");
	put_gateways(in, p->gateways);
	status_put(in, "sending.prefixes", !p->open,
	    p->open ? GRADE_WARNING : GRADE_OK,
	    p->open ? "people may register numbers of any country, premium "
		      "ones too: set sending.prefixes in multifactord.conf"
		    : "people register no numbers but those it may send to");
	return put_today(in, p->all_day);
}
