#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "util/gsm.h"

/* The basic alphabet beyond what it shares with ASCII, then its extension. */
static const char basic[] = "\n\r !\"#$%&'()*+,-./0123456789:;<=>?@"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ_"
			    "abcdefghijklmnopqrstuvwxyz";
static const uint16_t others[] = { 0xa3, 0xa5, 0xe8, 0xe9, 0xf9, 0xec, 0xf2,
	0xc7, 0xd8, 0xf8, 0xc5, 0xe5, 0x394, 0x3a6, 0x393, 0x39b, 0x3a9, 0x3a0,
	0x3a8, 0x3a3, 0x398, 0x39e, 0xc6, 0xe6, 0xdf, 0xc9, 0xa4, 0xa1, 0xc4,
	0xd6, 0xd1, 0xdc, 0xa7, 0xbf, 0xe4, 0xf6, 0xf1, 0xfc, 0xe0 };
static const char extension[] = "\f^{}\\[~]|";

/* One character and how many bytes it has. */
static uint32_t
next(const uint8_t *p, size_t *n)
{
	uint32_t c = p[0];
	size_t more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;

	*n = 1;
	if (more == 0)
		return c;
	c &= 0x3fU >> more;
	for (size_t i = 1; i <= more; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0xfffd;
		c = c << 6 | (p[i] & 0x3f);
	}
	*n = more + 1;
	return c;
}

/* Septets of a character; 0: the alphabet does not have it. */
static unsigned
septets(uint32_t c)
{
	if (c < 0x80)
		return strchr(basic, (int)c) != NULL    ? 1
		    : strchr(extension, (int)c) != NULL ? 2
							: 0;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i] == c)
			return 1;
	return c == 0x20ac ? 2 : 0;
}

struct gsm_measure
gsm_measure(const char *text)
{
	struct gsm_measure m = { 0 };
	unsigned seven = 0, sixteen = 0, one, each;
	size_t n;

	for (const uint8_t *p = (const uint8_t *)text; *p != 0; p += n) {
		uint32_t c = next(p, &n);

		sixteen += c > 0xffff ? 2 : 1;
		seven += septets(c);
		if (septets(c) == 0)
			m.unicode = true;
	}
	m.units = m.unicode ? sixteen : seven;
	one = m.unicode ? 70 : 160;
	each = m.unicode ? 67 : 153;
	m.parts = m.units <= one ? 1 : (m.units + each - 1) / each;
	return m;
}
