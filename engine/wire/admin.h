/*
 * The commands of the control sockets: their numbers, names and who may give
 * them.  Arguments and rows are fields of wire/wire.h.
 */
#ifndef MF_ADMIN_H
#define MF_ADMIN_H

#include "wire/wire.h"

enum role { ROLE_NONE = 0, ROLE_LOGIN, ROLE_HELPDESK, ROLE_ADMIN };

enum command {
	CMD_NONE = 0,
	CMD_ACCOUNT_ADD,
	CMD_ACCOUNT_SHOW,
	CMD_ACCOUNT_LIST,
	CMD_ACCOUNT_RENAME,
	CMD_ACCOUNT_DISABLE,
	CMD_ACCOUNT_ENABLE,
	CMD_ACCOUNT_DELETE,
	CMD_ACCOUNT_PASSWORD,
	CMD_ACCOUNT_UNLOCK,
	CMD_ACCOUNT_LANGUAGE,
	CMD_IDENTITY_ADD,
	CMD_IDENTITY_REMOVE,
	CMD_GROUP_ADD,
	CMD_GROUP_REMOVE,
	CMD_TEMPORARY,
	CMD_TOKEN_ADD,
	CMD_TOKEN_SHOW,
	CMD_TOKEN_LIST,
	CMD_TOKEN_ASSIGN,
	CMD_TOKEN_UNASSIGN,
	CMD_TOKEN_ENABLE,
	CMD_TOKEN_DISABLE,
	CMD_TOKEN_LOST,
	CMD_TOKEN_RESYNC,
	CMD_TOKEN_REPLACE,
	CMD_TOKEN_LABEL,
	CMD_TOKEN_HISTORY,
	CMD_IMPORT_BEGIN,
	CMD_IMPORT_RECORDS,
	CMD_IMPORT_COMMIT,
	CMD_IMPORT_ABORT,
	CMD_WHY,
	CMD_WHAT_IF,
	CMD_AUDIT_LIST,
	CMD_AUDIT_VERIFY,
	CMD_STATUS,
	CMD_BACKUP,
	CMD_CLOCK_ACCEPT,
	CMD_KEY_ROTATE,
	CMD_MAX
};

struct command_rule {
	const char *name; /* in the audit and the log */
	enum role role;	  /* the least that may give it */
};

extern const struct command_rule wire_commands[CMD_MAX];

/* Why a command was refused: TAG_ERROR. mfctl's exit code follows from it. */
enum refusal {
	REFUSED_USAGE = 2,  /* a value is not of its form */
	REFUSED_ABSENT = 3, /* no such account, token, reference */
	REFUSED_STATE = 4,  /* it exists, but is not in a state for this */
	REFUSED_RIGHTS = 5,
	REFUSED_CONFIRM = 6, /* ask the person first, then TAG_CONFIRM */
	REFUSED_FAULT = 7,   /* disk full, database: try again later */
};

#endif
