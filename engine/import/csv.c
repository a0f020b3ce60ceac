#include <string.h>

#include "import/csv.h"
#include "util/crypto.h"

static const char blanks[] = " \t\f\032";

/* The separator that the row being read has most of, outside quotes. */
static char
guess(const uint8_t *p, size_t n)
{
	static const char candidates[] = ",;\t";
	size_t count[3] = { 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < n && (quoted || p[i] != '\n'); i++) {
		const char *c = p[i] == 0 ? NULL : strchr(candidates, p[i]);

		quoted ^= p[i] == '"';
		if (!quoted && c != NULL)
			count[c - candidates]++;
	}
	for (size_t i = 1; i < 3; i++)
		if (count[i] > count[best])
			best = i;
	return candidates[best];
}

void
csv_open(struct csv *c, struct run *run)
{
	struct source *s = &run->src;

	*c = (struct csv){ .run = run, .line = 1 };
	if (s->n - s->at >= 3 && memcmp(s->buf + s->at, "\357\273\277", 3) == 0)
		s->at += 3;
}

void
csv_close(struct csv *c)
{
	wipe(c->text, sizeof(c->text));
	c->len = c->n = 0;
}

const char *
csv_cell(const struct csv *c, size_t i)
{
	return i < c->n ? c->cell[i] : "";
}

static int
next_byte(struct csv *c)
{
	int b = source_byte(&c->run->src);

	c->line += b == '\n';
	return b;
}

static bool
put(struct csv *c, int b)
{
	if (c->len >= sizeof(c->text))
		return false;
	c->text[c->len++] = (char)b;
	return true;
}

/* After a broken row: on to the next line. */
static enum mf_err
skip(struct csv *c, int b, const char *why)
{
	while (b != -1 && b != '\n')
		b = next_byte(c);
	run_next(c->run, c->row);
	return run_bad(c->run, "%s", why);
}

/*
 * The inside of a quoted cell up to its closing quote; *b is what follows
 * it.  NULL, or what is wrong.
 */
static const char *
read_quoted(struct csv *c, int *b)
{
	for (;;) {
		int q = next_byte(c);

		if (q == -1) {
			*b = -1;
			return "a quote (\") is opened here and never closed.";
		}
		if (q == '"') {
			if (source_peek(&c->run->src) != '"')
				break;
			q = next_byte(c);
		}
		if (q == 0 || !put(c, q)) {
			*b = q;
			return "the row is longer than 4096 bytes, has a NUL, "
			       "or a quote (\") in it is never closed.";
		}
	}
	while ((*b = next_byte(c)) != -1 && *b != c->separator &&
	    strchr(" \t\r", *b) != NULL && *b != 0)
		;
	if (*b != -1 && *b != '\n' && *b != c->separator)
		return "after a closing quote (\") there must be the next "
		       "cell or the line's end.";
	return NULL;
}

/* A cell without quotes; its blanks at the end go.  *b: what follows it. */
static const char *
read_plain(struct csv *c, int *b)
{
	size_t start = c->len;

	for (; *b != -1 && *b != '\n' && *b != c->separator; *b = next_byte(c))
		if (*b == 0 || !put(c, *b))
			return "the row is longer than 4096 bytes, or has a "
			       "NUL.";
	while (c->len > start &&
	    (c->text[c->len - 1] == '\r' ||
		strchr(blanks, c->text[c->len - 1]) != NULL))
		c->len--;
	return NULL;
}

/* b is the row's first byte.  Splits it up to its line's end. */
static enum mf_err
read_row(struct csv *c, int b)
{
	const char *wrong;

	c->len = c->n = 0;
	for (;;) {
		while (b > 0 && b != c->separator && strchr(blanks, b) != NULL)
			b = next_byte(c);
		if (c->n == CSV_CELLS)
			return skip(c, b, "the row has more than 64 cells.");
		c->cell[c->n++] = c->text + c->len;
		wrong = b == '"' ? read_quoted(c, &b) : read_plain(c, &b);
		if (wrong == NULL && !put(c, '\0'))
			wrong = "the row is longer than 4096 bytes.";
		if (wrong != NULL)
			return skip(c, b, wrong);
		if (b == -1 || b == '\n')
			return MF_OK;
		b = next_byte(c);
	}
}

static bool
is_empty(const struct csv *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->cell[i][0] != '\0')
			return false;
	return true;
}

enum mf_err
csv_next(struct csv *c)
{
	struct source *s = &c->run->src;
	enum mf_err e;
	int b;

	do {
		c->row = c->line;
		b = next_byte(c);
		if (b == -1)
			return s->err == MF_OK ? MF_ENOENT : s->err;
		if (b == '#') {
			while (b != -1 && b != '\n')
				b = next_byte(c);
			c->n = 0;
			continue;
		}
		if (c->separator == 0 && b != '\n' && b != '\r')
			c->separator =
			    guess(s->buf + s->at - 1, s->n - s->at + 1);
		if ((e = read_row(c, b)) != MF_OK)
			return e;
	} while (is_empty(c));
	return s->err;
}
