/*
 * Codes that are sent: SMS and e-mail, one algorithm.  Such a device has no
 * secret of its own: while a code of this dialogue is open or was used, the
 * caller puts that code there (core/sent.h).  Nine characters of 23 are 40
 * bits: their chance does not count.
 */

#include "core/factor.h"
#include "core/sent.h"
#include "util/crypto.h"

static enum mf_err
sent_check(const struct device *d, const struct otp_windows *w,
    struct slice code, int64_t now, unsigned budget, struct factor_result *r)
{
	(void)w;
	(void)now;
	(void)budget;
	*r = (struct factor_result){ .match = MATCH_NO };
	if (d->secretlen == 0 || code.n != d->secretlen ||
	    !same(code.p, d->secret, d->secretlen))
		return MF_OK;
	r->match = d->sent.open ? MATCH_YES
	    : d->sent.used      ? MATCH_USED
				: MATCH_NO;
	return MF_OK;
}

const struct factor_ops factor_sms = {
	.name = "sms",
	.title = "SMS",
	.kind = KIND_SMS,
	.sends = true,
	.letters = SENT_LOGIN,
	.check = sent_check,
};

const struct factor_ops factor_email = {
	.name = "email",
	.title = "e-mail",
	.kind = KIND_EMAIL,
	.sends = true,
	.letters = SENT_LOGIN,
	.check = sent_check,
};
