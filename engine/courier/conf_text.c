/*
 * A look at the text before libconfig gets it.  libconfig 1.5 reads other
 * files on @include and takes an unclosed comment for the end of the file,
 * both without a word.
 */

#include <string.h>

#include "courier/conf_parts.h"

static const char *
past_string(const char *p)
{
	for (p++; *p != '"' && *p != '\0'; p++)
		if (*p == '\\' && p[1] != '\0')
			p++;
	return *p == '"' ? p + 1 : p;
}

/* Behind what begins at p: a string, a comment, or one character. */
static const char *
past(struct courier_reader *r, const char *p, unsigned line)
{
	const char *end;

	if (*p == '"')
		return past_string(p);
	if (*p == '#' || strncmp(p, "//", 2) == 0)
		return p + strcspn(p, "\n");
	if (strncmp(p, "/*", 2) == 0) {
		if ((end = strstr(p + 2, "*/")) != NULL)
			return end + 2;
		conf_fault(r, line, NULL,
		    "a comment begins here and does not end; close it with "
		    "*/.");
		return p + strlen(p);
	}
	if (strncmp(p, "@include", 8) == 0)
		conf_fault(r, line, NULL,
		    "@include is not taken; write everything into this file.");
	return p + 1;
}

void
conf_text_check(struct courier_reader *r, const char *text)
{
	unsigned line = 1;
	const char *next;

	for (const char *p = text; *p != '\0'; p = next) {
		next = past(r, p, line);
		for (; p < next; p++)
			line += *p == '\n';
	}
}
