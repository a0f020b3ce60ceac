#include <string.h>

#include "core/ocra.h"
#include "core/typed.h"
#include "util/crypto.h"

#define NIBBLES (2 * OCRA_QUESTION)

static int
nibble(char c)
{
	return ascii_is_digit(c)   ? c - '0'
	    : c >= 'a' && c <= 'f' ? c - 'a' + 10
	    : c >= 'A' && c <= 'F' ? c - 'A' + 10
				   : -1;
}

bool
ocra_takes(const struct suite *s, char c)
{
	return s->format == 'N' ? ascii_is_digit(c)
	    : s->format == 'H'  ? nibble(c) >= 0
				: ascii_is_alnum(c);
}

bool
ocra_asks(const struct suite *s, struct slice text)
{
	if (text.n == 0 || text.n > (size_t)2 * s->length)
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (!ocra_takes(s, (char)text.p[i]))
			return false;
	return true;
}

/* Hexadecimal digits from the left on, an odd last one too. */
static void
put_nibbles(const uint8_t *v, size_t n, uint8_t out[OCRA_QUESTION])
{
	for (size_t i = 0; i < n; i++)
		out[i / 2] |= (uint8_t)(i % 2 == 0 ? v[i] << 4 : v[i]);
}

/* A decimal number as hexadecimal digits without zeros before it. */
static void
put_decimal(struct slice text, uint8_t out[OCRA_QUESTION])
{
	uint8_t v[NIBBLES] = { 0 }; /* the least digit last */
	size_t skip = 0;

	for (size_t i = 0; i < text.n; i++) {
		unsigned carry = (unsigned)(text.p[i] - '0');

		/* n digits take n nibbles at most */
		for (size_t k = NIBBLES; k-- > NIBBLES - 1 - i;) {
			carry += v[k] * 10U;
			v[k] = carry & 0xf;
			carry >>= 4;
		}
	}
	while (skip < NIBBLES - 1 && v[skip] == 0)
		skip++;
	put_nibbles(v + skip, NIBBLES - skip, out);
}

static void
put_question(char format, struct slice text, uint8_t out[OCRA_QUESTION])
{
	uint8_t v[OCRA_QUESTION];

	memset(out, 0, OCRA_QUESTION);
	if (format == 'A') {
		memcpy(out, text.p, text.n);
	} else if (format == 'N') {
		put_decimal(text, out);
	} else {
		for (size_t i = 0; i < text.n; i++)
			v[i] = (uint8_t)nibble((char)text.p[i]);
		put_nibbles(v, text.n, out);
	}
}

static void
put_number(uint64_t v, uint8_t out[8])
{
	for (size_t i = 8; i-- > 0; v >>= 8)
		out[i] = v & 0xff;
}

/* HOTP's dynamic truncation (RFC 4226, section 5.3), of any hash. */
static void
cut(const uint8_t *mac, size_t n, unsigned digits, char *out)
{
	size_t at = mac[n - 1] & 0xf;
	uint32_t v = (uint32_t)(mac[at] & 0x7f) << 24 |
	    (uint32_t)mac[at + 1] << 16 | (uint32_t)mac[at + 2] << 8 |
	    mac[at + 3];

	out[digits] = '\0';
	for (; digits > 0; v /= 10)
		out[--digits] = (char)('0' + v % 10);
}

static bool
fits(const struct suite *s, const struct ocra_input *in)
{
	return ocra_asks(s, in->question) &&
	    (s->pin == 0 || in->pin.n == hash_size(s->pin)) &&
	    (!s->session || in->session.n <= s->session_size);
}

enum mf_err
ocra_value(const char *text, const struct suite *s, struct slice key,
    const struct ocra_input *in, char out[OCRA_CODE])
{
	static const uint8_t zeros[SUITE_SESSION_MAX];
	uint8_t counter[8], time[8], question[OCRA_QUESTION], mac[MAC_MAX];
	struct slice parts[7] = { { (const uint8_t *)text, strlen(text) + 1 } };
	size_t n = 1;
	enum mf_err e;

	out[0] = '\0';
	if (!fits(s, in))
		return MF_EINVAL;
	put_number(in->counter, counter);
	put_number(in->time, time);
	put_question(s->format, in->question, question);
	if (s->counter)
		parts[n++] = (struct slice){ counter, sizeof(counter) };
	parts[n++] = (struct slice){ question, sizeof(question) };
	if (s->pin != 0)
		parts[n++] = in->pin;
	if (s->session) {
		parts[n++] =
		    (struct slice){ zeros, s->session_size - in->session.n };
		parts[n++] = in->session;
	}
	if (s->step != 0)
		parts[n++] = (struct slice){ time, sizeof(time) };
	e = hmac(s->hash, key, parts, n, mac);
	if (e == MF_OK && s->digits == 0)
		hex(mac, hash_size(s->hash), out);
	else if (e == MF_OK)
		cut(mac, hash_size(s->hash), s->digits, out);
	wipe(mac, sizeof(mac));
	return e;
}

size_t
ocra_length(const struct suite *s)
{
	return s->digits != 0 ? s->digits : 2 * hash_size(s->hash);
}
