/* What happened to a token, newest first; what brought it comes last. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/admin_commands.h"
#include "server/admin_find.h"
#include "util/text.h"

struct page {
	struct command_in *in;
	const struct desk_token *token;
	int64_t before;
	unsigned n, limit;
};

static bool
put_event(void *arg, const struct desk_event *x)
{
	struct page *p = arg;
	struct wire_out *o;

	if (p->n == p->limit)
		return false;
	o = row_begin(p->in, "event");
	wire_put_int(o, TAG_SEQUENCE, x->seq);
	wire_put_int(o, TAG_TIME, x->at_ms / 1000);
	wire_put_str(o, TAG_ACTOR, x->actor);
	wire_put_str(o, TAG_EVENT, x->event);
	wire_put_str(o, TAG_ACCOUNT, x->account);
	wire_put_str(o, TAG_SERIAL, p->token->serial);
	wire_put_str(o, TAG_DETAIL, x->detail);
	wire_put_str(o, TAG_TEXT, x->detail);
	row_end(p->in);
	p->before = x->seq;
	p->n++;
	return !p->in->gone;
}

/* Tokens of a file have no record each: the import's own tells of them all. */
static void
put_origin(struct command_in *in, const struct desk_token *t)
{
	char text[300];
	struct wire_out *o = row_begin(in, "event");

	wire_put_int(o, TAG_TIME, t->created);
	wire_put_str(o, TAG_EVENT, "token.import");
	wire_put_str(o, TAG_SERIAL, t->serial);
	snprintf(text, sizeof(text), "from %s", t->file);
	wire_put_str(o, TAG_TEXT, text);
	row_end(in);
}

enum mf_err
token_history(struct command_in *in)
{
	struct desk_token t;
	char after[32], key[32];
	struct page p = { in, &t, INT64_MAX, 0, page_limit(in) };
	enum mf_err e;

	if ((e = find_token(in, TAG_SERIAL, &t)) != MF_OK)
		return e;
	field_text(in, TAG_AFTER, after, sizeof(after));
	if (after[0] != '\0' &&
	    number_parse(after, 0, INT64_MAX, &p.before) != MF_OK)
		return refuse(in, REFUSED_USAGE,
		    "after %s is no place in this list.\n"
		    "Take what the list itself gave.",
		    after);
	e = desk_token_history(
	    in->store, t.id, p.before, p.limit + 1, put_event, &p);
	if (e != MF_OK)
		return e;
	snprintf(key, sizeof(key), "%" PRId64, p.before);
	if (p.n == p.limit)
		wire_put_str(done_fields(in), TAG_AFTER, key);
	else if (t.import != 0)
		put_origin(in, &t);
	else if (p.n == 0 && after[0] == '\0')
		say(in, "Nothing is recorded of token %s.", t.serial);
	return MF_OK;
}
