#include <string.h>

#include "core/message_text.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* The first is the one for all languages that have none. */
static const struct message_catalogue catalogues[] = {
	{
	    .language = "en",
	    .service = "your login",
	    .text = {
		[MESSAGE_CODE] = {
		    "{code} is your code for {service}. It is good for "
		    "{minutes} minutes.",
		    "Your code for {service}",
		    "{code} is your code for {service}.\n\n"
		    "It is good for {minutes} minutes. If you are not logging "
		    "in right now, somebody knows your password: please "
		    "change it.\n" },
		[MESSAGE_CONFIRM] = {
		    "{code} confirms this number for {account}. It is good "
		    "for {minutes} minutes. If you did not ask, do nothing.",
		    "Confirm this address",
		    "{code} confirms this address for the account "
		    "{account}.\n\n"
		    "It is good for {minutes} minutes. If you did not ask for "
		    "it, do nothing.\n" },
		[MESSAGE_SIGNATURE] = {
		    "{code} signs: {fields}. It is good for {minutes} "
		    "minutes. If this is not yours, do not type it.",
		    "Your code to sign",
		    "{code} signs exactly this:\n\n"
		    "{fields}\n\n"
		    "It is good for {minutes} minutes. If this is not yours, "
		    "do not type it.\n" },
		[MESSAGE_CHANGED] = {
		    "Codes for {account} go to {address} from now on. If this "
		    "was not you, call the helpdesk now.",
		    "Your codes go somewhere else now",
		    "Codes for the account {account} go to {address} from now "
		    "on.\n\n"
		    "If this was not you, please call the helpdesk now.\n" },
		[MESSAGE_CLAIMED] = {
		    "{device} now belongs to {account}. If this was not you, "
		    "call the helpdesk now.",
		    "A token was added to your account",
		    "{device} now belongs to the account {account}.\n\n"
		    "If this was not you, please call the helpdesk now.\n" },
		[MESSAGE_LOST] = {
		    "{device} of {account} was reported lost and is "
		    "suspended. If this was not you, call the helpdesk.",
		    "A device of yours is suspended",
		    "{device} of the account {account} was reported lost and "
		    "is suspended.\n\n"
		    "If this was not you, please call the helpdesk.\n" },
		[MESSAGE_TEMPORARY] = {
		    "A temporary code was made for {account}. If this was not "
		    "you, call the helpdesk now.",
		    "A temporary code was made for your account",
		    "A temporary code was made for the account "
		    "{account}.\n\n"
		    "If this was not you, please call the helpdesk now.\n" },
		[MESSAGE_TEST] = {
		    "This is a test of the login service. You need not do "
		    "anything.",
		    "Test of the login service",
		    "This is a test of the login service. You need not do "
		    "anything.\n" },
	    },
	},
	{
	    .language = "lv",
	    .service = "pieteikšanās",
	    .text = {
		[MESSAGE_CODE] = {
		    "{code} ir jūsu kods ({service}). Derīgs {minutes} min.",
		    "Jūsu kods: {service}",
		    "{code} ir jūsu kods ({service}).\n\n"
		    "Tas ir derīgs {minutes} min. Ja pašlaik nepiesakāties, "
		    "kāds zina jūsu paroli: lūdzu, nomainiet to.\n" },
		[MESSAGE_CONFIRM] = {
		    "{code} apstiprina šo numuru kontam {account}. Derīgs "
		    "{minutes} min.",
		    "Apstipriniet šo adresi",
		    "{code} apstiprina šo adresi kontam {account}.\n\n"
		    "Kods ir derīgs {minutes} min. Ja to neprasījāt, nedariet "
		    "neko.\n" },
		[MESSAGE_SIGNATURE] = {
		    "{code} paraksta: {fields}. Derīgs {minutes} min. Ja tas "
		    "nav jūsu, neievadiet.",
		    "Jūsu paraksta kods",
		    "{code} paraksta tieši šo:\n\n"
		    "{fields}\n\n"
		    "Kods ir derīgs {minutes} min. Ja tas nav jūsu, "
		    "neievadiet to.\n" },
		[MESSAGE_CHANGED] = {
		    "Konta {account} kodi turpmāk tiek sūtīti uz {address}. "
		    "Ja tas nebijāt jūs, zvaniet palīdzības dienestam.",
		    "Jūsu kodi tagad tiek sūtīti citur",
		    "Konta {account} kodi turpmāk tiek sūtīti uz "
		    "{address}.\n\n"
		    "Ja tas nebijāt jūs, lūdzu, tūlīt zvaniet palīdzības "
		    "dienestam.\n" },
		[MESSAGE_CLAIMED] = {
		    "{device} tagad pieder kontam {account}. Ja tas nebijāt "
		    "jūs, zvaniet palīdzības dienestam.",
		    "Jūsu kontam pievienots marķieris",
		    "{device} tagad pieder kontam {account}.\n\n"
		    "Ja tas nebijāt jūs, lūdzu, tūlīt zvaniet palīdzības "
		    "dienestam.\n" },
		[MESSAGE_LOST] = {
		    "{device} (konts {account}) pieteikts kā pazaudēts un "
		    "apturēts. Ja tas nebijāt jūs, zvaniet palīdzības "
		    "dienestam.",
		    "Jūsu ierīce ir apturēta",
		    "{device} (konts {account}) ir pieteikts kā pazaudēts un "
		    "tagad ir apturēts.\n\n"
		    "Ja tas nebijāt jūs, lūdzu, zvaniet palīdzības "
		    "dienestam.\n" },
		[MESSAGE_TEMPORARY] = {
		    "Kontam {account} izveidots pagaidu kods. Ja tas nebijāt "
		    "jūs, zvaniet palīdzības dienestam.",
		    "Jūsu kontam izveidots pagaidu kods",
		    "Kontam {account} izveidots pagaidu kods.\n\n"
		    "Ja tas nebijāt jūs, lūdzu, tūlīt zvaniet palīdzības "
		    "dienestam.\n" },
		[MESSAGE_TEST] = {
		    "Pieteikšanās pakalpojuma pārbaude. Jums nekas nav "
		    "jādara.",
		    "Pieteikšanās pakalpojuma pārbaude",
		    "Šī ir pieteikšanās pakalpojuma pārbaude. Jums nekas nav "
		    "jādara.\n" },
	    },
	},
};

const struct message_catalogue *
message_catalogue_at(size_t i)
{
	return i < COUNT(catalogues) ? &catalogues[i] : NULL;
}

const struct message_catalogue *
message_catalogue_find(const char *language)
{
	for (size_t i = 1; language != NULL && i < COUNT(catalogues); i++)
		if (strcmp(catalogues[i].language, language) == 0)
			return &catalogues[i];
	return &catalogues[0];
}
