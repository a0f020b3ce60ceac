/*
 * Yubico OTP (core/yubico.h): what a key types is good once, and what it typed
 * before that is good no more.  128 bits cost nothing of the guess.
 */

#include "core/factor.h"
#include "core/yubico.h"

static enum mf_err
yubikey_check(const struct device *d, const struct otp_windows *w,
    struct slice code, int64_t now, unsigned budget, struct factor_result *r)
{
	uint64_t value;

	(void)w;
	(void)now;
	(void)budget;
	*r = (struct factor_result){ .match = MATCH_NO };
	if (d->secretlen != YUBICO_SECRET ||
	    !yubico_open(code, d->secret, &value))
		return MF_OK;
	if (value < d->counter) {
		r->match = MATCH_USED;
		r->counter = value;
	} else {
		r->match = MATCH_YES;
		r->counter = value + 1;
	}
	return MF_OK;
}

const struct factor_ops factor_yubikey = {
	.name = "yubikey",
	.title = "Yubico OTP",
	.kind = KIND_YUBIKEY,
	.letters = YUBICO_CODE,
	.check = yubikey_check,
};
