/* token.pin: the PIN that goes into a challenge-response token's answers. */

#include <string.h>

#include "core/typed.h"
#include "server/admin_commands.h"
#include "server/admin_find.h"

#define PIN_LEAST 4
#define PIN_MOST  32

static enum mf_err
read_suite(struct command_in *in, const struct desk_token *t, struct suite *s)
{
	if (suite_read(t->suite, s) == MF_OK && s->pin != 0)
		return MF_OK;
	return refuse(in, REFUSED_STATE,
	    "token %s has no PIN in its answers.\n"
	    "See what it is: mfctl token show '%s'",
	    t->serial, t->serial);
}

static enum mf_err
check_pin(struct command_in *in, struct slice pin)
{
	bool fits = pin.n >= PIN_LEAST && pin.n <= PIN_MOST;

	for (size_t i = 0; i < pin.n && fits; i++)
		fits = ascii_is_alnum((char)pin.p[i]);
	if (fits)
		return MF_OK;
	return refuse(in, REFUSED_USAGE,
	    "this PIN is not of 4 to 32 digits or letters.\n"
	    "Give it as the person keys it into the token.");
}

enum mf_err
token_pin(struct command_in *in)
{
	struct slice pin = field_slice(in, TAG_SECRET);
	uint8_t hash[MAC_MAX];
	char detail[400];
	struct desk_token t;
	struct suite s;
	struct text d;
	enum mf_err e;

	if ((e = find_token(in, TAG_SERIAL, &t)) != MF_OK ||
	    (e = read_suite(in, &t, &s)) != MF_OK ||
	    (e = check_pin(in, pin)) != MF_OK)
		return e;
	if ((e = digest(s.pin, &pin, 1, hash)) == MF_OK)
		e = desk_token_pin(
		    in->store, t.id, (struct slice){ hash, hash_size(s.pin) });
	wipe(hash, sizeof(hash));
	if (e != MF_OK)
		return e;
	text_init(&d, detail, sizeof(detail));
	detail_put(&d, "serial", t.serial);
	say(in, "Token %s takes its answers with that PIN from now on.",
	    t.serial);
	return record(in, "token.pin", t.account, t.id, &d);
}
