/* A record is checked here, whatever file it came from. */
#include <inttypes.h>
#include <string.h>

#include "import/run.h"
#include "import/spelled.h"
#include "util/crypto.h"
#include "util/suite.h"
#include "util/text.h"

#define STEP_MAX  86400
#define DRIFT_MAX 100000

void
seed_clear(struct seed *s)
{
	wipe(s, sizeof(*s));
}

static bool
is_printable(const char *s)
{
	if (!utf8_is_valid(slice_str(s)))
		return false;
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			return false;
	return true;
}

static enum mf_err
check_texts(struct run *r, const struct seed *s)
{
	const struct {
		const char *what, *text;
	} texts[] = {
		{ "manufacturer", s->vendor },
		{ "model", s->model },
		{ "label", s->label },
		{ "account", s->account },
	};
	char show[4 * SEED_ACCOUNT_SIZE];

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (!is_printable(texts[i].text))
			return run_bad(r,
			    "the %s \"%s\" is not printable UTF-8 text.",
			    texts[i].what, run_show(show, 300, texts[i].text));
	return MF_OK;
}

/* A token with several keys may get a serial for each: "10944003:2". */
static enum mf_err
check_once(struct run *r, struct seed *s)
{
	bool lines = r->result->format >= IMPORT_OATH;
	size_t place = lines ? r->line : r->record, first, n;
	enum mf_err e;

	e = serials_add(&r->serials, s->vendor, s->serial, place, &first);
	if (e != MF_ECONFLICT)
		return e;
	n = strlen(s->serial);
	if (!r->opt->number_repeats || n + 3 > sizeof(s->serial))
		return run_bad(r,
		    "%s %zu has the same serial; a serial may stand in a file "
		    "once. For tokens with several keys: --number-repeats.",
		    lines ? "line" : "record", first);
	for (int k = '2'; k <= '9'; k++) {
		s->serial[n] = ':';
		s->serial[n + 1] = (char)k;
		s->serial[n + 2] = '\0';
		e = serials_add(
		    &r->serials, s->vendor, s->serial, place, &first);
		if (e == MF_OK)
			run_note(r, NOTE_REPEAT);
		if (e != MF_ECONFLICT)
			return e;
	}
	return run_bad(r, "the serial stands in the file ten times.");
}

static enum mf_err
check_serial(struct run *r, struct seed *s)
{
	static const char allowed[] = "0123456789abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ:_-. ";
	char show[16];
	size_t n = strspn(s->serial, allowed);

	if (s->serial[n] != '\0') {
		char bad[2] = { s->serial[n], '\0' };

		return run_bad(r,
		    "the serial has %s%s; letters, digits, hyphen, dot, "
		    "colon, underscore and space may be in one.",
		    (signed char)bad[0] < 0 ? "a letter of another alphabet"
					    : "the character ",
		    (signed char)bad[0] < 0
			? ""
			: run_show(show, sizeof(show), bad));
	}
	if (strspn(s->serial, "-. ") == n)
		return run_bad(
		    r, "there is no serial number; every token needs one.");
	return check_once(r, s);
}

static enum mf_err
check_key(struct run *r, const struct seed *s)
{
	size_t n = s->secretlen;

	if (strcmp(s->factor, "yubikey") == 0) {
		if (n != 16)
			return run_bad(r,
			    "the key is %zu bits, a YubiKey's AES key has "
			    "128.",
			    n * 8);
		return MF_OK;
	}
	if (n == 0)
		return run_bad(r, "there is no key.");
	if (n < IMPORT_KEY_MIN && !r->opt->allow_short_keys)
		return run_bad(r,
		    "the key is %zu bits, RFC 4226 asks for at least 128.",
		    n * 8);
	if (n >= IMPORT_KEY_LEAST && n < IMPORT_KEY_ADVISE)
		run_note(r, n < IMPORT_KEY_MIN ? NOTE_WEAK : NOTE_SHORT);
	return MF_OK;
}

static const char *
hash_of(const struct suite *suite)
{
	return suite->hash == HASH_SHA512 ? "sha512"
	    : suite->hash == HASH_SHA256  ? "sha256"
					  : "sha1";
}

static enum mf_err
check_ocra(struct run *r, struct seed *s)
{
	char show[4 * SEED_NAME_SIZE];
	struct suite suite;

	if (s->suite[0] == '\0')
		return run_bad(r,
		    "an OCRA token needs its suite, such as "
		    "OCRA-1:HOTP-SHA1-6:QN08.");
	if (suite_read(s->suite, &suite) != MF_OK)
		return run_bad(r, "the suite \"%s\" is not one of RFC 6287.",
		    run_show(show, sizeof(show), s->suite));
	if (s->digits != 0 && s->digits != suite.digits)
		return run_bad(r,
		    "the suite %s gives %u digits, the record says %u.",
		    s->suite, suite.digits, s->digits);
	s->hash = hash_of(&suite);
	s->digits = suite.digits;
	s->step = suite.step;
	return MF_OK;
}

static enum mf_err
check_yubico(struct run *r, struct seed *s)
{
	size_t n = strlen(s->public_id);

	if (n > 32 || n % 2 != 0 ||
	    strspn(s->public_id, "cbdefghijklnrtuv") != n)
		return run_bad(r,
		    "the public id is not modhex (an even number, up to 32, "
		    "of the letters cbdefghijklnrtuv).");
	s->digits = s->step = 0;
	return MF_OK;
}

static enum mf_err
check_otp(struct run *r, struct seed *s)
{
	bool timed = strcmp(s->factor, "totp") == 0;

	if (s->digits == 0) {
		run_note(r, NOTE_DIGITS);
		s->digits = r->opt->digits != 0 ? r->opt->digits : 6;
	}
	if (s->digits < 6 || s->digits > 8)
		return run_bad(r,
		    "%u is no possible number of digits; 6, 7 or 8 are.",
		    s->digits);
	if (!timed) {
		s->step = 0;
		return MF_OK;
	}
	if (s->step == 0) {
		run_note(r, NOTE_STEP);
		s->step = r->opt->step != 0 ? r->opt->step : 30;
	}
	if (s->step > STEP_MAX)
		return run_bad(r,
		    "a time step of %u seconds is too long; 1 to %d are "
		    "possible.",
		    s->step, STEP_MAX);
	if (s->drift < -DRIFT_MAX || s->drift > DRIFT_MAX)
		return run_bad(r,
		    "a drift of %" PRId64 " steps is beyond any clock; %d "
		    "either way are possible.",
		    s->drift, DRIFT_MAX);
	return MF_OK;
}

/* The hash, if nothing said it: as asked for, else as HOTP and TOTP begin. */
static void
choose_hash(struct run *r, struct seed *s)
{
	if (s->hash != NULL)
		return;
	if (r->opt->hash != NULL && strcmp(s->factor, "yubikey") != 0) {
		s->hash = hash_spelled(r->opt->hash);
		return;
	}
	s->hash = "sha1";
	if (strcmp(s->factor, "yubikey") != 0 &&
	    (s->secretlen == 32 || s->secretlen == 64))
		run_note(r, NOTE_LONG_SHA1);
}

static enum mf_err
check_kind(struct run *r, struct seed *s)
{
	char show[200];

	if (s->factor == NULL && r->opt->factor != NULL) {
		run_note(r, NOTE_FACTOR);
		s->factor =
		    strcmp(r->opt->factor, "totp") == 0 ? "totp" : "hotp";
	}
	if (s->factor == NULL)
		return run_bad(r,
		    "the kind of token is not said; say it for the file: "
		    "--factor totp or --factor hotp.");
	if (s->counter > INT64_MAX)
		return run_bad(
		    r, "the counter %" PRIu64 " is too large.", s->counter);
	if (strcmp(s->factor, "ocra") == 0)
		return check_ocra(r, s);
	if (s->suite[0] != '\0' && s->hash == NULL &&
	    (s->hash = hash_spelled(s->suite)) == NULL)
		return run_bad(r,
		    "\"%s\" is not a hash of HOTP or TOTP; HMAC-SHA1, "
		    "HMAC-SHA256 and HMAC-SHA512 are.",
		    run_show(show, sizeof(show), s->suite));
	s->suite[0] = '\0';
	choose_hash(r, s);
	return strcmp(s->factor, "yubikey") == 0 ? check_yubico(r, s)
						 : check_otp(r, s);
}

static enum mf_err
check_dates(struct run *r, const struct seed *s)
{
	char from[DATE_SIZE], to[DATE_SIZE];

	if (s->start != 0 && s->expiry != 0 && s->expiry < s->start) {
		date_format(s->start, from);
		date_format(s->expiry, to);
		return run_bad(
		    r, "it expires %s, before it starts %s.", to, from);
	}
	if (r->opt->now != 0 && s->expiry != 0 && s->expiry < r->opt->now)
		run_note(r, NOTE_EXPIRED);
	return MF_OK;
}

enum mf_err
run_seed(struct run *r, struct seed *s)
{
	enum mf_err e;

	s->record = r->record;
	s->line = r->line;
	if (s->serial[0] == '\0' && r->opt->serial_prefix != NULL) {
		run_note(r, NOTE_SERIAL);
		(void)snprintf(s->serial, sizeof(s->serial), "%.40s%zu",
		    r->opt->serial_prefix, r->record);
	}
	if (s->vendor[0] == '\0' && r->opt->vendor != NULL)
		(void)snprintf(
		    s->vendor, sizeof(s->vendor), "%s", r->opt->vendor);
	memcpy(r->serial, s->serial, sizeof(r->serial));
	if ((e = check_texts(r, s)) != MF_OK ||
	    (e = check_kind(r, s)) != MF_OK || (e = check_key(r, s)) != MF_OK ||
	    (e = check_dates(r, s)) != MF_OK ||
	    (e = check_serial(r, s)) != MF_OK)
		return e;
	r->result->seeds++;
	e = r->sink->seed == NULL ? MF_OK : r->sink->seed(r->sink->ctx, s);
	r->result->errors += e == MF_EINVAL;
	return e;
}
