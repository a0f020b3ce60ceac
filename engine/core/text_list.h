/*
 * Every text a person can see, in English: what the catalogues of po/ have in
 * the other languages.  Each has a name, by which translators and catalogues
 * know it, and a note for translators.  {words} stand for values:
 *
 *	{from} {start} {device}	  a device, by its kind, in the form that the
 *	{first}			  text needs
 *	{serial} {phone} {mail} {tail} {label} {name}	of a device, shortened;
 *				  {label} is in quotes, {name} is not
 *	{others}		  the remark about "?", or nothing
 *	{rest}			  the other devices of a list, or a part of them
 *	{new}			  a number or address, shortened
 *	{challenge} {reference} {separator}
 *	{code} {service} {account} {address} {fields} {minutes}	  of messages
 *
 * A text with a number of minutes, hours or digits has a plural: PLURAL(one,
 * many); ALIKE(text) where English has the same for all numbers that can be.
 */
#ifndef MF_TEXT_LIST_H
#define MF_TEXT_LIST_H

#define PLURAL(one, many) one "\0" many
#define ALIKE(text)       PLURAL(text, text)

/* clang-format off */

/* Of prompts: EACH(ID, name, English, note). */
#define PROMPT_TEXTS(EACH) \
	EACH(GENERIC, "generic", \
	    "Code: ", \
	    "Asks for the code of whatever device the person has. " \
	    "Its first word begins every prompt.") \
	EACH(CODE, "code", \
	    "Code from {from}{others}: ", \
	    "{from} is a device, as in \"token.from\" and the like; " \
	    "{others} is \"others\", or nothing.") \
	EACH(CODE_CHALLENGE, "code-challenge", \
	    "Code that {device} gives for {challenge}{others}: ", \
	    "The token has to be told a number first: {challenge}.") \
	EACH(CODE_PIN, "code-pin", \
	    "Code from {from}, with your PIN before it{others}: ", \
	    "The person's PIN and the code come in one field.") \
	EACH(CONFIRM, "confirm", \
	    "Code from {from}, to confirm it: ", \
	    "A number or address is being registered.") \
	EACH(NEW_PIN, "new-pin", \
	    ALIKE("Code right. Your new PIN, {least} to {most} digits: "), \
	    "The PIN must change; {least} and {most} are numbers.") \
	EACH(NEW_PIN_AGAIN, "new-pin-again", \
	    "Code right. Your new PIN once more: ", \
	    "As before, to compare.") \
	EACH(NEW_PIN_BAD, "new-pin-bad", \
	    ALIKE("Code right, but not this PIN. Another one, {least} to " \
		"{most} digits: "), \
	    "It was too simple, or the two were not the same.") \
	EACH(WRONG, "wrong", \
	    "Code not right, please try again. {start}: ", \
	    "{start} is a device that begins a sentence.") \
	EACH(WRONG_PIN, "wrong-pin", \
	    "Code not right, please try again. {start}, with your PIN " \
	    "before the code: ", \
	    "As before, with the person's PIN before the code.") \
	EACH(WRONG_CHALLENGE, "wrong-challenge", \
	    "Code not right, please try again. {start} for " \
	    "{challenge}: ", \
	    "As \"wrong\", for a token that is told a number.") \
	EACH(WRONG_GENERIC, "wrong-generic", \
	    "Code not right, please try again: ", \
	    "As \"wrong\", of whatever device.") \
	EACH(SYNC, "sync", \
	    "Codes, the next two of {from}, with a space between: ", \
	    "The token is to be synchronised: two codes that follow " \
	    "each other.") \
	EACH(SYNC_GENERIC, "sync-generic", \
	    "Codes, the next two, with a space between: ", \
	    "As before, of whatever device.") \
	EACH(SYNC_PIN, "sync-pin", \
	    "Codes, the next two of {from}, your PIN before the first, " \
	    "with a space between: ", \
	    "As \"sync\", with the person's PIN before the first of the " \
	    "two codes.") \
	EACH(SYNC_CHALLENGE, "sync-challenge", \
	    "Codes, the next two for {challenge}, with a space between: ", \
	    "As \"sync\", of a token that is told a number: both for the " \
	    "same one.") \
	EACH(MENU, "menu", \
	    "Code of {first}, or {rest}: ", \
	    "A code of {first}, or the number of another device, as " \
	    "in \"2 SMS ..8899\".") \
	EACH(MENU_ONLY, "menu-only", \
	    "Code, please choose one: {rest}: ", \
	    "Only the list, for no device is asked for.") \
	EACH(LOST, "lost", \
	    "Code from {from} (the lost one is suspended now): ", \
	    "The lost device is suspended, and {from} is another one.") \
	EACH(LOST_PIN, "lost-pin", \
	    "Code from {from}, with your PIN before it (the lost one is " \
	    "suspended now): ", \
	    "As before, with the person's PIN before the code.") \
	EACH(REGISTER, "register", \
	    "Code from {from}, then the one sent to {new}: ", \
	    "{new} is a number or address that the person wants codes to " \
	    "go to, shortened; it is sent one once this code was right.") \
	EACH(REGISTER_PIN, "register-pin", \
	    "Code from {from}, with your PIN before it, then the one sent " \
	    "to {new}: ", \
	    "As before, with the person's PIN before the first of the two.") \
	EACH(REGISTER_NOT, "register-not", \
	    "Code from {from} (codes cannot go there): ", \
	    "The person typed a number or address that codes may not go " \
	    "to; {from} is asked for all the same.") \
	EACH(REGISTER_NOT_PIN, "register-not-pin", \
	    "Code from {from}, with your PIN before it (codes cannot go " \
	    "there): ", \
	    "As before, with the person's PIN before the code.") \
	EACH(NO_MORE, "no-more", \
	    "Code from {from} (no new one can be sent now): ", \
	    "\"resend\", but so many were sent that no other is for now: " \
	    "the last one is good still.") \
	EACH(SENT, "sent", \
	    "Code is in {from}. Log in again with " \
	    "password{separator}code.", \
	    "Nothing can be typed now: the code goes behind the " \
	    "password, with {separator} between.") \
	EACH(SENT_REFERENCE, "sent-reference", \
	    "Code is in {from}. Log in again with " \
	    "password{separator}code. Reference {reference}.", \
	    "As before, where it fits.") \
	EACH(REFUSED, "refused", \
	    "Login failed. Reference {reference}.", \
	    "{reference} is what the helpdesk asks for.") \
	EACH(REFUSED_PLAIN, "refused-plain", \
	    "Login failed.", \
	    "As before, when there is none.") \
	EACH(CHALLENGE_SHORT, "challenge-short", \
	    "Code for {challenge}: ", \
	    "Where a longer prompt does not fit.") \
	EACH(OTHERS, "others", \
	    " (? for other ways)", \
	    "Behind a device: ? can be typed.") \
	EACH(MORE, "more", \
	    "? more", \
	    "Ends a part of {rest}, as an item of it: typing ? shows the " \
	    "devices that come next.")

/*
 * A device in a sentence: EACH(KIND, name, from, start, device, first, item).
 *
 *	from	"Code from ..."		start	begins a sentence
 *	device	"that ... gives"	first	"Code of ..., or"
 *	item	of a list
 *
 * LABELLED is a token or app to which its owner gave a name.
 */
#define DEVICE_TEXTS(EACH) \
	EACH(TOKEN, "token", "token {serial}", "Token {serial}", \
	    "token {serial}", "token {serial}", "token {serial}") \
	EACH(APP, "app", "your authenticator app", "Authenticator app", \
	    "your authenticator app", "your authenticator app", "app") \
	EACH(CHALLENGE, "challenge-token", "token {serial}", "Token {serial}", \
	    "token {serial}", "token {serial}", "token {serial}") \
	EACH(SMS, "sms", "the SMS to {phone}", "SMS to {phone}", \
	    "the SMS to {phone}", "the SMS {tail}", "SMS {tail}") \
	EACH(EMAIL, "email", "the e-mail to {mail}", "E-mail to {mail}", \
	    "the e-mail to {mail}", "the e-mail {mail}", "e-mail {mail}") \
	EACH(RECOVERY, "recovery", "your recovery codes", "Recovery code", \
	    "your list", "your recovery codes", "recovery code") \
	EACH(TEMPORARY, "temporary", "the helpdesk", "Temporary code", \
	    "the helpdesk", "the helpdesk", "temporary code") \
	EACH(YUBIKEY, "yubikey", "YubiKey {serial}", "YubiKey {serial}", \
	    "YubiKey {serial}", "YubiKey {serial}", "YubiKey {serial}") \
	EACH(LABELLED, "labelled", "{label}", "{label}", "{label}", "{name}", "{name}")

/* Of messages: EACH(ID, name, SMS, subject, e-mail, note). */
#define MESSAGE_TEXTS(EACH) \
	EACH(CODE, "code", \
	    PLURAL("{code} is your code for {service}. It is good for " \
		"{minutes} minute.", \
		"{code} is your code for {service}. It is good for " \
		"{minutes} minutes."), \
	    "Your code for {service}", \
	    PLURAL("{code} is your code for {service}.\n\nIt is good for " \
		"{minutes} minute. If you are not logging in right now, " \
		"somebody knows your password: please change it.\n", \
		"{code} is your code for {service}.\n\nIt is good for " \
		"{minutes} minutes. If you are not logging in right now, " \
		"somebody knows your password: please change it.\n"), \
	    "of a login") \
	EACH(CONFIRM, "confirm", \
	    PLURAL("{code} confirms this number for {account}. It is good " \
		"for {minutes} minute. If you did not ask, do nothing.", \
		"{code} confirms this number for {account}. It is good " \
		"for {minutes} minutes. If you did not ask, do nothing."), \
	    "Confirm this address", \
	    PLURAL("{code} confirms this address for the account " \
		"{account}.\n\nIt is good for {minutes} minute. If you " \
		"did not ask for it, do nothing.\n", \
		"{code} confirms this address for the account " \
		"{account}.\n\nIt is good for {minutes} minutes. If you " \
		"did not ask for it, do nothing.\n"), \
	    "confirms a number or address that is being registered") \
	EACH(SIGNATURE, "signature", \
	    PLURAL("{code} signs: {fields}. It is good for {minutes} " \
		"minute. If this is not yours, do not type it.", \
		"{code} signs: {fields}. It is good for {minutes} " \
		"minutes. If this is not yours, do not type it."), \
	    "Your code to sign", \
	    PLURAL("{code} signs exactly this:\n\n{fields}\n\nIt is good " \
		"for {minutes} minute. If this is not yours, do not " \
		"type it.\n", \
		"{code} signs exactly this:\n\n{fields}\n\nIt is good " \
		"for {minutes} minutes. If this is not yours, do not " \
		"type it.\n"), \
	    "{fields} is what is signed, such as an account and an " \
	    "amount") \
	EACH(CHANGED, "changed", \
	    "Codes for {account} go to {address} from now on. If " \
	    "this was not you, call the helpdesk now.", \
	    "Your codes go somewhere else now", \
	    "Codes for the account {account} go to {address} from " \
	    "now on.\n\nIf this was not you, please call the " \
	    "helpdesk now.\n", \
	    "goes to the old number or address") \
	EACH(REMOVED, "removed", \
	    "Codes for {account} no longer go to {address}. If this " \
	    "was not you, call the helpdesk now.", \
	    "Your codes no longer go there", \
	    "Codes for the account {account} no longer go to " \
	    "{address}.\n\nIf this was not you, please call the " \
	    "helpdesk now.\n", \
	    "goes to the number or address itself, and to the others") \
	EACH(PANIC, "panic", \
	    "Everything that {account} could log in with was removed. " \
	    "If this was not you, call the helpdesk now.", \
	    "All your devices were removed", \
	    "Everything that the account {account} could log in with " \
	    "was removed: tokens, apps, numbers and addresses.\n\nIf " \
	    "this was not you, please call the helpdesk now.\n", \
	    "after a phone was stolen, say; goes to all numbers and " \
	    "addresses") \
	EACH(CLAIMED, "claimed", \
	    "{device} now belongs to {account}. If this was not you, " \
	    "call the helpdesk now.", \
	    "A token was added to your account", \
	    "{device} now belongs to the account {account}.\n\nIf " \
	    "this was not you, please call the helpdesk now.\n", \
	    "{device} is a token") \
	EACH(LOST, "lost", \
	    "{device} of {account} was reported lost and is " \
	    "suspended. If this was not you, call the helpdesk.", \
	    "A device of yours is suspended", \
	    "{device} of the account {account} was reported lost and " \
	    "is suspended.\n\nIf this was not you, please call the " \
	    "helpdesk.\n", \
	    "{device} is one that is suspended") \
	EACH(TEMPORARY, "temporary", \
	    "A temporary code was made for {account}. If this was " \
	    "not you, call the helpdesk now.", \
	    "A temporary code was made for your account", \
	    "A temporary code was made for the account " \
	    "{account}.\n\nIf this was not you, please call the " \
	    "helpdesk now.\n", \
	    "the helpdesk made it") \
	EACH(RELIEF, "relief", \
	    PLURAL("{code} is a temporary code for {account}, good once " \
		"within {hours} hour. If you did not ask, call the helpdesk.", \
		"{code} is a temporary code for {account}, good once " \
		"within {hours} hours. If you did not ask, call the helpdesk."), \
	    "Your temporary code", \
	    PLURAL("{code} is a temporary code for the account {account}.\n\n" \
		"It is good once, within {hours} hour. If you did not ask " \
		"for it, please call the helpdesk now.\n", \
		"{code} is a temporary code for the account {account}.\n\n" \
		"It is good once, within {hours} hours. If you did not ask " \
		"for it, please call the helpdesk now.\n"), \
	    "a temporary code for a device that was lost") \
	EACH(RECOVERY, "recovery", \
	    "A recovery code of {account} was used. If this was not " \
	    "you, call the helpdesk now.", \
	    "A recovery code of yours was used", \
	    "A recovery code of the account {account} was used.\n\n" \
	    "If this was not you, please call the helpdesk now.\n", \
	    "a code of the printed list has opened a login") \
	EACH(RECOVERY_LIST, "recovery-list", \
	    "New recovery codes were made for {account}. If this was " \
	    "not you, call the helpdesk now.", \
	    "New recovery codes were made for your account", \
	    "New recovery codes were made for the account " \
	    "{account}.\n\nIf this was not you, please call the " \
	    "helpdesk now.\n", \
	    "the helpdesk made a printed list") \
	EACH(PASSWORD, "password", \
	    "A new password was set for {account}. If this was not you, " \
	    "call the helpdesk now.", \
	    "A new password was set for your account", \
	    "A new password was set for the account {account}.\n\nIf " \
	    "this was not you, please call the helpdesk now.\n", \
	    "the helpdesk set it") \
	EACH(TEST, "test", \
	    "This is a test of the login service. You need not do " \
	    "anything.", \
	    "Test of the login service", \
	    "This is a test of the login service. You need not do " \
	    "anything.\n", \
	    "a gateway is tested")

/* What {service} is where the service has no name. */
#define SERVICE_TEXT "your login"

/*
 * What may be typed instead of a code, beside "?": EACH(kind, factor, name,
 * English, note).  "|" stands between words that mean the same.
 */
#define WORD_TEXTS(EACH) \
	EACH(INPUT_MENU, 0, "menu", "help", \
	    "shows the list of devices, as ? does") \
	EACH(INPUT_RESEND, 0, "resend", "resend", \
	    "sends another code") \
	EACH(INPUT_SYNC, 0, "sync", "sync", \
	    "asks for two codes in a row") \
	EACH(INPUT_LOST, 0, "lost", "lost", \
	    "reports the device that the prompt names as lost") \
	EACH(INPUT_FACTOR, KIND_TOKEN, "token", "token", \
	    "a token with a serial number") \
	EACH(INPUT_FACTOR, KIND_APP, "app", "app", \
	    "the authenticator app") \
	EACH(INPUT_FACTOR, KIND_SMS, "sms", "sms", \
	    "a code by SMS") \
	EACH(INPUT_FACTOR, KIND_SMS, "phone", "phone", \
	    "the same as sms; with a number behind it, that number is to " \
	    "be registered") \
	EACH(INPUT_FACTOR, KIND_EMAIL, "email", "email|e-mail", \
	    "a code by e-mail") \
	EACH(INPUT_FACTOR, KIND_RECOVERY, "recovery", "recovery|recovery code", \
	    "a code of the printed list") \
	EACH(INPUT_FACTOR, KIND_YUBIKEY, "yubikey", "yubikey", \
	    "a YubiKey") \
	EACH(INPUT_FACTOR, KIND_TEMPORARY, "temporary", "temporary|temporary code", \
	    "a code from the helpdesk")

/* clang-format on */

#endif
