/* Temporary codes: what replaces a token that is not at hand. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/input.h"
#include "server/admin_commands.h"
#include "server/admin_release.h"
#include "server/admin_tell.h"
#include "server/notes.h"
#include "util/shell.h"

#define CODES_MAX   20
#define SECONDS_MIN 300
#define SECONDS_MAX 1209600

struct issue {
	struct desk_account a;
	unsigned n, length;
	int64_t expiry, first; /* id of the first code */
	char code[CODES_MAX][CODE_SIZE];
};

/* As one types it: 13d, 36h, 90m. */
static const char *
spell(int64_t seconds, char out[32])
{
	static const struct {
		int64_t seconds;
		char unit;
	} units[] = { { 86400, 'd' }, { 3600, 'h' }, { 60, 'm' }, { 1, 's' } };
	size_t i = 0;

	while (i < 3 && (seconds == 0 || seconds % units[i].seconds != 0))
		i++;
	snprintf(out, 32, "%" PRId64 "%c", seconds / units[i].seconds,
	    units[i].unit);
	return out;
}

static enum mf_err
read_terms(struct command_in *in, struct issue *x)
{
	const struct conf_temporary *c = &in->engine->conf->temporary;
	int64_t n = wire_int(in->msg, TAG_COUNT, 1), most = c->hours_max * 3600;
	int64_t seconds = wire_int(in->msg, TAG_SECONDS, c->hours * 3600);
	char given[32], limit[32];

	if (most > SECONDS_MAX)
		most = SECONDS_MAX;
	if (n < 1 || n > CODES_MAX)
		return refuse(in, REFUSED_USAGE,
		    "count %" PRId64 " is out of range.\nGive 1 to %d codes.",
		    n, CODES_MAX);
	if (seconds < SECONDS_MIN || seconds > most)
		return refuse(in, REFUSED_USAGE,
		    "valid %s is out of range.\n"
		    "Codes are good for %dm to %s here; temporary.hours_max in "
		    "multifactord.conf sets that.",
		    spell(seconds, given), SECONDS_MIN / 60,
		    spell(most, limit));
	x->n = (unsigned)n;
	x->length = c->length;
	x->expiry = in->now + seconds;
	return MF_OK;
}

static enum mf_err
end_earlier(struct command_in *in, struct issue *x, unsigned *ended)
{
	struct desk_token *t;
	unsigned n;
	enum mf_err e;

	*ended = 0;
	if ((t = command_own(in, RELEASE_MAX * sizeof(*t))) == NULL)
		return MF_ENOMEM;
	e = tokens_to_release(in, x->a.id, t, &n);
	for (unsigned i = 0; i < n && e == MF_OK; i++)
		if (t[i].ops == &factor_temporary) {
			e = release_token(in, &t[i], "temporary.end");
			++*ended;
		}
	return e;
}

/* Digits, all codes different. */
static void
draw(struct issue *x, unsigned i)
{
	unsigned k;

	do {
		for (k = 0; k < x->length; k++)
			x->code[i][k] = (char)('0' + random_below(10));
		x->code[i][k] = '\0';
		for (k = 0; k < i && strcmp(x->code[k], x->code[i]) != 0; k++)
			;
	} while (k < i);
}

static enum mf_err
issue_one(struct command_in *in, struct issue *x, unsigned i)
{
	const struct new_token t = {
		.factor = factor_temporary.name,
		.vendor = "",
		.digits = x->length,
		.hash = HASH_SHA1,
		.expiry = x->expiry,
		.account = x->a.id,
		.now = in->now,
		.secret = slice_str(x->code[i]),
	};
	int64_t id = x->first + i;
	enum mf_err e;

	if ((e = desk_token_add(in->store, id, &t)) != MF_OK)
		return e;
	notes_binding(in->engine->notes, id, x->a.id, DEVICE_ACTIVE);
	wire_put_str(row_begin(in, "code"), TAG_CODE, x->code[i]);
	wire_put_int(&in->row, TAG_EXPIRY, x->expiry);
	row_end(in);
	return MF_OK;
}

static enum mf_err
record_issue(struct command_in *in, const struct issue *x)
{
	char detail[128], until[DATE_SIZE];
	struct text t;

	date_format(x->expiry, until);
	text_init(&t, detail, sizeof(detail));
	text_printf(&t, "count=%u", x->n);
	detail_put(&t, "until", until);
	return record(in, "account.temporary", x->a.id, 0, &t);
}

static enum mf_err
issue(struct command_in *in, struct issue *x)
{
	char until[DATE_SIZE];
	unsigned ended;
	enum mf_err e;

	if ((e = end_earlier(in, x, &ended)) != MF_OK ||
	    (e = desk_token_next(in->store, &x->first)) != MF_OK)
		return e;
	for (unsigned i = 0; i < x->n; i++) {
		draw(x, i);
		if ((e = issue_one(in, x, i)) != MF_OK)
			return e;
	}
	if ((e = desk_had_device(in->store, x->a.id)) != MF_OK)
		return e;
	date_format(x->expiry, until);
	until[16] = '\0';
	say(in, "%s may log in with %s until %s UTC%s.", x->a.name,
	    x->n == 1 ? "this code, once," : "these codes, once with each,",
	    until, ended > 0 ? "; earlier codes have ended" : "");
	if ((e = tell_owner(in, &x->a, MESSAGE_TEMPORARY, NULL)) != MF_OK)
		return e;
	return record_issue(in, x);
}

enum mf_err
account_temporary(struct command_in *in)
{
	struct issue x = { 0 };
	enum mf_err e;

	if ((e = find_account(in, &x.a)) == MF_OK &&
	    (e = read_terms(in, &x)) == MF_OK) {
		if (x.a.disabled)
			e = refuse(in, REFUSED_STATE,
			    "account %s is disabled.\n"
			    "Enable it first: mfctl account enable %s",
			    x.a.name, QUOTED(x.a.name));
		else
			e = issue(in, &x);
	}
	wipe(&x, sizeof(x));
	return e;
}
