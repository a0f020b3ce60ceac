/*
 * What the person reads, by language: one line, at most so many characters and
 *253 bytes, with "Code" (in the language) as its first word.  Devices are
 *called by the name that their owner gave them; numbers are shortened so that
 *the owner recognises them and a stranger learns nothing:
 *
 *	serial	12-3456789		12-34567..
 *	phone	+37120008899		+371....8899, in a list ..8899
 *	e-mail	v.uzvards@example.org	v...@example.org
 *
 * Of a serial the last two of its letters and digits are left out, of one
 * with twelve or more the last quarter.  Control characters in names that
 * people gave become '?'.  An unknown language is English.
 */
#ifndef MF_PROMPT_H
#define MF_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/input.h"
#include "util/text.h"

#define PROMPT_MAX 100 /* characters, unless the policy says otherwise */

/* What a device is to the person who holds it. */
enum prompt_kind {
	KIND_TOKEN = 0, /* has a serial: HOTP and TOTP */
	KIND_APP,       /* the same without one that is printed */
	KIND_CHALLENGE, /* OCRA: a token that has to be told a number */
	KIND_SMS,
	KIND_EMAIL,
	KIND_RECOVERY,
	KIND_TEMPORARY,
	KIND_YUBIKEY,
	KIND_MAX
};

struct prompt_device {
	enum prompt_kind kind;
	const char *serial;  /* as printed, or "" */
	const char *label;   /* its owner's name for it, or "" */
	const char *address; /* KIND_SMS: E.164; KIND_EMAIL: canonical */
	bool pin;            /* the person's PIN comes before its code */
};

enum prompt_id {
	PROMPT_GENERIC = 0,  /* whatever one has; decoys */
	PROMPT_CODE,         /* of device */
	PROMPT_WRONG,        /* once more, of device */
	PROMPT_SYNC,         /* two codes of device */
	PROMPT_MENU,         /* of device, or a number of the list */
	PROMPT_LOST,         /* of device, for the one reported is suspended */
	PROMPT_REGISTER,     /* of device, then the one sent to wish */
	PROMPT_REGISTER_NOT, /* of device: no code may go where it says */
	PROMPT_NO_MORE,      /* of device, which is sent no new one now */
	PROMPT_SENT,         /* append mode: the code to device is on its way */
	PROMPT_REFUSED,
	PROMPT_NEW_PIN,
	PROMPT_NEW_PIN_AGAIN,
	PROMPT_NEW_PIN_BAD,
	PROMPT_MAX_ID
};

/* What an id does not mention may be left out; NULL strings are "". */
struct prompt_args {
	const struct prompt_device *device; /* NULL: whatever one has */
	bool others;                        /* mention "?" */
	const struct prompt_device *wish;   /* PROMPT_REGISTER: the new one */
	const char *challenge;            /* KIND_CHALLENGE: what it is asked */
	const struct prompt_device *list; /* as "?" shows it, in order */
	size_t nlist;
	size_t prompted; /* index of device in list; nlist: none */
	bool pages;      /* "?" shows the list's next part */
	unsigned page;   /* which it is; behind the last comes the first */
	const char *reference; /* "7F3K-2M9Q" */
	const char *separator; /* PROMPT_SENT: between password and code */
	unsigned least, most;  /* PROMPT_NEW_PIN: digits */
	size_t max;            /* characters; 0: PROMPT_MAX */
};

/*
 * Puts the line into out, which is empty.  What does not fit has its names and
 * serials shortened; the rest is cut on a character's boundary, its end
 * ("...: ") kept.  A challenge is shown whole: the device's name goes first.
 *
 * Of a list that does not fit even so, one part is shown, with as many entries
 * as there is room for; "? more" stands behind all parts but the last.  Each
 * entry has its place in the list as its number, and is in one part only.
 */
void prompt_render(enum prompt_id, const char *language,
    const struct prompt_args *, struct text *out);

/* One device as it begins a sentence: "Token 12-34567..", "SMS ..8899". */
void prompt_device(
    const struct prompt_device *, const char *language, struct text *out);

/*
 * What may be typed instead of a code, for input_read(): the language's words
 * and English.  The factor of a word is an enum prompt_kind.
 */
const struct input_word *prompt_words(const char *language, size_t *n);

/* Whether there are texts in this language. */
bool prompt_speaks(const char *language);

#endif
