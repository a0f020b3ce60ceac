#include <string.h>

#include "import/source.h"
#include "util/crypto.h"

static bool
refill(struct source *s)
{
	if (s->at < s->n)
		return true;
	s->at = s->n = 0;
	if (s->err != MF_OK)
		return false;
	s->n = fread(s->buf, 1, sizeof(s->buf), s->f);
	s->total += s->n;
	if (s->n == 0 && ferror(s->f))
		s->err = MF_EIO;
	if (s->total > s->max) {
		s->err = MF_EFULL;
		s->n = 0;
	}
	return s->n > 0;
}

void
source_open(struct source *s, FILE *f, size_t max)
{
	*s = (struct source){ .f = f, .max = max };
	(void)refill(s);
}

int
source_byte(struct source *s)
{
	return refill(s) ? s->buf[s->at++] : -1;
}

int
source_peek(struct source *s)
{
	return refill(s) ? s->buf[s->at] : -1;
}

size_t
source_read(struct source *s, void *out, size_t n)
{
	if (n == 0 || !refill(s))
		return 0;
	if (n > s->n - s->at)
		n = s->n - s->at;
	memcpy(out, s->buf + s->at, n);
	s->at += n;
	return n;
}

void
source_close(struct source *s)
{
	wipe(s->buf, sizeof(s->buf));
	s->at = s->n = 0;
}
