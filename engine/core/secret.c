#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "core/secret.h"
#include "util/crypto.h"

static bool
has_control(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 0x20 || s.p[i] == 0x7f)
			return true;
	return false;
}

static bool
is_ascii(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= 0x80)
			return false;
	return true;
}

/* Any space as U+0020, which never is longer; false: a control character. */
static bool
map_spaces(struct slice raw, uint8_t *out, size_t *n)
{
	ucs4_t c;
	int k;

	*n = 0;
	for (size_t i = 0; i < raw.n; i += (size_t)k) {
		k = u8_mbtouc(&c, raw.p + i, raw.n - i);
		if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cc))
			return false;
		if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Zs)) {
			out[(*n)++] = ' ';
			continue;
		}
		memcpy(out + *n, raw.p + i, (size_t)k);
		*n += (size_t)k;
	}
	return true;
}

static enum mf_err
compose(struct slice in, uint8_t *out, size_t size, size_t *n)
{
	uint8_t *p;

	*n = size;
	if ((p = u8_normalize(UNINORM_NFC, in.p, in.n, out, n)) == NULL)
		return MF_ENOMEM;
	if (p != out) { /* out was smaller than promised */
		wipe(p, *n);
		free(p);
		return MF_EINVAL;
	}
	return MF_OK;
}

enum mf_err
password_prepare(struct slice raw, uint8_t *out, size_t size, size_t *n)
{
	uint8_t spaced[PASSWORD_RAW_MAX];
	struct slice s = { spaced, 0 };
	enum mf_err e = MF_EINVAL;

	*n = 0;
	if (raw.n == 0 || raw.n > sizeof(spaced) || raw.n > size ||
	    has_control(raw))
		goto out;
	if (is_ascii(raw) || u8_check(raw.p, raw.n) != NULL) {
		memcpy(out, raw.p, raw.n);
		*n = raw.n;
		return MF_OK;
	}
	if (map_spaces(raw, spaced, &s.n))
		e = compose(s, out, size, n);
out:
	if (e != MF_OK) {
		wipe(out, size);
		*n = 0;
	}
	wipe(spaced, sizeof(spaced));
	return e;
}

const char *const password_fault_texts[PASSWORD_FAULT_MAX] = {
	[PASSWORD_FINE] = "is long and varied enough",
	[PASSWORD_SHORT] = "is too short",
	[PASSWORD_NO_UPPER] = "needs an upper-case letter",
	[PASSWORD_NO_LOWER] = "needs a lower-case letter",
	[PASSWORD_NO_DIGIT] = "needs a digit",
	[PASSWORD_NO_SPECIAL] = ("needs a character that is neither a letter "
				 "nor a digit"),
};

void
password_quality(const struct password_rules *rules, struct slice s,
    enum password_fault *fault)
{
	bool upper = false, lower = false, digit = false, special = false;
	size_t characters = 0;
	ucs4_t c;

	for (size_t i = 0; i < s.n; characters++) {
		i += (size_t)u8_mbtouc(&c, s.p + i, s.n - i);
		if (uc_is_property_uppercase(c))
			upper = true;
		else if (uc_is_property_lowercase(c))
			lower = true;
		else if (uc_decimal_value(c) >= 0)
			digit = true;
		else if (!uc_is_general_category_withtable(
			     c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M))
			special = true;
	}
	*fault = characters < rules->min ? PASSWORD_SHORT
	    : rules->upper && !upper     ? PASSWORD_NO_UPPER
	    : rules->lower && !lower     ? PASSWORD_NO_LOWER
	    : rules->digit && !digit     ? PASSWORD_NO_DIGIT
	    : rules->special && !special ? PASSWORD_NO_SPECIAL
					 : PASSWORD_FINE;
}
