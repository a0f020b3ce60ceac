/* One story per reason.  What stands in {} is put in by why_say.c. */

#include "server/why.h"

#define AGAIN "log in again"

const struct telling tellings[REASON_MAX] = {
	[REASON_NONE] = { false, "Nothing more is known of it.", NULL },
	[REASON_ACCEPTED] = { true, "{accepted}", NULL },
	[REASON_ASKED] = { true, "A code was asked for.", NULL },
	[REASON_WORD] = { true,
	    "A word was typed instead of a code, and a code was asked for "
	    "again.",
	    NULL },
	[REASON_NO_POLICY] = { false,
	    "No policy in multifactord.conf fits a login from there, so "
	    "nothing was looked at.",
	    "an admin finds out what does not fit with mfctl what-if, and "
	    "adds or corrects a policy" },
	[REASON_BAD_NAME] = { false,
	    "What came as the user name cannot be one: it is empty, or has a "
	    "space or another character that no name has.",
	    "type the user name again" },
	[REASON_UNKNOWN] = { false, "There is no account of that name.",
	    "look at the spelling with mfctl account list --match, or add it "
	    "with mfctl account add {account}" },
	[REASON_DISABLED] = { false, "The account is disabled.",
	    "if it should not be, an admin runs mfctl account enable "
	    "{account}" },
	[REASON_UNVERIFIED] = { false,
	    "FreeRADIUS did not say that a module which policy {policy} "
	    "believes has found the password right.",
	    "type the password again; else see in FreeRADIUS's log what became "
	    "of it" },
	[REASON_NO_PASSWORD] = { false,
	    "The account has no password here, and policy {policy} asks for "
	    "one.",
	    "give it one with mfctl account password {account}" },
	[REASON_WRONG_PASSWORD] = { false, "The password was not right.",
	    "type it again, or give the account a new one with mfctl account "
	    "password {account}" },
	[REASON_PASSWORD_LOCKED] = { false,
	    "There had been too many wrong passwords from there, so this one "
	    "was not looked at{until}.",
	    "wait{wait}, or run mfctl account unlock {account}" },
	[REASON_NO_DEVICE] = { true,
	    "But there is nothing that could be asked for a code: the account "
	    "has no token, number or address in use that policy {policy} "
	    "allows.",
	    "see with mfctl account show {account} whether one waits to be "
	    "confirmed or was suspended; assign a token with mfctl token "
	    "assign SERIAL {account}, or help out with mfctl account "
	    "temporary {account}" },
	[REASON_NO_CODE] = { true,
	    "But password and code come in one field there, and no code "
	    "followed the password.",
	    "type the password and behind it the code, with the separator "
	    "between if policy {policy} has one" },
	[REASON_WRONG_CODE] = { true, "{wrong}{locked}", "{retry}" },
	[REASON_USED_CODE] = { true, "{used} Each code works once.",
	    "{next code} and try again" },
	[REASON_UNREADABLE] = { true,
	    "What was typed was neither a code nor one of the words that can "
	    "be typed there.{locked}",
	    "{type}" },
	[REASON_LOCKED_SOFT] = { true,
	    "There had been too many wrong codes in a row from there, so this "
	    "one was not looked at{until}.",
	    "wait{wait}, or run mfctl account unlock {account}" },
	[REASON_LOCKED_MONTH] = { true,
	    "The account has had as many wrong codes in 30 days as it may "
	    "have, so no code was looked at.",
	    "find out with mfctl why {account} whether somebody is guessing; "
	    "then run mfctl account unlock {account}" },
	[REASON_LOCKED_YEAR] = { true,
	    "The account has had as many wrong codes in a year as it may "
	    "have, so no code was looked at.",
	    "find out with mfctl why {account} whether somebody is guessing; "
	    "then run mfctl account unlock {account}" },
	[REASON_LOCKED_DEVICE] = { true,
	    "{Device} had too many wrong codes in a row, so no code of it was "
	    "looked at.",
	    "{resync}" },
	[REASON_ROUNDS] = { true,
	    "After 16 answers the login had still not ended, and was ended.",
	    AGAIN },
	[REASON_TICKET] = { false,
	    "The answer belonged to no login that waits: it was of another "
	    "person or NAS, or the password was changed, the account "
	    "disabled or a backup restored in between.",
	    AGAIN },
	[REASON_LATE] = { false,
	    "The answer came later than its policy waits for one.",
	    AGAIN " and type the code without delay" },
	[REASON_ANSWERED] = { false,
	    "This question, or the same packet, had already been answered.",
	    AGAIN },
	[REASON_CLOCK] = { true,
	    "The server's clock had jumped, so time-based codes were not "
	    "looked at.",
	    "an admin sets the clock right and looks at mfctl status" },
	[REASON_CLAIM] = { true,
	    "A token was to be claimed, but no free token of that serial "
	    "shows those two codes.{locked}",
	    "type the serial as it is printed on the back, and two codes "
	    "that follow each other" },
	[REASON_CLAIM_LIMIT] = { true,
	    "A token was to be claimed, but too many had been tried within "
	    "the hour by all accounts together.",
	    "assign it with mfctl token assign SERIAL {account}, or try again "
	    "in an hour" },
	[REASON_LOST] = { true,
	    "{Device} was reported lost at the prompt and is suspended.",
	    "if it is found, run {found}, else {gone}; mfctl account temporary "
	    "{account} helps out" },
	[REASON_CONFLICT] = { true,
	    "At the same moment another login with the same code or token was "
	    "decided, and only one of them could be let in.",
	    "{next code} and try again" },
	[REASON_UNGIVEN] = { true,
	    "All was right, but FreeRADIUS did not take {attribute} of policy "
	    "{policy}{fault}, so it let nobody in.",
	    "an admin corrects policies.attributes in multifactord.conf and "
	    "reloads the engine, or loads the attribute's dictionary into "
	    "FreeRADIUS; its log names the attribute, too" },
	[REASON_CHALLENGE] = { true,
	    "But what the account has answers a challenge, and none can be "
	    "shown there: policy {policy} takes password and code in one "
	    "field, or shows everybody the same prompt.",
	    "log in where the NAS shows a challenge, or help out with mfctl "
	    "account temporary {account}" },
	[REASON_NO_PROMPT] = { true,
	    "But what the account has cannot answer at a prompt: its suite "
	    "asks for more than a person can key in, or for a PIN that was "
	    "not set.",
	    "see its suite with mfctl token list --account {account}; set a "
	    "PIN with mfctl token pin SERIAL; or assign another token" },
	[REASON_DECOY] = { false,
	    "The first factor had not been right; the prompt was shown only "
	    "to tell nobody so.",
	    "type the password again, or give the account a new one with "
	    "mfctl account password {account}" },
	[REASON_REGISTER] = { true,
	    "So was the code of {device}. A number or address was to be "
	    "registered: another code went there, and was asked for.",
	    "type the code of the message that came there, or nothing to log "
	    "in without it" },
	[REASON_CONFIRM_WRONG] = { true,
	    "So was the code before, but not the one that confirms the new "
	    "number or address.",
	    "type the code of the message that came there, or nothing to log "
	    "in without it" },
	[REASON_SENT] = { true,
	    "A code was sent, for there password and code come in one field.",
	    "log in again with the password, the separator of policy "
	    "{policy} and the code" },
	[REASON_NEW_PIN] = { true,
	    "So was the code; but the PIN of {device} has to change first, "
	    "and there was no new one yet.",
	    "type a new PIN twice at the prompt; where none is shown, log in "
	    "where one is" },
	[REASON_WRONG_PIN] = { true,
	    "The code was right, but not the PIN before it.{locked}",
	    "type the PIN and, right behind it, the next code; a forgotten "
	    "PIN: mfctl token pin {serial}" },
	[REASON_PIN_UNKNOWN] = { true,
	    "But the PIN of {device} was changed after the backup that was "
	    "put back: nobody knows the new one, and the old one is none.",
	    "set another with mfctl token pin SERIAL, once you know who is "
	    "calling" },
	[REASON_NO_LENGTH] = { false,
	    "Password and code come in one field there, and the code is found "
	    "by its length; but the account has nothing in use whose codes "
	    "have a known length, as a token's have and those by SMS and "
	    "e-mail have not. So where the password ends is not known.",
	    "assign a token with mfctl token assign SERIAL {account}; if it "
	    "has one with a PIN, set that again with mfctl token pin SERIAL; "
	    "codes by SMS and e-mail work where a policy has mode = "
	    "\"challenge\" or \"append-separator\"" },
	[REASON_SEND_LIMIT] = { true,
	    "But no code may be sent now: too many were, to the account, the "
	    "number, from the same place or in all, or the number is of a "
	    "country that none are sent to.",
	    "see which with mfctl account limits {account}, and with --nas "
	    "and --station of this login those of its place; or help out "
	    "with mfctl account temporary {account}; \"sending\" of "
	    "multifactord.conf sets them" },
};

const struct single why_singles[] = {
	[SINGLE_NONE] = { .name = NULL },
	[SINGLE_TEMPORARY] = { "temporary code",
	    "ask for another temporary code",
	    "run mfctl account temporary {account} for another one",
	    "try again with the code just as it was given",
	    "The code was not the one that the helpdesk gave." },
	[SINGLE_RECOVERY] = { "recovery code", "take another one of the list",
	    "run mfctl account recovery {account} for another list",
	    "try again with the code just as it is printed",
	    "The code was not one of the list of recovery codes.",
	    "mfctl account recovery {account}", "the same" },
	[SINGLE_SMS] = { "code by SMS", "log in again for another one",
	    "see mfctl phone list {account} for where it goes",
	    "type the code of the newest SMS, or resend for another one",
	    "The code was not the one that was sent by SMS for this login "
	    "last, or its time was over.",
	    "mfctl phone resend {account}",
	    "mfctl phone remove {account} NUMBER" },
	[SINGLE_EMAIL] = { "code by e-mail", "log in again for another one",
	    "see mfctl email list {account} for where it goes",
	    "type the code of the newest e-mail, or resend for another one",
	    "The code was not the one that was sent by e-mail for this login "
	    "last, or its time was over.",
	    "mfctl email resend {account}",
	    "mfctl email remove {account} ADDRESS" },
};

#define DIGITS    "the digits that {device} shows, and nothing else"
#define PIN_FIRST "type the PIN and, right behind it, "

const struct manner why_manners[] = {
	[MANNER_SHOWN] = { "The code was not one that {device} shows at this "
			   "time.",
	    "try again with the code it shows now", "type " DIGITS },
	[MANNER_ASKED] = { "The code was not one that {device} gives for what "
			   "it was asked.",
	    "try again with the answer to the new number", "type " DIGITS },
	[MANNER_TOUCHED] = { "The code was not one that {device} types.",
	    "touch it once more at the prompt",
	    "touch {device} once at the prompt, for it types the code by "
	    "itself" },
	[MANNER_PIN] = { "What was typed was not the PIN and a code that "
			 "{device} shows at this time.",
	    PIN_FIRST "the code it shows now", PIN_FIRST DIGITS },
};
