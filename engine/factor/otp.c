/* HOTP (RFC 4226) and TOTP (RFC 6238): one algorithm, two counters. */

#include <liboath/oath.h>

#include "core/factor.h"
#include "util/crypto.h"

#define CODE_MAX 9 /* eight digits and a NUL */

/* One value.  liboath's HOTP is SHA-1 only; its TOTP with a step of 1 s
 * started at 0 is HOTP with any hash. */
static enum mf_err
value(const struct device *d, uint64_t counter, char out[CODE_MAX])
{
	int flags = d->hash == HASH_SHA256 ? OATH_TOTP_HMAC_SHA256
	    : d->hash == HASH_SHA512       ? OATH_TOTP_HMAC_SHA512
					   : 0;

	if (counter > INT64_MAX ||
	    oath_totp_generate2((const char *)d->secret, d->secretlen,
		(time_t)counter, 1, 0, d->digits, flags, out) != OATH_OK)
		return MF_ECRYPTO;
	return MF_OK;
}

/* The first of n values from first on that equals code; *found says which. */
static enum mf_err
search(const struct device *d, struct slice code, uint64_t first, uint64_t n,
    bool *hit, uint64_t *found)
{
	char want[CODE_MAX] = "";
	enum mf_err e = MF_OK;

	*hit = false;
	if (code.n != d->digits)
		return MF_OK;
	for (uint64_t c = first; c < first + n; c++) {
		if ((e = value(d, c, want)) != MF_OK)
			break;
		if (same(want, code.p, d->digits)) {
			*hit = true;
			*found = c;
			break;
		}
	}
	wipe(want, sizeof(want));
	return e;
}

/* A code at or before the last accepted one is told apart, never accepted. */
static enum mf_err
look_back(const struct device *d, unsigned reach, struct slice code,
    struct factor_result *r)
{
	uint64_t n = d->counter < reach ? d->counter : reach;
	bool hit;
	enum mf_err e;

	e = search(d, code, d->counter - n, n, &hit, &r->counter);
	if (e == MF_OK && hit)
		r->match = MATCH_USED;
	return e;
}

/* Two values may have one code: what opened a login opens no other. */
static enum mf_err
is_last(const struct device *d, struct slice code, bool *yes)
{
	uint64_t found;

	*yes = false;
	return d->counter == 0
	    ? MF_OK
	    : search(d, code, d->counter - 1, 1, yes, &found);
}

static enum mf_err
check_range(const struct device *d, const struct otp_windows *w,
    struct slice code, uint64_t first, uint64_t last, struct factor_result *r)
{
	uint64_t found;
	bool hit = false, again;
	enum mf_err e;

	*r = (struct factor_result){
		.match = MATCH_NO, .drift = d->drift, .anchor = d->anchor
	};
	if (first < d->counter)
		first = d->counter;
	if ((e = is_last(d, code, &again)) != MF_OK)
		return e;
	if (first <= last) {
		r->cost =
		    (unsigned)(last - first + 1) * guess_chance(d->digits);
		e = search(d, code, first, last - first + 1, &hit, &found);
		if (e != MF_OK)
			return e;
	}
	if (!hit || again)
		return look_back(d, w->look_back, code, r);
	r->match = MATCH_YES;
	r->counter = found + 1;
	return MF_OK;
}

static enum mf_err
hotp_check(const struct device *d, const struct otp_windows *w,
    struct slice code, int64_t now, unsigned budget, struct factor_result *r)
{
	uint64_t n = w->hotp_ahead + 1, most = budget / guess_chance(d->digits);

	(void)now;
	if (n > most)
		n = most;
	if (n == 0) {
		*r = (struct factor_result){ 0 };
		return MF_OK;
	}
	return check_range(d, w, code, d->counter, d->counter + n - 1, r);
}

/* The step its clock shows now; never below 0. */
static uint64_t
step_of(const struct device *d, int64_t now)
{
	int64_t s = (now < 0 ? 0 : now) / d->step + d->drift;

	return s < 0 ? 0 : (uint64_t)s;
}

static enum mf_err
totp_check(const struct device *d, const struct otp_windows *w,
    struct slice code, int64_t now, unsigned budget, struct factor_result *r)
{
	uint64_t here = step_of(d, now), around = w->totp_around;
	uint64_t most = budget / guess_chance(d->digits);
	enum mf_err e;

	if (most == 0) {
		*r = (struct factor_result){ 0 };
		return MF_OK;
	}
	if (2 * around + 1 > most)
		around = (most - 1) / 2;
	e = check_range(
	    d, w, code, here < around ? 0 : here - around, here + around, r);
	if (e != MF_OK || r->match != MATCH_YES)
		return e;
	r->drift =
	    device_drift(d, w, (int64_t)(r->counter - 1) - now / d->step);
	return MF_OK;
}

/*
 * Two codes of consecutive values in first..last, both newer than the last
 * accepted.  One guess hits by chance with (last - first) / 10^(2 * digits).
 */
static enum mf_err
pair(const struct device *d, struct slice code, struct slice next,
    uint64_t first, uint64_t last, struct factor_result *r)
{
	char after[CODE_MAX] = "";
	bool hit = true;
	uint64_t found;
	enum mf_err e = MF_OK;

	*r = (struct factor_result){
		.match = MATCH_NO, .drift = d->drift, .anchor = d->anchor
	};
	if (next.n != d->digits)
		return MF_OK;
	if (first < d->counter)
		first = d->counter;
	for (; hit && first <= last; first = found + 1) {
		e = search(d, code, first, last - first + 1, &hit, &found);
		if (e != MF_OK || !hit)
			break;
		if ((e = value(d, found + 1, after)) != MF_OK)
			break;
		if (same(after, next.p, d->digits)) {
			r->match = MATCH_YES;
			r->counter = found + 2;
			break;
		}
	}
	wipe(after, sizeof(after));
	return e;
}

static enum mf_err
hotp_resync(const struct device *d, const struct otp_windows *w, bool helpdesk,
    struct slice code, struct slice next, int64_t now, struct factor_result *r)
{
	unsigned reach = helpdesk ? w->desk_hotp : w->sync_hotp;

	(void)now;
	return pair(d, code, next, d->counter, d->counter + reach, r);
}

static enum mf_err
totp_resync(const struct device *d, const struct otp_windows *w, bool helpdesk,
    struct slice code, struct slice next, int64_t now, struct factor_result *r)
{
	unsigned reach = helpdesk ? w->desk_totp : w->sync_totp;
	int64_t here = (now < 0 ? 0 : now) / d->step;
	uint64_t first = here < (int64_t)reach ? 0 : (uint64_t)here - reach;
	enum mf_err e;

	e = pair(d, code, next, first, (uint64_t)here + reach, r);
	if (e == MF_OK && r->match == MATCH_YES) {
		r->drift = (int32_t)((int64_t)(r->counter - 1) - here);
		r->anchor = r->drift;
	}
	return e;
}

const struct factor_ops factor_hotp = {
	.name = "hotp",
	.title = "HOTP",
	.kind = KIND_TOKEN,
	.check = hotp_check,
	.resync = hotp_resync,
};

const struct factor_ops factor_totp = {
	.name = "totp",
	.title = "TOTP",
	.kind = KIND_TOKEN,
	.check = totp_check,
	.resync = totp_resync,
};
