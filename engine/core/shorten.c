#include <string.h>
#include <unictype.h>
#include <unistr.h>

#include "core/shorten.h"
#include "core/identity.h"
#include "core/typed.h"

#define LABEL_BYTES     30
#define DOMAIN_BYTES    40
#define SERIAL_SHOWN    16
#define CHALLENGE_BYTES 64

static void
put_char(struct text *t, char c)
{
	text_putn(t, &c, 1);
}

static bool
is_printable(char c)
{
	return c >= 0x20 && c < 0x7f;
}

/* At most max bytes of s, cut between characters, what is unseen as '?'. */
static void
put_clean(struct text *t, const char *s, size_t n, size_t max)
{
	const uint8_t *p = (const uint8_t *)s;
	ucs4_t c;
	int k;

	for (size_t i = 0; i < n; i += (size_t)k) {
		k = u8_mbtouc(&c, p + i, n - i);
		if (i + (size_t)k > max) {
			text_put(t, "..");
			return;
		}
		if (c == '"')
			put_char(t, '\'');
		else if (c == 0xfffd ||
		    uc_is_general_category_withtable(c,
			UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Zl |
			    UC_CATEGORY_MASK_Zp))
			put_char(t, '?');
		else
			text_putn(t, p + i, (size_t)k);
	}
}

void
shorten_serial(struct text *t, const char *s)
{
	shorten_serial_to(t, s, SIZE_MAX);
}

void
shorten_serial_to(struct text *t, const char *s, size_t max)
{
	size_t n = 0, shown = 0, hidden, separators = 0, begin = t->len;

	for (const char *p = s; *p != '\0'; p++)
		n += (size_t)ascii_is_alnum(*p);
	hidden = n < 12 ? 2 : n / 4;
	n = n > hidden ? n - hidden : 0;
	if (n > SERIAL_SHOWN)
		n = SERIAL_SHOWN;
	for (; shown < n; s++) {
		if (!ascii_is_alnum(*s)) {
			separators += shown > 0;
			continue;
		}
		if (t->len - begin + (separators > 0) >= max)
			break;
		if (separators > 0) /* however many: one, as printed */
			put_char(t, is_printable(s[-1]) ? s[-1] : '?');
		separators = 0;
		put_char(t, *s);
		shown++;
	}
	text_put(t, "..");
}

static const char *
tail(const char *e164)
{
	size_t n = strlen(e164), shown = n > 10 ? 4 : 2;

	return n > shown ? e164 + n - shown : "";
}

void
shorten_phone(struct text *t, const char *e164)
{
	size_t n;

	if (e164[0] == '+' && (n = phone_country(e164 + 1)) < strlen(e164))
		put_clean(t, e164, 1 + n, 1 + n);
	text_put(t, "....");
	put_clean(t, tail(e164), strlen(tail(e164)), 4);
}

void
shorten_phone_tail(struct text *t, const char *e164)
{
	text_put(t, "..");
	put_clean(t, tail(e164), strlen(tail(e164)), 4);
}

void
shorten_email(struct text *t, const char *address)
{
	shorten_email_to(t, address, DOMAIN_BYTES);
}

void
shorten_email_to(struct text *t, const char *address, size_t max)
{
	const char *at = strrchr(address, '@');

	if (at != NULL && at > address && is_printable(address[0]))
		put_char(t, address[0]);
	text_put(t, "...");
	if (at != NULL)
		put_clean(
		    t, at, strlen(at), max < DOMAIN_BYTES ? max : DOMAIN_BYTES);
}

void
shorten_label(struct text *t, const char *label)
{
	shorten_label_to(t, label, LABEL_BYTES);
}

void
shorten_label_to(struct text *t, const char *label, size_t max)
{
	put_clean(
	    t, label, strlen(label), max < LABEL_BYTES ? max : LABEL_BYTES);
}

void
shorten_words(struct text *t, const void *said, size_t n, size_t max)
{
	put_clean(t, said, n, max);
}

void
shorten_challenge(struct text *t, const char *digits)
{
	for (size_t i = 0; i < CHALLENGE_BYTES && digits[i] != '\0'; i++) {
		if (i > 0 && i % 4 == 0)
			put_char(t, ' ');
		put_char(t, is_printable(digits[i]) ? digits[i] : '?');
	}
}
