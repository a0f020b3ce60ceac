#include <string.h>

#include "core/sent.h"
#include "core/draw.h"

/* False: there is no digit; the next draw is another one. */
static bool
draw(const uint8_t key[KEY_SIZE], const struct sent *s, uint8_t turn, size_t n,
    char *out)
{
	const struct slice parts[] = { slice_str("sent"),
		{ (const uint8_t *)&s->generation, sizeof(s->generation) },
		{ (const uint8_t *)&s->dialogue, sizeof(s->dialogue) },
		{ (const uint8_t *)&s->device, sizeof(s->device) },
		{ (const uint8_t *)&s->round, sizeof(s->round) },
		{ (const uint8_t *)&s->resend, sizeof(s->resend) },
		{ (const uint8_t *)&n, sizeof(n) }, { &turn, 1 } };

	draw_text(key, parts, sizeof(parts) / sizeof(parts[0]), DRAW_READABLE,
	    n, out);
	return strpbrk(out, "0123456789") != NULL;
}

void
sent_code(const uint8_t key[KEY_SIZE], const struct sent *s, size_t n,
    char out[CODE_SIZE])
{
	/* One draw in fifty has no digit; 256 of them in a row none had. */
	for (unsigned turn = 0; turn < 256; turn++)
		if (draw(key, s, (uint8_t)turn, n, out))
			return;
}

void
sent_show(const char *code, char out[SENT_SHOWN])
{
	size_t n = strlen(code), group = n == SENT_CONFIRM ? 4 : 3, at = 0;

	for (size_t i = 0; i < n && at + 2 < SENT_SHOWN; i++) {
		if (i > 0 && i % group == 0)
			out[at++] = '-';
		out[at++] = code[i];
	}
	out[at] = '\0';
}
