/*
 * What is sent to people: which text, in which language, with which values.
 * An SMS is one text, an e-mail a subject and a body.
 *
 * Texts are short.  In English an SMS of the usual values is one part (160
 * characters of GSM 03.38); in languages with other letters it has 70
 * characters in one part, and is at most two.  Values that people chose are
 * shortened; control characters and quotes in them become something else.
 */
#ifndef MF_MESSAGE_H
#define MF_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "util/err.h"

#define MESSAGE_SUBJECT 160
#define MESSAGE_BODY    1024

enum message_id {
	MESSAGE_CODE = 0,  /* a login's code */
	MESSAGE_CONFIRM,   /* the code that confirms this number or address */
	MESSAGE_SIGNATURE, /* the code that signs these fields */
	MESSAGE_CHANGED,   /* to where codes went before */
	MESSAGE_REMOVED,   /* to where none go from now on, and to the others */
	MESSAGE_PANIC,     /* all devices of the account are gone */
	MESSAGE_CLAIMED,   /* a token is somebody's now */
	MESSAGE_LOST,      /* a device is suspended */
	MESSAGE_TEMPORARY, /* somebody was given a temporary code */
	MESSAGE_RELIEF,    /* a temporary code for a device that was lost */
	MESSAGE_RECOVERY,  /* one of the printed codes was used */
	MESSAGE_RECOVERY_LIST, /* somebody was given a new list of them */
	MESSAGE_PASSWORD,      /* a new one was set */
	MESSAGE_TEST,
	MESSAGE_IDS
};

/* In the outbox and in the audit: "code", "confirm", ... */
extern const char *const message_words[MESSAGE_IDS];
/* MESSAGE_IDS for a word that is none. */
enum message_id message_find(const char *word);

/* Characters of the code that it carries (core/sent.h); 0: none. */
size_t message_code(enum message_id);

/* What stands for {words} in a text; NULL or "": nothing. */
enum message_value {
	VALUE_CODE = 0, /* as people read it */
	VALUE_SERVICE,  /* what the person logs in to */
	VALUE_ACCOUNT,
	VALUE_DEVICE,  /* as prompts name it */
	VALUE_ADDRESS, /* a new number or address, shortened */
	VALUE_FIELDS,  /* "account LV80, amount 12.50" */
	VALUE_MINUTES, /* that the code is good for */
	VALUE_HOURS,
	VALUE_MAX
};

/* "code", "service", ...: the words in braces, the keys of a detail. */
extern const char *const message_values[VALUE_MAX];

struct message {
	char subject[MESSAGE_SUBJECT]; /* "" of an SMS */
	char body[MESSAGE_BODY];
	unsigned parts; /* of an SMS */
};

/*
 * MF_EFULL: the fields to be signed do not fit; nothing may be sent then.
 * Whoever asks for a signature asks here first.  An unknown language is
 * English.  out holds the code: the caller wipes it.
 */
enum mf_err message_render(enum message_id, bool email, const char *language,
    const char *const value[VALUE_MAX], struct message *out) MF_CHECKED;

#endif
