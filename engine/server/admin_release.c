#include "server/admin_release.h"
#include "server/notes.h"
#include "store/outbox.h"
#include "store/pending.h"

enum device_state
state_without_owner(const struct desk_token *t)
{
	if ((t->ops != NULL && t->ops->uses != 0) || t->address[0] != '\0')
		return DEVICE_RETIRED;
	return t->state == DEVICE_ACTIVE || t->state == DEVICE_REBIND
	    ? DEVICE_FREE
	    : t->state;
}

/* A counter's codes are used up by themselves; a clock's are passed over. */
uint64_t
counter_from_now(const struct desk_token *t, int64_t now)
{
	int64_t shown;

	if (t->step == 0)
		return t->counter;
	shown = now / t->step + t->drift;
	return shown < 0 || (uint64_t)shown < t->counter ? t->counter
							 : (uint64_t)shown + 1;
}

enum mf_err
release_token(
    struct command_in *in, const struct desk_token *t, const char *event)
{
	return release_token_to(in, t, state_without_owner(t), event);
}

/* What was sent, or waits to be: login codes, relief. */
static enum mf_err
end_codes_of(struct command_in *in, const struct desk_token *t)
{
	bool has_address = t->address[0] != '\0';
	enum mf_err e;

	if (!has_address && t->ops != &factor_temporary)
		return MF_OK;
	if ((e = store_pending_void(in->store, t->account, t->id)) != MF_OK)
		return e;
	return store_outbox_cancel(in->store, t->account, t->id,
	    has_address ? "its number or address was removed"
			: "its code has ended",
	    in->now_ms);
}

enum mf_err
release_token_to(struct command_in *in, const struct desk_token *t,
    enum device_state to, const char *event)
{
	char detail[512];
	uint64_t counter;
	struct text d;
	enum mf_err e;

	e = desk_token_unbind(in->store, t->id, t->state, to);
	if (e != MF_OK || (e = end_codes_of(in, t)) != MF_OK ||
	    (e = notes_pin(in->engine->notes, in->store, t->id)) != MF_OK)
		return e;
	e = desk_token_pass(
	    in->store, t->id, counter_from_now(t, in->now), &counter);
	if (e != MF_OK)
		return e;
	notes_binding(in->engine->notes, t->id, 0, to);
	notes_counter(in->engine->notes, t->id, counter);
	text_init(&d, detail, sizeof(detail));
	detail_put(&d, "serial", t->serial);
	detail_put(&d, "address", t->address);
	detail_put(&d, "owner", t->owner);
	detail_put(&d, "state", device_state_names[to]);
	return record(in, event, t->account, t->id, &d);
}

struct list {
	struct desk_token *out;
	unsigned n;
};

static bool
add(void *arg, const struct desk_token *t)
{
	struct list *l = arg;

	l->out[l->n++] = *t;
	return l->n < RELEASE_MAX;
}

enum mf_err
tokens_to_release(struct command_in *in, int64_t account,
    struct desk_token out[RELEASE_MAX], unsigned *n)
{
	struct list l = { out, 0 };
	enum mf_err e;

	e = desk_tokens_of(in->store, account, RELEASE_MAX, add, &l);
	*n = l.n;
	return e;
}

/* Drawn as codes that are sent are: with letters. */
static bool
is_relief(const struct desk_token *t)
{
	return t->ops == &factor_temporary && t->digits == 0;
}

enum mf_err
end_relief(struct command_in *in, int64_t account)
{
	struct desk_token *t;
	unsigned n;
	enum mf_err e;

	if ((t = command_own(in, RELEASE_MAX * sizeof(*t))) == NULL)
		return MF_ENOMEM;
	e = tokens_to_release(in, account, t, &n);
	for (unsigned i = 0; i < n && e == MF_OK; i++)
		if (is_relief(&t[i]))
			e = release_token(in, &t[i], "temporary.end");
	return e;
}
