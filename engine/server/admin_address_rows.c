/* Numbers and e-mail addresses as rows; on the desk's thread. */

#include "core/shorten.h"
#include "server/admin_address.h"
#include "server/admin_commands.h"
#include "server/admin_rows.h"

void
address_row(struct command_in *in, const struct desk_token *t, bool whole)
{
	bool phone = t->ops != NULL && t->ops->kind == KIND_SMS;
	struct wire_out *o = row_begin(in, "address");
	char shown[ADDRESS_SIZE + 8];
	struct text s;

	text_init(&s, shown, sizeof(shown));
	if (whole)
		text_put(&s, t->address);
	else if (phone)
		shorten_phone(&s, t->address);
	else
		shorten_email(&s, t->address);
	wire_put_str(o, TAG_KIND, phone ? "phone" : "email");
	wire_put_str(o, TAG_ADDRESS, shown);
	if (t->state < DEVICE_STATE_MAX)
		wire_put_str(o, TAG_STATUS, device_state_names[t->state]);
	wire_put_str(o, TAG_LABEL, t->label);
	wire_put_str(o, TAG_ACCOUNT, t->owner);
	if (t->bound != 0)
		wire_put_int(o, TAG_SINCE, t->bound);
	if (t->last_used != 0)
		wire_put_int(o, TAG_LAST_USED, t->last_used);
	if (t->expiry != 0)
		wire_put_int(o, TAG_EXPIRY, t->expiry);
	if (t->failures > 0)
		wire_put_int(o, TAG_FAILURES, t->failures);
	row_end(in);
}

enum mf_err
address_list(struct command_in *in)
{
	struct desk_account a;
	struct addresses all;
	enum mf_err e;

	if ((e = find_account(in, &a)) != MF_OK ||
	    (e = addresses_of(in, a.id, &all)) != MF_OK)
		return e;
	for (size_t i = 0; i < all.n; i++)
		address_row(in, &all.list[i], true);
	if (all.n == 0)
		say(in, "%s has no %s that codes go to.", a.name,
		    channel_of(in)->noun);
	return MF_OK;
}
