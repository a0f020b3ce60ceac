#include <stdio.h>
#include <string.h>

#include "entry.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

#define ENTRY(context, english, note)                                          \
	{                                                                      \
		context, english, sizeof(english), note, NULL, NULL            \
	}
#define PROMPT(id, name, english, note) ENTRY("prompt." name, english, note),
#define DEVICE(id, name, from, start, device, first, item)                     \
	ENTRY(name ".from", from, "a device: \"Code from ...\""),              \
	    ENTRY(name ".start", start, "a device that begins a sentence"),    \
	    ENTRY(name ".device", device, "a device: \"that ... gives\""),     \
	    ENTRY(name ".first", first, "a device: \"Code of ..., or\""),      \
	    ENTRY(name ".item", item, "a device in a list"),
#define MESSAGE(id, name, sms, subject, mail, note)                            \
	ENTRY("message." name ".sms", sms, note),                              \
	    ENTRY("message." name ".subject", subject, note),                  \
	    ENTRY("message." name ".mail", mail, note),
#define WORD(kind, factor, name, english, note)                                \
	{ "word." name, english, sizeof(english), note, #kind, #factor },

const struct entry entries[ENTRIES] = {
	PROMPT_TEXTS(PROMPT) DEVICE_TEXTS(DEVICE) MESSAGE_TEXTS(MESSAGE)
	    ENTRY("message.service", SERVICE_TEXT,
		"{service}, where the service has no name"),
	WORD_TEXTS(WORD)
};

size_t
entry_find(const char *context)
{
	size_t i = 0;

	while (i < ENTRIES && strcmp(entries[i].context, context) != 0)
		i++;
	return i;
}

/* ---- what a text counts ------------------------------------------------- */

const char *
entry_many(const struct entry *e)
{
	size_t n = strlen(e->english) + 1;

	return n < e->size ? e->english + n : NULL;
}

const char *
entry_number(const struct entry *e)
{
	static const char *const words[] = { "{minutes}", "{hours}",
		"{most}" /* of a range the last */ };

	for (size_t i = 0; i < COUNT(words); i++)
		if (strstr(e->english, words[i]) != NULL)
			return words[i];
	return NULL;
}

/* ---- what a translation must have in common with the English text ------- */

/* A device may stand in another form than in English. */
static const char *
same_word(const char *word, size_t n)
{
	static const char *const alike[][2] = { { "from", "device" },
		{ "start", "device" }, { "first", "device" },
		{ "name", "label" }, { "tail", "phone" } };

	for (size_t i = 0; i < COUNT(alike); i++)
		if (strlen(alike[i][0]) == n &&
		    strncmp(alike[i][0], word, n) == 0)
			return alike[i][1];
	return NULL;
}

/* The {words} of s, sorted by bits of a small set; UINT_MAX: not closed. */
static unsigned
words_of(const char *s)
{
	static const char *const known[] = { "device", "others", "rest",
		"serial", "phone", "mail", "new", "label", "challenge",
		"reference", "separator", "code", "service", "account",
		"address", "fields", "minutes", "hours", "least", "most" };
	unsigned set = 0;

	while ((s = strchr(s, '{')) != NULL) {
		size_t n = strcspn(++s, "}"), i;
		const char *alike = same_word(s, n);

		if (s[n] != '}')
			return ~0U;
		for (i = 0; i < COUNT(known); i++)
			if (alike != NULL ? strcmp(known[i], alike) == 0
					  : strlen(known[i]) == n &&
				    strncmp(known[i], s, n) == 0)
				break;
		if (i == COUNT(known))
			return ~0U;
		set |= 1U << i;
		s += n;
	}
	return set;
}

static bool
ends_alike(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b);
	const char *end = na > 1 && strcmp(a + na - 2, ": ") == 0 ? ": "
	    : na > 0 && a[na - 1] == '\n'                         ? "\n"
								  : "";
	size_t n = strlen(end);

	return nb > n && strcmp(b + nb - n, end) == 0 &&
	    (*end != '\0' || (b[nb - 1] != ' ' && b[nb - 1] != '\n'));
}

const char *
entry_wrong(const struct entry *e, const char *text)
{
	if (words_of(text) != words_of(e->english))
		return "its {words} are others than those of the English text";
	if (!ends_alike(e->english, text))
		return "it does not end as the English text does";
	if (strchr(e->english, '\n') == NULL && strpbrk(text, "\n\r\t") != NULL)
		return "it is more than one line";
	return NULL;
}

const char *
entry_fault(const struct entry *e)
{
	const char *many = entry_many(e);

	if ((many == NULL) != (entry_number(e) == NULL))
		return "a text with a number is a PLURAL(), and no other is";
	return many == NULL ? NULL : entry_wrong(e, many);
}
