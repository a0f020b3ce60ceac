#include <string.h>

#include "core/recovery.h"
#include "core/factor.h"
#include "core/typed.h"

#define BITS   5
#define GROUP  4
#define DIGITS 6 /* that a code with a serial before it ends in */

static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static bool
has_form(const char *code)
{
	bool digit = false, letter = false;
	size_t tail = 0;

	for (size_t i = 0; i < RECOVERY_LETTERS; i++) {
		digit = digit || (code[i] >= '2' && code[i] <= '9');
		letter = letter || !ascii_is_digit(code[i]);
		tail = ascii_is_digit(code[i]) ? tail + 1 : 0;
	}
	return digit && letter && tail < DIGITS;
}

bool
recovery_make(const uint8_t random[RECOVERY_RANDOM], char code[RECOVERY_SIZE])
{
	unsigned bits = 0, held = 0;
	size_t n = 0;

	for (size_t i = 0; i < RECOVERY_RANDOM; i++) {
		held = (held << 8 | random[i]) & 0xfff;
		for (bits += 8; bits >= BITS; bits -= BITS)
			code[n++] = letters[held >> (bits - BITS) & 0x1f];
	}
	code[n] = '\0';
	return has_form(code);
}

bool
recovery_read(struct slice typed, char code[RECOVERY_SIZE])
{
	if (typed.n != RECOVERY_LETTERS)
		return false;
	for (size_t i = 0; i < RECOVERY_LETTERS; i++) {
		char c = ascii_upper((char)typed.p[i]);

		code[i] = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
		if (memchr(letters, code[i], sizeof(letters) - 1) == NULL)
			return false;
	}
	code[RECOVERY_LETTERS] = '\0';
	return true;
}

void
recovery_show(const char *code, char out[RECOVERY_SHOWN])
{
	size_t at = 0;

	for (size_t i = 0; i < RECOVERY_LETTERS; i++) {
		if (i > 0 && i % GROUP == 0)
			out[at++] = '-';
		out[at++] = code[i];
	}
	out[at] = '\0';
}

void
recovery_hash(const uint8_t salt[RECOVERY_SALT], const char *code,
    uint8_t out[RECOVERY_HASH])
{
	const struct slice parts[] = { slice_str("recovery"),
		{ salt, RECOVERY_SALT }, slice_str(code) };
	uint8_t whole[HASH_MAX];

	keyed_hash(NULL, parts, 3, whole, sizeof(whole));
	memcpy(out, whole, RECOVERY_HASH);
	wipe(whole, sizeof(whole));
}

unsigned
recovery_left(uint64_t counter)
{
	unsigned spent = factor_uses(counter);

	return spent < RECOVERY_CODES ? RECOVERY_CODES - spent : 0;
}
