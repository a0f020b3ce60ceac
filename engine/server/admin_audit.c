/* audit.list: who did what, latest first. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/admin_commands.h"
#include "server/admin_find.h"
#include "server/refs.h"
#include "store/history.h"

#define LOOK_PAGE 500   /* records in one query */
#define LOOK_MOST 50000 /* in one command; then it stops for breath */

struct listing {
	const struct references *refs; /* its key never changes */
	int64_t since_ms, until_ms;
	char event[EVENT_NAME];
	unsigned left;
	int64_t before; /* where the list stands */
	bool past;      /* since is reached */
	unsigned seen, looked;
	struct event found[LOOK_PAGE];
	unsigned n;
};

enum mf_err
audit_list_begin(struct command_in *in)
{
	struct listing *l = command_own(in, sizeof(*l));

	if (l == NULL)
		return MF_ENOMEM;
	l->refs = in->engine->refs;
	return MF_OK;
}

/* "token" is all of token.add, token.lost and so on. */
static bool
is_event(const struct listing *l, const struct event *e)
{
	return l->event[0] == '\0' || audit_event_is(e->event, l->event);
}

/* "login (accept, again, reject), token (add, ...)" */
static enum mf_err
refuse_event(struct command_in *in, const char *event)
{
	char known[1024], typed[80];
	const char *group = "";
	struct text t, u;

	text_init(&t, known, sizeof(known));
	for (size_t i = 0; audit_events[i] != NULL; i++) {
		const char *name = audit_events[i];
		size_t n = strcspn(name, ".") + 1;

		if (strncmp(group, name, n) == 0) {
			text_printf(&t, ", %s", name + n);
			continue;
		}
		text_printf(&t, "%s%.*s (%s", t.len > 0 ? "), " : "",
		    (int)n - 1, name, name + n);
		group = name;
	}
	text_init(&u, typed, sizeof(typed));
	text_escape(&u, slice_str(event), EVENT_NAME);
	return refuse(in, REFUSED_USAGE,
	    "event %s is none that is recorded.\n"
	    "Give one such as token.lost, or all of a kind such as token. "
	    "There are %s).",
	    typed, known);
}

static bool
look(void *arg, const struct event *e)
{
	struct listing *l = arg;

	l->seen++;
	l->past = e->at_ms < l->since_ms;
	if (l->past)
		return false;
	l->before = e->seq;
	if (e->at_ms <= l->until_ms && is_event(l, e))
		l->found[l->n++] = *e;
	return l->n < l->left;
}

static void
put_row(struct command_in *in, const struct listing *l, const struct event *e)
{
	struct wire_out *o = row_begin(in, "event");
	char reference[10], nas[254], station[254], text[1600];
	struct desk_account a = { .id = 0 };
	struct desk_token t = { .id = 0 };
	int64_t device = e->device != 0 ? e->device : e->used;

	if (e->account == 0 ||
	    desk_account_by_id(in->store, e->account, &a) != MF_OK)
		a.name[0] = '\0';
	if (device == 0 || desk_token_by_id(in->store, device, &t) != MF_OK)
		t.serial[0] = '\0';
	refs_format(l->refs, e->reference, reference);
	detail_get(e->detail, "nas", nas, sizeof(nas));
	detail_get(e->detail, "station", station, sizeof(station));
	snprintf(text, sizeof(text), "%s%s%s%s%s%s", a.name,
	    a.name[0] != '\0' && t.serial[0] != '\0' ? ", " : "",
	    t.serial[0] != '\0' ? "token " : "", t.serial,
	    (a.name[0] != '\0' || t.serial[0] != '\0') && e->detail[0] != '\0'
		? ": "
		: "",
	    e->detail);
	wire_put_int(o, TAG_SEQUENCE, e->seq);
	wire_put_int(o, TAG_TIME, e->at_ms / 1000);
	wire_put_str(o, TAG_ACTOR, e->actor);
	wire_put_str(o, TAG_EVENT, e->event);
	wire_put_str(o, TAG_ACCOUNT, a.name);
	wire_put_str(o, TAG_SERIAL, t.serial);
	wire_put_str(o, TAG_REFERENCE, reference);
	wire_put_str(o, TAG_NAS, nas);
	wire_put_str(o, TAG_SOURCE, station);
	wire_put_str(o, TAG_DETAIL, e->detail);
	wire_put_str(o, TAG_TEXT, text);
	row_end(in);
}

static enum mf_err
read_question(struct command_in *in, struct listing *l, int64_t *account)
{
	struct desk_account a;
	char after[32];
	enum mf_err e = MF_OK;

	l->since_ms = wire_int(in->msg, TAG_SINCE, 0) * 1000;
	l->until_ms = wire_has(in->msg, TAG_UNTIL)
	    ? wire_int(in->msg, TAG_UNTIL, 0) * 1000 + 999
	    : INT64_MAX;
	l->left = page_limit(in);
	field_text(in, TAG_EVENT, l->event, sizeof(l->event));
	field_text(in, TAG_AFTER, after, sizeof(after));
	*account = 0;
	if (l->event[0] != '\0' && !audit_event_exists(l->event))
		return refuse_event(in, l->event);
	if (wire_has(in->msg, TAG_ACCOUNT)) {
		if ((e = find_account(in, &a)) != MF_OK)
			return e;
		*account = a.id;
	}
	if (after[0] == '\0')
		return l->until_ms == INT64_MAX
		    ? (l->before = INT64_MAX, MF_OK)
		    : history_until(in->store, l->until_ms, &l->before);
	if (number_parse(after, 0, INT64_MAX, &l->before) == MF_OK)
		return MF_OK;
	return refuse(in, REFUSED_USAGE,
	    "after %s is no place in this list.\n"
	    "Take what the list itself gave.",
	    after);
}

enum mf_err
audit_list(struct command_in *in)
{
	struct listing *l = in->own;
	unsigned limit;
	int64_t account;
	bool more = true;
	char after[32];
	enum mf_err e;

	if ((e = read_question(in, l, &account)) != MF_OK)
		return e;
	limit = l->left;
	while (e == MF_OK && more && l->left > 0 && l->looked < LOOK_MOST &&
	    still_wanted(in)) {
		l->n = l->seen = 0;
		e = history_walk(
		    in->store, account, l->before, LOOK_PAGE, look, l);
		more = !l->past && (l->seen == LOOK_PAGE || l->n == l->left);
		l->looked += l->seen;
		for (unsigned i = 0; i < l->n && e == MF_OK; i++)
			put_row(in, l, &l->found[i]);
		l->left -= l->n;
	}
	snprintf(after, sizeof(after), "%" PRId64, l->before);
	if (e == MF_OK && more)
		wire_put_str(done_fields(in), TAG_AFTER, after);
	else if (e == MF_OK && l->left == limit &&
	    !wire_has(in->msg, TAG_AFTER))
		say(in, "There is no such record.");
	return e;
}
