#include <string.h>
#include <unicase.h>
#include <uninorm.h>

#include "core/input.h"
#include "core/typed.h"
#include "util/crypto.h"

#define LIST_DIGITS   3  /* no list shown is longer than 999 */
#define LETTERS_SHORT 12 /* too short for a serial and a code */
#define CODE_LEAST    6  /* digits of the shortest decimal code */

struct reading {
	const struct input_context *ctx;
	struct input *in;
	char plain[INPUT_MAX + 1]; /* folded, without spaces at its ends */
	size_t nplain;
	char flat[INPUT_MAX + 1]; /* upper case, without spaces and dashes */
	size_t nflat;
	size_t dots; /* flat characters before the last dot */
	bool dotted; /* there is one */
	bool ascii;
};

static bool
prepare(struct reading *r, struct slice text)
{
	size_t n, skip = 0;

	if (text.n > INPUT_MAX || typed_fold(text, r->plain, &n) != MF_OK)
		return false;
	while (n > 0 && r->plain[n - 1] == ' ')
		n--;
	while (skip < n && r->plain[skip] == ' ')
		skip++;
	r->nplain = n - skip;
	memmove(r->plain, r->plain + skip, r->nplain);
	r->plain[r->nplain] = '\0';
	r->ascii = true;
	for (size_t i = 0; i < r->nplain; i++) {
		char c = ascii_upper(r->plain[i]);

		if ((unsigned char)c >= 0x80)
			r->ascii = false;
		if (c == '.') {
			r->dotted = true;
			r->dots = r->nflat;
		} else if (c != ' ' && c != '-') {
			r->flat[r->nflat++] = c;
		}
	}
	r->flat[r->nflat] = '\0';
	return true;
}

/* Whether flat has n digits at from, none of them before a dot. */
static bool
digits_at(const struct reading *r, size_t from, size_t n)
{
	if (n == 0 || n >= CODE_SIZE || from > r->nflat ||
	    r->nflat - from < n || (r->dotted && r->dots > from))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!ascii_is_digit(r->flat[from + i]))
			return false;
	return true;
}

static void
copy(char out[CODE_SIZE], const char *p, size_t n)
{
	memcpy(out, p, n);
	out[n] = '\0';
}

/* One as long as a serial and a code ends in no code. */
static bool
is_lettered(const struct reading *r, size_t n)
{
	bool digit = false;

	if (n == 0 || n >= CODE_SIZE || r->nflat != n ||
	    (n > LETTERS_SHORT && digits_at(r, n - CODE_LEAST, CODE_LEAST)))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!ascii_is_alnum(r->flat[i]))
			return false;
		digit = digit || ascii_is_digit(r->flat[i]);
	}
	return digit;
}

/* A YubiKey types it: no digits, and capitals where the keyboard has them. */
static bool
modhex_at(const struct reading *r, size_t from, size_t n)
{
	return n == YUBICO_CODE && from <= r->nflat && r->nflat - from == n &&
	    !(r->dotted && r->dots > from) &&
	    strspn(r->flat + from, "CBDEFGHIJKLNRTUV") == n;
}

static bool
read_code(struct reading *r)
{
	if (r->dotted)
		return false;
	for (size_t i = 0; i < r->ctx->ndevices; i++) {
		const struct input_device *d = &r->ctx->devices[i];

		if ((r->nflat == d->digits && digits_at(r, 0, d->digits)) ||
		    is_lettered(r, d->letters) || modhex_at(r, 0, d->letters)) {
			copy(r->in->code, r->flat, r->nflat);
			r->in->kind = INPUT_CODE;
			return true;
		}
	}
	return false;
}

/* Whether the first typed bytes of what was typed are the word. */
static bool
same_word(const struct reading *r, size_t typed, const char *word)
{
	size_t n = strlen(word), i;
	int order;

	if (r->ascii) {
		for (i = 0; i < n && i < typed; i++)
			if (ascii_lower(r->plain[i]) != ascii_lower(word[i]))
				return false;
		return n == typed;
	}
	return u8_casecmp((const uint8_t *)r->plain, typed,
		   (const uint8_t *)word, n, NULL, UNINORM_NFC, &order) == 0 &&
	    order == 0;
}

/* "phone +371 2000 0000", "email v@example.org" */
static bool
read_register(struct reading *r)
{
	size_t n = strcspn(r->plain, " "), at = n + strspn(r->plain + n, " ");

	if (!r->ctx->registers || at >= r->nplain)
		return false;
	for (size_t i = 0; i < r->ctx->nwords; i++) {
		const struct input_word *w = &r->ctx->words[i];

		if (w->kind != INPUT_FACTOR || !same_word(r, n, w->word) ||
		    (w->factor != r->ctx->sms && w->factor != r->ctx->email))
			continue;
		r->in->kind = INPUT_REGISTER;
		r->in->factor = w->factor;
		memcpy(r->in->argument, r->plain + at, r->nplain - at + 1);
		return true;
	}
	return false;
}

/* A number of the list just shown, as one writes it: no zero before it. */
static bool
read_number(struct reading *r)
{
	size_t number = 0;

	if (r->nplain == 0 || r->nplain > LIST_DIGITS || r->plain[0] == '0')
		return false;
	for (size_t i = 0; i < r->nplain; i++) {
		if (!ascii_is_digit(r->plain[i]))
			return false;
		number = number * 10 + (size_t)(r->plain[i] - '0');
	}
	if (number > r->ctx->list)
		return false;
	r->in->number = number;
	r->in->kind = INPUT_NUMBER;
	return true;
}

static bool
read_word(struct reading *r)
{
	for (size_t i = 0; i < r->ctx->nwords; i++) {
		const struct input_word *w = &r->ctx->words[i];

		if (same_word(r, r->nplain, w->word)) {
			r->in->kind = w->kind;
			r->in->factor = w->factor;
			return true;
		}
	}
	return read_number(r) || read_register(r);
}

/* Whether so many digits are n of codes, after a PIN if there is one. */
static bool
has_codes(const struct reading *r, const struct input_device *d, size_t n)
{
	size_t least = n + (d->pin ? PIN_LEAST : 0);
	size_t most = n + (d->pin ? PIN_MOST : 0);

	return n != 0 && r->nflat >= least && r->nflat <= most &&
	    digits_at(r, 0, r->nflat);
}

/* After all else that is of digits: a PIN may look like anything. */
static bool
read_pin_code(struct reading *r)
{
	for (size_t i = 0; !r->dotted && i < r->ctx->ndevices; i++) {
		const struct input_device *d = &r->ctx->devices[i];

		if (!d->pin || !has_codes(r, d, d->digits))
			continue;
		copy(r->in->code, r->flat, r->nflat);
		r->in->kind = INPUT_CODE;
		return true;
	}
	return false;
}

static void
read_pin(struct reading *r)
{
	if (r->dotted || !digits_at(r, 0, r->nflat))
		return;
	copy(r->in->code, r->flat, r->nflat);
	r->in->kind = INPUT_PIN;
}

static bool
is_serial(const struct reading *r, size_t n, const struct input_device *d)
{
	char typed[SERIAL_SIZE];

	if (n == 0 || n >= SERIAL_SIZE)
		return false;
	memcpy(typed, r->flat, n);
	typed[n] = '\0';
	return serial_same(typed, d->serial);
}

/* Length of what was typed before the code, if it is d's serial; else 0. */
static size_t
serial_before_code(const struct reading *r, const struct input_device *d)
{
	size_t least = d->digits + (d->pin ? PIN_LEAST : 0);
	size_t most = d->digits + (d->pin ? PIN_MOST : 0);

	for (size_t n = least; d->digits != 0 && n <= most; n++)
		if (r->nflat > n && digits_at(r, r->nflat - n, n) &&
		    is_serial(r, r->nflat - n, d))
			return r->nflat - n;
	if (r->nflat > d->letters &&
	    modhex_at(r, r->nflat - d->letters, d->letters) &&
	    is_serial(r, r->nflat - d->letters, d))
		return r->nflat - d->letters;
	return 0;
}

static bool
names_device(const struct reading *r)
{
	for (size_t i = 0; i < r->ctx->ndevices; i++)
		if (serial_before_code(r, &r->ctx->devices[i]) != 0)
			return true;
	return false;
}

/* With a PIN they may be as long as a serial, a PIN and a code. */
static bool
read_two_codes(struct reading *r)
{
	const struct input_context *c = r->ctx;
	const struct input_device *d;
	size_t n;

	if (r->dotted || c->prompted >= c->ndevices)
		return false;
	d = &c->devices[c->prompted];
	n = d->digits;
	if (!has_codes(r, d, 2 * n) ||
	    (d->pin && (names_device(r) || (!c->sync && has_codes(r, d, n)))))
		return false;
	copy(r->in->code, r->flat, r->nflat - n);
	copy(r->in->other_code, r->flat + r->nflat - n, n);
	r->in->kind = INPUT_TWO_CODES;
	return true;
}

static bool
read_serial_code(struct reading *r)
{
	size_t found = 0, n;

	for (size_t i = 0; i < r->ctx->ndevices; i++) {
		if ((n = serial_before_code(r, &r->ctx->devices[i])) == 0 ||
		    n == found)
			continue;
		if (found != 0) { /* this serial, or that longer one? */
			input_wipe(r->in);
			return true;
		}
		found = n;
		r->in->device = i;
		r->in->kind = INPUT_SERIAL_CODE;
		copy(r->in->code, r->flat + n, r->nflat - n);
	}
	return found != 0;
}

static bool
read_claim(struct reading *r)
{
	struct input *in = r->in;

	for (size_t n = 6; r->ctx->claim && n <= 8; n++) {
		struct input_claim *claim = &in->claims[in->nclaims];
		size_t serial = r->nflat - 2 * n, i;

		if (r->nflat <= 2 * n || serial >= SERIAL_SIZE ||
		    !digits_at(r, serial, n) || !digits_at(r, serial + n, n))
			continue;
		for (i = 0; i < serial && serial_has(r->flat[i]); i++)
			;
		if (i < serial)
			continue;
		memcpy(claim->serial, r->flat, serial);
		copy(claim->code, r->flat + serial, n);
		copy(claim->other_code, r->flat + serial + n, n);
		in->nclaims++;
		in->kind = INPUT_CLAIM;
	}
	return in->nclaims > 0;
}

void
input_read(const struct input_context *ctx, struct slice text, struct input *in)
{
	struct reading r = { .ctx = ctx, .in = in };

	*in = (struct input){ .kind = INPUT_UNREADABLE };
	if (!prepare(&r, text))
		goto out;
	if (r.nplain == 0) {
		in->kind = INPUT_EMPTY;
		goto out;
	}
	if (ctx->pin)
		read_pin(&r);
	else if (!read_code(&r) && !read_word(&r) && !read_two_codes(&r) &&
	    !read_serial_code(&r) && !read_pin_code(&r) && !read_claim(&r))
		input_read_both(ctx,
		    (struct slice){ (const uint8_t *)r.plain, r.nplain }, in);
out:
	wipe(&r, sizeof(r));
}

void
input_wipe(struct input *in)
{
	wipe(in, sizeof(*in));
}
