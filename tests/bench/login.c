#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "login.h"

/* splitmix64: authenticators must differ, here they need not be secret. */
static uint64_t
draw(struct run *run)
{
	uint64_t z = run->random += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

double
run_share(struct run *run)
{
	return (double)(draw(run) >> 11) * 0x1p-53;
}

static void
build(struct run *run, struct login *l, const char *typed)
{
	const struct load_options *opt = run->opt;
	struct radius_request *r = &l->request;
	const uint64_t authenticator[] = { draw(run), draw(run) };
	char station[24];
	enum mf_err e;

	l->turn = (uint8_t)((l->turn + 1) % LANE_IDS);
	radius_begin(r, (uint8_t)(l->lane * LANE_IDS + l->turn),
	    (const uint8_t *)authenticator);
	radius_put(r, RADIUS_USER_NAME, slice_str(l->who->name));
	e = radius_put_password(r, run->secret, slice_str(typed));
	radius_put(r, RADIUS_NAS_IDENTIFIER, slice_str(opt->nas));
	if (l->statelen > 0)
		radius_put(
		    r, RADIUS_STATE, (struct slice){ l->state, l->statelen });
	if (opt->station) {
		unsigned i = (unsigned)(l->who - run->people->list);

		snprintf(station, sizeof(station), "02-00-%02X-%02X-%02X-%02X",
		    i >> 24, i >> 16 & 255, i >> 8 & 255, i & 255);
		radius_put(r, RADIUS_CALLING_STATION_ID, slice_str(station));
	}
	if (e != MF_OK || radius_sign(r, run->secret) != MF_OK) {
		fprintf(stderr, "radload: %s: the packet cannot be built.\n",
		    l->who->name);
		exit(2);
	}
	l->tries = 0;
}

void
login_begin(struct run *run, struct login *l, struct person *who, int64_t due)
{
	l->who = who;
	l->due = due;
	l->round = 0;
	l->waits = false;
	l->statelen = 0;
	who->login = l;
	who->code[0] = '\0';
	build(run, l, run->opt->password);
}

static enum intent
choose(struct run *run)
{
	uint64_t dice = draw(run) % 100;

	if (dice < run->opt->wrong)
		return TYPE_WRONG;
	if (dice < run->opt->wrong + run->opt->replay)
		return TYPE_REPLAY;
	return TYPE_RIGHT;
}

static void
type_code(struct run *run, struct login *l)
{
	char code[CODE_SIZE];

	l->waits = false;
	l->intent = choose(run);
	person_code(l->who, time(NULL), &l->intent, &l->counter, code);
	build(run, l, code);
}

static void
answer_challenge(struct run *run, struct login *l, struct slice attrs)
{
	struct radius_attr state;

	if (radius_find(attrs, RADIUS_STATE, &state)) {
		l->statelen = state.value.n;
		memcpy(l->state, state.value.p, state.value.n);
	}
	l->round = 1;
	l->waits = l->who->number != NULL && l->who->code[0] == '\0';
	if (!l->waits)
		type_code(run, l);
}

static bool
is_measured(const struct run *run, int64_t now)
{
	return now >= run->from && now < run->to;
}

static void
accepted(struct run *run, struct login *l, int64_t now)
{
	struct load_result *res = run->res;

	if (l->round == 0) {
		res->unasked++;
		return;
	}
	if (l->intent == TYPE_WRONG) {
		res->wrong_accepted++;
		return;
	}
	if (l->intent == TYPE_REPLAY) {
		res->replay_accepted++;
		return;
	}
	res->accepted++;
	person_accepted(l->who, l->counter);
	if (is_measured(run, now)) {
		res->logins++;
		hist_add(&res->login, now - l->due);
		hist_add(&res->round[1], now - l->begun);
	}
}

bool
login_decided(struct run *run, struct login *l,
    const struct radius_reply *reply, int64_t now)
{
	struct load_result *res = run->res;

	if (reply->signature != SIGNATURE_FIRST)
		res->unprotected++;
	if (l->round == 0 && reply->code == RADIUS_CHALLENGE) {
		if (is_measured(run, now))
			hist_add(&res->round[0],
			    now - (run->opt->rate > 0 ? l->due : l->begun));
		answer_challenge(run, l, reply->attrs);
		return false;
	}
	if (reply->code == RADIUS_ACCEPT)
		accepted(run, l, now);
	else if (l->round == 1 && l->intent != TYPE_RIGHT)
		res->refused++;
	else
		res->rejected++;
	l->who->busy = false;
	l->who = NULL;
	return true;
}

struct login *
login_told(struct run *run, const char *number, const char *code, int64_t now)
{
	struct person *who = people_of_number(run->people, number);
	struct login *l = who == NULL ? NULL : who->login;

	if (l == NULL || l->who != who || strlen(code) >= sizeof(who->code)) {
		run->res->strays++;
		return NULL;
	}
	strcpy(who->code, code);
	if (is_measured(run, now)) {
		run->res->codes++;
		hist_add(&run->res->code, now - l->due);
	}
	if (!l->waits)
		return NULL;
	type_code(run, l);
	return l;
}
