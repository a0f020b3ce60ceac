#include <string.h>

#include "core/catalogue.h"

struct catalogue {
	const char *language;
	const char *const *text; /* TEXT_MAX of them; NULL: not there */
	const struct input_word *words;
	size_t nwords;
};

#include "core/catalogues.h" /* made from text_list.h and po/ */

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* The first is English, which most ask for: they find it at once. */
static const struct catalogue *
find(const char *language)
{
	for (size_t i = 0; language != NULL && i < COUNT(catalogues); i++)
		if (strcmp(catalogues[i].language, language) == 0)
			return &catalogues[i];
	return &catalogues[0];
}

const char *
catalogue_language(size_t i)
{
	return i < COUNT(catalogues) ? catalogues[i].language : NULL;
}

bool
text_is_there(const char *language, enum text_id id)
{
	return find(language)->text[id] != NULL;
}

const char *
text_of(const char *language, enum text_id id)
{
	const char *s = find(language)->text[id];

	return s != NULL ? s : catalogues[0].text[id];
}

const char *
text_device(const char *language, enum prompt_kind kind, bool labelled,
    enum text_form form)
{
	unsigned row = labelled ? KIND_MAX : kind;

	return text_of(
	    language, (enum text_id)(TEXT_DEVICES + row * FORM_MAX + form));
}

const char *
text_message(const char *language, enum message_id id, enum message_part part)
{
	return text_of(
	    language, (enum text_id)(TEXT_MESSAGES + id * PART_MAX + part));
}

bool
prompt_speaks(const char *language)
{
	return language != NULL &&
	    strcmp(find(language)->language, language) == 0;
}

const struct input_word *
prompt_words(const char *language, size_t *n)
{
	const struct catalogue *c = find(language);

	*n = c->nwords;
	return c->words;
}
