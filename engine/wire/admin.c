#include <string.h>

#include "wire/admin.h"

#define HELPDESK(n, needs, may)                                                \
	{                                                                      \
		n, ROLE_HELPDESK, needs, may                                   \
	}
#define ADMIN(n, needs, may)                                                   \
	{                                                                      \
		n, ROLE_ADMIN, needs, may                                      \
	}

const struct command_rule wire_commands[CMD_MAX] = {
	[CMD_ACCOUNT_ADD] = HELPDESK("account.add", "account",
	    "email phone unique_id language groups new_password"),
	[CMD_ACCOUNT_SHOW] = HELPDESK("account.show", "account", ""),
	[CMD_ACCOUNT_LIST] =
	    HELPDESK("account.list", "", "match status group after limit"),
	[CMD_ACCOUNT_RENAME] = ADMIN("account.rename", "account new_name", ""),
	[CMD_ACCOUNT_DISABLE] = HELPDESK("account.disable", "account", ""),
	[CMD_ACCOUNT_ENABLE] = ADMIN("account.enable", "account", ""),
	[CMD_ACCOUNT_DELETE] = ADMIN("account.delete", "account", "confirm"),
	[CMD_ACCOUNT_PASSWORD] =
	    HELPDESK("account.password", "account new_password", ""),
	[CMD_ACCOUNT_UNLOCK] = HELPDESK("account.unlock", "account", ""),
	[CMD_ACCOUNT_LANGUAGE] =
	    HELPDESK("account.language", "account language", ""),
	[CMD_IDENTITY_ADD] = HELPDESK("identity.add", "account kind value", ""),
	[CMD_IDENTITY_REMOVE] =
	    HELPDESK("identity.remove", "account kind value", ""),
	[CMD_GROUP_ADD] = ADMIN("group.add", "account group", ""),
	[CMD_GROUP_REMOVE] = ADMIN("group.remove", "account group", ""),
	[CMD_TEMPORARY] =
	    HELPDESK("account.temporary", "account", "count seconds"),
	[CMD_RECOVERY] =
	    HELPDESK("account.recovery", "account", "dry_run confirm"),
	[CMD_TOKEN_ADD] = ADMIN("token.add", "",
	    "serial vendor model factor hash digits step counter secret suite "
	    "public_id private_id label start expiry account"),
	[CMD_TOKEN_SHOW] = HELPDESK("token.show", "serial", "vendor"),
	[CMD_TOKEN_LIST] = HELPDESK(
	    "token.list", "", "match status account factor vendor after limit"),
	[CMD_TOKEN_ASSIGN] =
	    HELPDESK("token.assign", "serial account", "vendor"),
	[CMD_TOKEN_UNASSIGN] =
	    HELPDESK("token.unassign", "serial", "vendor confirm"),
	[CMD_TOKEN_ENABLE] = HELPDESK("token.enable", "serial", "vendor"),
	[CMD_TOKEN_DISABLE] = HELPDESK("token.disable", "serial", "vendor"),
	[CMD_TOKEN_LOST] = HELPDESK("token.lost", "serial", "vendor confirm"),
	[CMD_TOKEN_RESYNC] = HELPDESK("token.resync", "serial",
	    "code other_code reference session vendor"),
	[CMD_TOKEN_REPLACE] =
	    HELPDESK("token.replace", "serial other_serial", "vendor confirm"),
	[CMD_TOKEN_LABEL] = HELPDESK("token.label", "serial label", "vendor"),
	[CMD_TOKEN_PIN] =
	    HELPDESK("token.pin", "serial", "secret change vendor"),
	[CMD_TOKEN_HISTORY] =
	    HELPDESK("token.history", "serial", "vendor after limit"),
	[CMD_SIGN_BEGIN] = HELPDESK("sign.begin", "form account fields",
	    "serial vendor factor session"),
	[CMD_SIGN_CHECK] = HELPDESK("sign.check", "reference code", ""),
	[CMD_PROVE_BEGIN] =
	    HELPDESK("prove.begin", "serial challenge", "session vendor"),
	[CMD_PROVE_CHECK] = HELPDESK("prove.check", "reference code", ""),
	[CMD_ACCOUNT_LIMITS] =
	    HELPDESK("account.limits", "account", "nas station"),
	[CMD_PANIC] = HELPDESK("panic", "account", "confirm"),
	[CMD_PHONE_ADD] =
	    HELPDESK("phone.add", "account", "address label confirmed"),
	[CMD_PHONE_CONFIRM] = HELPDESK("phone.confirm", "account code", ""),
	[CMD_PHONE_RESEND] = HELPDESK("phone.resend", "account", "address"),
	[CMD_PHONE_REMOVE] =
	    HELPDESK("phone.remove", "account address", "confirm"),
	[CMD_PHONE_LIST] = HELPDESK("phone.list", "account", ""),
	[CMD_EMAIL_ADD] =
	    HELPDESK("email.add", "account", "address label confirmed"),
	[CMD_EMAIL_CONFIRM] = HELPDESK("email.confirm", "account code", ""),
	[CMD_EMAIL_RESEND] = HELPDESK("email.resend", "account", "address"),
	[CMD_EMAIL_REMOVE] =
	    HELPDESK("email.remove", "account address", "confirm"),
	[CMD_EMAIL_LIST] = HELPDESK("email.list", "account", ""),
	[CMD_IMPORT_BEGIN] =
	    ADMIN("import.begin", "kind name", "dry_run skip_known"),
	[CMD_IMPORT_RECORDS] = ADMIN("import.records", "import records", ""),
	[CMD_IMPORT_COMMIT] = ADMIN("import.commit", "import", ""),
	[CMD_IMPORT_ABORT] = ADMIN("import.abort", "import", ""),
	[CMD_WHY] = HELPDESK("why", "value", "limit"),
	[CMD_WHAT_IF] = HELPDESK("what-if", "user nas",
	    "client_address nas_identifier nas_port_type station "
	    "called_station virtual_server service groups first_factor time"),
	[CMD_AUDIT_LIST] =
	    ADMIN("audit.list", "", "since until account event after limit"),
	[CMD_AUDIT_VERIFY] = ADMIN("audit.verify", "", ""),
	[CMD_STATUS] = HELPDESK("status", "", ""),
	[CMD_BACKUP] = ADMIN("backup", "", ""),
	[CMD_CLOCK_ACCEPT] = ADMIN("clock.accept", "", "confirm"),
	[CMD_KEY_ROTATE] = ADMIN("key.rotate", "", ""),
	[CMD_OUTBOX_LIST] =
	    HELPDESK("outbox.list", "", "account status after limit"),
	[CMD_OUTBOX_SHOW] = HELPDESK("outbox.show", "id", ""),
	[CMD_OUTBOX_RETRY] = HELPDESK("outbox.retry", "id", ""),
	[CMD_OUTBOX_CANCEL] = HELPDESK("outbox.cancel", "id", ""),
	[CMD_GATEWAY_TEST] =
	    ADMIN("gateway.test", "channel address", "gateway language"),
};

const struct row_rule wire_rows[] = {
	{ "progress", "count size text" },
	{ "account",
	    "account status language groups email phone unique_id "
	    "tokens count failures locked_until since last_used" },
	{ "identity", "kind value" },
	{ "token",
	    "serial vendor model factor hash digits step counter drift "
	    "suite public_id status account label since last_used failures "
	    "locked_until start expiry time source detail" },
	{ "address",
	    "kind address status label account since last_used "
	    "failures" },
	{ "limit", "name value number count text" },
	{ "code", "code expiry" },
	{ "recovery", "place code account since" },
	{ "uri", "serial uri" },
	{ "signature", "reference form account serial challenge expiry" },
	{ "challenge", "reference serial challenge expiry" },
	{ "proof", "reference account serial challenge code expiry" },
	{ "event",
	    "sequence time actor event account serial reference nas "
	    "source detail text" },
	{ "bad", "place serial text" },
	{ "login", "time reference account status nas source text" },
	{ "step", "text" },
	{ "fault", "sequence text" },
	{ "status", "name value number status text" },
	{ "chunk", "place chunk" },
	{ "message",
	    "id time channel address message account status attempt gateway "
	    "result since expiry language" },
	/* goes up, within the records of an import */
	{ "record",
	    "place serial vendor model factor hash digits step counter "
	    "drift secret suite public_id private_id label start expiry "
	    "account" },
};

const size_t wire_nrows = sizeof(wire_rows) / sizeof(wire_rows[0]);

enum wire_tag
wire_tag_named(const char *name, size_t n)
{
	for (unsigned t = 1; t < TAG_MAX; t++)
		if (wire_tags[t].name != NULL &&
		    strlen(wire_tags[t].name) == n &&
		    memcmp(wire_tags[t].name, name, n) == 0)
			return (enum wire_tag)t;
	return 0;
}

bool
wire_names(const char *fields, enum wire_tag tag)
{
	const char *name = wire_tags[tag].name;
	size_t n = strlen(name), k;

	for (; *fields != '\0'; fields += k + (fields[k] == ' ')) {
		k = strcspn(fields, " ");
		if (k == n && memcmp(fields, name, n) == 0)
			return true;
	}
	return false;
}

bool
command_is_whole(const struct wire_msg *m, enum wire_tag *wrong)
{
	int64_t command = wire_int(m, TAG_COMMAND, CMD_NONE);
	const struct command_rule *r;

	*wrong = TAG_COMMAND;
	if (m->type != WIRE_COMMAND || command <= CMD_NONE ||
	    command >= CMD_MAX || wire_commands[command].name == NULL)
		return false;
	r = &wire_commands[command];
	for (unsigned t = 1; t < TAG_MAX; t++) {
		bool needed;

		if (t == TAG_COMMAND || t == TAG_ACTOR ||
		    wire_tags[t].name == NULL)
			continue;
		*wrong = (enum wire_tag)t;
		needed = wire_names(r->needs, *wrong);
		if (wire_has(m, *wrong) ? !needed && !wire_names(r->may, *wrong)
					: needed)
			return false;
	}
	return true;
}
