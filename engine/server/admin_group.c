/* The groups of an account, which choose its policy. */

#include "server/admin_commands.h"
#include "server/admin_find.h"
#include "server/admin_identity.h"
#include "util/shell.h"

enum mf_err
group_give(struct command_in *in, const struct desk_account *a,
    struct slice raw, char group[NAME_SIZE])
{
	enum mf_err e;

	if (group_canonical(raw, group) != MF_OK)
		return refuse(in, REFUSED_USAGE,
		    "group %.*s is no name of a group: it has a character "
		    "that none can have.\nChoose another one.",
		    (int)raw.n, (const char *)raw.p);
	e = desk_group_add(in->store, a->id, group);
	if (e == MF_ECONFLICT)
		return refuse(in, REFUSED_STATE,
		    "account %s is in group %s already.\n"
		    "Nothing is to be done.",
		    a->name, group);
	return e;
}

static enum mf_err
record_group(struct command_in *in, const char *event, int64_t account,
    const char *group)
{
	char detail[300];
	struct text t;

	text_init(&t, detail, sizeof(detail));
	detail_put(&t, "group", group);
	return record(in, event, account, 0, &t);
}

enum mf_err
group_add(struct command_in *in)
{
	struct desk_account a;
	char group[NAME_SIZE];
	enum mf_err e;

	if ((e = find_account(in, &a)) != MF_OK ||
	    (e = group_give(in, &a, field_slice(in, TAG_GROUP), group)) !=
		MF_OK)
		return e;
	say(in, "%s is in group %s from now on.", a.name, group);
	return record_group(in, "group.add", a.id, group);
}

enum mf_err
group_remove(struct command_in *in)
{
	struct desk_account a;
	char group[NAME_SIZE] = "";
	enum mf_err e;

	if ((e = find_account(in, &a)) != MF_OK)
		return e;
	e = group_canonical(field_slice(in, TAG_GROUP), group) != MF_OK
	    ? MF_ENOENT
	    : desk_group_remove(in->store, a.id, group);
	if (e == MF_ENOENT)
		return refuse(in, REFUSED_ABSENT,
		    "account %s is not in that group.\n"
		    "To see its groups: mfctl account show %s",
		    a.name, QUOTED(a.name));
	if (e != MF_OK)
		return e;
	say(in, "%s is no longer in group %s.", a.name, group);
	return record_group(in, "group.remove", a.id, group);
}
