#include <unictype.h>
#include <unistr.h>

#include "core/typed.h"

#define MINUS_SIGN 0x2212

/* The ASCII character that c stands for, c itself, or 0 for none at all. */
static ucs4_t
plain(ucs4_t c)
{
	int digit;

	if (c < 0x80)
		return c < 0x20 || c == 0x7f ? 0 : c;
	if ((digit = uc_decimal_value(c)) >= 0)
		return (ucs4_t)('0' + digit);
	if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Zs))
		return ' ';
	if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Pd) ||
	    c == MINUS_SIGN)
		return '-';
	if (c >= 0xff01 && c <= 0xff5e)
		return c - 0xff01 + '!';
	if (uc_is_general_category_withtable(c,
		UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp))
		return 0;
	return c;
}

enum mf_err
typed_fold(struct slice raw, char *out, size_t *n)
{
	size_t len = 0;
	ucs4_t c;
	int k;

	for (size_t i = 0; i < raw.n; i += (size_t)k) {
		k = u8_mbtoucr(&c, raw.p + i, raw.n - i);
		if (k <= 0 || (c = plain(c)) == 0)
			return MF_EINVAL;
		if (c < 0x80)
			out[len++] = (char)c;
		else
			for (int j = 0; j < k; j++)
				out[len++] = (char)raw.p[i + (size_t)j];
	}
	out[len] = '\0';
	*n = len;
	return MF_OK;
}
