/* The texts of text_list.h one by one, as catalogues have them. */
#ifndef PO_ENTRY_H
#define PO_ENTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "core/text_list.h"

/* clang-format off */
#define ENTRY_1(...) 1 +
#define ENTRY_3(...) 3 +
#define ENTRY_5(...) 5 +
enum { ENTRIES = PROMPT_TEXTS(ENTRY_1) DEVICE_TEXTS(ENTRY_5)
    MESSAGE_TEXTS(ENTRY_3) WORD_TEXTS(ENTRY_1) 1 };
/* clang-format on */

struct entry {
	const char *context, *english;
	size_t size; /* of english, which may be two: PLURAL() */
	const char *note;
	const char *kind, *factor; /* of a word; else NULL */
};

/* In the order of enum text_id; the words come after. */
extern const struct entry entries[ENTRIES];

/* ENTRIES: there is none. */
size_t entry_find(const char *context);

/* What English has for all numbers but one; NULL: the text counts nothing. */
const char *entry_many(const struct entry *);

/* The word whose number decides among plural forms, "{minutes}"; or NULL. */
const char *entry_number(const struct entry *);

/* What a translation lacks that it must have in common; NULL: nothing. */
const char *entry_wrong(const struct entry *, const char *text);

/* What is wrong with the English text itself, such as a "1 minutes". */
const char *entry_fault(const struct entry *);

#endif
