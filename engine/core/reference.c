#include <stddef.h>
#include <string.h>

#include "core/reference.h"
#include "core/typed.h"

#define LENGTH   8
#define RAW_MAX  32
#define ROUNDS   8 /* FF1 (NIST SP 800-38G) has 10, of a weaker function */
#define HALF     UINT64_C(810000) /* 30 to the 4th */
#define NO_DIGIT UINT64_MAX

static const char alphabet[] = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/* The round function: 64 bits of a keyed hash, folded to one half. */
static uint64_t
mix(const uint8_t key[KEY_SIZE], uint8_t round, uint64_t half)
{
	uint8_t in[4] = { round, (uint8_t)half, (uint8_t)(half >> 8),
		(uint8_t)(half >> 16) };
	const struct slice part = { in, sizeof(in) };
	uint8_t out[16];
	uint64_t v = 0;

	keyed_hash(key, &part, 1, out, sizeof(out));
	for (size_t i = 0; i < 8; i++)
		v = v << 8 | out[i];
	return v % HALF;
}

/*
 * A Feistel network whose halves are added modulo 30^4 instead of xored: the
 * domain is exactly 30^8, and no value has to be walked back into it.
 */
static uint64_t
permute(const uint8_t key[KEY_SIZE], uint64_t number)
{
	uint64_t left = number / HALF, right = number % HALF, next;

	for (uint8_t i = 0; i < ROUNDS; i++) {
		next = (left + mix(key, i, right)) % HALF;
		left = right;
		right = next;
	}
	return left * HALF + right;
}

static uint64_t
unpermute(const uint8_t key[KEY_SIZE], uint64_t number)
{
	uint64_t left = number / HALF, right = number % HALF, last;

	for (uint8_t i = ROUNDS; i-- > 0;) {
		last = (right + HALF - mix(key, i, left)) % HALF;
		right = left;
		left = last;
	}
	return left * HALF + right;
}

enum mf_err
reference_format(
    const uint8_t key[KEY_SIZE], uint64_t number, char out[REFERENCE_SIZE])
{
	out[0] = '\0';
	if (number >= REFERENCE_COUNT)
		return MF_EFULL;
	number = permute(key, number);
	out[REFERENCE_SIZE - 1] = '\0';
	for (size_t i = REFERENCE_SIZE - 1; i-- > 0;) {
		if (i == LENGTH / 2) {
			out[i] = '-';
			continue;
		}
		out[i] = alphabet[number % 30];
		number /= 30;
	}
	return MF_OK;
}

static uint64_t
digit(char c)
{
	const char *p;

	c = ascii_upper(c);
	if (c == 'U')
		c = 'V';
	p = c == '\0' ? NULL : strchr(alphabet, c);
	return p == NULL ? NO_DIGIT : (uint64_t)(p - alphabet);
}

enum mf_err
reference_parse(
    const uint8_t key[KEY_SIZE], struct slice text, uint64_t *number)
{
	char plain[RAW_MAX + 1];
	uint64_t v = 0, d;
	size_t n, len = 0;

	*number = 0;
	if (text.n > RAW_MAX || typed_fold(text, plain, &n) != MF_OK)
		return MF_EINVAL;
	for (size_t i = 0; i < n; i++) {
		if (plain[i] == ' ' || plain[i] == '-')
			continue;
		if ((d = digit(plain[i])) == NO_DIGIT || len++ == LENGTH)
			return MF_EINVAL;
		v = v * 30 + d;
	}
	if (len != LENGTH)
		return MF_EINVAL;
	*number = unpermute(key, v);
	return MF_OK;
}
