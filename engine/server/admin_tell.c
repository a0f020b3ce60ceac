#include "server/admin_tell.h"
#include "server/notice.h"

/* By its serial: a name may have been given to it just now, to mislead. */
static struct prompt_device
by_serial(const struct desk_token *t)
{
	return (struct prompt_device){
		.kind = t->ops == NULL ? KIND_TOKEN
				       : factor_kind(t->ops, t->canonical),
		.serial = t->serial,
		.label = "",
		.address = "",
	};
}

enum mf_err
tell_owner(struct command_in *in, const struct desk_account *a,
    enum message_id text, const struct desk_token *token)
{
	struct prompt_device about = { 0 };
	struct notice n = {
		.text = text,
		.account = a->id,
		.name = a->name,
		.language = a->language,
		.now_ms = in->now_ms,
	};

	if (token != NULL) {
		about = by_serial(token);
		n.device = &about;
	}
	return notice_put(in->engine, &n);
}
