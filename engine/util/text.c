#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "util/text.h"

#define YEAR_MIN 1000 /* strftime() writes earlier ones with three digits */

void
text_init(struct text *t, char *buf, size_t size)
{
	*t = (struct text){ .buf = buf, .size = size };
	buf[0] = '\0';
}

void
text_putn(struct text *t, const void *p, size_t n)
{
	size_t room = t->size - 1 - t->len;

	if (n > room) {
		t->cut = true;
		n = room;
	}
	memcpy(t->buf + t->len, p, n);
	t->len += n;
	t->buf[t->len] = '\0';
}

void
text_put(struct text *t, const char *s)
{
	text_putn(t, s, strlen(s));
}

void
text_printf(struct text *t, const char *fmt, ...)
{
	size_t room = t->size - t->len;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(t->buf + t->len, room, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= room) {
		t->cut = true;
		t->len += n < 0 ? 0 : room - 1;
		t->buf[t->len] = '\0';
	} else {
		t->len += (size_t)n;
	}
}

/* Length of the valid UTF-8 sequence at p (RFC 3629), 0 if there is none. */
static size_t
sequence(const uint8_t *p, size_t n)
{
	size_t len = p[0] < 0x80 ? 1
	    : p[0] < 0xc2        ? 0
	    : p[0] < 0xe0        ? 2
	    : p[0] < 0xf0        ? 3
	    : p[0] < 0xf5        ? 4
				 : 0;

	if (len == 0 || len > n)
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
	    (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return len;
}

bool
utf8_is_valid(struct slice s)
{
	for (size_t i = 0, k; i < s.n; i += k)
		if (s.p[i] == 0 || (k = sequence(s.p + i, s.n - i)) == 0)
			return false;
	return true;
}

/* Of a valid sequence of len bytes. */
static uint32_t
code_point(const uint8_t *p, size_t len)
{
	uint32_t c = len == 1 ? p[0] : p[0] & (0x7fU >> len);

	for (size_t i = 1; i < len; i++)
		c = c << 6 | (p[i] & 0x3fU);
	return c;
}

/*
 * Controls and line separators disturb a terminal; what is of no width, or
 * turns its neighbours round, lets one text look like another.
 */
static bool
is_unseen(const uint8_t *p, size_t len)
{
	static const struct {
		uint32_t from, to;
	} ranges[] = { { 0, 0x1f }, { 0x7f, 0x9f }, { 0xad, 0xad },
		{ 0x61c, 0x61c }, { 0x180e, 0x180e }, { 0x200b, 0x200f },
		{ 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0xfeff, 0xfeff },
		{ 0xfff9, 0xfffb }, { 0xe0000, 0xe0fff } };
	uint32_t c = code_point(p, len);

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (c >= ranges[i].from && c <= ranges[i].to)
			return true;
	return false;
}

bool
utf8_is_plain(struct slice s)
{
	for (size_t i = 0, k; i < s.n; i += k)
		if (s.p[i] == 0 || (k = sequence(s.p + i, s.n - i)) == 0 ||
		    is_unseen(s.p + i, k))
			return false;
	return true;
}

void
text_escape(struct text *t, struct slice s, size_t max)
{
	size_t end = s.n < max ? s.n : max, k;

	for (size_t i = 0; i < end; i += k) {
		k = sequence(s.p + i, end - i);
		if (k == 1 && (s.p[i] == '"' || s.p[i] == '\\')) {
			text_printf(t, "\\%c", s.p[i]);
		} else if (k == 0 || is_unseen(s.p + i, k)) {
			k = k == 0 ? 1 : k;
			for (size_t j = 0; j < k; j++)
				text_printf(t, "\\x%02x", s.p[i + j]);
		} else {
			text_putn(t, s.p + i, k);
		}
	}
	if (end < s.n)
		text_put(t, "...");
}

bool
text_lists_equal(const char *const *a, const char *const *b)
{
	for (; *a != NULL && *b != NULL; a++, b++)
		if (strcmp(*a, *b) != 0)
			return false;
	return *a == *b;
}

void
date_format(int64_t unix_seconds, char *out)
{
	time_t t = (time_t)unix_seconds;
	struct tm tm;

	if (gmtime_r(&t, &tm) == NULL || tm.tm_year < YEAR_MIN - 1900 ||
	    tm.tm_year > 8099 ||
	    strftime(out, DATE_SIZE, "%Y-%m-%d %H:%M:%S", &tm) == 0)
		strcpy(out, "(no date)");
}

static bool
all_of(const char *s, const char *form)
{
	for (; *form != '\0'; s++, form++)
		if (*form == '9'       ? *s < '0' || *s > '9'
			: *form == ' ' ? *s != ' ' && *s != 'T'
				       : *s != *form)
			return false;
	return *s == '\0' || (s[0] == 'Z' && s[1] == '\0');
}

enum mf_err
date_parse(const char *s, int64_t *out)
{
	struct tm tm = { 0 }, back;
	time_t t;
	int y, mon, d, h = 0, min = 0, sec = 0;

	if (all_of(s, "9999-99-99")) {
		if (sscanf(s, "%4d-%2d-%2d", &y, &mon, &d) != 3)
			return MF_EINVAL;
	} else if (all_of(s, "9999-99-99 99:99:99") ||
	    all_of(s, "9999-99-99 99:99")) {
		if (sscanf(s, "%4d-%2d-%2d%*c%2d:%2d:%2d", &y, &mon, &d, &h,
			&min, &sec) < 5)
			return MF_EINVAL;
	} else {
		return MF_EINVAL;
	}
	if (y < YEAR_MIN)
		return MF_EINVAL;
	tm = (struct tm){ .tm_year = y - 1900,
		.tm_mon = mon - 1,
		.tm_mday = d,
		.tm_hour = h,
		.tm_min = min,
		.tm_sec = sec };
	back = tm;
	t = timegm(&back);
	if (back.tm_year != tm.tm_year || back.tm_mon != tm.tm_mon ||
	    back.tm_mday != tm.tm_mday || back.tm_hour != tm.tm_hour ||
	    back.tm_min != tm.tm_min || back.tm_sec != tm.tm_sec)
		return MF_EINVAL;
	*out = t;
	return MF_OK;
}

enum mf_err
number_parse(const char *s, int64_t min, int64_t max, int64_t *out)
{
	char *end;
	long long v;

	if ((*s < '0' || *s > '9') &&
	    !(*s == '-' && s[1] >= '0' && s[1] <= '9'))
		return MF_EINVAL;
	errno = 0;
	v = strtoll(s, &end, 10);
	if (errno != 0 || *end != '\0' || v < min || v > max)
		return MF_EINVAL;
	*out = v;
	return MF_OK;
}
