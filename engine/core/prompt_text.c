#include <string.h>

#include "core/prompt_text.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Understood in every language. */
#define ENGLISH_WORDS                                                          \
	{ "?", INPUT_MENU, 0 }, { "help", INPUT_MENU, 0 },                     \
	    { "resend", INPUT_RESEND, 0 }, { "sync", INPUT_SYNC, 0 },          \
	    { "lost", INPUT_LOST, 0 }, { "token", INPUT_FACTOR, KIND_TOKEN },  \
	    { "app", INPUT_FACTOR, KIND_APP },                                 \
	    { "sms", INPUT_FACTOR, KIND_SMS },                                 \
	    { "email", INPUT_FACTOR, KIND_EMAIL },                             \
	    { "e-mail", INPUT_FACTOR, KIND_EMAIL },                            \
	    { "recovery", INPUT_FACTOR, KIND_RECOVERY },                       \
	    { "recovery code", INPUT_FACTOR, KIND_RECOVERY },                  \
	    { "temporary", INPUT_FACTOR, KIND_TEMPORARY },                     \
	    { "temporary code", INPUT_FACTOR, KIND_TEMPORARY },

static const struct input_word words_en[] = { ENGLISH_WORDS };

/* Each also without its marks, which not every keyboard has. */
static const struct input_word words_lv[] = { { "palīdzība", INPUT_MENU, 0 },
	{ "palidziba", INPUT_MENU, 0 }, { "vēlreiz", INPUT_RESEND, 0 },
	{ "velreiz", INPUT_RESEND, 0 }, { "sinhronizēt", INPUT_SYNC, 0 },
	{ "sinhronizet", INPUT_SYNC, 0 }, { "pazaudēts", INPUT_LOST, 0 },
	{ "pazaudets", INPUT_LOST, 0 },
	{ "marķieris", INPUT_FACTOR, KIND_TOKEN },
	{ "markieris", INPUT_FACTOR, KIND_TOKEN },
	{ "lietotne", INPUT_FACTOR, KIND_APP },
	{ "īsziņa", INPUT_FACTOR, KIND_SMS },
	{ "iszina", INPUT_FACTOR, KIND_SMS },
	{ "e-pasts", INPUT_FACTOR, KIND_EMAIL },
	{ "epasts", INPUT_FACTOR, KIND_EMAIL },
	{ "atkopes kods", INPUT_FACTOR, KIND_RECOVERY },
	{ "pagaidu kods", INPUT_FACTOR, KIND_TEMPORARY }, ENGLISH_WORDS };

/* The first is the one for all languages that have none. */
static const struct catalogue catalogues[] = {
	{
	    .language = "en",
	    .text = {
		[TEXT_GENERIC] = "Code: ",
		[TEXT_CODE] = "Code from {from}{others}: ",
		[TEXT_CODE_CHALLENGE] =
		    "Code that {device} gives for {challenge}{others}: ",
		[TEXT_WRONG] = "Code not right, please try again. {start}: ",
		[TEXT_WRONG_CHALLENGE] = ("Code not right, please try again. "
					 "{start} for {challenge}: "),
		[TEXT_WRONG_GENERIC] = "Code not right, please try again: ",
		[TEXT_SYNC] =
		    "Codes, the next two of {from}, with a space between: ",
		[TEXT_SYNC_GENERIC] =
		    "Codes, the next two, with a space between: ",
		[TEXT_MENU] = "Code of {first}, or {rest}: ",
		[TEXT_MENU_ONLY] = "Code, please choose one: {rest}: ",
		[TEXT_LOST] =
		    "Code from {from} (the lost one is suspended now): ",
		[TEXT_SENT] = "Code is in {from}. Log in again with "
			      "password{separator}code.",
		[TEXT_REFUSED] = "Login failed. Reference {reference}.",
		[TEXT_REFUSED_PLAIN] = "Login failed.",
		[TEXT_CHALLENGE_SHORT] = "Code for {challenge}: ",
		[TEXT_OTHERS] = " (? for other ways)",
	    },
	    .kind = {
		[KIND_TOKEN] = { "token {serial}", "Token {serial}",
		    "token {serial}", "token {serial}", "token {serial}" },
		[KIND_APP] = { "your authenticator app", "Authenticator app",
		    "your authenticator app", "your authenticator app",
		    "app" },
		[KIND_CHALLENGE] = { "token {serial}", "Token {serial}",
		    "token {serial}", "token {serial}", "token {serial}" },
		[KIND_SMS] = { "the SMS to {phone}", "SMS to {phone}",
		    "the SMS to {phone}", "the SMS {tail}", "SMS {tail}" },
		[KIND_EMAIL] = { "the e-mail to {mail}", "E-mail to {mail}",
		    "the e-mail to {mail}", "the e-mail {mail}",
		    "e-mail {mail}" },
		[KIND_RECOVERY] = { "your recovery codes", "Recovery code",
		    "your list", "your recovery codes", "recovery code" },
		[KIND_TEMPORARY] = { "the helpdesk", "Temporary code",
		    "the helpdesk", "the helpdesk", "temporary code" },
	    },
	    .labelled = { "{label}", "{label}", "{label}", "{name}",
		"{name}" },
	    .words = words_en,
	    .nwords = COUNT(words_en),
	},
	{
	    .language = "lv",
	    .text = {
		[TEXT_GENERIC] = "Kods: ",
		[TEXT_CODE] = "Kods no {from}{others}: ",
		[TEXT_CODE_CHALLENGE] =
		    "Kods, ko {device} dod par {challenge}{others}: ",
		[TEXT_WRONG] = "Kods nav pareizs, mēģiniet vēlreiz. {start}: ",
		[TEXT_WRONG_CHALLENGE] = ("Kods nav pareizs, mēģiniet vēlreiz. "
					 "{start} par {challenge}: "),
		[TEXT_WRONG_GENERIC] = "Kods nav pareizs, mēģiniet vēlreiz: ",
		[TEXT_SYNC] =
		    "Kodi, divi nākamie no {from}, ar atstarpi: ",
		[TEXT_SYNC_GENERIC] = "Kodi, divi nākamie, ar atstarpi: ",
		[TEXT_MENU] = "Kods no {first} vai {rest}: ",
		[TEXT_MENU_ONLY] = "Kods, lūdzu, izvēlieties: {rest}: ",
		[TEXT_LOST] =
		    "Kods no {from} (pazaudētais tagad ir apturēts): ",
		[TEXT_SENT] = "Kods nosūtīts. {start}. Piesakieties vēlreiz "
			      "ar paroli{separator}kodu.",
		[TEXT_REFUSED] =
		    "Pieteikšanās neizdevās. Atsauce {reference}.",
		[TEXT_REFUSED_PLAIN] = "Pieteikšanās neizdevās.",
		[TEXT_CHALLENGE_SHORT] = "Kods par {challenge}: ",
		[TEXT_OTHERS] = " (? citi veidi)",
	    },
	    .kind = {
		[KIND_TOKEN] = { "marķiera {serial}", "Marķieris {serial}",
		    "marķieris {serial}", "marķiera {serial}",
		    "marķieris {serial}" },
		[KIND_APP] = { "autentifikatora lietotnes",
		    "Autentifikatora lietotne", "autentifikatora lietotne",
		    "autentifikatora lietotnes", "lietotne" },
		[KIND_CHALLENGE] = { "marķiera {serial}", "Marķieris {serial}",
		    "marķieris {serial}", "marķiera {serial}",
		    "marķieris {serial}" },
		[KIND_SMS] = { "īsziņas uz {phone}", "Īsziņa uz {phone}",
		    "īsziņa uz {phone}", "īsziņas {tail}", "īsziņa {tail}" },
		[KIND_EMAIL] = { "e-pasta uz {mail}", "E-pasts uz {mail}",
		    "e-pasts uz {mail}", "e-pasta {mail}", "e-pasts {mail}" },
		[KIND_RECOVERY] = { "atkopes kodu saraksta", "Atkopes kods",
		    "saraksts", "atkopes kodu saraksta", "atkopes kods" },
		[KIND_TEMPORARY] = { "palīdzības dienesta", "Pagaidu kods",
		    "palīdzības dienests", "palīdzības dienesta",
		    "pagaidu kods" },
	    },
	    /* a name cannot be put into the genitive: it stays in quotes */
	    .labelled = { "{label}", "{label}", "{label}", "{label}",
		"{name}" },
	    .words = words_lv,
	    .nwords = COUNT(words_lv),
	},
};

bool
prompt_speaks(const char *language)
{
	for (size_t i = 0; language != NULL && i < COUNT(catalogues); i++)
		if (strcmp(catalogues[i].language, language) == 0)
			return true;
	return false;
}

const struct catalogue *
catalogue_find(const char *language)
{
	for (size_t i = 1; language != NULL && i < COUNT(catalogues); i++)
		if (strcmp(catalogues[i].language, language) == 0)
			return &catalogues[i];
	return &catalogues[0];
}

const struct input_word *
prompt_words(const char *language, size_t *n)
{
	const struct catalogue *c = catalogue_find(language);

	*n = c->nwords;
	return c->words;
}
