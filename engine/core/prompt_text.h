/*
 * The texts of prompts: one catalogue a language, of the form that a gettext
 * catalogue is compiled into.  {words} in braces stand for values:
 *
 *	{from} {start} {device}	  the device, by its kind, in the form that
 *				  the text needs
 *	{serial} {phone} {mail} {tail} {label} {name}	shortened; {label} is
 *				  in quotes, {name} is not
 *	{others}		  the remark about "?", or nothing
 *	{first} {rest}		  of a list
 *	{challenge} {reference} {separator}
 */
#ifndef MF_PROMPT_TEXT_H
#define MF_PROMPT_TEXT_H

#include "core/prompt.h"

enum text_id {
	TEXT_GENERIC = 0,
	TEXT_CODE,
	TEXT_CODE_CHALLENGE,
	TEXT_WRONG,
	TEXT_WRONG_CHALLENGE,
	TEXT_WRONG_GENERIC,
	TEXT_SYNC,
	TEXT_SYNC_GENERIC,
	TEXT_MENU,
	TEXT_MENU_ONLY, /* nothing is prompted: choose */
	TEXT_LOST,
	TEXT_SENT,
	TEXT_REFUSED,
	TEXT_REFUSED_PLAIN,   /* there is no reference */
	TEXT_CHALLENGE_SHORT, /* there is no room for the device */
	TEXT_OTHERS,
	TEXT_MAX
};

/* A device in a sentence. */
enum text_form {
	FORM_FROM = 0, /* "Code from ..." */
	FORM_START,    /* begins a sentence */
	FORM_DEVICE,   /* "that ... gives" */
	FORM_FIRST,    /* "Code of ..., or" */
	FORM_ITEM,     /* of a list */
	FORM_MAX
};

struct catalogue {
	const char *language;
	const char *text[TEXT_MAX];
	const char *kind[KIND_MAX][FORM_MAX];
	const char *labelled[FORM_MAX]; /* tokens and apps with a label */
	const struct input_word *words;
	size_t nwords;
};

/* The language's, or English. */
const struct catalogue *catalogue_find(const char *language);

#endif
