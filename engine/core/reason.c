/* The words of the audit, one for each reason. */

#include "core/dialogue.h"

const char *const reason_words[REASON_MAX] = {
	[REASON_NONE] = "none",
	[REASON_ACCEPTED] = "accepted",
	[REASON_ASKED] = "asked",
	[REASON_WORD] = "word",
	[REASON_NO_POLICY] = "no-policy",
	[REASON_BAD_NAME] = "bad-name",
	[REASON_UNKNOWN] = "unknown-account",
	[REASON_DISABLED] = "account-disabled",
	[REASON_UNVERIFIED] = "password-unverified",
	[REASON_NO_PASSWORD] = "no-password",
	[REASON_WRONG_PASSWORD] = "wrong-password",
	[REASON_PASSWORD_LOCKED] = "password-locked",
	[REASON_NO_DEVICE] = "no-device",
	[REASON_NO_CODE] = "no-code",
	[REASON_WRONG_CODE] = "wrong-code",
	[REASON_USED_CODE] = "used-code",
	[REASON_UNREADABLE] = "unreadable",
	[REASON_LOCKED_SOFT] = "locked",
	[REASON_LOCKED_MONTH] = "locked-month",
	[REASON_LOCKED_YEAR] = "locked-year",
	[REASON_LOCKED_DEVICE] = "locked-device",
	[REASON_ROUNDS] = "too-many-rounds",
	[REASON_TICKET] = "foreign-ticket",
	[REASON_LATE] = "expired-ticket",
	[REASON_ANSWERED] = "answered-ticket",
	[REASON_CLOCK] = "clock-jumped",
	[REASON_CLAIM] = "claim-refused",
	[REASON_CLAIM_LIMIT] = "claim-limit",
	[REASON_LOST] = "reported-lost",
	[REASON_CONFLICT] = "conflict",
	[REASON_DECOY] = "decoy",
	[REASON_UNGIVEN] = "attribute-refused",
	[REASON_CHALLENGE] = "no-challenge",
	[REASON_NO_PROMPT] = "no-prompt",
	[REASON_SENT] = "code-sent",
	[REASON_SEND_LIMIT] = "sending-limit",
};

const char *const opened_words[OPENED_MAX] = {
	[OPENED_BY_CODE] = "code",
	[OPENED_BY_RESYNC] = "resync",
	[OPENED_BY_CLAIM] = "claim",
};
