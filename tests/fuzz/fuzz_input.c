/*
 * Whatever is typed has one reading, within its bounds: the first byte turns
 * the switches of the context, the rest is typed.
 */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "core/input.h"
#include "core/prompt.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const struct input_device devices[] = {
	{ .serial = "123456789", .digits = 6 },
	{ .serial = "RAINER01", .digits = 8 },
	{ .serial = "", .letters = 9 },
	{ .serial = "T20000001", .digits = 6 },
	{ .serial = "12345678", .digits = 7 },
	{ .serial = "", .letters = 16 },
};

#define NDEVICES (sizeof(devices) / sizeof(devices[0]))

static bool
is_digits(const char *s, size_t n)
{
	return strlen(s) == n && strspn(s, "0123456789") == n;
}

static void
check_claims(const struct input *in)
{
	char canonical[SERIAL_SIZE];

	assert(in->nclaims >= 1 && in->nclaims <= CLAIMS_MAX);
	for (size_t i = 0; i < in->nclaims; i++) {
		const struct input_claim *c = &in->claims[i];
		size_t n = strlen(c->code);

		assert(n >= 6 && n <= 8 && is_digits(c->code, n));
		assert(is_digits(c->other_code, n));
		assert(
		    serial_canonical(slice_str(c->serial), canonical) == MF_OK);
		assert(strcmp(canonical, c->serial) == 0);
		/* each is another split */
		assert(i == 0 || n > strlen(in->claims[i - 1].code));
	}
}

static void
check(const struct input_context *ctx, const struct input *in)
{
	size_t n = strlen(in->code);

	assert(in->kind <= INPUT_CLAIM && n < CODE_SIZE);
	if (in->kind != INPUT_CLAIM && in->nclaims != 0) { /* behind a code */
		assert(ctx->adds);
		assert(in->kind == INPUT_CODE || in->kind == INPUT_SERIAL_CODE);
		check_claims(in);
	}
	switch (in->kind) {
	case INPUT_CODE:
		assert(n == 6 || n == 7 || n == 8 || n == 9 || n == 16);
		assert(n >= 9 || is_digits(in->code, n));
		break;
	case INPUT_TWO_CODES:
		assert(ctx->prompted < ctx->ndevices);
		n = ctx->devices[ctx->prompted].digits;
		assert(is_digits(in->code, n) && is_digits(in->other_code, n));
		break;
	case INPUT_SERIAL_CODE:
		assert(in->device < ctx->ndevices);
		assert(is_digits(in->code, ctx->devices[in->device].digits));
		break;
	case INPUT_NUMBER:
		assert(in->number >= 1 && in->number <= ctx->list);
		break;
	case INPUT_FACTOR:
		assert(in->factor < KIND_MAX);
		break;
	case INPUT_REGISTER:
		assert(ctx->registers && in->argument[0] != '\0');
		assert(strlen(in->argument) <= INPUT_MAX);
		break;
	case INPUT_CLAIM:
		assert(ctx->claim);
		check_claims(in);
		break;
	default:
		assert(n == 0);
		break;
	}
}

/* Spaces around it, or the code as it was read: the same reading. */
static void
reads_again(
    const struct input_context *ctx, struct slice typed, const struct input *in)
{
	uint8_t padded[INPUT_MAX];
	struct input again;

	if (typed.n + 2 <= sizeof(padded)) {
		padded[0] = padded[typed.n + 1] = ' ';
		if (typed.n > 0)
			memcpy(padded + 1, typed.p, typed.n);
		input_read(ctx, (struct slice){ padded, typed.n + 2 }, &again);
		assert(memcmp(in, &again, sizeof(again)) == 0);
	}
	if (in->kind == INPUT_CODE) {
		input_read(ctx, slice_str(in->code), &again);
		assert(again.kind == INPUT_CODE);
		assert(strcmp(again.code, in->code) == 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct input_context ctx = { .devices = devices };
	struct slice typed;
	struct input in;

	if (n == 0)
		return 0;
	typed = (struct slice){ p + 1, n - 1 };
	ctx.ndevices = (p[0] & 7) % (NDEVICES + 1);
	ctx.prompted = (p[0] >> 3 & 7) < NDEVICES ? p[0] >> 3 & 7 : SIZE_MAX;
	ctx.claim = (p[0] & 0x40) != 0;
	ctx.list = (p[0] & 0x80) != 0 ? 12 : 0;
	ctx.registers = ctx.list != 0;
	ctx.adds = ctx.ndevices > 0 && ctx.claim;
	ctx.sms = KIND_SMS;
	ctx.email = KIND_EMAIL;
	ctx.words = prompt_words(ctx.claim ? "lv" : "en", &ctx.nwords);
	input_read(&ctx, typed, &in);
	check(&ctx, &in);
	reads_again(&ctx, typed, &in);
	input_wipe(&in);
	return 0;
}
