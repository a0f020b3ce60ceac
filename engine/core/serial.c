#include <string.h>

#include "core/serial.h"
#include "core/typed.h"

#define RAW_MAX     128
#define LEGACY_MIN  8
#define MADE_DIGITS 8

bool
serial_has(char c)
{
	return ascii_is_digit(c) || (c >= 'A' && c <= 'Z') || c == ':' ||
	    c == '_';
}

enum mf_err
serial_canonical(struct slice raw, char out[SERIAL_SIZE])
{
	char plain[RAW_MAX + 1];
	size_t n, len = 0;

	out[0] = '\0';
	if (raw.n > RAW_MAX || typed_fold(raw, plain, &n) != MF_OK)
		return MF_EINVAL;
	for (size_t i = 0; i < n; i++) {
		char c = ascii_upper(plain[i]);

		if (c == ' ' || c == '-' || c == '.')
			continue;
		if (!serial_has(c) || len == SERIAL_SIZE - 1) {
			out[0] = '\0';
			return MF_EINVAL;
		}
		out[len++] = c;
	}
	out[len] = '\0';
	return len > 0 ? MF_OK : MF_EINVAL;
}

bool
serial_is_legacy(const char *canonical, const char **without)
{
	size_t digits;

	if (canonical[0] != 'T')
		return false;
	digits = strspn(canonical + 1, "0123456789");
	if (digits < LEGACY_MIN || canonical[1 + digits] != '\0')
		return false;
	*without = canonical + 1;
	return true;
}

bool
serial_same(const char *a, const char *b)
{
	const char *digits;

	if (serial_is_legacy(a, &digits))
		a = digits;
	if (serial_is_legacy(b, &digits))
		b = digits;
	return a[0] != '\0' && strcmp(a, b) == 0;
}

bool
serial_is_made(const char *canonical)
{
	return strncmp(canonical, "MF", 2) == 0 &&
	    strlen(canonical + 2) == MADE_DIGITS &&
	    strspn(canonical + 2, "0123456789") == MADE_DIGITS;
}
