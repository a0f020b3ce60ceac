/*
 * Where a challenge-response token is: two answers in a row to one challenge.
 * One that counts gave them at a counter and the next, one with a clock at a
 * step and the next; one with both at a counter and the next, the second a
 * few steps later at most.  There the search is a cross: the further off the
 * clock, the fewer counters.
 */

#include "factor/ocra.h"
#include "util/crypto.h"

#define LATER 2 /* steps until the second answer of a counter, at most */

/* At a prompt others wait: some 5 ms, whatever the windows are set to. */
#define PROMPT_PAIRS (1500 * (LATER + 1))

struct search {
	const struct device *d;
	struct suite suite;
	struct slice code, next;
	uint64_t ahead;  /* counters beyond the next one */
	uint64_t least;  /* of these, however far off the clock is */
	uint64_t around; /* steps either way */
	uint64_t pairs;  /* that may still be compared with */
	bool hit;
	uint64_t counter, step; /* of the second answer */
};

/* As many pairs as hit by chance with 1e-5 (rule 7). */
static uint64_t
pairs_most(unsigned digits)
{
	uint64_t most = 1;

	if (digits == 0)
		return UINT64_MAX;
	for (unsigned i = 5; i < 2 * digits; i++)
		most *= 10;
	return most;
}

static enum mf_err
is_answer(const struct search *x, struct slice code, uint64_t counter,
    uint64_t step, bool *yes)
{
	char want[OCRA_CODE] = "";
	enum mf_err e = ocra_answer(x->d, &x->suite, counter, step, want);

	*yes = e == MF_OK && same(want, code.p, code.n);
	wipe(want, sizeof(want));
	return e;
}

/* The second answer, where the first one was given at counter and step. */
static enum mf_err
find_next(struct search *x, uint64_t counter, uint64_t step)
{
	uint64_t last = x->suite.step == 0 ? step : step + LATER;
	enum mf_err e = MF_OK;

	if (x->suite.counter)
		counter++;
	else
		last = ++step;
	for (; step <= last && !x->hit && e == MF_OK; step++) {
		e = is_answer(x, x->next, counter, step, &x->hit);
		x->counter = counter;
		x->step = step;
	}
	return e;
}

static enum mf_err
search_step(struct search *x, uint64_t step, uint64_t counters)
{
	unsigned each = x->suite.counter && x->suite.step != 0 ? LATER + 1 : 1;
	enum mf_err e = MF_OK;
	bool first;

	for (uint64_t i = 0; i < counters && !x->hit && e == MF_OK; i++) {
		uint64_t counter = x->d->counter + i;

		if (x->pairs < each)
			break;
		x->pairs -= each;
		e = is_answer(x, x->code, counter, step, &first);
		if (e == MF_OK && first)
			e = find_next(x, counter, step);
	}
	return e;
}

/* From now on, both ways. */
static enum mf_err
search(struct search *x, uint64_t here)
{
	enum mf_err e = MF_OK;

	for (uint64_t off = 0; off <= x->around && !x->hit; off++) {
		uint64_t n = x->ahead / (off + 1) + 1 + x->least;

		if (n > x->ahead + 1)
			n = x->ahead + 1;
		e = search_step(x, here + off, n);
		if (e == MF_OK && !x->hit && off > 0 && off <= here)
			e = search_step(x, here - off, n);
		if (e != MF_OK)
			break;
	}
	return e;
}

static void
found(const struct search *x, uint64_t here, struct factor_result *r)
{
	r->match = MATCH_YES;
	r->counter = x->suite.counter ? x->counter + 1 : x->d->counter + 2;
	if (x->suite.step != 0) {
		r->drift = (int32_t)((int64_t)x->step - (int64_t)here);
		r->anchor = r->drift;
	}
}

enum mf_err
ocra_resync(const struct device *d, const struct otp_windows *w, bool helpdesk,
    struct slice code, struct slice next, int64_t now, struct factor_result *r)
{
	struct search x = { .d = d, .code = code, .next = next };
	uint64_t here = 0;
	enum mf_err e;

	*r = (struct factor_result){
		.match = MATCH_NO, .drift = d->drift, .anchor = d->anchor
	};
	if (suite_read(d->suite, &x.suite) != MF_OK ||
	    x.suite.digits != d->digits || code.n != ocra_length(&x.suite) ||
	    next.n != code.n || !ocra_is_asked(d, &x.suite) ||
	    (!x.suite.counter && x.suite.step == 0))
		return MF_OK;
	x.pairs = pairs_most(x.suite.digits);
	if (!helpdesk && x.pairs > PROMPT_PAIRS)
		x.pairs = PROMPT_PAIRS;
	if (x.suite.counter) {
		x.ahead = helpdesk ? w->desk_hotp : w->sync_hotp;
		x.least = w->hotp_ahead;
	}
	if (x.suite.step != 0) {
		x.around = helpdesk ? w->desk_totp : w->sync_totp;
		here = (uint64_t)(now < 0 ? 0 : now) / x.suite.step;
	}
	if ((e = search(&x, here)) == MF_OK && x.hit)
		found(&x, here, r);
	return e;
}
