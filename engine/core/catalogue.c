#include <string.h>

#include "core/catalogue.h"

struct catalogue {
	const char *language;
	unsigned (*plural)(unsigned long n); /* the form of a text for n */
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
text_number(enum text_id id)
{
	return text_numbers[id];
}

/*
 * Forms lie behind each other, with a NUL between.  A number beyond those that
 * po2c has tried the rule with is as one below that ends alike.
 */
const char *
text_counted(const char *language, enum text_id id, unsigned long n)
{
	const struct catalogue *c = find(language);
	const char *s;
	unsigned form;

	if (c->text[id] == NULL)
		c = &catalogues[0];
	s = c->text[id];
	if (text_number(id) == NULL)
		return s;
	if (n > PLURAL_TRIED)
		n = PLURAL_TRIED - 100 + n % 100;
	for (form = c->plural(n); form > 0; form--)
		s += strlen(s) + 1;
	return s;
}

const char *
text_device(const char *language, enum prompt_kind kind, bool labelled,
    enum text_form form)
{
	unsigned row = labelled ? KIND_MAX : kind;

	return text_of(
	    language, (enum text_id)(TEXT_DEVICES + row * FORM_MAX + form));
}

enum text_id
text_message(enum message_id id, enum message_part part)
{
	return (enum text_id)(TEXT_MESSAGES + id * PART_MAX + part);
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
