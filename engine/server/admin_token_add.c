/* token.add: a single token by hand, or a secret for an app. */

#include <stdio.h>
#include <string.h>

#include "server/admin_assign.h"
#include "server/admin_commands.h"
#include "server/admin_seed.h"
#include "server/notes.h"
#include "server/otpauth.h"
#include "util/shell.h"

#define DRAWN_MAX 64 /* bytes: as long as the hash */

static enum mf_err
make_serial(struct command_in *in, struct seed_in *s)
{
	struct known_serial known = { .found = true };
	enum mf_err e = MF_OK;

	while (e == MF_OK && known.found) {
		snprintf(s->serial, sizeof(s->serial), SERIAL_MADE,
		    random_below(SERIALS_MADE));
		strcpy(s->canonical, s->serial);
		e = desk_import_known(in->store, s->canonical, "", 0, &known);
	}
	return e;
}

static enum mf_err
check_serial(struct command_in *in, const struct seed_in *s)
{
	struct known_serial known = { 0 };
	enum mf_err e;

	e = desk_import_known(in->store, s->canonical, s->vendor, 0, &known);
	if (e != MF_OK || !known.found)
		return e;
	return refuse(in, REFUSED_STATE,
	    "token %s is there already%s%s.\n"
	    "To see it: mfctl token show %s",
	    s->serial, known.vendor[0] != '\0' ? ", of vendor " : "",
	    known.vendor, QUOTED(s->serial));
}

static enum mf_err
send_uri(struct command_in *in, const struct seed_in *s, const char *who)
{
	char uri[OTPAUTH_SIZE];
	struct wire_out *o;
	struct text t;
	enum mf_err e;

	text_init(&t, uri, sizeof(uri));
	e = otpauth_uri(
	    &s->token, OTPAUTH_ISSUER, who[0] != '\0' ? who : s->serial, &t);
	if (e == MF_OK && t.cut)
		e = MF_EFULL;
	if (e == MF_OK) {
		o = row_begin(in, "uri");
		wire_put_str(o, TAG_SERIAL, s->serial);
		wire_put_str(o, TAG_URI, uri);
		row_end(in);
	}
	wipe(uri, sizeof(uri));
	return e;
}

static enum mf_err
store_token(struct command_in *in, struct seed_in *s, struct desk_token *out)
{
	char detail[300];
	struct text t;
	int64_t id;
	enum mf_err e;

	s->token.now = in->now;
	if ((e = desk_token_next(in->store, &id)) != MF_OK ||
	    (e = desk_token_add(in->store, id, &s->token)) != MF_OK)
		return e;
	notes_counter(in->engine->notes, id, s->token.counter);
	text_init(&t, detail, sizeof(detail));
	detail_put(&t, "serial", s->serial);
	detail_put(&t, "vendor", s->vendor);
	detail_put(&t, "kind", s->token.factor);
	if ((e = record(in, "token.add", 0, id, &t)) != MF_OK)
		return e;
	return desk_token_by_id(in->store, id, out);
}

static enum mf_err
add(struct command_in *in, struct seed_in *s, bool drawn)
{
	struct desk_account a = { 0 };
	struct desk_token t;
	char words[TOKEN_TEXT];
	enum mf_err e = MF_OK;

	if (wire_has(in->msg, TAG_ACCOUNT) &&
	    (e = find_account(in, &a)) != MF_OK)
		return e;
	e = s->serial[0] == '\0' ? make_serial(in, s) : check_serial(in, s);
	if (e != MF_OK || (e = store_token(in, s, &t)) != MF_OK)
		return e;
	if (drawn && (e = send_uri(in, s, a.name)) != MF_OK)
		return e;
	if (a.id != 0)
		return assign_token(in, &t, &a);
	token_format(&t, words, sizeof(words));
	say(in, "Token %s is there; it belongs to nobody yet.", words);
	return MF_OK;
}

enum mf_err
token_add(struct command_in *in)
{
	struct seed_in s;
	uint8_t drawn[DRAWN_MAX];
	char why[512];
	bool draw = !wire_has(in->msg, TAG_SECRET);
	struct text t;
	enum mf_err e;

	text_init(&t, why, sizeof(why));
	if (seed_read(in->msg, &s, &t) != MF_OK)
		return refuse(in, REFUSED_USAGE,
		    "token %s: %s\nNothing was added.",
		    s.serial[0] != '\0' ? s.serial : "without a serial", why);
	if (draw && strcmp(s.token.factor, factor_ocra.name) == 0)
		return refuse(in, REFUSED_USAGE,
		    "token %s: a challenge-response token comes with its "
		    "seed.\nGive it: mfctl token add ... --secret hex",
		    s.serial);
	if (draw) {
		s.token.secret =
		    (struct slice){ drawn, hash_size(s.token.hash) };
		random_bytes(drawn, s.token.secret.n);
	}
	e = add(in, &s, draw);
	wipe(drawn, sizeof(drawn));
	wipe(&s, sizeof(s));
	return e;
}
