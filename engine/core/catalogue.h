/*
 * The texts of text_list.h by language: tables made from the gettext
 * catalogues of po/ when the engine is built.  No locale, no file at run time.
 */
#ifndef MF_CATALOGUE_H
#define MF_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/input.h"
#include "core/message.h"
#include "core/prompt.h"
#include "core/text_list.h"

/* A device in a sentence. */
enum text_form {
	FORM_FROM = 0, /* "Code from ..." */
	FORM_START,    /* begins a sentence */
	FORM_DEVICE,   /* "that ... gives" */
	FORM_FIRST,    /* "Code of ..., or" */
	FORM_ITEM,     /* of a list */
	FORM_MAX
};

enum message_part { PART_SMS = 0, PART_SUBJECT, PART_MAIL, PART_MAX };

enum text_id {
#define PROMPT_ID(id, ...) TEXT_##id,
	PROMPT_TEXTS(PROMPT_ID)
#undef PROMPT_ID
	    TEXT_DEVICES, /* KIND_MAX and LABELLED, FORM_MAX of each */
	TEXT_MESSAGES = TEXT_DEVICES + (KIND_MAX + 1) * FORM_MAX,
	TEXT_SERVICE = TEXT_MESSAGES + MESSAGE_IDS * PART_MAX,
	TEXT_MAX
};

/* The text, or English where the language lacks it; of a plural the first. */
const char *text_of(const char *language, enum text_id);

/*
 * The same in the form that the language, or English, has for n, as "1 minute"
 * and "5 minutes".  A text that counts nothing is the same for each.
 */
const char *text_counted(const char *language, enum text_id, unsigned long n);

/* The word that stands for n, such as "minutes"; NULL: it counts nothing. */
const char *text_number(enum text_id);

/* A device of that kind; one with a name that its owner gave it. */
const char *text_device(
    const char *language, enum prompt_kind, bool labelled, enum text_form);
enum text_id text_message(enum message_id, enum message_part);

/* The i-th language that there is a catalogue of: "en", ...; NULL: no more. */
const char *catalogue_language(size_t i);

/* Whether the language has this text itself: for tests, as text_of() falls back
 * to English. */
bool text_is_there(const char *language, enum text_id);

#endif
