#include <stdlib.h>
#include <string.h>

#include "ctl/word.h"
#include "ctl/help.h"
#include "util/text.h"

#define TEXT(n, arg, tag, help)                                                \
	{                                                                      \
		n, arg, tag, FORM_TEXT, 0, 0, help                             \
	}
#define LOCAL(n, arg, help)                                                    \
	{                                                                      \
		n, arg, 0, FORM_TEXT, 0, 0, help                               \
	}
#define FLAG(n, tag, help)                                                     \
	{                                                                      \
		n, NULL, tag, FORM_FLAG, 0, 0, help                            \
	}
#define TIME(n, tag, help)                                                     \
	{                                                                      \
		n, "DATE", tag, FORM_TIME, 0, 0, help                          \
	}
#define NUMBER(n, tag, a, b, help)                                             \
	{                                                                      \
		n, "N", tag, FORM_NUMBER, a, b, help                           \
	}

const struct word words[] = {
	/* accounts */
	TEXT("account", "ACCOUNT", TAG_ACCOUNT, "any name of the account"),
	TEXT("new-name", "NAME", TAG_NEW_NAME, "the name from now on"),
	TEXT("kind", "KIND", TAG_KIND, "name, email, phone or id"),
	TEXT("value", "VALUE", TAG_VALUE, "the identity itself"),
	TEXT("language", "CODE", TAG_LANGUAGE,
	    "of prompts and messages: en, lv, de, ..."),
	TEXT("group", "GROUP", TAG_GROUP, "a group's name"),
	{ "groups", "A,B", TAG_GROUPS, FORM_LIST, 0, 0, "groups it is in" },
	TEXT("email", "ADDRESS", TAG_EMAIL, "an e-mail address"),
	TEXT("phone", "NUMBER", TAG_PHONE, "with country code: +371..."),
	TEXT("id", "ID", TAG_UNIQUE_ID, "a unique id, as of a directory"),
	FLAG("password", 0, "ask for the password"),
	LOCAL("password-file", "FILE", "read the password there; -: stdin"),
	NUMBER("codes", TAG_COUNT, 1, 20, "how many, each good once"),
	{ "valid", "TIME", TAG_SECONDS, FORM_DURATION, 300, 1209600,
	    "how long: 30m, 8h, 3d; default 24h" },
	FLAG("show", TAG_DRY_RUN, "make none; how many are left"),
	FLAG("print", 0, "as a page to print"),
	/* tokens */
	TEXT("serial", "SERIAL", TAG_SERIAL, "as printed on the back"),
	TEXT("new-serial", "SERIAL", TAG_OTHER_SERIAL, "the token after it"),
	TEXT("number", "NUMBER", TAG_ADDRESS, "as people write it: +371..."),
	TEXT("address", "ADDRESS", TAG_ADDRESS, "an e-mail address"),
	FLAG("confirmed", TAG_CONFIRMED, "it is known to be theirs"),
	TEXT("code", "CODE", TAG_CODE, "what the token shows"),
	TEXT("next-code", "CODE", TAG_OTHER_CODE, "what it shows then"),
	TEXT("vendor", "VENDOR", TAG_VENDOR, "tells equal serials apart"),
	TEXT("model", "MODEL", TAG_MODEL, "the vendor's name of it"),
	TEXT("factor", "KIND", TAG_FACTOR,
	    "totp, hotp, ocra, yubikey; signing: ocra, sms"),
	TEXT("hash", "HASH", TAG_HASH, "sha1, sha256 or sha512"),
	NUMBER("digits", TAG_DIGITS, 6, 8, "of a code"),
	NUMBER("step", TAG_STEP, 5, 3600, "seconds a code is shown"),
	NUMBER("counter", TAG_COUNTER, 0, INT64_MAX, "next value, of hotp"),
	TEXT("suite", "SUITE", TAG_SUITE, "OCRA-1:HOTP-SHA1-6:QN08"),
	TEXT("label", "TEXT", TAG_LABEL, "the owner's name for it"),
	TIME("start", TAG_START, "not good before"),
	TIME("expiry", TAG_EXPIRY, "not good after"),
	LOCAL("secret", "FORM", "ask for the seed: hex, base32 or text"),
	LOCAL("secret-file", "FILE", "read the seed there; -: stdin"),
	TEXT("public-id", "MODHEX", TAG_PUBLIC_ID, "a YubiKey's first 12"),
	LOCAL("private-id-file", "FILE", "read it there; -: stdin"),
	FLAG("clear", 0, "no PIN from now on"),
	FLAG("must-change", TAG_CHANGE, "at the next login"),
	LOCAL("pin-file", "FILE", "read the PIN there; -: stdin"),
	FLAG("qr", 0, "draw the QR code, even into a file"),
	TEXT("match", "PART", TAG_MATCH, "part of a serial or name"),
	TEXT("state", "STATE", TAG_STATUS, "only those in this state"),
	/* signing */
	TEXT("form", "FORM", TAG_FORM, "of signing.forms"),
	LOCAL("field", "NAME=VALUE", "a field of the form"),
	TEXT("reference", "REF", TAG_REFERENCE, "of what is answered"),
	FLAG("begin", 0, "only say what the token is asked"),
	TEXT("challenge", "CHALLENGE", TAG_CHALLENGE, "that the token shows"),
	TEXT("session", "HEX", TAG_SESSION, "where the suite has one"),
	/* lists */
	{ "limit", "N", 0, FORM_NUMBER, 1, INT64_MAX, "at most so many" },
	LOCAL("after", "KEY", "go on where a list with --limit ended"),
	/* imports and files */
	LOCAL("file", "FILE", "a file"),
	LOCAL("format", "FORMAT", "instead of finding it out"),
	LOCAL("key-file", "FILE", "holds the key of the file, in hex"),
	LOCAL("serial-prefix", "TEXT", "names records without serial"),
	FLAG("number-repeats", 0, "a second key of a serial is SERIAL:2"),
	FLAG("allow-short-keys", 0, "of 80 to 127 bits: old apps"),
	FLAG("allow-weak-mac", 0, "of drafts before RFC 6030"),
	FLAG("dry-run", TAG_DRY_RUN, "check everything, keep nothing"),
	FLAG("skip-known", TAG_SKIP_KNOWN, "pass over serials already there"),
	FLAG("assign", 0, "to the accounts the file names"),
	FLAG("force", 0, "overwrite the file"),
	/* logins */
	TEXT("login", "REF|ACCOUNT", TAG_VALUE, "reference of it, or account"),
	NUMBER("last", TAG_LIMIT, 1, 100, "how many logins, default 5"),
	TEXT("user", "USER", TAG_USER, "the User-Name as it would be typed"),
	TEXT("nas", "NAME", TAG_NAS, "FreeRADIUS's name of the client"),
	TEXT("client-address", "ADDRESS", TAG_CLIENT_ADDR, "of the client"),
	TEXT("nas-identifier", "TEXT", TAG_NAS_IDENTIFIER, "NAS-Identifier"),
	TEXT("port-type", "TYPE", TAG_NAS_PORT_TYPE, "NAS-Port-Type: Virtual"),
	TEXT("station", "ID", TAG_STATION, "Calling-Station-Id"),
	TEXT("called", "ID", TAG_CALLED, "Called-Station-Id"),
	TEXT("server", "NAME", TAG_SERVER, "FreeRADIUS's virtual server"),
	TEXT("service", "NAME", TAG_SERVICE, "Multifactor-Service"),
	TEXT("first-factor", "MODULE", TAG_FIRST_FACTOR, "that checked it"),
	TIME("at", TAG_TIME, "at this time, not now"),
	/* audit */
	TIME("since", TAG_SINCE, "from this time on"),
	TIME("until", TAG_UNTIL, "before this time"),
	TEXT("event", "EVENT", TAG_EVENT, "only these: token.assign"),
	/* messages */
	NUMBER("message", TAG_ID, 1, INT64_MAX, "its number in the outbox"),
	TEXT("channel", "CHANNEL", TAG_CHANNEL, "sms or email"),
	TEXT("address", "ADDRESS", TAG_ADDRESS, "a number or an address"),
	TEXT("gateway", "NAME", TAG_GATEWAY, "this gateway alone"),
	LOCAL("shell", "SHELL", "bash, zsh or fish"),
	LOCAL("radius", "SERVER", "a RADIUS server"),
	LOCAL("command", "WORD", "the first word of commands"),
};

const size_t nwords = sizeof(words) / sizeof(words[0]);
_Static_assert(sizeof(words) / sizeof(words[0]) <= WORDS_MAX, "too many");

size_t
word_find(const char *name, size_t n)
{
	for (size_t i = 0; i < nwords; i++)
		if (strlen(words[i].name) == n &&
		    memcmp(words[i].name, name, n) == 0)
			return i;
	abort(); /* the tables name a word that is none */
}

static enum mf_err
duration_parse(const char *s, int64_t *seconds)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
	char digits[12];
	size_t n = strlen(s);

	if (n < 2 || n > sizeof(digits))
		return MF_EINVAL;
	memcpy(digits, s, n - 1);
	digits[n - 1] = '\0';
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (s[n - 1] != units[i].unit)
			continue;
		if (number_parse(digits, 0, 1000000000, seconds) != MF_OK)
			return MF_EINVAL;
		*seconds *= units[i].seconds;
		return MF_OK;
	}
	return MF_EINVAL;
}

static int
put_number(struct ctl *ctl, const struct word *w, const char *value,
    struct wire_out *out)
{
	int64_t v;

	if (number_parse(value, w->min, w->max, &v) != MF_OK) {
		if (w->max == INT64_MAX)
			return ctl_fail(ctl, EXIT_USAGE,
			    "%s: \"%s\" is not a whole number from %lld up.\n",
			    w->name, value, (long long)w->min);
		return ctl_fail(ctl, EXIT_USAGE,
		    "%s: \"%s\" is not a whole number from %lld to %lld.\n",
		    w->name, value, (long long)w->min, (long long)w->max);
	}
	if (w->tag != 0)
		wire_put_int(out, w->tag, v);
	return EXIT_DONE;
}

static int
put_moment(struct ctl *ctl, const struct word *w, const char *value,
    struct wire_out *out)
{
	int64_t v;

	if (w->form == FORM_TIME && date_parse(value, &v) != MF_OK)
		return ctl_fail(ctl, EXIT_USAGE,
		    "%s: \"%s\" is not a date.\n"
		    "Write 2026-11-21 or \"2026-11-21 09:14\"; it is UTC.\n",
		    w->name, value);
	if (w->form == FORM_DURATION &&
	    (duration_parse(value, &v) != MF_OK || v < w->min || v > w->max))
		return ctl_fail(ctl, EXIT_USAGE,
		    "%s: \"%s\" is not a time from %lld minutes to %lld days.\n"
		    "Write a number and m, h or d: 30m, 8h, 3d; the engine's "
		    "configuration may allow less.\n",
		    w->name, value, (long long)w->min / 60,
		    (long long)w->max / 86400);
	wire_put_int(out, w->tag, v);
	return EXIT_DONE;
}

/* What is not one of the few there are would find or make nothing. */
int
word_check(struct ctl *ctl, const char *name, const char *value)
{
	static const struct {
		const char *name, *values, *right;
	} few[] = {
		{ "hash", "sha1 sha256 sha512", "sha1, sha256 or sha512" },
	};

	for (size_t i = 0; value != NULL && i < sizeof(few) / sizeof(few[0]);
	     i++)
		if (strcmp(few[i].name, name) == 0 &&
		    (*value == '\0' || !help_takes(few[i].values, value)))
			return ctl_fail(ctl, EXIT_USAGE,
			    "%s: %s is not known; give %s.\n", name, value,
			    few[i].right);
	return EXIT_DONE;
}

int
word_sound(struct ctl *ctl, const struct word *w, const char *value)
{
	struct slice v = slice_str(value);

	if (v.n == 0)
		return ctl_fail(ctl, EXIT_USAGE,
		    "%s: this is empty; give %s (%s).\n", w->name, w->arg,
		    w->help);
	if (v.n > WORD_BYTES)
		return ctl_fail(ctl, EXIT_USAGE,
		    "%s: %zu bytes are too many; give at most %d.\n", w->name,
		    v.n, WORD_BYTES);
	if (strcmp(w->arg, "FILE") == 0) /* may be called anything */
		return EXIT_DONE;
	if (!utf8_is_valid(v))
		return ctl_fail(
		    ctl, EXIT_USAGE, "%s: this is not UTF-8.\n", w->name);
	if (!utf8_is_plain(v))
		return ctl_fail(ctl, EXIT_USAGE,
		    "%s: it has a line's end or another control character, "
		    "which no name may have.\nPlease type it again.\n",
		    w->name);
	return EXIT_DONE;
}

static int
put_text(struct ctl *ctl, const struct word *w, const char *value,
    struct wire_out *out)
{
	const struct wire_rule *r = &wire_tags[w->tag];
	size_t n = strlen(value);
	int code;

	if ((code = word_sound(ctl, w, value)) != EXIT_DONE ||
	    (code = word_check(ctl, w->name, value)) != EXIT_DONE)
		return code;
	if (n < r->min || n > r->max)
		return ctl_fail(ctl, EXIT_USAGE,
		    "%s: %zu byte%s too %s; give %u to %u.\n", w->name, n,
		    n == 1 ? " is" : "s are", n < r->min ? "few" : "many",
		    r->min, r->max);
	wire_put(out, w->tag, value, n);
	return EXIT_DONE;
}

static int
put_list(struct ctl *ctl, const struct word *w, const char *value,
    struct wire_out *out)
{
	size_t mark = wire_list_open(out, w->tag), n;

	for (; *value != '\0'; value += n + (value[n] == ',')) {
		n = strcspn(value, ",");
		if (n == 0 || n > 253)
			return ctl_fail(ctl, EXIT_USAGE,
			    "%s: each takes 1 to 253 bytes, a comma between.\n",
			    w->name);
		wire_list_item(out, value, n);
	}
	wire_list_close(out, mark);
	return EXIT_DONE;
}

int
word_put(struct ctl *ctl, const struct word *w, const char *value,
    struct wire_out *out)
{
	if (w->form == FORM_NUMBER)
		return put_number(ctl, w, value, out);
	if (w->tag == 0)
		return EXIT_DONE;
	switch (w->form) {
	case FORM_TIME:
	case FORM_DURATION:
		return put_moment(ctl, w, value, out);
	case FORM_LIST:
		return put_list(ctl, w, value, out);
	case FORM_FLAG:
		wire_put_int(out, w->tag, 1);
		return EXIT_DONE;
	default:
		return put_text(ctl, w, value, out);
	}
}
