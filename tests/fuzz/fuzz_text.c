/* Dates, numbers, hex and base64: what is read prints back to the same. */

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "util/crypto.h"
#include "util/text.h"

#define MOST 512

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
words(const char *s)
{
	char date[DATE_SIZE];
	int64_t n, again;

	if (date_parse(s, &n) == MF_OK) {
		date_format(n, date);
		assert(date_parse(date, &again) == MF_OK && again == n);
	}
	if (number_parse(s, -1000, 100000, &n) == MF_OK)
		assert(n >= -1000 && n <= 100000 && n == strtoll(s, NULL, 10));
	if (number_parse(s, INT64_MIN, INT64_MAX, &n) == MF_OK)
		assert(n == strtoll(s, NULL, 10));
}

static void
bytes(struct slice text)
{
	uint8_t out[MOST], again[MOST];
	char shown[2 * MOST + 1];
	size_t n, m;

	if (hex_decode(text, out, sizeof(out), &n) == MF_OK) {
		assert(n == text.n / 2);
		hex(out, n, shown);
		assert(hex_decode(slice_str(shown), again, MOST, &m) == MF_OK);
		assert(m == n && memcmp(out, again, n) == 0);
	}
	if (base64url_decode(text, out, sizeof(out), &n) == MF_OK) {
		base64url(out, n, shown, sizeof(shown));
		assert(strlen(shown) == text.n);
		assert(memcmp(shown, text.p, text.n) == 0);
	}
	if (base64_decode(text, out, sizeof(out), &n) == MF_OK)
		assert(n <= text.n * 3 / 4);
	/* into a place that is too small for most */
	if (hex_decode(text, out, 4, &n) == MF_OK)
		assert(n <= 4);
	if (base64url_decode(text, out, 4, &n) == MF_OK)
		assert(n <= 4);
	if (base64_decode(text, out, 4, &n) == MF_OK)
		assert(n <= 4);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char s[MOST];

	if (n >= sizeof(s) || !crypto_init())
		return 0;
	memcpy(s, p, n);
	s[n] = '\0';
	words(s);
	bytes((struct slice){ p, n });
	return 0;
}
