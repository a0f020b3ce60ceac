/*
 * Challenge-response tokens (RFC 6287).  A token that counts or knows the
 * time answers within a window, as HOTP and TOTP do.  For one that does not,
 * and for one with a clock, the device's counter says how often it answered:
 * no challenge is asked twice.
 */

#include "factor/ocra.h"
#include "util/crypto.h"

#define DIGITS_LEAST 6  /* fewer are guessed too easily: rule 7 */
#define WHOLE_MOST   60 /* values of a whole HMAC, which nobody guesses */
#define STEPS_KEPT   64 /* that no window spans */

struct window {
	struct suite suite;
	uint64_t counter, counters; /* the first, and how many */
	uint64_t step, steps;
};

static unsigned
chance(const struct device *d)
{
	return d->digits == 0 ? 0 : guess_chance(d->digits);
}

enum mf_err
ocra_answer(const struct device *d, const struct suite *s, uint64_t counter,
    uint64_t step, char out[OCRA_CODE])
{
	const struct ocra_input in = {
		.counter = counter,
		.question = slice_str(d->challenge),
		.pin = { d->pin, d->pinlen },
		.session = d->session,
		.time = step,
	};

	return ocra_value(
	    d->suite, s, (struct slice){ d->secret, d->secretlen }, &in, out);
}

/* As many values as one guess may be compared with: the clock's first. */
static void
open_window(const struct device *d, const struct otp_windows *w, int64_t now,
    unsigned budget, struct window *x)
{
	unsigned each = chance(d);
	uint64_t most = each == 0 ? WHOLE_MOST : budget / each, around = 0;

	x->counter = d->counter;
	x->counters = most > 0;
	x->step = 0;
	x->steps = 1;
	if (x->suite.step != 0 && most > 0) {
		int64_t here = (now < 0 ? 0 : now) / x->suite.step + d->drift;

		around = w->totp_around;
		if (x->suite.counter && around > 1)
			around = 1;
		if (2 * around + 1 > most)
			around = (most - 1) / 2;
		here -= (int64_t)around;
		x->step = here < 0 ? 0 : (uint64_t)here;
		x->steps = 2 * around + 1;
	}
	if (x->suite.counter && most > 0) {
		x->counters = most / x->steps;
		if (x->counters > w->hotp_ahead + 1)
			x->counters = w->hotp_ahead + 1;
	}
}

static enum mf_err
search(const struct device *d, const struct window *x, struct slice code,
    uint64_t *counter, uint64_t *step, bool *hit)
{
	char want[OCRA_CODE] = "";
	enum mf_err e = MF_OK;

	*hit = false;
	for (uint64_t i = 0; i < x->counters * x->steps && !*hit; i++) {
		*counter = x->counter + i / x->steps;
		*step = x->step + i % x->steps;
		if ((e = ocra_answer(d, &x->suite, *counter, *step, want)) !=
		    MF_OK)
			break;
		*hit = same(want, code.p, code.n);
	}
	wipe(want, sizeof(want));
	return e;
}

bool
ocra_is_asked(const struct device *d, const struct suite *s)
{
	return ocra_asks(s, slice_str(d->challenge)) &&
	    (!s->session || d->session.n > 0) &&
	    (s->pin == 0 || d->pinlen == hash_size(s->pin));
}

static enum mf_err
ocra_check(const struct device *d, const struct otp_windows *w,
    struct slice code, int64_t now, unsigned budget, struct factor_result *r)
{
	struct window x;
	uint64_t counter, step;
	bool hit;
	enum mf_err e;

	*r = (struct factor_result){
		.match = MATCH_NO, .drift = d->drift, .anchor = d->anchor
	};
	if (suite_read(d->suite, &x.suite) != MF_OK ||
	    x.suite.digits != d->digits || code.n != ocra_length(&x.suite) ||
	    !ocra_is_asked(d, &x.suite))
		return MF_OK;
	open_window(d, w, now, budget, &x);
	r->cost = (unsigned)(x.counters * x.steps) * chance(d);
	e = search(d, &x, code, &counter, &step, &hit);
	if (e != MF_OK || !hit)
		return e;
	r->match = d->asked_before ? MATCH_USED : MATCH_YES;
	r->counter = (x.suite.counter ? counter : d->counter) + 1;
	if (x.suite.step != 0)
		r->drift = device_drift(
		    d, w, (int64_t)step - now / (int64_t)x.suite.step);
	return MF_OK;
}

static enum mf_err
ocra_challenge(const struct device *d, const uint8_t key[KEY_SIZE],
    const struct round *round, char out[CHALLENGE_SIZE])
{
	struct suite s;

	out[0] = '\0';
	if (suite_read(d->suite, &s) != MF_OK)
		return MF_EINVAL;
	challenge_draw(key, round, &s, out);
	return MF_OK;
}

static int64_t
ocra_repeats(const struct device *d)
{
	struct suite s;

	if (suite_read(d->suite, &s) != MF_OK || s.counter)
		return 0;
	return s.step == 0 ? INT64_MAX : (int64_t)s.step * STEPS_KEPT;
}

/* What is too long to key in, or to type back, is for other callers. */
static bool
ocra_fits_prompt(const struct device *d)
{
	struct suite s;

	return suite_read(d->suite, &s) == MF_OK &&
	    s.length <= CHALLENGE_PROMPT && s.digits >= DIGITS_LEAST &&
	    !s.session && (s.pin == 0 || d->pinlen == hash_size(s.pin));
}

static bool
ocra_moves(const struct device *d)
{
	struct suite s;

	return suite_read(d->suite, &s) == MF_OK && (s.counter || s.step != 0);
}

const struct factor_ops factor_ocra = {
	.name = "ocra",
	.title = "OCRA",
	.kind = KIND_CHALLENGE,
	.check = ocra_check,
	.challenge = ocra_challenge,
	.repeats = ocra_repeats,
	.fits_prompt = ocra_fits_prompt,
	.resync = ocra_resync,
	.moves = ocra_moves,
};
