/* gateway test: sends a real message, and waits for what became of it. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ctl/render.h"
#include "ctl/json.h"
#include "ctl/run.h"
#include "util/text.h"

#define LOOK_MS 100
#define MOST_MS 70000 /* a little more than a test is tried for */

struct seen {
	char status[65], gateway[65], result[254];
	int64_t attempt;
};

static int
keep(struct ctl *ctl, const struct wire_msg *m, void *arg)
{
	struct seen *s = arg;

	(void)ctl;
	(void)wire_str(m, TAG_STATUS, s->status, sizeof(s->status));
	(void)wire_str(m, TAG_GATEWAY, s->gateway, sizeof(s->gateway));
	(void)wire_str(m, TAG_RESULT, s->result, sizeof(s->result));
	s->attempt = wire_int(m, TAG_ATTEMPT, 0);
	return EXIT_DONE;
}

static int
print(struct ctl *ctl, const struct wire_msg *m, void *arg)
{
	(void)arg;
	return json_print(ctl, m);
}

static int
look(struct ctl *ctl, int64_t id, call_row *row, struct seen *s)
{
	struct wire_msg done;
	struct wire_out out;

	wire_begin(&out, ctl->command, WIRE_CONTROL_MAX, WIRE_COMMAND);
	wire_put_int(&out, TAG_COMMAND, CMD_OUTBOX_SHOW);
	wire_put_int(&out, TAG_ID, id);
	return call_engine(ctl, &out, row, s, &done);
}

static bool
is_open(const struct seen *s)
{
	return s->status[0] == '\0' || strcmp(s->status, "waiting") == 0 ||
	    strcmp(s->status, "taken") == 0;
}

static int64_t
now_ms(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

static void
tell(struct ctl *ctl, int64_t id, const struct seen *s)
{
	char gateway[260], result[1100];
	struct text g, r;

	text_init(&g, gateway, sizeof(gateway));
	text_escape(&g, slice_str(s->gateway), 64);
	text_init(&r, result, sizeof(result));
	text_escape(&r, slice_str(s->result), 253);
	if (strcmp(s->status, "sent") == 0)
		fprintf(ctl->out, "Gateway %s took message %lld: %s.\n",
		    gateway, (long long)id, result);
	else if (strcmp(s->status, "cancelled") != 0 && s->attempt == 0)
		fprintf(ctl->err,
		    "mfctl: message %lld was not sent: no mfcourier has taken "
		    "it.\nSee whether it runs: systemctl status mfcourier\n",
		    (long long)id);
	else
		fprintf(ctl->err,
		    "mfctl: message %lld was not sent (%s, %lld %s).\n"
		    "%s said: %s.\n",
		    (long long)id, s->status, (long long)s->attempt,
		    s->attempt == 1 ? "try" : "tries",
		    s->gateway[0] == '\0' ? "mfcourier" : gateway, result);
}

int
run_gateway_test(struct ctl *ctl, const struct invocation *inv)
{
	const struct timespec pause = { 0, LOOK_MS * 1000000L };
	int64_t id, until = now_ms() + MOST_MS;
	struct seen s = { .status = "" };
	struct wire_msg done;
	struct wire_out out;
	int code;

	if ((code = command_begin(ctl, inv, &out)) != EXIT_DONE ||
	    (code = command_check(ctl, inv, &out)) != EXIT_DONE ||
	    (code = call_engine(ctl, &out, NULL, NULL, &done)) != EXIT_DONE)
		return code;
	id = wire_int(&done, TAG_ID, 0);
	while (code == EXIT_DONE && is_open(&s) && now_ms() < until) {
		(void)nanosleep(&pause, NULL);
		code = look(ctl, id, keep, &s);
	}
	if (code == EXIT_DONE && ctl->json)
		code = look(ctl, id, print, NULL);
	else if (code == EXIT_DONE)
		tell(ctl, id, &s);
	if (code != EXIT_DONE)
		return code;
	return strcmp(s.status, "sent") == 0 ? EXIT_DONE : EXIT_REFUSED;
}
