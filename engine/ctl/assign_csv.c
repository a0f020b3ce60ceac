#include <strings.h>

#include "ctl/assign_csv.h"
#include "util/text.h"

static int
is_separator(uint8_t c)
{
	return c == ',' || c == ';' || c == '\t';
}

static struct slice
trim(struct slice s)
{
	while (s.n > 0 && s.p[0] == ' ') {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\r'))
		s.n--;
	return s;
}

/*
 * Takes a cell and the separator after it off the line.  Two quotes within
 * quotes are one.  False: the quotes are not closed, or it is too long.
 */
static int
take(struct slice *line, char *out, size_t size)
{
	struct slice raw;
	size_t n = 0, at = 0, len = 0;
	int quoted;

	*line = trim(*line);
	quoted = line->n > 0 && line->p[0] == '"';
	for (at = (size_t)quoted; at < line->n; at++) {
		if (quoted && line->p[at] == '"') {
			if (at + 1 >= line->n || line->p[at + 1] != '"')
				break;
			at++;
		} else if (!quoted && is_separator(line->p[at])) {
			break;
		}
		if (len == size - 1)
			return 0;
		out[len++] = (char)line->p[at];
	}
	if (quoted && at == line->n)
		return 0;
	n = at + (size_t)quoted;
	raw = trim((struct slice){ (const uint8_t *)out, len });
	memmove(out, raw.p, raw.n);
	out[raw.n] = '\0';
	*line = trim((struct slice){ line->p + n, line->n - n });
	return 1;
}

static int
take_separator(struct slice *line)
{
	if (line->n == 0 || !is_separator(line->p[0]))
		return 0;
	line->p++;
	line->n--;
	return 1;
}

enum assign_kind
assign_read(struct slice line, int first, struct assign *a)
{
	*a = (struct assign){ 0 };
	if (first && line.n >= 3 && memcmp(line.p, "\xef\xbb\xbf", 3) == 0) {
		line.p += 3;
		line.n -= 3;
	}
	line = trim(line);
	if (line.n == 0)
		return ASSIGN_NOTHING;
	if (!utf8_is_valid(line)) {
		a->why = "this line is not UTF-8.";
		return ASSIGN_BAD;
	}
	a->why = "a line takes two cells: a serial and an account.";
	if (!take(&line, a->serial, sizeof(a->serial)))
		return ASSIGN_BAD;
	if (!take_separator(&line) ||
	    !take(&line, a->account, sizeof(a->account)) || line.n != 0 ||
	    a->serial[0] == '\0' || a->account[0] == '\0')
		return ASSIGN_BAD;
	a->why = NULL;
	if (first && strncasecmp(a->serial, "serial", 6) == 0)
		return ASSIGN_NOTHING;
	return ASSIGN_PAIR;
}
