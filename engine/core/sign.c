#include <string.h>

#include "core/sign.h"
#include "core/draw.h"
#include "core/ocra.h"
#include "core/typed.h"

/* A word of letters, digits, hyphens and underscores; *p moves behind it. */
static bool
read_name(const char **p, char out[SIGN_NAME_SIZE])
{
	size_t n = strcspn(*p, " ");

	if (n == 0 || n >= SIGN_NAME_SIZE || (*p)[n] != ' ')
		return false;
	for (size_t i = 0; i < n; i++)
		if (!ascii_is_alnum((*p)[i]) && (*p)[i] != '-' &&
		    (*p)[i] != '_')
			return false;
	memcpy(out, *p, n);
	out[n] = '\0';
	*p += n + 1;
	return true;
}

enum mf_err
sign_rule_read(const char *text, struct sign_rule *r)
{
	const char *p = text;

	*r = (struct sign_rule){ 0 };
	if (!read_name(&p, r->form) || !read_name(&p, r->field))
		return MF_EINVAL;
	for (size_t n = 0; ascii_is_digit(*p) && n < 2; n++)
		r->keyed = r->keyed * 10 + (unsigned)(*p++ - '0');
	if (*p != ' ' || p[-1] == ' ' || r->keyed > CHALLENGE_PROMPT ||
	    p[1] == '\0')
		return MF_EINVAL;
	r->pattern = p + 1;
	return MF_OK;
}

/* The last characters that the token can take, zeros before them. */
static void
put_keyed(const struct suite *s, const struct sign_field *f, char *out)
{
	size_t at = f->keyed;

	for (size_t i = strlen(f->value); i > 0 && at > 0; i--)
		if (ocra_takes(s, f->value[i - 1]))
			out[--at] = ascii_upper(f->value[i - 1]);
	memset(out, '0', at);
}

enum mf_err
sign_challenge(const uint8_t key[KEY_SIZE], const struct round *id,
    const struct suite *s, const struct sign_field *fields, size_t n,
    char out[CHALLENGE_SIZE])
{
	struct slice parts[4 + 2 * SIGN_FIELDS_MAX] = { slice_str("sign"),
		{ (const uint8_t *)&id->generation, sizeof(id->generation) },
		{ (const uint8_t *)&id->dialogue, sizeof(id->dialogue) },
		{ (const uint8_t *)&id->device, sizeof(id->device) } };
	size_t nparts = 4, used = 0;

	out[0] = '\0';
	for (size_t i = 0; i < n; i++)
		used += fields[i].keyed;
	if (n > SIGN_FIELDS_MAX || used + SIGN_DRAWN > s->length)
		return MF_EFULL;
	used = 0;
	for (size_t i = 0; i < n; i++) {
		parts[nparts++] = slice_str(fields[i].name);
		parts[nparts++] = slice_str(fields[i].value);
		put_keyed(s, &fields[i], out + used);
		used += fields[i].keyed;
	}
	draw_text(key, parts, nparts, challenge_alphabet(s), s->length - used,
	    out + used);
	return MF_OK;
}

void
sign_put_value(struct text *t, struct slice value)
{
	bool plain = true;

	for (size_t i = 0; i < value.n; i++)
		plain = plain && strchr(",\"\\", value.p[i]) == NULL;
	text_put(t, plain ? "" : "\"");
	for (size_t i = 0; i < value.n; i++) {
		text_put(t, strchr("\"\\", value.p[i]) != NULL ? "\\" : "");
		text_putn(t, (const char *)&value.p[i], 1);
	}
	text_put(t, plain ? "" : "\"");
}

unsigned
sign_round(const struct sign_field *fields, size_t n)
{
	struct slice parts[2 * SIGN_FIELDS_MAX];
	uint8_t hash[16];
	uint32_t round;

	for (size_t i = 0; i < n; i++) {
		parts[2 * i] = slice_str(fields[i].name);
		parts[2 * i + 1] = slice_str(fields[i].value);
	}
	keyed_hash(NULL, parts, 2 * n, hash, sizeof(hash));
	memcpy(&round, hash, sizeof(round));
	return round >> 1; /* also where numbers have a sign */
}

static void
effect(struct sign_out *out, struct effect fx)
{
	out->fx[out->nfx++] = fx;
}

static void
blame(const struct sign_in *in, struct sign_out *out)
{
	const struct step_in as_login = {
		.now = in->now, .limits = in->limits, .guesses = *in->guesses
	};
	const struct device *d = in->device;

	out->reason = REASON_WRONG_CODE;
	effect(out,
	    (struct effect){ .kind = FX_BLAME,
		.device = d->id,
		.locked_until = guess_lock(&as_login) });
	if (d->failures + 1 >= in->limits->device)
		effect(
		    out, (struct effect){ .kind = FX_REBIND, .device = d->id });
}

static void
accept(const struct sign_in *in, struct sign_out *out,
    const struct factor_result *r)
{
	out->right = true;
	out->reason = REASON_ACCEPTED;
	effect(out,
	    (struct effect){
		.kind = in->device->ops->sends ? FX_SPEND : FX_ADVANCE,
		.device = in->device->id,
		.dialogue = in->device->sent.dialogue,
		.resend = in->device->sent.resend,
		.counter = r->counter,
		.drift = r->drift,
		.anchor = r->anchor });
	effect(
	    out, (struct effect){ .kind = FX_CLEAR, .device = in->device->id });
}

enum mf_err
sign_step(const struct sign_in *in, struct sign_out *out)
{
	const struct step_in as_login = {
		.now = in->now, .limits = in->limits, .guesses = *in->guesses
	};
	const struct device *d = in->device;
	struct factor_result r;
	enum mf_err e;

	*out = (struct sign_out){ 0 };
	if (!guess_is_allowed(&as_login, &out->reason))
		return MF_OK;
	out->reason = !device_is_usable(d, in->now) ? REASON_NO_DEVICE
	    : d->step != 0 && in->clock_jumped      ? REASON_CLOCK
	    : !device_is_open(&as_login, d)         ? REASON_LOCKED_DEVICE
						    : REASON_NONE;
	if (out->reason != REASON_NONE)
		return MF_OK;
	out->counted = true;
	e = d->ops->check(d, in->windows, in->code, in->now, GUESS_BUDGET, &r);
	if (e != MF_OK)
		return e;
	if (r.match == MATCH_YES)
		accept(in, out, &r);
	else
		blame(in, out);
	return MF_OK;
}
