#include "core/challenge.h"
#include "core/draw.h"

const char *
challenge_alphabet(const struct suite *s)
{
	return s->format == 'N' ? "0123456789"
	    : s->format == 'H'  ? "0123456789ABCDEF"
				: DRAW_READABLE;
}

void
challenge_draw(const uint8_t key[KEY_SIZE], const struct round *r,
    const struct suite *s, char out[CHALLENGE_SIZE])
{
	const struct slice parts[] = { slice_str("challenge"),
		{ (const uint8_t *)&r->generation, sizeof(r->generation) },
		{ (const uint8_t *)&r->dialogue, sizeof(r->dialogue) },
		{ (const uint8_t *)&r->device, sizeof(r->device) },
		{ (const uint8_t *)&r->round, sizeof(r->round) },
		{ (const uint8_t *)&r->again, sizeof(r->again) } };

	draw_text(key, parts, sizeof(parts) / sizeof(parts[0]),
	    challenge_alphabet(s), s->length, out);
}
