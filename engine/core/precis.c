#include <string.h>
#include <uninorm.h>
#include <unictype.h>

#include "core/precis.h"

#define LETTER_DIGITS                                                          \
	(UC_CATEGORY_MASK_Ll | UC_CATEGORY_MASK_Lu | UC_CATEGORY_MASK_Lo |     \
	    UC_CATEGORY_MASK_Nd | UC_CATEGORY_MASK_Lm | UC_CATEGORY_MASK_Mn |  \
	    UC_CATEGORY_MASK_Mc)
#define VIRAMA 9

enum {
	MIDDLE_DOT = 0x00b7,
	KERAIA = 0x0375,
	GERESH = 0x05f3,
	GERSHAYIM = 0x05f4,
	ZWNJ = 0x200c,
	ZWJ = 0x200d,
	KATAKANA_DOT = 0x30fb,
};

static bool
is_in(ucs4_t c, ucs4_t first, ucs4_t last)
{
	return c >= first && c <= last;
}

static bool
arabic_digit(ucs4_t c)
{
	return is_in(c, 0x0660, 0x0669);
}

static bool
extended_arabic_digit(ucs4_t c)
{
	return is_in(c, 0x06f0, 0x06f9);
}

/* Exceptions of RFC 8264, section 9.6 (RFC 5892, section 2.6). */
static bool
is_exception(ucs4_t c, bool *allowed)
{
	static const ucs4_t valid[] = { 0x00df, 0x03c2, 0x06fd, 0x06fe, 0x0f0b,
		0x3007, MIDDLE_DOT, KERAIA, GERESH, GERSHAYIM, KATAKANA_DOT };
	static const ucs4_t invalid[] = { 0x0640, 0x07fa, 0x302e, 0x302f,
		0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303b };

	for (size_t i = 0; i < sizeof(valid) / sizeof(valid[0]); i++)
		if (c == valid[i])
			return *allowed = true;
	*allowed = false;
	for (size_t i = 0; i < sizeof(invalid) / sizeof(invalid[0]); i++)
		if (c == invalid[i])
			return true;
	return false;
}

static bool
is_old_hangul(ucs4_t c)
{
	return is_in(c, 0x1100, 0x11ff) || is_in(c, 0xa960, 0xa97c) ||
	    is_in(c, 0xd7b0, 0xd7fb);
}

static bool
has_compatible_form(ucs4_t c)
{
	ucs4_t form[UC_DECOMPOSITION_MAX_LENGTH];
	size_t n = UC_DECOMPOSITION_MAX_LENGTH;

	return u32_normalize(UNINORM_NFKC, &c, 1, form, &n) != form || n != 1 ||
	    form[0] != c;
}

bool
precis_allows(ucs4_t c)
{
	bool allowed;

	if (c < 0x80)
		return is_in(c, 0x21, 0x7e);
	if (is_exception(c, &allowed))
		return allowed;
	if (c == ZWNJ || c == ZWJ)
		return true;
	return uc_is_general_category_withtable(c, LETTER_DIGITS) &&
	    !is_old_hangul(c) &&
	    !uc_is_property_default_ignorable_code_point(c) &&
	    !uc_is_property_not_a_character(c) && !has_compatible_form(c);
}

static bool
is_script(ucs4_t c, const char *name)
{
	const uc_script_t *script = uc_script(c);

	return script != NULL && strcmp(script->name, name) == 0;
}

/* (L|D) T* ZWNJ T* (R|D): between letters that would join. */
static bool
breaks_a_joint(const ucs4_t *s, size_t n, size_t i)
{
	size_t l = i, r = i + 1;
	int type;

	while (l > 0 && uc_joining_type(s[l - 1]) == UC_JOINING_TYPE_T)
		l--;
	while (r < n && uc_joining_type(s[r]) == UC_JOINING_TYPE_T)
		r++;
	if (l == 0 || r == n)
		return false;
	type = uc_joining_type(s[l - 1]);
	if (type != UC_JOINING_TYPE_L && type != UC_JOINING_TYPE_D)
		return false;
	type = uc_joining_type(s[r]);
	return type == UC_JOINING_TYPE_R || type == UC_JOINING_TYPE_D;
}

static bool
has_any(const ucs4_t *s, size_t n, bool (*is)(ucs4_t))
{
	for (size_t i = 0; i < n; i++)
		if (is(s[i]))
			return true;
	return false;
}

static bool
is_japanese(ucs4_t c)
{
	return c != KATAKANA_DOT &&
	    (is_script(c, "Hiragana") || is_script(c, "Katakana") ||
		is_script(c, "Han"));
}

static bool
context_fits(const ucs4_t *s, size_t n, size_t i)
{
	ucs4_t before = i > 0 ? s[i - 1] : 0, after = i + 1 < n ? s[i + 1] : 0;

	switch (s[i]) {
	case ZWJ:
		return uc_combining_class(before) == VIRAMA;
	case ZWNJ:
		return uc_combining_class(before) == VIRAMA ||
		    breaks_a_joint(s, n, i);
	case MIDDLE_DOT:
		return before == 'l' && after == 'l';
	case KERAIA:
		return is_script(after, "Greek");
	case GERESH:
	case GERSHAYIM:
		return is_script(before, "Hebrew");
	case KATAKANA_DOT:
		return has_any(s, n, is_japanese);
	default:
		return !arabic_digit(s[i]) ||
		    !has_any(s, n, extended_arabic_digit);
	}
}

#define BIDI(type) (1u << UC_BIDI_##type)

/* RFC 5893, section 2, for text that has a right-to-left character. */
static bool
bidi_fits(const ucs4_t *s, size_t n)
{
	const unsigned rtl = BIDI(R) | BIDI(AL), numbers = BIDI(EN) | BIDI(AN);
	unsigned seen = 0;
	size_t end = n;

	for (size_t i = 0; i < n; i++)
		seen |= 1u << uc_bidi_class(s[i]);
	if ((seen & (rtl | BIDI(AN))) == 0)
		return true;
	while (end > 0 && uc_bidi_class(s[end - 1]) == UC_BIDI_NSM)
		end--;
	return end > 0 && (1u << uc_bidi_class(s[0]) & rtl) != 0 &&
	    (1u << uc_bidi_class(s[end - 1]) & (rtl | numbers)) != 0 &&
	    (seen &
		~(rtl | numbers | BIDI(ES) | BIDI(CS) | BIDI(ET) | BIDI(ON) |
		    BIDI(BN) | BIDI(NSM))) == 0 &&
	    (seen & numbers) != numbers;
}

bool
precis_fits(const ucs4_t *s, size_t n)
{
	if (n == 0 ||
	    uc_is_general_category_withtable(s[0], UC_CATEGORY_MASK_M))
		return false;
	for (size_t i = 0; i < n; i++)
		if (s[i] >= 0x80 && !context_fits(s, n, i))
			return false;
	return bidi_fits(s, n);
}
