/*
 * What a person typed at a code prompt, read by form alone (design, section
 * 4; rules 4 to 6).  Pure: the serials and words to look for are handed in.
 *
 * Order of reading, the first that fits stands:
 *   1. a code, as one of the account's devices would show it
 *   2. a word: ?, a number of the list just shown, a factor's name, resend,
 *      sync, lost; where the policy allows it, sms or e-mail and a number or
 *      address that codes are to go to
 *   3. exactly two codes of the prompted device's length
 *   4. a serial of the account's devices, and a code
 *   5. where claiming is allowed, any serial and two codes of one length
 *   6. where more may be claimed, a code as in 1 or 4, a space, and reading 5
 * Of a device with a PIN that the server keeps, PIN and code are its code, and
 * PIN and two codes its two codes: code then begins with the PIN.
 *
 * Two possible splits within one reading make it INPUT_UNREADABLE; those of
 * a claim are all handed out, for only the store knows which serial exists.
 *
 * Spaces and dashes of any script may stand anywhere or nowhere, dots within
 * a serial only, digits may be of any script (core/typed.h).  Nothing else is
 * dropped: "+123456", "0123456" and a NUL at the end are not the code.
 */
#ifndef MF_INPUT_H
#define MF_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/serial.h"
#include "core/yubico.h"
#include "util/slice.h"

#define INPUT_MAX       128 /* bytes a person can type */
#define CODE_LENGTH_MAX 16  /* characters of the longest code to be read */
#define CODE_SIZE       (YUBICO_CODE + 1)
#define PIN_LEAST       4 /* digits of a PIN that the server keeps */
#define PIN_MOST        12
#define CLAIMS_MAX      3 /* splits a claim may have: codes of 6, 7, 8 digits */

enum input_kind {
	INPUT_UNREADABLE = 0, /* counts as one wrong guess */
	INPUT_EMPTY,          /* nothing, or spaces alone */
	INPUT_CODE,           /* code */
	INPUT_MENU,           /* "?" */
	INPUT_NUMBER,         /* number: of the list just shown */
	INPUT_FACTOR,         /* word: index into the words' factors */
	INPUT_RESEND,
	INPUT_SYNC,
	INPUT_LOST,
	INPUT_REGISTER,    /* factor: SMS or e-mail; argument: where to */
	INPUT_TWO_CODES,   /* code, other_code: of the prompted device */
	INPUT_SERIAL_CODE, /* device, code */
	INPUT_PIN,         /* code: digits, where a new PIN is asked for */
	INPUT_CLAIM,       /* claims[0..nclaims-1]: all by form possible;
			      of CODE and SERIAL_CODE, too, by reading 6 */
};

struct input_device {
	const char *serial; /* canonical; "" when it has none */
	unsigned digits;    /* of its codes; 0: not a decimal code */
	unsigned letters;   /* characters of its codes if they have letters,
			       at least one digit among them (YUBICO_CODE:
			       modhex, no digit); 0: they do not */
	bool pin; /* PIN_LEAST to PIN_MOST digits come before a code */
};

/*
 * What to type, and what it means; read in any case, of two equal words the
 * first counts.  kind: MENU, FACTOR, RESEND, SYNC or LOST.
 */
struct input_word {
	const char *word;
	enum input_kind kind;
	unsigned factor; /* INPUT_FACTOR: which */
};

struct input_context {
	const struct input_device *devices; /* of the account */
	size_t ndevices;
	size_t prompted; /* index of the prompted one; SIZE_MAX: none */
	const struct input_word *words;
	size_t nwords;
	size_t list;         /* entries of the list just shown; 0: none was */
	bool claim;          /* reading 5 is allowed */
	bool adds;           /* reading 6 is */
	bool sync;           /* two codes were asked for */
	bool pin;            /* a new PIN was: nothing else is read */
	bool registers;      /* so are numbers and addresses behind ... */
	unsigned sms, email; /* ... the names of these factors */
};

struct input_claim {
	char serial[SERIAL_SIZE]; /* canonical */
	char code[CODE_SIZE], other_code[CODE_SIZE];
};

struct input {
	enum input_kind kind;
	char code[CODE_SIZE], other_code[CODE_SIZE]; /* digits, or upper case */
	size_t device; /* INPUT_SERIAL_CODE: index of the first with that
			  serial; another vendor's may follow (rule 6) */
	size_t number; /* 1.. : INPUT_NUMBER */
	unsigned factor;
	char argument[INPUT_MAX + 1]; /* INPUT_REGISTER: as it was typed */
	struct input_claim claims[CLAIMS_MAX];
	size_t nclaims;
};

/* Reads text; never fails. */
void
input_read(const struct input_context *, struct slice text, struct input *);

/* Of input_read(): reading 6, where none before it fits; text is folded. */
void
input_read_both(const struct input_context *, struct slice, struct input *);

void input_wipe(struct input *);

#endif
