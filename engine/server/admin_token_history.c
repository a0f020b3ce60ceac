/* What happened to a token, newest first; what brought it comes last. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/admin_commands.h"
#include "server/admin_find.h"
#include "store/history.h"
#include "util/text.h"

struct page {
	struct command_in *in;
	const struct desk_token *token;
	int64_t before;
	unsigned n, limit;
};

/*
 * Who it was: at a prompt the account is the person, elsewhere the actor is,
 * and the account is whose the token was or became.
 */
static void
put_what(const struct desk_event *x, struct text *t)
{
	static const struct {
		const char *event, *did;
	} prompts[] = {
		{ "device.claim", "claimed it at the prompt" },
		{ "device.resync", "resynchronised it at the prompt" },
		{ "device.suspend", "reported it lost at the prompt" },
		{ "device.rebind",
		    "typed too many wrong codes in a row for it" },
	};
	const char *did = NULL;
	char owner[NAME_SIZE];

	for (size_t i = 0; i < sizeof(prompts) / sizeof(prompts[0]); i++)
		if (strcmp(prompts[i].event, x->event) == 0)
			did = prompts[i].did;
	if (did != NULL)
		text_printf(t, "%s %s",
		    x->account[0] != '\0' ? x->account : "somebody", did);
	else if (!detail_get(x->detail, "owner", owner, sizeof(owner)))
		text_put(t, x->account);
	if (t->len > 0 && x->detail[0] != '\0')
		text_put(t, ": ");
	text_put(t, x->detail);
}

static bool
put_event(void *arg, const struct desk_event *x)
{
	struct page *p = arg;
	struct wire_out *o;
	char what[NAME_SIZE + DETAIL_SIZE + 64];
	struct text t;

	text_init(&t, what, sizeof(what));
	put_what(x, &t);
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
	wire_put_str(o, TAG_TEXT, what);
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
