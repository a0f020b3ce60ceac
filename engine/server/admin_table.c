#include "server/admin_commands.h"

#define WRITES(f)                                                              \
	{                                                                      \
		COMMAND_WRITE, f, NULL, NULL                                   \
	}
#define WRITES_AFTER(b, t, f)                                                  \
	{                                                                      \
		COMMAND_WRITE, f, b, t                                         \
	}
#define LOOPS(f)                                                               \
	{                                                                      \
		COMMAND_LOOP, f, NULL, NULL                                    \
	}
#define READS(f)                                                               \
	{                                                                      \
		COMMAND_READ, f, NULL, NULL                                    \
	}
#define READS_AFTER(b, f)                                                      \
	{                                                                      \
		COMMAND_READ, f, b, NULL                                       \
	}
#define STAGES(f)                                                              \
	{                                                                      \
		COMMAND_STAGED, f, NULL, NULL                                  \
	}

/* What is not here is refused as not built in. */
const struct command_handler command_handlers[CMD_MAX] = {
	[CMD_NONE] = LOOPS(NULL),
	[CMD_ACCOUNT_ADD] = WRITES(account_add),
	[CMD_ACCOUNT_SHOW] = READS(account_show),
	[CMD_ACCOUNT_LIST] = READS_AFTER(account_list_begin, account_list),
	[CMD_ACCOUNT_RENAME] = WRITES(account_rename),
	[CMD_ACCOUNT_DISABLE] = WRITES(account_disable),
	[CMD_ACCOUNT_ENABLE] = WRITES(account_enable),
	[CMD_ACCOUNT_DELETE] = WRITES(account_delete),
	[CMD_ACCOUNT_PASSWORD] = WRITES(account_password),
	[CMD_ACCOUNT_UNLOCK] = WRITES(account_unlock),
	[CMD_ACCOUNT_LANGUAGE] = WRITES(account_language),
	[CMD_IDENTITY_ADD] = WRITES(identity_add),
	[CMD_IDENTITY_REMOVE] = WRITES(identity_remove),
	[CMD_GROUP_ADD] = WRITES(group_add),
	[CMD_GROUP_REMOVE] = WRITES(group_remove),
	[CMD_TEMPORARY] = WRITES(account_temporary),
	[CMD_RECOVERY] = WRITES(account_recovery),
	[CMD_TOKEN_ADD] = WRITES(token_add),
	[CMD_TOKEN_ASSIGN] = WRITES(token_assign),
	[CMD_TOKEN_UNASSIGN] = WRITES(token_unassign),
	[CMD_TOKEN_PIN] = WRITES(token_pin),
	[CMD_TOKEN_LABEL] = WRITES(token_label),
	[CMD_TOKEN_ENABLE] = WRITES(token_enable),
	[CMD_TOKEN_DISABLE] = WRITES(token_disable),
	[CMD_TOKEN_LOST] = WRITES(token_lost),
	[CMD_TOKEN_REPLACE] = WRITES(token_replace),
	[CMD_TOKEN_RESYNC] =
	    WRITES_AFTER(token_resync_begin, token_resync_think, token_resync),
	[CMD_TOKEN_SHOW] = READS(token_show),
	[CMD_TOKEN_LIST] = READS(token_list),
	[CMD_TOKEN_HISTORY] = READS(token_history),
	[CMD_SIGN_BEGIN] = WRITES(sign_begin),
	[CMD_SIGN_CHECK] = WRITES(sign_check),
	[CMD_PROVE_BEGIN] = WRITES(prove_begin),
	[CMD_PROVE_CHECK] = WRITES(prove_check),
	[CMD_WHY] = READS_AFTER(why_begin, why_run),
	[CMD_WHAT_IF] = LOOPS(what_if),
	[CMD_AUDIT_LIST] = READS_AFTER(audit_list_begin, audit_list),
	[CMD_AUDIT_VERIFY] = STAGES(audit_verify_start),
	[CMD_STATUS] = READS_AFTER(status_begin, status_run),
	[CMD_BACKUP] = STAGES(backup_start),
	[CMD_KEY_ROTATE] = STAGES(key_rotate),
	[CMD_CLOCK_ACCEPT] = WRITES(clock_accept_time),
	[CMD_ACCOUNT_LIMITS] =
	    READS_AFTER(account_limits_begin, account_limits),
	[CMD_PANIC] = WRITES(account_panic),
	[CMD_PHONE_ADD] = WRITES(address_add),
	[CMD_PHONE_CONFIRM] = WRITES(address_confirm),
	[CMD_PHONE_RESEND] = WRITES(address_resend),
	[CMD_PHONE_REMOVE] = WRITES(address_remove),
	[CMD_PHONE_LIST] = READS(address_list),
	[CMD_EMAIL_ADD] = WRITES(address_add),
	[CMD_EMAIL_CONFIRM] = WRITES(address_confirm),
	[CMD_EMAIL_RESEND] = WRITES(address_resend),
	[CMD_EMAIL_REMOVE] = WRITES(address_remove),
	[CMD_EMAIL_LIST] = READS(address_list),
	[CMD_IMPORT_BEGIN] = STAGES(import_begin),
	[CMD_IMPORT_RECORDS] = STAGES(import_records),
	[CMD_IMPORT_COMMIT] = WRITES(import_commit),
	[CMD_IMPORT_ABORT] = LOOPS(import_abort),
	[CMD_OUTBOX_LIST] = READS(outbox_list),
	[CMD_OUTBOX_SHOW] = READS(outbox_show),
	[CMD_OUTBOX_RETRY] = WRITES(outbox_retry),
	[CMD_OUTBOX_CANCEL] = WRITES(outbox_cancel),
	[CMD_GATEWAY_TEST] = WRITES(gateway_test),
};
