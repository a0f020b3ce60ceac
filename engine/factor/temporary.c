/*
 * Temporary codes for a person whose token is lost: digits drawn by the
 * engine, one use each (several uses are a list of codes), with an end.
 * A code of eight digits is one value: its chance is 10 in 1e-9.
 */

#include "core/factor.h"
#include "util/crypto.h"

static enum mf_err
temporary_check(const struct device *d, const struct otp_windows *w,
    struct slice code, int64_t now, unsigned budget, struct factor_result *r)
{
	(void)w;
	(void)now;
	*r = (struct factor_result){ .match = MATCH_NO };
	if (code.n != d->secretlen ||
	    (d->digits != 0 && (budget < 10 || code.n != d->digits)))
		return MF_OK;
	r->cost = d->digits != 0 ? 10 : 0; /* nine with letters: 40 bits */
	if (!same(code.p, d->secret, d->secretlen))
		return MF_OK;
	r->match = d->counter == 0 ? MATCH_YES : MATCH_USED;
	r->counter = 1;
	return MF_OK;
}

const struct factor_ops factor_temporary = {
	.name = "temporary",
	.title = "temporary code",
	.kind = KIND_TEMPORARY,
	.last_choice = true,
	.uses = 1,
	.check = temporary_check,
};
