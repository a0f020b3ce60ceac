/*
 * A look at the text before libconfig gets it.  libconfig 1.5 reads other
 * files on @include, takes an unclosed comment for the end of the file, wraps
 * numbers beyond 32 bits and cuts strings at \x00, all without a word.  What is
 * told of here, and comments, are blanked, so that libconfig reads the rest.
 */

#include <ctype.h>
#include <string.h>

#include "server/conf_reader.h"

#define DIGITS_MAX 9 /* of a number; enough for every setting */

struct lexer {
	struct reader *reader;
	char *text, *p;
	unsigned line;
};

static void
step(struct lexer *l)
{
	l->line += *l->p++ == '\n';
}

static void
blank(struct lexer *l, size_t n)
{
	for (; n > 0 && *l->p != '\0'; n--, l->p++)
		if (*l->p == '\n')
			l->line++;
		else
			*l->p = ' ';
}

/* Takes out the setting that is read, and goes on behind its line. */
static void
drop_setting(struct lexer *l, bool quotes)
{
	char *from = conf_statement(l->text, l->p);

	l->reader->torn = true;
	(void)conf_blank(from, from, quotes);
	l->p = from + strcspn(from, "\n");
}

static void
comment(struct lexer *l)
{
	const char *end = strstr(l->p + 2, "*/");

	if (end == NULL)
		reader_say(l->reader, CONF_ERROR, l->line, NULL,
		    "a comment begins here and does not end; close it with "
		    "*/.");
	l->reader->torn = l->reader->torn || end == NULL;
	blank(l, end == NULL ? strlen(l->p) : (size_t)(end + 2 - l->p));
}

static void
string(struct lexer *l)
{
	const char *p = l->p + 1;
	bool nul = false;

	while (*p != '"' && *p != '\n' && *p != '\0') {
		nul = nul || strncmp(p, "\\x00", 4) == 0;
		p += *p == '\\' && p[1] != '\n' && p[1] != '\0' ? 2 : 1;
	}
	if (nul)
		reader_say(l->reader, CONF_ERROR, l->line, NULL,
		    "\\x00 cannot stand in a text; take it out.");
	if (*p != '"')
		reader_say(l->reader, CONF_ERROR, l->line, NULL,
		    "a text in quotes does not end on its line; close it "
		    "with \".");
	if (nul || *p != '"')
		drop_setting(l, *p == '"');
	else
		l->p = l->p + (p + 1 - l->p);
}

static size_t
word_length(const char *p)
{
	size_t n = 0;

	while (
	    isalnum((uint8_t)p[n]) || p[n] == '_' || p[n] == '*' || p[n] == '-')
		n++;
	return n;
}

static void
number(struct lexer *l)
{
	size_t n = 0;

	while (isalnum((uint8_t)l->p[n]))
		n++;
	if (n <= DIGITS_MAX) {
		l->p += n;
		return;
	}
	reader_say(l->reader, CONF_ERROR, l->line, NULL,
	    "%.*s%s is too large a number for any setting; see "
	    "multifactord.conf(5).",
	    n > 40 ? 40 : (int)n, l->p, n > 40 ? "..." : "");
	drop_setting(l, true);
}

static void
include(struct lexer *l)
{
	reader_say(l->reader, CONF_ERROR, l->line, NULL,
	    "@ stands outside of quotes; other files cannot be included, "
	    "write their settings here.");
	drop_setting(l, true);
}

void
conf_lex(struct reader *r, char *text)
{
	struct lexer l = { .reader = r, .text = text, .p = text, .line = 1 };

	while (*l.p != '\0') {
		if (*l.p == '"')
			string(&l);
		else if (strncmp(l.p, "/*", 2) == 0)
			comment(&l);
		else if (*l.p == '#' || strncmp(l.p, "//", 2) == 0)
			blank(&l, strcspn(l.p, "\n"));
		else if (*l.p == '@')
			include(&l);
		else if (isdigit((uint8_t)*l.p))
			number(&l);
		else if (word_length(l.p) > 0 && *l.p != '-')
			l.p += word_length(l.p);
		else
			step(&l);
	}
}
