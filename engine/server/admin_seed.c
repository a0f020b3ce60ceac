#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "server/admin_seed.h"
#include "core/typed.h"
#include "server/admin_find.h"

#define STEP_MAX  86400
#define DRIFT_MAX 100000

static enum mf_err
wrong(struct text *why, const char *what, const char *value, const char *right)
{
	text_printf(why, "%s %s: %s.", what, value, right);
	return MF_EINVAL;
}

static enum mf_err
wrong_number(
    struct text *why, const char *what, int64_t value, const char *right)
{
	text_printf(why, "%s %" PRId64 ": %s.", what, value, right);
	return MF_EINVAL;
}

/* The texts people gave; each must be one. */
static enum mf_err
read_texts(const struct wire_msg *m, struct seed_in *s, struct text *why)
{
	const struct {
		enum wire_tag tag;
		char *out;
		size_t size;
	} texts[] = {
		{ TAG_VENDOR, s->vendor, sizeof(s->vendor) },
		{ TAG_MODEL, s->model, sizeof(s->model) },
		{ TAG_SERIAL, s->serial, sizeof(s->serial) },
		{ TAG_LABEL, s->label, sizeof(s->label) },
		{ TAG_SUITE, s->suite, sizeof(s->suite) },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct slice f = { m->field[texts[i].tag].p,
			m->field[texts[i].tag].n };

		if (wire_str(m, texts[i].tag, texts[i].out, texts[i].size) &&
		    !utf8_is_plain(f)) {
			text_printf(why,
			    "%s: it has a control character or a byte that "
			    "is not UTF-8.",
			    wire_tags[texts[i].tag].name);
			return MF_EINVAL;
		}
	}
	if (s->serial[0] != '\0' &&
	    serial_canonical(slice_str(s->serial), s->canonical) != MF_OK)
		return wrong(why, "serial", s->serial,
		    "a serial has letters, digits, hyphens, dots and spaces "
		    "only");
	return MF_OK;
}

static bool
is_token(const struct factor_ops *ops)
{
	return ops->kind == KIND_TOKEN || ops->kind == KIND_CHALLENGE ||
	    ops->kind == KIND_YUBIKEY;
}

const struct factor_ops *
seed_factor(const char *word, struct text *why)
{
	const struct factor_ops *ops;
	const char *before = "there are ";

	for (size_t i = 0; (ops = factor_at(i)) != NULL; i++)
		if (is_token(ops) && strcasecmp(word, ops->name) == 0)
			return ops;
	text_printf(why, "kind %s is none that a token has; ", word);
	for (size_t i = 0; (ops = factor_at(i)) != NULL; i++)
		if (is_token(ops)) {
			text_printf(why, "%s%s", before, ops->name);
			before = ", ";
		}
	text_put(why, ".");
	return NULL;
}

static enum mf_err
read_kind(const struct wire_msg *m, struct new_token *t, struct text *why)
{
	const struct factor_ops *ops = &factor_totp;
	char word[17];

	if (wire_str(m, TAG_FACTOR, word, sizeof(word)) &&
	    (ops = seed_factor(word, why)) == NULL)
		return MF_EINVAL;
	t->factor = ops->name;
	t->hash = HASH_SHA1;
	if (!wire_str(m, TAG_HASH, word, sizeof(word)))
		return MF_OK;
	if (strcmp(word, "sha256") == 0)
		t->hash = HASH_SHA256;
	else if (strcmp(word, "sha512") == 0)
		t->hash = HASH_SHA512;
	else if (strcmp(word, "sha1") != 0)
		return wrong(
		    why, "hash", word, "there are sha1, sha256 and sha512");
	return MF_OK;
}

/* The suite says it all; what a file says besides must be the same. */
static enum mf_err
read_suite(const struct wire_msg *m, struct seed_in *s, struct text *why)
{
	int64_t digits = wire_int(m, TAG_DIGITS, -1);
	struct suite suite;

	if (strcmp(s->token.factor, factor_ocra.name) != 0)
		return MF_OK;
	if (suite_read(s->suite, &suite) != MF_OK)
		return wrong(why, "suite", s->suite,
		    "it is none of RFC 6287, as OCRA-1:HOTP-SHA1-6:QN08 is");
	if (digits >= 0 && digits != suite.digits)
		return wrong_number(
		    why, "digits", digits, "the suite has another number");
	s->token.hash = suite.hash;
	s->token.digits = suite.digits;
	s->token.step = suite.step;
	return MF_OK;
}

static enum mf_err
read_numbers(const struct wire_msg *m, struct new_token *t, struct text *why)
{
	bool totp = strcmp(t->factor, factor_totp.name) == 0;
	bool ocra = strcmp(t->factor, factor_ocra.name) == 0;
	bool yubikey = strcmp(t->factor, factor_yubikey.name) == 0;
	int64_t digits = wire_int(m, TAG_DIGITS, yubikey ? 0 : 6);
	int64_t step = wire_int(m, TAG_STEP, totp ? 30 : 0);
	int64_t counter = wire_int(m, TAG_COUNTER, 0);
	int64_t drift = wire_int(m, TAG_DRIFT, 0);

	if (yubikey && digits != 0)
		return wrong_number(
		    why, "digits", digits, "a YubiKey types letters");
	if (!ocra && !yubikey && (digits < 6 || digits > 8))
		return wrong_number(why, "digits", digits, "6, 7 or 8 can be");
	if (totp && (step < 1 || step > STEP_MAX))
		return wrong_number(
		    why, "step", step, "1 to 86400 seconds can be");
	if (counter < 0)
		return wrong_number(why, "counter", counter, "0 is the least");
	if (drift < -DRIFT_MAX || drift > DRIFT_MAX)
		return wrong_number(why, "drift", drift,
		    "more than 100000 steps are beyond any clock");
	t->digits = (unsigned)digits;
	t->step = totp ? (unsigned)step : 0;
	t->counter = (uint64_t)counter;
	t->drift = totp || ocra ? (int32_t)drift : 0;
	t->start = wire_int(m, TAG_START, 0);
	t->expiry = wire_int(m, TAG_EXPIRY, 0);
	if (t->expiry != 0 && t->expiry <= t->start) {
		char day[DATE_SIZE];

		day_format(t->expiry, day);
		text_printf(why, "expiry %s: it lies before the start.", day);
		return MF_EINVAL;
	}
	return MF_OK;
}

/* Its secret here is all that a code of it is told by. */
static enum mf_err
read_yubikey(const struct wire_msg *m, struct seed_in *s, struct text *why)
{
	const struct wire_field *key = &m->field[TAG_SECRET];
	const struct wire_field *private = &m->field[TAG_PRIVATE_ID];
	const struct wire_field *public = &m->field[TAG_PUBLIC_ID];

	if (strcmp(s->token.factor, factor_yubikey.name) != 0)
		return MF_OK;
	if (key->n != YUBICO_KEY || private->n != YUBICO_ID) {
		text_put(why,
		    "a YubiKey has an AES key of 128 bits and a private id of "
		    "six bytes; give both.");
		return MF_EINVAL;
	}
	if (yubico_secret(key->p, private->p,
		(struct slice){ public->p, public->n }, s->yubikey) != MF_OK) {
		text_put(why,
		    "a YubiKey's public id is twelve letters of modhex "
		    "(cbdefghijklnrtuv); set the key to type one.");
		return MF_EINVAL;
	}
	s->token.secret = (struct slice){ s->yubikey, YUBICO_SECRET };
	return MF_OK;
}

enum mf_err
seed_read(const struct wire_msg *m, struct seed_in *s, struct text *why)
{
	const struct wire_field *secret = &m->field[TAG_SECRET];
	enum mf_err e;

	*s = (struct seed_in){ 0 };
	if ((e = read_texts(m, s, why)) != MF_OK ||
	    (e = read_kind(m, &s->token, why)) != MF_OK ||
	    (e = read_numbers(m, &s->token, why)) != MF_OK ||
	    (e = read_suite(m, s, why)) != MF_OK)
		return e;
	s->token.vendor = s->vendor;
	s->token.model = s->model;
	s->token.serial = s->serial;
	s->token.canonical = s->canonical;
	s->token.label = s->label;
	s->token.suite = s->suite;
	s->token.secret = (struct slice){ secret->p, secret->n };
	if (secret->p != NULL &&
	    (secret->n < SEED_LEAST || secret->n > SECRET_MAX)) {
		text_printf(why,
		    "the key is %zu bits; %d is the least that is safe, %d "
		    "the most.",
		    secret->n * 8, SEED_LEAST * 8, SECRET_MAX * 8);
		return MF_EINVAL;
	}
	return read_yubikey(m, s, why);
}
