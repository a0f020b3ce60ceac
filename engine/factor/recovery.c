/*
 * Recovery codes (core/recovery.h): a list that its owner has printed.  80 bits
 * cost nothing of the guess.
 */

#include "core/factor.h"
#include "core/recovery.h"
#include "util/crypto.h"

/* Which code of the list it is; RECOVERY_CODES: none. */
static unsigned
find(const struct device *d, const char *code)
{
	uint8_t hash[RECOVERY_HASH];
	unsigned found = RECOVERY_CODES;

	recovery_hash(d->secret, code, hash);
	for (unsigned i = 0; i < RECOVERY_CODES; i++)
		if (same(hash, d->secret + RECOVERY_SALT + i * RECOVERY_HASH,
			RECOVERY_HASH))
			found = i;
	wipe(hash, sizeof(hash));
	return found;
}

static enum mf_err
recovery_check(const struct device *d, const struct otp_windows *w,
    struct slice typed, int64_t now, unsigned budget, struct factor_result *r)
{
	char code[RECOVERY_SIZE] = "";
	unsigned i = RECOVERY_CODES;

	(void)w;
	(void)now;
	(void)budget;
	*r = (struct factor_result){ .match = MATCH_NO };
	if (d->secretlen == RECOVERY_SECRET && recovery_read(typed, code))
		i = find(d, code);
	wipe(code, sizeof(code));
	if (i == RECOVERY_CODES)
		return MF_OK;
	if ((d->counter & UINT64_C(1) << i) != 0) {
		r->match = MATCH_USED;
		r->counter = i;
	} else {
		r->match = MATCH_YES;
		r->counter = d->counter | UINT64_C(1) << i;
	}
	return MF_OK;
}

const struct factor_ops factor_recovery = {
	.name = "recovery",
	.title = "recovery codes",
	.kind = KIND_RECOVERY,
	.last_choice = true,
	.uses = RECOVERY_CODES,
	.letters = RECOVERY_LETTERS,
	.check = recovery_check,
};
