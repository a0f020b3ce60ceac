#include <string.h>
#include <time.h>

#include "courier/mail_text.h"

#define LINE_BYTES 72 /* of quoted-printable; 76 are allowed */
#define WORD_BYTES 52 /* of an encoded word; the line has 76 */

static void
put_hex(struct text *t, uint8_t c)
{
	text_printf(t, "=%02X", (unsigned)c);
}

/* An address of ours is plain ASCII or UTF-8 without what ends a header. */
static bool
is_address(const char *s, size_t n)
{
	const char *at = memchr(s, '@', n);

	if (at == NULL || at == s || at + 1 == s + n || n > 254)
		return false;
	for (size_t i = 0; i < n; i++)
		if ((uint8_t)s[i] <= ' ' || s[i] == 0x7f ||
		    strchr("<>,;:\"()[]\\", s[i]) != NULL)
			return false;
	return true;
}

enum mf_err
mail_address(const char *from, char *out, size_t size)
{
	const char *p = strrchr(from, '<');
	size_t n = p == NULL ? strlen(from) : strcspn(p + 1, ">");

	p = p == NULL ? from : p + 1;
	if (!is_address(p, n) || n >= size || (p != from && p[n] != '>'))
		return MF_EINVAL;
	memcpy(out, p, n);
	out[n] = '\0';
	return MF_OK;
}

static bool
is_ascii(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((uint8_t)s[i] < 0x20 || (uint8_t)s[i] >= 0x7f)
			return false;
	return true;
}

static bool
is_atom(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z');
}

/* Bytes of the character at s; at least one. */
static size_t
char_bytes(const char *s, size_t n)
{
	size_t k = 1;

	while (k < n && ((uint8_t)s[k] & 0xc0) == 0x80)
		k++;
	return k;
}

/* Words of the form =?UTF-8?Q?...?= with whole characters (RFC 2047). */
static void
put_encoded(struct text *t, const char *s, size_t n)
{
	size_t begin = 0;

	text_put(t, "=?UTF-8?Q?");
	begin = t->len;
	while (n > 0) {
		size_t k = char_bytes(s, n);

		if (t->len - begin + 3 * k > WORD_BYTES) {
			text_put(t, "?=\r\n =?UTF-8?Q?");
			begin = t->len;
		}
		for (size_t i = 0; i < k; i++)
			if (is_atom(s[i]))
				text_putn(t, s + i, 1);
			else if (s[i] == ' ')
				text_put(t, "_");
			else
				put_hex(t, (uint8_t)s[i]);
		s += k;
		n -= k;
	}
	text_put(t, "?=");
}

static void
put_words(struct text *t, const char *s, size_t n)
{
	if (is_ascii(s, n) && n < LINE_BYTES && memchr(s, '?', n) == NULL)
		text_putn(t, s, n);
	else
		put_encoded(t, s, n);
}

/* "Name <address>": the name encoded or in quotes. */
static enum mf_err
put_from(struct text *t, const char *from)
{
	const char *angle = strrchr(from, '<');
	char address[256];
	size_t n = angle == NULL ? 0 : (size_t)(angle - from);

	if (mail_address(from, address, sizeof(address)) != MF_OK)
		return MF_EINVAL;
	while (n > 0 && from[n - 1] == ' ')
		n--;
	if (n > 1 && from[0] == '"' && from[n - 1] == '"') {
		from++;
		n -= 2;
	}
	if (n > 0 && strcspn(from, "\"\\()<>[]:;@,.") >= n && is_ascii(from, n))
		text_putn(t, from, n);
	else if (n > 0)
		put_encoded(t, from, n);
	text_printf(t, n > 0 ? " <%s>" : "%s", address);
	return MF_OK;
}

/* "Sat, 21 Nov 2026 09:14:07 +0000", whatever the locale. */
static void
put_date(struct text *t, int64_t seconds)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	const time_t when = (time_t)seconds;
	struct tm tm;

	if (gmtime_r(&when, &tm) == NULL)
		return;
	text_printf(t, "Date: %.3s, %d %.3s %d %02d:%02d:%02d +0000\r\n",
	    days + 3 * tm.tm_wday, tm.tm_mday, months + 3 * tm.tm_mon,
	    tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* Quoted-printable (RFC 2045 section 6.7). */
static void
put_body(struct text *t, const char *s)
{
	size_t begin = t->len;

	for (; *s != '\0'; s++) {
		bool last = s[1] == '\n' || s[1] == '\0';

		if (*s == '\n') {
			text_put(t, "\r\n");
			begin = t->len;
			continue;
		}
		if (t->len - begin >= LINE_BYTES) {
			text_put(t, "=\r\n");
			begin = t->len;
		}
		if (*s == '=' || (uint8_t)*s < ' ' || (uint8_t)*s > '~' ||
		    (*s == ' ' && last) || (*s == '.' && t->len == begin))
			put_hex(t, (uint8_t)*s);
		else
			text_putn(t, s, 1);
	}
}

enum mf_err
mail_build(const struct mail *m, struct text *t)
{
	char domain[256];

	if (!is_address(m->to, strlen(m->to)) ||
	    mail_address(m->from, domain, sizeof(domain)) != MF_OK ||
	    m->id[strspn(m->id, "0123456789abcdefABCDEF.-")] != '\0')
		return MF_EINVAL;
	text_put(t, "From: ");
	if (put_from(t, m->from) != MF_OK)
		return MF_EINVAL;
	text_printf(t, "\r\nTo: %s\r\nSubject: ", m->to);
	put_words(t, m->subject, strlen(m->subject));
	text_put(t, "\r\n");
	put_date(t, m->date);
	text_printf(t,
	    "Message-ID: <%s@%s>\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=UTF-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "Auto-Submitted: auto-generated\r\n\r\n",
	    m->id, strchr(domain, '@') + 1);
	put_body(t, m->body);
	return t->cut ? MF_EFULL : MF_OK;
}
