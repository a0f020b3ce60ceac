/*
 * A line while it is put together: a template of text_list.h, and what stands
 * for its {words}.  prompt.c says which template, and how much of the names
 * and of the list there is room for.
 */
#ifndef MF_LINE_H
#define MF_LINE_H

#include "core/catalogue.h"

struct line {
	const char *language;
	const struct prompt_args *args;
	const struct prompt_device *device; /* the one spoken of */
	size_t from, to; /* of the list's others, which are shown */
	size_t name;     /* bytes of one */
	bool others;
	struct text *out;
};

/* How many the list has beside the prompted one. */
size_t line_others(const struct prompt_args *);

/* Appends the template. */
void line_put(const struct line *, const char *template);

/* Appends a device in that form; nothing if it is NULL. */
void
line_device(const struct line *, const struct prompt_device *, enum text_form);

/* Whether it is a token or an app: one that may have a name of its own. */
bool kind_is_token(enum prompt_kind);

#endif
